"""Writes what was released of rounds as the JSON of an audit, with each figure as a reader may read it, and no wider.

A reader knows the policy: that what is shown counts at least k answers, that a word stands for fewer than ten answers
and steps of five per cent for thirty or more, and which numbers of answers print the same range or the same rate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from people.anonymity import range_for, rate_band
from surveys.cells import Tree
from surveys.instruments import Instrument, Item, class_of
from surveys.policy import WHOLE_FORM, Statistic, Word, percent_of, word_of

CAP: Final = 2
"""How far counts are kept from 0 and from n (R6)."""

FINE: Final = 30
ROUGH: Final = 10
"""From how many answers on shares are told in steps of five per cent, and of ten (R6)."""

OVER_TWO_THIRDS: Final = (66, 100)
UNDER_TWO_THIRDS: Final = (0, 66)
"""In per cent. Of six to nine people no share lies between 66 per cent and two thirds."""


@dataclass(frozen=True, slots=True)
class Released:
    """A closed round: its name, its groups and who was counted in each finest one, its questions, what was released."""

    wave: str
    tree: Tree
    cell_of: Mapping[str, str]
    instrument: Instrument
    k: int
    statistics: Sequence[Statistic]


def document_of(rounds: Sequence[Released], *, coalition: int = 1) -> dict[str, Any]:
    """All that was released, as `surveys.auditor.reading.read` takes it; k is the lowest of the rounds.

    A question that changed between rounds keeps its options and classes of the last. A group keeps its name as long as
    its members stay the same; from a change on, the wave stands behind it.
    """
    items = {item.key: item for released in rounds for item in released.instrument.items}
    groups: dict[str, list[str]] = {}
    published: list[dict[str, Any]] = []
    for released in rounds:
        names = _named(released, groups)
        rows = rows_of(released.tree, released.statistics, released.instrument, k=released.k)
        published += ({"wave": released.wave, **row, "group": names[row["group"]]} for row in rows)
    return {
        "k": min((released.k for released in rounds), default=1),
        "coalition": coalition,
        "scale": {WHOLE_FORM: ["answered"]} | {key: list(item.values) for key, item in items.items()},
        "classes": {key: _classes(item) for key, item in items.items()},
        "groups": groups,
        "published": published,
    }


def _named(released: Released, groups: dict[str, list[str]]) -> dict[str, str]:
    """Name each cell, and note the members of those that are new or changed."""
    parents = {cell.key: cell.parent for cell in released.tree.cells}
    members: dict[str, list[str]] = {key: [] for key in parents}
    for person, finest in sorted(released.cell_of.items()):
        key: str | None = finest
        while key is not None:
            members[key].append(person)
            key = parents[key]
    names = {}
    for cell in released.tree.cells:
        plain = " + ".join(cell.names)
        known = [name for name, listed in groups.items() if listed == members[cell.key] and name.startswith(plain)]
        names[cell.key] = known[0] if known else _free(plain, f"{plain} ({released.wave}, {cell.key})", groups)
        groups[names[cell.key]] = members[cell.key]
    return names


def _free(plain: str, longer: str, groups: Mapping[str, list[str]]) -> str:
    return longer if plain in groups else plain


def rows_of(tree: Tree, statistics: Iterable[Statistic], instrument: Instrument, *, k: int) -> list[dict[str, Any]]:
    """What was released of a round as rows without a wave; the group is the key of the cell.

    The response rate is the n of a metric of its own, `surveys.policy.WHOLE_FORM`.
    """
    audiences = {cell.key: cell.audience for cell in tree.cells}
    items = {item.key: item for item in instrument.items}
    told: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for shown in statistics:
        told.setdefault((shown.cell, shown.item), {})[shown.statistic] = shown.lo, shown.hi
    rows: list[dict[str, Any]] = []
    for (cell, item), spans in told.items():
        counts = _counts(spans, audiences[cell], k)
        row = {"group": cell, "metric": item, "n_range": [counts[0], counts[-1]]}
        shares = [] if item == WHOLE_FORM else _shares(spans, items[item])
        rows += [row | share for share in shares] or [row]
    return rows


def _counts(spans: Mapping[str, tuple[int, int]], audience: int, k: int) -> list[int]:
    """The numbers of answers that print these figures, in order."""
    lowest, highest = _tier(spans.get("favourable"), audience)
    return [
        n
        for n in range(max(k, lowest), highest + 1)
        if ("n" not in spans or range_for(n, audience) == spans["n"])
        and ("rate" not in spans or rate_band(n, audience) == spans["rate"])
    ]


def _tier(share: tuple[int, int] | None, audience: int) -> tuple[int, int]:
    """From how many answers to how many a share is told in this way."""
    if share is None:
        return 0, audience
    if word_of(*share) is not None:
        return 0, min(audience, ROUGH - 1)
    return (ROUGH, min(audience, FINE - 1)) if _step(share) == 10 else (FINE, audience)


def _step(share: tuple[int, int]) -> int:
    return 10 if share[1] - share[0] == 10 else 5


def _shares(spans: Mapping[str, tuple[int, int]], item: Item) -> list[dict[str, Any]]:
    word = word_of(*spans["favourable"])
    if word is not None:
        return [{"share_range": {"of": _classes(item)[name], "lo": lo, "hi": hi}} for name, (lo, hi) in _said(word)]
    return [
        {"share": {"of": _classes(item)[name], "pct": percent_of(*span), "round": _step(span), "cap": CAP}}
        for name in ("favourable", "unfavourable")
        if (span := spans.get(name)) is not None
    ]


def _said(word: Word) -> list[tuple[str, tuple[int, int]]]:
    """What a word says of the shares of classes."""
    if word == "mostly_favourable":
        return [("favourable", OVER_TWO_THIRDS)]
    if word == "mostly_unfavourable":
        return [("unfavourable", OVER_TWO_THIRDS)]
    return [("favourable", UNDER_TWO_THIRDS), ("unfavourable", UNDER_TWO_THIRDS)]


def _classes(item: Item) -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for value in item.values:
        classes.setdefault(class_of(item, value), []).append(value)
    return classes
