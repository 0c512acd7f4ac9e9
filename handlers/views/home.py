"""The Home tab: the open pulse, what the company can see, the last results of the whole company, one's own settings."""

from datetime import date

from handlers.views import blocks, burden, groups, ids, own_time, owner, results
from handlers.views.owner import Standing
from handlers.views.privacy import InForce, more, promise
from handlers.views.words import LANGUAGES, Words, escaped
from people.preferences import Settings
from surveys.pulses import Schedule
from surveys.releases import Published


def home_view(
    words: Words,
    settings: Settings,
    held: InForce,
    *,
    schedule: Schedule | None,
    open_round: tuple[str, date] | None,
    latest: Published | None,
    standing: Standing | None = None,
) -> blocks.View:
    """All that a person sees of Groundswell at a glance."""
    return {
        "type": "home",
        "blocks": [
            blocks.header(words("Groundswell")),
            blocks.section(
                words("How is AI at work going for you? We ask openly, and answering is always your choice.")
            ),
            *_open_pulse(words, open_round),
            *([blocks.context(burden.promise(words, schedule))] if schedule else []),
            blocks.divider(),
            blocks.header(words("What the company can see")),
            blocks.section(promise(words, held)),
            more(words),
            *_latest(words, latest),
            blocks.divider(),
            blocks.header(words("My settings")),
            blocks.section(_settings(words, settings)),
            blocks.actions(blocks.button(words("Change my settings"), ids.OPEN_SETTINGS)),
            *(owner.section(words, standing) if standing else []),
        ],
    }


def _open_pulse(words: Words, open_round: tuple[str, date] | None) -> list[blocks.Block]:
    if open_round is None:
        return [blocks.section(words("No pulse is open at the moment."))]
    round_id, closes_on = open_round
    return [
        blocks.section(
            words(
                "*A pulse is open until {day}.* Until then you can answer, and change or withdraw your answer.",
                day=words.day(closes_on),
            )
        ),
        blocks.actions(blocks.button(words("Answer"), ids.OPEN_FORM, value=round_id, style="primary")),
    ]


def _latest(words: Words, latest: Published | None) -> list[blocks.Block]:
    if latest is None:
        return []
    company = latest.layout.tree.cells[0].key
    shown = latest.items.get(company, {})
    lines = results.lines_of(words, latest.instrument, shown, before={})
    if not lines:
        return []
    title = words("*The whole company, pulse of {day}*", day=words.day(latest.opens_on))
    if latest.layout.audience:
        name = escaped(groups.name_of(words, latest.layout.tree.cells[0]))
        title = words("*{group}, pulse of {day}*", group=name, day=words.day(latest.opens_on))
    return [
        *map(blocks.section, blocks.paragraphs([title, *lines])),
        blocks.context(results.key_of(words, latest.instrument, [shown])),
    ]


def _settings(words: Words, settings: Settings) -> str:
    language = LANGUAGES[settings.chosen_language] if settings.chosen_language else words("as in Slack")
    asked = words("yes")
    if settings.opted_out:
        asked = words("no, you opted out")
    elif settings.paused_until is not None:
        asked = words("paused, again from {day}", day=words.day(settings.paused_until))
    return words(
        "Language: {language}\nInvitations to pulses: {asked}\nWhen I am asked: {when}",
        language=language,
        asked=asked,
        when=own_time.in_words(words, settings),
    )
