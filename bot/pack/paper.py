"""The pack itself: one HTML file without scripts or anything from elsewhere, made of the configuration in force."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.pack.promises import Promise, promises
from bot.pack.results import Attack
from handlers.views import privacy
from handlers.views.privacy import COMMENT_DAYS, InForce
from handlers.views.words import Words
from people.anonymity import minimum_audience
from surveys.policy.comments import AUTHORS as COMMENT_AUTHORS

HERE: Final = Path(__file__).parent
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What the pack is made of; an audit or attacks that were not given are None, which is said on the paper."""

    held: InForce
    version: str
    audit: Sequence[str] | None = None
    attacks: Sequence[Attack] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings."""

    headings: Row
    rows: Sequence[Row]


def html_of(words: Words, contents: Contents, *, today: date) -> str:
    """The whole paper in one language."""
    pages = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters["said"] = _said
    return pages.get_template("pack.html").render(
        language=words.language,
        title=words("Anonymity in Groundswell"),
        lead=_lead(words, contents, today),
        contents=words("What stands here"),
        chapters=_chapters(words, contents),
    )


def _lead(words: Words, contents: Contents, today: date) -> list[str]:
    day = format_date(today, "long", locale=words.language)
    return [
        words(
            "For employee representatives. Made on {day} by Groundswell {version} from the configuration that is in "
            "force.",
            day=day,
            version=contents.version,
        ),
        words(
            "We say: confidential while a pulse is open, anonymous after closing. We do not say anonymous to 100 per "
            "cent, and the last column of the promises says where each of them ends."
        ),
    ]


def _chapters(words: Words, contents: Contents) -> list[dict[str, Any]]:
    return [
        {"title": words("Settings in force"), "table": _settings(words, contents)},
        {"title": words("The policy in force"), "sections": privacy.account(words, contents.held)[:-1]},
        _consent(words, contents.held),
        {"title": words("What is promised, and what shows it"), "table": _promises(words), "wide": True},
        {"title": words("The latest audit"), "lines": _audit(words, contents.audit)},
        _attacks(words, contents.attacks),
        {"title": words("What is not promised"), "lines": _unpromised(words)},
    ]


def _settings(words: Words, contents: Contents) -> Table:
    held = contents.held
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(held.database, held.database)
    return Table(
        (words("Setting"), words("Value")),
        [
            (words("Answers behind a figure, at least"), str(held.k)),
            (words("People in a group, at least"), str(minimum_audience(held.k))),
            (words("People with a comment, at least"), str(COMMENT_AUTHORS)),
            (words("Days until a comment is deleted"), str(COMMENT_DAYS)),
            (words("Database"), kind),
            (words("Version of the text that people agree to"), str(held.consent.version)),
            (words("Version of Groundswell"), contents.version),
        ],
    )


def _consent(words: Words, held: InForce) -> dict[str, Any]:
    text, language = held.consent, words.language
    return {
        "title": words("What people agree to (version {version})", version=text.version),
        "lines": [text.short(language), *text.whole(language, k=held.k)],
        "note": words("New in this version: {changed}", changed=text.changed(language)),
    }


def _promises(words: Words) -> Table:
    headings = (words("Promise"), words("How it is kept"), words("Shown by these tests"), words("Where it ends"))
    return Table(headings, [_row(words.language, promise) for promise in promises()])


def _row(language: str, promise: Promise) -> Row:
    tests = " ".join(f"`{name}`" for name in promise.tests)
    return promise.promise[language], f"{promise.how[language]} `{promise.where}`", tests, promise.limit[language]


def _audit(words: Words, found: Sequence[str] | None) -> list[str]:
    if found is None:
        return [words("No audit was run yet for this paper, so it says nothing of what could be derived.")]
    if not found:
        return [words("Nothing about a person or a small group can be derived from all that was shown.")]
    return [
        words.plural("{number} thing can be derived:", "{number} things can be derived:", len(found)),
        *found,
    ]


def _attacks(words: Words, attacks: Sequence[Attack] | None) -> dict[str, Any]:
    title = words("Attacks that were tried")
    if attacks is None:
        return {"title": title, "lines": [words("No results of attacks were given for this paper.")]}
    headings = (
        words("Attack"),
        words("Database"),
        words("Right guesses on a naive store"),
        words("Right guesses on Groundswell"),
        words("Right guesses from the published table alone"),
    )
    rows = [
        (
            attack.name,
            attack.backend,
            f"{attack.naive.right} / {attack.naive.guesses}",
            f"{attack.ours.right} / {attack.ours.guesses}",
            f"{attack.ours.best} / {attack.ours.guesses}",
        )
        for attack in attacks
    ]
    note = words("An attack gains nothing where it guesses no better than the published table alone.")
    return {"title": title, "table": Table(headings, rows), "note": note, "wide": True}


def _unpromised(words: Words) -> list[str]:
    return [
        words("Who runs the software could alter it, and could copy the keys while a pulse is open."),
        words("Slack carries the form; what Slack keeps or lets employers export is not in our hands."),
        words("Storage and backups that keep old copies against our advice may keep what was destroyed."),
        words("Results of small groups are rough on purpose. Who looks over a shoulder sees an answer."),
    ]


def _said(text: str) -> Markup:
    """A line as it is printed: what stands between backticks or asterisks is set apart, all else is only text."""
    safe = str(escape(text))
    # A long name may break where its words do.
    marked = re.sub(r"`([^`]*)`", lambda found: f"<code>{found[1].replace('_', '_<wbr>')}</code>", safe)
    return Markup(marked)  # noqa: S704 - escaped above
