"""Menus as HTML: lists where they are short enough, searches where an app or a large workspace fills them."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from sandbox.page.controls import NOTHING, READ_ONLY, Element, Slot, held_options, label, tick_html
from sandbox.page.fields import SEEK, TYPED
from sandbox.page.shapes import dicts, options_of, text_of
from sandbox.page.touch import Named, Touch

Options = Callable[[Touch], "Iterable[Named] | None"]


def _static(slot: Slot) -> Markup:
    if slot.reader.touch is None:
        return _greyed(slot, [text_of(option.get("text")) for option in held_options(slot)])
    chosen = {option.get("value") for option in held_options(slot)}
    groups = dicts(slot.element.get("option_groups"))
    lists = [(text_of(group.get("label")), dicts(group.get("options"))) for group in groups]
    parts = [_lines(dicts(slot.element.get("options")), chosen)]
    parts += [Markup('<optgroup label="{}">{}</optgroup>').format(name, _lines(each, chosen)) for name, each in lists]
    return _select(slot, NOTHING.join(parts))


def _lines(options: Iterable[Element], chosen: set[object]) -> Markup:
    return NOTHING.join(_line(str(each.get("value")), text_of(each.get("text")), chosen) for each in options)


def _line(value: str, name: str, chosen: set[object]) -> Markup:
    ticked = Markup(" selected") if value in chosen else NOTHING
    return Markup('<option value="{}"{}>{}</option>').format(value, ticked, name)


def _select(slot: Slot, lines: Markup) -> Markup:
    return Markup('<select class="control"{}><option value="">{}</option>{}</select>{}').format(
        slot.attributes("Menu"), slot.hint or "Choose", lines, slot.act("Choose")
    )


def _named(kind: str, listed: Options) -> Callable[[Slot], Markup]:
    """A menu of people or conversations: listed where there are few, searched where there are many."""

    def draw(slot: Slot) -> Markup:
        there, held = _there(slot, listed), _ids(slot)
        if slot.reader.touch is None:
            return _greyed(slot, [_name(slot, kind, each) for each in held])
        if there is None:
            return _search(slot, [_option(each, _name(slot, kind, each)) for each in held], "radio")
        return _select(slot, NOTHING.join(_line(number, name, set(held)) for number, name in there))

    return draw


def _several_named(kind: str, listed: Options) -> Callable[[Slot], Markup]:
    def draw(slot: Slot) -> Markup:
        there, held = _there(slot, listed), _ids(slot)
        if slot.reader.touch is None:
            return _greyed(slot, [_name(slot, kind, each) for each in held])
        if there is None:
            return _search(slot, [_option(each, _name(slot, kind, each)) for each in held], "checkbox")
        names = dict(there)
        chosen = [_option(each, names.get(each) or _name(slot, kind, each)) for each in held]
        return _several(slot, [_option(number, name) for number, name in there], chosen)

    return draw


def _there(slot: Slot, listed: Options) -> list[Named] | None:
    """Who or what is listed; None where they are searched."""
    found = listed(slot.reader.touch) if slot.reader.touch else None
    return None if found is None else list(found)


def _name(slot: Slot, kind: str, number: str) -> str:
    return slot.reader.name_of(kind, number) or number


def _several_static(slot: Slot) -> Markup:
    chosen = held_options(slot)
    if slot.reader.touch is None:
        return _greyed(slot, [text_of(option.get("text")) for option in chosen])
    return _several(slot, options_of(slot.element), chosen)


def _several(slot: Slot, options: Iterable[Element], chosen: list[Element]) -> Markup:
    """A list to tick, folded under the names of what is ticked."""
    names = ", ".join(text_of(option.get("text")) for option in chosen) or slot.hint or "Choose"
    ticks = NOTHING.join(tick_html(slot, "checkbox", option, chosen) for option in options)
    fold = Markup('<details class="several"><summary class="control"{}>{}</summary>{}</details>{}')
    return fold.format(slot.labelled("", worded=True), names, _group(slot, ticks), slot.act("Choose"))


def _external(kind: str) -> Callable[[Slot], Markup]:
    def draw(slot: Slot) -> Markup:
        chosen = held_options(slot)
        if slot.reader.touch is None:
            return _greyed(slot, [text_of(option.get("text")) for option in chosen])
        return _search(slot, chosen, kind)

    return draw


def _search(slot: Slot, chosen: list[Element], kind: str) -> Markup:
    """A field to type in what is sought, and below it what is chosen and what was found."""
    touch = slot.reader.touch
    found = list(touch.offered.get(slot.key, ())) if touch else []
    sought = touch.sought.get(slot.key, "") if touch else ""
    values = {option.get("value") for option in chosen}
    shown = chosen + [option for option in found if option.get("value") not in values]
    ticks = NOTHING.join(tick_html(slot, kind, option, chosen) for option in shown)
    none = Markup('<p class="quiet">Nothing was found.</p>') if sought and not found else NOTHING
    field = Markup('<input type="search" name="{0}{1}" value="{2}" placeholder="{3}" data-seek="{1}"{4}>').format(
        TYPED, slot.key, sought, slot.hint or "Type to search", slot.labelled("Search")
    )
    button = Markup('<button class="plain-only" name="{}" value="{}">Find</button>').format(SEEK, slot.key)
    return Markup('<div class="search-menu">{}{}{}{}</div>{}').format(
        field, button, _group(slot, ticks), none, slot.act("Choose")
    )


def _group(slot: Slot, ticks: Markup) -> Markup:
    return Markup('<div class="choices" role="group"{}>{}</div>').format(slot.labelled("Choices"), ticks)


def _option(value: str, name: str) -> Element:
    return {"text": {"type": "plain_text", "text": name}, "value": value}


def _ids(slot: Slot) -> list[str]:
    held = slot.held
    several = held if isinstance(held, list) else [held]
    return [each for each in several if isinstance(each, str)]


def _greyed(slot: Slot, names: list[str]) -> Markup:
    shown = ", ".join(names) or slot.hint or "Choose"
    return Markup('<select class="control"{}{}><option>{}</option></select>').format(
        READ_ONLY, label(slot.hint or "Menu"), shown
    )


def _people(touch: Touch) -> Iterable[Named] | None:
    return touch.people


def _channels(touch: Touch) -> Iterable[Named] | None:
    return touch.channels


def _conversations(touch: Touch) -> Iterable[Named] | None:
    return touch.conversations


DRAWN: dict[str, Callable[[Slot], Markup]] = {
    "static_select": _static,
    "external_select": _external("radio"),
    "users_select": _named("user", _people),
    "channels_select": _named("channel", _channels),
    "conversations_select": _named("conversation", _conversations),
    "multi_static_select": _several_static,
    "multi_external_select": _external("checkbox"),
    "multi_users_select": _several_named("user", _people),
    "multi_channels_select": _several_named("channel", _channels),
    "multi_conversations_select": _several_named("conversation", _conversations),
}
