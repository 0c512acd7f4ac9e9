"""What can be pressed, chosen or typed in Slack, as HTML: usable in front of a person, greyed where nobody sits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from sandbox.forms import STATEFUL
from sandbox.page.fields import PRESS, choice_of, key_of, label_of, words_of
from sandbox.page.mrkdwn import SAFE_SCHEMES, Reader, scheme_of
from sandbox.page.shapes import dicts, options_of, text_html, text_of

Element = dict[str, Any]
NOTHING = Markup()
READ_ONLY = Markup(' disabled title="Nobody sits in front of this: it is shown, and cannot be used."')
CHARACTERS = "on_character_entered"


@dataclass(frozen=True, slots=True)
class Slot:
    """One element in its block, in front of a reader."""

    element: Element
    block: Element
    reader: Reader

    @property
    def key(self) -> str:
        """Its name in the form."""
        return key_of(self.block, self.element)

    @property
    def held(self) -> object:
        """What it holds: for who can use it as they left it, otherwise what the app drew."""
        kind = str(self.element.get("type"))
        if kind not in STATEFUL:
            return None
        name, initial = STATEFUL[kind]
        if self.reader.touch:
            return self.reader.touch.held(self.block, self.element).get(name)
        return self.element.get(initial) if kind in DRAWN_WHEN_GREYED else None

    @property
    def at_once(self) -> bool:
        """Whether a choice is told to the app at once, and not with the form."""
        return self.block.get("type") != "input" or self.block.get("dispatch_action") is True

    @property
    def wrong(self) -> bool:
        """Whether a complaint stands below it."""
        return self.reader.touch is not None and str(self.block.get("block_id")) in self.reader.touch.errors

    @property
    def hint(self) -> str:
        """What stands in it while it is empty."""
        return text_of(self.element.get("placeholder"))

    def attributes(self, fallback: str) -> Markup:
        """What every field has: its name, and who reads aloud what it asks; greyed where nobody can use it."""
        if self.reader.touch is None:
            return READ_ONLY + label(self.hint or fallback)
        parts = [Markup(' name="{}"').format(self.key), self.labelled(fallback)]
        if self.wrong:
            parts.append(Markup(' aria-invalid="true"'))
        if self.at_once:
            parts.append(Markup(' data-act="{}"').format(self.key))
        if self.element.get("focus_on_load") is True:
            parts.append(Markup(" autofocus"))
        return NOTHING.join(parts)

    def labelled(self, fallback: str, *, worded: bool = False) -> Markup:
        """The label of its block and the complaint below it, or a name; before its own words where it is `worded`."""
        if self.block.get("type") != "input":
            return NOTHING if worded else label(self.hint or fallback)
        own = Markup(' id="{0}-own" aria-labelledby="{0}-label {0}-own"')
        named = own if worded else Markup(' aria-labelledby="{0}-label"')
        about = label_of(self.reader.touch.scope if self.reader.touch else "", self.block)
        noted = Markup(' aria-describedby="{0}-note"') if self.wrong or self.block.get("hint") else NOTHING
        return (named + noted).format(about)

    def there(self) -> Markup:
        """Says in the form that the element is in it, since what is not ticked is not sent."""
        if self.reader.touch is None:
            return NOTHING
        return Markup('<input type="hidden" name="there" value="{}">').format(self.key)

    def act(self, words: str) -> Markup:
        """A button for browsers without scripts, which tell no choice by themselves."""
        if self.reader.touch is None or not self.at_once:
            return NOTHING
        return Markup('<button class="plain-only" name="{}" value="{}">{}</button>').format(PRESS, self.key, words)


DRAWN_WHEN_GREYED = STATEFUL.keys() - {
    *("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
}
"""Of what was typed nothing is shown to who cannot use the field: an app may have put it back there."""


def label(words: object) -> Markup:
    """A name for who hears the page."""
    return Markup(' aria-label="{}"').format(words) if isinstance(words, str) and words else NOTHING


def _button(slot: Slot) -> Markup:
    style, url = slot.element.get("style"), slot.element.get("url")
    look = style if style in {"primary", "danger"} else "plain"
    named = label(slot.element.get("accessibility_label"))
    words = text_html(slot.element.get("text"), slot.reader)
    if slot.reader.touch is None:
        return Markup('<button type="button" class="control {}"{}{}>{}</button>').format(look, READ_ONLY, named, words)
    if isinstance(url, str) and scheme_of(url) in SAFE_SCHEMES:
        return _link(url, Markup(' class="control {}"').format(look) + named, slot.key, words)
    # The value tells one button from its twin on a message that repeats an action id.
    return Markup('<button class="control {}" name="{}" value="{}"{}>{}</button>').format(
        look, PRESS, slot.key, named, words
    )


def _link(url: str, attributes: Markup, press: str, words: Markup) -> Markup:
    """A button that opens an address and tells the app that it was pressed."""
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer" data-press="{}"{}>{}</a>').format(
        url, press, attributes, words
    )


def _overflow(slot: Slot) -> Markup:
    options = options_of(slot.element)
    if slot.reader.touch is None:
        names = ", ".join(text_of(option.get("text")) for option in options)
        return Markup('<button type="button" class="control plain"{}{}>⋯</button>').format(
            READ_ONLY, label(f"More: {names}")
        )
    items = NOTHING.join(_overflow_item(slot, option) for option in options)
    return Markup(
        '<details class="menu"><summary class="control plain" aria-label="More">⋯</summary><div>{}</div></details>'
    ).format(items)


def _overflow_item(slot: Slot, option: Element) -> Markup:
    press, words = choice_of(slot.key, option.get("value")), text_html(option.get("text"), slot.reader)
    url = option.get("url")
    if isinstance(url, str) and scheme_of(url) in SAFE_SCHEMES:
        return _link(url, NOTHING, press, words)
    return Markup('<button name="{}" value="{}">{}</button>').format(PRESS, press, words)


def _choices(kind: str) -> Callable[[Slot], Markup]:
    def draw(slot: Slot) -> Markup:
        chosen = held_options(slot)
        lines = NOTHING.join(tick_html(slot, kind, option, chosen) for option in options_of(slot.element))
        return Markup('<div class="choices" role="{}"{}>{}</div>{}').format(
            "radiogroup" if kind == "radio" else "group", slot.labelled("Choices"), lines, slot.act("Choose")
        )

    return draw


def tick_html(slot: Slot, kind: str, option: Element, chosen: list[Element]) -> Markup:
    """One option with its mark, which may be ticked."""
    value = option.get("value")
    ticked = Markup(" checked") if any(each.get("value") == value for each in chosen) else NOTHING
    usable = READ_ONLY
    if slot.reader.touch is not None:
        acts = Markup(' data-act="{}"').format(slot.key) if slot.at_once else NOTHING
        usable = Markup(' name="{}" value="{}"').format(slot.key, value) + acts
    about = text_html(option.get("description"), slot.reader)
    more = Markup('<small class="quiet">{}</small>').format(about) if about else NOTHING
    return Markup('<label><input type="{}"{}{}><span>{}{}</span></label>').format(
        kind, usable, ticked, text_html(option.get("text"), slot.reader), more
    )


def held_options(slot: Slot) -> list[Element]:
    """The options that are chosen."""
    held = slot.held
    return [held] if isinstance(held, dict) else dicts(held)


def _date(kind: str, fallback: str) -> Callable[[Slot], Markup]:
    def draw(slot: Slot) -> Markup:
        held = slot.held
        if kind == "datetime-local" and isinstance(held, int):
            held = datetime.fromtimestamp(held, UTC).astimezone(slot.reader.zone).strftime("%Y-%m-%dT%H:%M")
        return _field(kind, slot, fallback, held) + slot.act("Choose")

    return draw


def _typed(kind: str) -> Callable[[Slot], Markup]:
    def draw(slot: Slot) -> Markup:
        held = words_of(slot.held) if kind == "rich" else slot.held
        if slot.element.get("multiline") is True or kind == "rich":
            return Markup('<textarea rows="3" placeholder="{}"{}{}>{}</textarea>{}').format(
                slot.hint, slot.attributes("Text"), _dispatch(slot), _first_line(held), slot.act("Send")
            )
        return _field(kind, slot, "Text", held) + slot.act("Send")

    return draw


def _first_line(held: object) -> Markup:
    """What a text field holds; a browser swallows a first line break, so that one is put before it."""
    return Markup("\n{}").format(held) if isinstance(held, str) and held else NOTHING


def _field(kind: str, slot: Slot, fallback: str, held: object) -> Markup:
    return Markup('<input type="{}" value="{}" placeholder="{}"{}{}>').format(
        kind, "" if held is None else held, slot.hint, slot.attributes(fallback), _dispatch(slot)
    )


def _dispatch(slot: Slot) -> Markup:
    """How a field that tells the app what is typed does so: with Enter, or with every character."""
    if slot.reader.touch is None or not slot.at_once:
        return NOTHING
    config = slot.element.get("dispatch_action_config")
    triggers = config.get("trigger_actions_on") if isinstance(config, dict) else None
    return Markup(' data-when="typed"') if CHARACTERS in (triggers or ()) else Markup(' data-when="entered"')


def _files(slot: Slot) -> Markup:
    if slot.reader.touch is None:
        return Markup('<button type="button" class="control plain"{}>Choose files</button>').format(READ_ONLY)
    several = Markup(" multiple") if slot.element.get("max_files", 10) != 1 else NOTHING
    kinds = [f".{kind}" for kind in slot.element.get("filetypes") or () if isinstance(kind, str)]
    accepted = Markup(' accept="{}"').format(",".join(kinds)) if kinds else NOTHING
    names = ", ".join(str(file.get("name")) for file in dicts(slot.held))
    kept = Markup('<p class="quiet">{}</p>').format(names) if names else NOTHING
    return Markup('<input type="file"{}{}{}>{}').format(slot.attributes("Files"), several, accepted, kept)


DRAWN: dict[str, Callable[[Slot], Markup]] = {
    "button": _button,
    "workflow_button": _button,
    "overflow": _overflow,
    "radio_buttons": _choices("radio"),
    "checkboxes": _choices("checkbox"),
    "datepicker": _date("date", "Date"),
    "timepicker": _date("time", "Time"),
    "datetimepicker": _date("datetime-local", "Date and time"),
    "plain_text_input": _typed("text"),
    "number_input": _typed("text"),
    "email_text_input": _typed("email"),
    "url_text_input": _typed("url"),
    "rich_text_input": _typed("rich"),
    "file_input": _files,
}
