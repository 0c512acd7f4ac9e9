"""What holds of anonymity by the configuration in force, in words: for the Home tab, `/pulse privacy` and the pack."""

from dataclasses import dataclass
from typing import Final

from handlers.views import blocks, ids, results, scopes
from handlers.views.words import Words
from people.anonymity import FINE, ROUGH, minimum_audience
from surveys import retention
from surveys.consent import Consent
from surveys.policy.audiences import TOGETHER
from surveys.policy.comments import AUTHORS as COMMENT_AUTHORS

COMMENT_DAYS: Final = retention.KEPT.days
"""After so many days a comment that was kept is deleted (R11)."""
AUDIENCE_DAYS: Final = TOGETHER.days
"""So many days after a pulse opened it is forgotten who was in which group (R10)."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What is configured: the threshold, the kind of database, the text that people agree to, what reads comments."""

    k: int
    database: str
    consent: Consent
    tier: str = "a"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, a line each."""

    title: str
    lines: tuple[str, ...]


def promise(words: Words, held: InForce) -> str:
    """What the company can see and what it cannot, in the few lines of the Home tab."""
    return _listed(_company(words, held).lines)


def account(words: Words, held: InForce) -> list[Section]:
    """All that is in force, section by section."""
    return [
        _company(words, held),
        _numbers(words, held),
        _while_open(words),
        _comments(words, held),
        _readers(words),
        _places(words, held),
        _times(words),
        _scopes(words),
        _consent(words, held),
    ]


def _company(words: Words, held: InForce) -> Section:
    return Section(
        words("What the company can see"),
        (
            words(
                "Results of groups in which at least {k} people answered. Small teams are counted with others.",
                k=held.k,
            ),
            words("How many took part, as a range. Never who, and nothing at all while the pulse is open."),
            words(
                "No single answers. Each is sealed when it is sent, and destroyed once the pulse has closed: "
                "confidential while open, anonymous after closing."
            ),
            words(
                "While a pulse is open, an answer could be linked to a person only by somebody who controls both the "
                "server and its keys."
            ),
            words(
                "Comments of all who are asked together only, in shuffled order, and only if at least {number} people "
                "wrote one.",
                number=COMMENT_AUTHORS,
            ),
            words("Groundswell does not know who uses AI tools and who does not, so nobody can learn it here."),
        ),
    )


def _numbers(words: Words, held: InForce) -> Section:
    rough = max(ROUGH, held.k)
    return Section(
        words("How figures are told"),
        (
            words(
                "A group is reported on only if at least {audience} people are in it, those who paused or opted out "
                "among them.",
                audience=minimum_audience(held.k),
            ),
            *(
                [words("From {low} to {high} answers: in a word.", low=held.k, high=ROUGH - 1)]
                if held.k < ROUGH
                else []
            ),
            *(
                [words("From {low} to {high} answers: in rough percentages.", low=rough, high=FINE - 1)]
                if rough < FINE
                else []
            ),
            words("From {low} answers on: somewhat finer, still rounded.", low=max(FINE, held.k)),
            words("Never so that one can see that all were of one mind. A group is not hidden for being so, either."),
            words("Figures are made once, when the pulse closes. Nobody can filter or export answers."),
            words(
                "Before anything is shown, it is checked what could be worked out about one person, or about fewer "
                "than {k}, from the figures of {days} days. A group by which something is found is left out for once.",
                k=held.k,
                days=AUDIENCE_DAYS,
            ),
        ),
    )


def _while_open(words: Words) -> Section:
    return Section(
        words("While a pulse is open, and when it closes"),
        (
            words("Until the end you can change or withdraw your answer. The form starts blank: it cannot read it."),
            words("No pulse is closed early, made longer or opened again, and its groups do not change."),
            words(
                "At the close the answers are counted and destroyed, then the keys and the list of who was invited. "
                "From then on nobody can find your answer, you included."
            ),
        ),
    )


def _comments(words: Words, held: InForce) -> Section:
    return Section(
        words("Comments"),
        (
            words("Optional, without mentions, links, addresses and telephone numbers, and without a date."),
            words("Kept encrypted, apart from all other answers, and deleted after {days} days.", days=COMMENT_DAYS),
            words(
                "How a comment sounds and what it is about is told by word lists and a language model on the server "
                "itself, and often wrong. It may be counted over many comments, and is never shown for one."
            )
            if held.tier == "b"
            else words(
                "How a comment sounds and what it is about is told by word lists on the server itself, and often "
                "wrong. It may be counted over many comments, and is never shown for one."
            ),
            words("What you tell and how you tell it can still show who you are."),
        ),
    )


def _readers(words: Words) -> Section:
    return Section(
        words("Who can read what"),
        (
            words(
                "You: your own settings, the last results of all who were asked with you, the groups that you are "
                "counted in."
            ),
            words("A manager: figures of the smallest group with all of their unit in it, and of those above."),
            words(
                "Who runs the server: Slack ids, units, managers, settings, who is invited, sealed answers. With the "
                "keys, and while a pulse is open: the answers. With the key of comments: the comments that are kept."
            ),
            words("Slack: the form on its way, as every message. It is never written into a message."),
        ),
    )


def _places(words: Words, held: InForce) -> Section:
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(held.database, held.database)
    return Section(
        words("Where it lies"),
        (
            words("In a database ({kind}) that your company runs. No name and no e-mail address is in it.", kind=kind),
            words("The keys lie apart from it, for the program's own user only, and in no backup."),
            words("Nothing is sent to anybody but Slack. Comments are sorted on the server itself."),
        ),
    )


def _times(words: Words) -> Section:
    return Section(
        words("How long it is kept"),
        (
            words("Sealed answers, keys, the list of who is invited: until the pulse has closed."),
            words("Comments: {days} days. Figures of groups: for good.", days=COMMENT_DAYS),
            words("Who was in which group when a pulse opened, under pseudonyms: {days} days.", days=AUDIENCE_DAYS),
            words("Slack id, unit, language, time zone, settings: until somebody deletes them by hand."),
        ),
    )


def _scopes(words: Words) -> Section:
    return Section(
        words("What the app may do in Slack, and why"),
        tuple(results.named(words, f"`{scope}`", reason) for scope, reason in scopes.reasons_of(words).items()),
    )


def _consent(words: Words, held: InForce) -> Section:
    return Section(
        words("What you agree to when you answer (version {version})", version=held.consent.version),
        (held.consent.short(words.language),),
    )


def account_blocks(words: Words, held: InForce) -> list[blocks.Block]:
    """The account as Slack shows it."""
    return [blocks.section(f"*{section.title}*\n{_listed(section.lines)}") for section in account(words, held)]


def account_modal(words: Words, held: InForce) -> blocks.View:
    """The account, over the Home tab."""
    return blocks.modal(words("Privacy"), account_blocks(words, held), close=words("Close"))


def more(words: Words) -> blocks.Block:
    """The button that leads to the whole account."""
    return blocks.actions(blocks.button(words("All of it"), ids.OPEN_PRIVACY))


def agreed(words: Words, consent: Consent, round_id: str) -> blocks.Block:
    """What stands in the form of what one agrees to, with the button that leads to the whole of it."""
    button = blocks.button(words("What becomes of my answer?"), ids.EXPLAIN, value=round_id)
    return blocks.section(consent.short(words.language)) | {"accessory": button}


def consent_modal(words: Words, consent: Consent, *, k: int) -> blocks.View:
    """The whole text of a version, over the form."""
    paragraphs = [blocks.section(paragraph) for paragraph in consent.whole(words.language, k=k)]
    version = words("Version {version} of this text.", version=consent.version)
    return blocks.modal(words("Your answer"), [*paragraphs, blocks.context(version)], close=words("Back"))


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"• {line}" for line in lines)
