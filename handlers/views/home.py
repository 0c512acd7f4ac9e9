"""The Home tab: the open pulse, what the company can see, the last results of the whole company, one's own settings."""

from datetime import date

from handlers.views import blocks, ids, results
from handlers.views.words import LANGUAGES, Words
from people.preferences import Settings
from surveys.releases import Published


def home_view(
    words: Words, settings: Settings, *, open_round: tuple[str, date] | None, latest: Published | None, k: int
) -> blocks.View:
    """All that a person sees of Groundswell at a glance."""
    return {
        "type": "home",
        "blocks": [
            blocks.header(words("Groundswell")),
            blocks.section(words("How AI at work is going, in your own words: asked openly, answered by choice.")),
            *_open_pulse(words, open_round),
            blocks.divider(),
            blocks.header(words("What the company can see")),
            blocks.section(promise(words, k=k)),
            *_latest(words, latest),
            blocks.divider(),
            blocks.header(words("My settings")),
            blocks.section(_settings(words, settings)),
            blocks.actions(blocks.button(words("Change my settings"), ids.OPEN_SETTINGS)),
        ],
    }


def _open_pulse(words: Words, open_round: tuple[str, date] | None) -> list[blocks.Block]:
    if open_round is None:
        return [blocks.section(words("No pulse is open at the moment."))]
    round_id, closes_on = open_round
    return [
        blocks.section(
            words(
                "*A pulse is open until {day}.* You can answer, change or withdraw until then.",
                day=words.day(closes_on),
            )
        ),
        blocks.actions(blocks.button(words("Answer"), ids.OPEN_FORM, value=round_id, style="primary")),
    ]


def promise(words: Words, *, k: int) -> str:
    """What the configuration in force lets the company see, and what it does not."""
    return "\n".join(
        f"• {line}"
        for line in (
            words("Results of groups where at least {k} people answered; smaller teams are counted with others.", k=k),
            words("How many took part, as a range. Never who, and never while the pulse is open."),
            words(
                "Answers are sealed when sent and destroyed when the pulse closes: confidential first, then anonymous."
            ),
            words("Comments of the whole company, in shuffled order, only if at least 10 people wrote one."),
            words("Nobody can see who uses AI tools and who does not. Groundswell does not know."),
        )
    )


def _latest(words: Words, latest: Published | None) -> list[blocks.Block]:
    if latest is None:
        return []
    company = latest.layout.tree.cells[0].key
    lines = results.lines_of(words, latest.instrument, latest.items.get(company, {}), before={})
    if not lines:
        return []
    title = words("*The whole company, pulse of {day}*", day=words.day(latest.opens_on))
    return [blocks.section("\n".join([title, *lines]))]


def _settings(words: Words, settings: Settings) -> str:
    language = LANGUAGES[settings.chosen_language] if settings.chosen_language else words("as in Slack")
    asked = words("yes")
    if settings.opted_out:
        asked = words("no, you opted out")
    elif settings.paused_until is not None:
        asked = words("paused until {day}", day=words.day(settings.paused_until))
    return words("Language: {language}\nPulses: {asked}", language=language, asked=asked)
