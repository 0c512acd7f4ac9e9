"""Documents to audit: random ones, published of a truth, of a handful of people."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

OPTIONS: Sequence[Sequence[int]] = ((1, 2, 3), (1, 2), (0, 5))
CLASSES: Sequence[dict[str, list[int]]] = (
    {"low": [1], "high": [2, 3]},
    {"low": [1], "high": [3]},
    {"good": [3], "bad": [1]},
)
PEOPLE = ("ann", "bob", "cleo", "dan", "eve", "fay")
Answers = dict[str, int | None]


@st.composite
def documents(draw: st.DrawFn, *, waves: int = 1, people: int = 6) -> dict[str, Any]:
    """Rows that are true of some answers; between waves people come, go, and sometimes change their minds."""
    options = draw(st.sampled_from(OPTIONS))
    members = list(PEOPLE[: draw(st.integers(2, people - (len(options) > 2)))])
    truth: Answers = {person: draw(st.sampled_from([None, *options])) for person in members}
    published = []
    for wave in range(1, waves + 1):
        if wave > 1 and draw(st.booleans()):
            changing = draw(st.sampled_from(members))
            truth = {**truth, changing: draw(st.sampled_from([None, *options]))}
        for _ in range(draw(st.integers(1, 3))):
            group = draw(st.lists(st.sampled_from(members), min_size=1, unique=True))
            group = draw(st.sampled_from([group, members, members[1:] or members]))
            row = {"wave": wave, "group": group, "metric": "m"}
            published.append(row | draw(figures(group, truth, options)))
    classes = [each for each in CLASSES if {o for listed in each.values() for o in listed} <= set(options)]
    return {
        "k": draw(st.integers(2, 4)),
        "coalition": draw(st.integers(0, 2)),
        "scale": {"m": list(options)},
        "classes": {"m": draw(st.sampled_from(classes))} if classes else {},
        "groups": {},
        "published": published,
    }


@st.composite
def figures(draw: st.DrawFn, group: list[str], truth: Answers, options: Sequence[int]) -> dict[str, Any]:
    """What is published of one group: some of all that can be."""
    answers = [answer for person in group if (answer := truth[person]) is not None]
    n = len(answers)
    kinds = ["n", "n_range", "sum", "counts", "suppressed"] + (["mean", "share", "share_range"] if n else [])
    row: dict[str, Any] = {}
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True)):
        row |= draw(figure(kind, answers, len(group), options))
    return row


@st.composite
def figure(draw: st.DrawFn, kind: str, answers: list[int], heads: int, options: Sequence[int]) -> dict[str, Any]:
    """One statistic, rounded or clipped as it may be."""
    n = len(answers)
    if kind in {"share", "share_range"}:
        of = draw(st.lists(st.sampled_from(options), min_size=1, max_size=len(options) - 1, unique=True))
        return draw(share(kind, sum(answer in of for answer in answers), n, of))
    if kind == "mean":
        decimals = draw(st.integers(0, 1))
        return {"mean": round(sum(answers) / n, decimals), "decimals": decimals}
    if kind == "n_range":
        return {"n_range": [max(0, n - draw(st.integers(0, 2))), min(heads, n + draw(st.integers(0, 2)))]}
    simple = {
        "n": n,
        "sum": sum(answers),
        "counts": {str(option): answers.count(option) for option in options},
        "suppressed": "other",
    }
    return {kind: simple[kind]}


@st.composite
def share(draw: st.DrawFn, kind: str, count: int, n: int, of: list[int]) -> dict[str, Any]:
    """A share of the answers as a rounded percentage, or as a range."""
    if kind == "share_range":
        percent = Fraction(100 * count, n)
        lo, hi = percent - draw(st.integers(0, 40)), percent + draw(st.integers(0, 40))
        return {"share_range": {"of": of, "lo": max(0, int(lo)), "hi": min(100, int(hi) + 1)}}
    cap = draw(st.integers(0, 2))
    step = draw(st.sampled_from([1, 10, 25]))
    clipped = min(max(count, cap), n - cap) if n >= 2 * cap else count
    shown = step * round(Fraction(100 * clipped, n * step))
    return {"share": {"of": of, "pct": min(100, shown), "round": step, "cap": cap}}
