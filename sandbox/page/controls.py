"""What can be pressed, chosen or typed in Slack, drawn on a page for reading: greyed, and without what was typed."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from sandbox.page.mrkdwn import Reader
from sandbox.page.shapes import dicts, options_of, text_html, text_of

Element = dict[str, Any]
READ_ONLY = "This page is read-only: it shows the button, and cannot press it."
FIELD_READ_ONLY = "This page is read-only: it shows the field, and not what was typed into it."


def control_html(element: Element, reader: Reader) -> Markup:
    """A button, a menu, a choice or a field as HTML."""
    kind = str(element.get("type", ""))
    draw = DRAWN.get(kind.removeprefix("multi_"))
    if draw is None:
        return Markup('<span class="undrawn">An element of type {} stands here.</span>').format(kind)
    return draw(element, reader)


def _button(element: Element, reader: Reader) -> Markup:
    style = element.get("style")
    return Markup('<button type="button" disabled class="control {}" title="{}"{}>{}</button>').format(
        style if style in {"primary", "danger"} else "plain",
        READ_ONLY,
        _label(element.get("accessibility_label")),
        text_html(element.get("text"), reader),
    )


def _overflow(element: Element, _reader: Reader) -> Markup:
    names = ", ".join(text_of(option.get("text")) for option in options_of(element))
    return Markup(
        '<button type="button" disabled class="control plain" title="{}" aria-label="More: {}">⋯</button>'
    ).format(READ_ONLY, names)


def _choices(kind: str) -> Callable[[Element, Reader], Markup]:
    def draw(element: Element, reader: Reader) -> Markup:
        chosen = _chosen(element)
        lines = (
            Markup('<label><input type="{}" disabled{}><span>{}{}</span></label>').format(
                kind,
                Markup(" checked") if option in chosen else "",
                text_html(option.get("text"), reader),
                _description(option, reader),
            )
            for option in options_of(element)
        )
        return Markup('<div class="choices" title="{}">{}</div>').format(READ_ONLY, Markup().join(lines))

    return draw


def _description(option: Element, reader: Reader) -> Markup:
    words = text_html(option.get("description"), reader)
    return Markup('<small class="quiet">{}</small>').format(words) if words else Markup()


def _chosen(element: Element) -> list[Element]:
    first = element.get("initial_option")
    return dicts(element.get("initial_options")) + ([first] if isinstance(first, dict) else [])


def _menu(kind: str) -> Callable[[Element, Reader], Markup]:
    def draw(element: Element, reader: Reader) -> Markup:
        names = [text_of(option.get("text")) for option in _chosen(element)]
        several = element.get(f"initial_{kind}s")
        ids = [*(several if isinstance(several, list) else []), element.get(f"initial_{kind}")]
        names += [reader.name_of(kind, each) or each for each in ids if isinstance(each, str)]
        shown = ", ".join(names) or text_of(element.get("placeholder")) or "Choose"
        label = _label(text_of(element.get("placeholder")) or "Menu")
        return Markup('<select disabled class="control" title="{}"{}><option>{}</option></select>').format(
            READ_ONLY, label, shown
        )

    return draw


def _picker(key: str, kind: str) -> Callable[[Element, Reader], Markup]:
    def draw(element: Element, _reader: Reader) -> Markup:
        value = element.get(key)
        shown = str(value) if key != "initial_date_time" and isinstance(value, str) else ""
        return _field("text", text_of(element.get("placeholder")) or kind, shown)

    return draw


def _typed(kind: str) -> Callable[[Element, Reader], Markup]:
    """A field without its value: an app may put back there what the person had typed."""

    def draw(element: Element, _reader: Reader) -> Markup:
        hint = text_of(element.get("placeholder"))
        if element.get("multiline") is True or kind == "rich":
            return Markup('<textarea disabled rows="3" placeholder="{}" title="{}"{}></textarea>').format(
                hint, FIELD_READ_ONLY, _label(hint or "Text")
            )
        return _field(kind, hint, "")

    return draw


def _files(_element: Element, _reader: Reader) -> Markup:
    return Markup('<button type="button" disabled class="control plain" title="{}">Choose files</button>').format(
        READ_ONLY
    )


def _field(kind: str, hint: str, value: str) -> Markup:
    return Markup('<input type="{}" disabled value="{}" placeholder="{}" title="{}"{}>').format(
        kind, value, hint, FIELD_READ_ONLY, _label(hint or "Field")
    )


def _label(words: object) -> Markup:
    return Markup(' aria-label="{}"').format(words) if isinstance(words, str) and words else Markup()


DRAWN: dict[str, Callable[[Element, Reader], Markup]] = {
    "button": _button,
    "workflow_button": _button,
    "overflow": _overflow,
    "radio_buttons": _choices("radio"),
    "checkboxes": _choices("checkbox"),
    "static_select": _menu("option"),
    "external_select": _menu("option"),
    "users_select": _menu("user"),
    "conversations_select": _menu("conversation"),
    "channels_select": _menu("channel"),
    "datepicker": _picker("initial_date", "Date"),
    "timepicker": _picker("initial_time", "Time"),
    "datetimepicker": _picker("initial_date_time", "Date and time"),
    "plain_text_input": _typed("text"),
    "number_input": _typed("text"),
    "email_text_input": _typed("text"),
    "url_text_input": _typed("text"),
    "rich_text_input": _typed("rich"),
    "file_input": _files,
}
