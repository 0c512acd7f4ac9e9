"""Questions that an owner adds to those of the library: worded in some of the languages, changed, retired, restored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import instruments
from surveys.instruments import LANGUAGES, Direction, Item, Kind
from surveys.instruments.items import CHOICES, VALUES
from surveys.instruments.loader import LONGEST_LABEL, LONGEST_OPTION, LONGEST_TEXT
from surveys.models import OwnItem

Field = Literal["type", "text", "label", "options"]
Code = Literal["unworded", "missing", "too_long", "option_number", "option_twice", "options_differ", "fixed"]

PREFIX: Final = "own_"
OPTION_KEYS: Final = "abcdefgh"
MOST: Final = 40


class Flawed(ValueError):
    """A question that cannot be asked like that: what is wrong with which field in which language."""

    def __init__(self, code: Code, field: Field, language: str = "", **values: int | str) -> None:
        super().__init__(f"{field} {language}: {code}")
        self.code: Code = code
        self.field: Field = field
        self.language = language
        self.values = values


class TooMany(Exception):
    """A workspace has room for so many questions of its own, retired ones included."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as an owner fills it in; a language is left out, or has all that its type needs."""

    type: Kind
    direction: Direction = "positive"
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    options: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Own:
    """A question of the workspace, and whether it is still asked."""

    item: Item
    retired: bool


def item_of(wording: Wording, key: str, version: int) -> Item:
    """The question that a wording makes. Raises Flawed."""
    chooses = wording.type in CHOICES
    languages = [language for language in LANGUAGES if _is_worded(wording, language)]
    if not languages:
        raise Flawed("unworded", "text", LANGUAGES[0])
    for language in languages:
        _check(wording, language)
    number = len(wording.options.get(languages[0], ())) if chooses else 0
    for language in languages:
        if chooses and len(wording.options[language]) != number:
            raise Flawed("options_differ", "options", language, number=number)
    scale = wording.options if chooses else instruments.common_scale(wording.type)
    return Item(
        key=key,
        construct="own",
        source="own",
        type=wording.type,
        direction=wording.direction if wording.type in VALUES else None,
        texts={language: wording.texts[language] for language in languages},
        labels={language: wording.labels[language] for language in languages},
        # Only in the languages of the question: who is asked in another one than theirs is answered to in that one.
        scale={language: tuple(scale[language]) for language in languages if language in scale},
        option_keys=tuple(OPTION_KEYS[:number]),
        version=version,
    )


def _is_worded(wording: Wording, language: str) -> bool:
    return any(each.get(language) for each in (wording.texts, wording.labels, wording.options))


def _check(wording: Wording, language: str) -> None:
    limits: tuple[tuple[Field, Mapping[str, str], int], ...] = (
        ("text", wording.texts, LONGEST_TEXT),
        ("label", wording.labels, LONGEST_LABEL),
    )
    for name, texts, most in limits:
        if not texts.get(language):
            raise Flawed("missing", name, language)
        if len(texts[language]) > most:
            raise Flawed("too_long", name, language, most=most)
    if wording.type in CHOICES:
        _check_options(wording.options.get(language, ()), CHOICES[wording.type], language)


def _check_options(options: Sequence[str], allowed: range, language: str) -> None:
    if len(options) not in allowed:
        raise Flawed("option_number", "options", language, fewest=allowed[0], most=allowed[-1])
    if len(set(options)) != len(options):
        raise Flawed("option_twice", "options", language)
    if max(map(len, options)) > LONGEST_OPTION:
        raise Flawed("too_long", "options", language, most=LONGEST_OPTION)


def wording_of(item: Item) -> Wording:
    """A question as it was filled in."""
    return Wording(
        item.type,
        item.direction or "positive",
        item.texts,
        item.labels,
        {language: tuple(words) for language, words in item.scale.items()} if item.type in CHOICES else {},
    )


async def all_of(session: AsyncSession, workspace_id: str) -> list[Own]:
    """Every question of the workspace, the first added first."""
    rows = await session.scalars(select(OwnItem).where(OwnItem.workspace_id == workspace_id))
    return [Own(_read(row.data), row.retired) for row in sorted(rows, key=lambda row: _number_of(row.key))]


async def known(session: AsyncSession, workspace_id: str) -> dict[str, Item]:
    """All that may be asked: the library, then the workspace's own questions that are not retired."""
    own = {each.item.key: each.item for each in await all_of(session, workspace_id) if not each.retired}
    return instruments.library() | own


async def everything(session: AsyncSession, workspace_id: str) -> dict[str, Item]:
    """All that was ever asked or could be: with the retired questions."""
    return instruments.library() | {each.item.key: each.item for each in await all_of(session, workspace_id)}


async def add(session: AsyncSession, workspace_id: str, wording: Wording) -> Item:
    """Add a question. Raises Flawed and TooMany."""
    keys = list(await session.scalars(select(OwnItem.key).where(OwnItem.workspace_id == workspace_id)))
    if len(keys) >= MOST:
        raise TooMany
    item = item_of(wording, f"{PREFIX}{max(map(_number_of, keys), default=0) + 1}", 1)
    session.add(OwnItem(workspace_id=workspace_id, key=item.key, version=1, retired=False, data=_written(item)))
    await session.flush()
    return item


async def change(session: AsyncSession, workspace_id: str, key: str, wording: Wording) -> tuple[Item, Item]:
    """Word a question anew, as its next version; a round that is open keeps what it asks. Gives the old and the new.

    Its type and its number of options stay: answers to another question would stand beside the old ones. Raises Flawed,
    and LookupError if there is none of that key.
    """
    row = await _row(session, workspace_id, key)
    before = _read(row.data)
    after = item_of(wording, key, row.version + 1)
    if (before.type, before.direction) != (after.type, after.direction):
        raise Flawed("fixed", "type")
    if len(before.option_keys) != len(after.option_keys):
        raise Flawed("fixed", "options", next(iter(after.texts)), number=len(before.option_keys))
    if replace(after, version=before.version) == before and _same_words(before, after):
        return before, before
    row.version, row.data = after.version, _written(after)
    return before, after


async def retire(session: AsyncSession, workspace_id: str, key: str, *, retired: bool) -> Item | None:
    """Ask a question no more from the next round on, or again. None if it was so already; LookupError if unknown."""
    row = await _row(session, workspace_id, key)
    if row.retired == retired:
        return None
    row.retired = retired
    return _read(row.data)


async def _row(session: AsyncSession, workspace_id: str, key: str) -> OwnItem:
    row = await session.get(OwnItem, (workspace_id, key))
    if row is None:
        raise LookupError(key)
    return row


def _same_words(one: Item, other: Item) -> bool:
    return (one.texts, one.labels, one.scale) == (other.texts, other.labels, other.scale)


def _number_of(key: str) -> int:
    return int(key.removeprefix(PREFIX))


def _written(item: Item) -> dict[str, Any]:
    written: dict[str, Any] = instruments.to_json(instruments.composed([item]))["items"][0]
    return written


def _read(data: Mapping[str, Any]) -> Item:
    return instruments.from_json({"key": PREFIX, "version": 1, "comment": {}, "items": [data]}).items[0]
