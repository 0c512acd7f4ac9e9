"""`groundswell instruments`: what may be asked, listed, shown as it is asked, and checked before it is used."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.plainly import Stopped, plainly, say
from bot.config import Misconfigured
from surveys import instruments
from surveys.instruments import Class, Instrument, Item

app = typer.Typer(no_args_is_help=True, help="What may be asked: the library of instruments.")
Language = Annotated[Literal["en", "fr", "nl", "de"], typer.Option("--lang", help="In which language it is shown.")]

_CLASSES: tuple[Class, ...] = ("favourable", "neutral", "unfavourable")
_TYPES = {
    "agreement": "agreement, 1 to 5",
    "score": "score, 0 to 10",
    "yes_no": "yes or no",
    "faces": "faces, 1 to 5",
    "one_of": "one of several",
    "several_of": "any number of several",
    "text": "a text in one's own words",
}
_UNSCORED = {
    "one_of": "each option is counted on its own, and none is better than another",
    "several_of": "each option is counted on its own, as chosen or not",
    "text": "none; it is handled as a comment",
}


@app.callback()
def library() -> None:
    """What may be asked: the library of instruments."""


@app.command("list")
@plainly
def list_(*, lang: Language = "en") -> None:
    """Print every instrument: its version, its number of items, its title, and what is in the core of every pulse."""
    found = [_loaded(key) for key in instruments.available()]
    for instrument in found:
        about = f"version {instrument.version}, {len(instrument.items):>2} items"
        say(f"{instrument.key:<{max(len(each.key) for each in found)}}  {about}  {instrument.title(lang)}")
        if core := [item.key for item in instrument.items if item.core]:
            say(f"    core: {', '.join(core)}")
    items = [item for instrument in found for item in instrument.items]
    say(
        f"{len(found)} instruments, {len(items)} items; {sum(item.core for item in items)} are the core of every pulse."
    )


@app.command()
@plainly
def show(
    key: Annotated[str, typer.Argument(help="The key of an instrument, as in the list.")], *, lang: Language = "en"
) -> None:
    """Print each item as it is asked, with its answers, the idea behind it, and how it is scored."""
    instrument = _loaded(key)
    say(f"{instrument.key}, version {instrument.version}: {instrument.title(lang)}", "bold")
    say(instrument.about(lang))
    for item in instrument.items:
        say("")
        say(item.text(lang), "bold")
        for line in _lines_of(item, lang):
            say(f"    {line}")
    say("")
    say(f"At the end of the pulse: {instrument.comment(lang)}")


@app.command()
@plainly
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files of instruments. [default: the library]")] = None,
) -> None:
    """Read files of instruments, and say of each that it is well, or its first mistake with the line and the remedy.

    Exits with 1 if there is a mistake. A file that has the name of one in the library is taken for its next version.
    """
    wanted = files or instruments.files()
    homes = _homes_of([path for path in instruments.files() if path.name not in {each.name for each in wanted}])
    well = [_is_well(path, homes) for path in wanted]
    if not all(well):
        raise typer.Exit(1)


def _loaded(key: str) -> Instrument:
    try:
        return instruments.load(key)
    except instruments.Unknown as reason:
        raise Misconfigured(str(reason)) from None
    except instruments.Invalid as mistake:
        raise Stopped(str(mistake)) from None


def _lines_of(item: Item, language: str) -> Iterator[str]:
    """Say all about an item but its question."""
    always = "; in the core of every pulse" if item.core else ""
    yield f"{item.key}: {_TYPES[item.type]}{always}"
    yield from (f"  {line}" for line in _answers_of(item, language))
    if item.commented:
        yield "with room for a comment on this item"
    yield f"label: {item.label(language)}"
    yield f"construct: {item.construct}"
    yield f"source: {item.source}"
    if item.direction:
        yield f"direction: {item.direction}"
    yield f"scoring: {_scoring_of(item)}"


def _answers_of(item: Item, language: str) -> Iterator[str]:
    """Say each answer after its value, or after its key where it has one."""
    for place, option in enumerate(item.options(language)):
        name = item.option_keys[place] if item.option_keys else str(option.value)
        yield option.label if option.label.split()[0] == name else f"{name}: {option.label}"


def _scoring_of(item: Item) -> str:
    """Say which answers are good news; the direction of the item is in it."""
    if item.type in _UNSCORED:
        return _UNSCORED[item.type]
    held = {kind: [value for value in item.values if instruments.class_of(item, value) == kind] for kind in _CLASSES}
    names = ("no", "yes") if item.type == "yes_no" else range(item.values.stop)
    return ", ".join(f"{_brief([names[value] for value in values])} {kind}" for kind, values in held.items() if values)


def _brief(names: Sequence[object]) -> str:
    """Say neighbouring values in brief."""
    if len(names) > 2:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(str(name) for name in names)


def _homes_of(paths: list[Path]) -> dict[str, Path]:
    """Find in which file each item is; a file with a mistake is told of where it is checked itself."""
    homes: dict[str, Path] = {}
    for path in paths:
        with suppress(instruments.Invalid):
            homes |= {item.key: path for item in instruments.check(path).items}
    return homes


def _is_well(path: Path, homes: dict[str, Path]) -> bool:
    """Say what is to say of a file, and remember its items."""
    try:
        found = instruments.check(path)
        for item in found.items:
            if item.key in homes:
                instruments.library_of([homes[item.key], path])  # refuses the second, with its line
    except instruments.Invalid as mistake:
        say(f"NO  {mistake}", "bold red")
        return False
    homes |= {item.key: path for item in found.items}
    say(f"ok  {path.name}: version {found.version}, items: {len(found.items)}")
    return True
