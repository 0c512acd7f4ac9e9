"""The JSON of an audit: what it may say, and how what is wrong with it is named."""

from contextlib import suppress
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.auditor import Unreadable, read
from surveys.auditor.document import Share
from surveys.auditor.regions import pieces_of, span_of

WHOLE: dict[str, Any] = {
    "k": 6,
    "coalition": 1,
    "scale": {"m": [1, 2, 2.5], "word": ["yes", "no"]},
    "classes": {"m": {"low": [1], "high": [2, 2.5]}},
    "groups": {"Sales": ["ann", "bob", "cleo"]},
    "published": [
        {"wave": 1, "group": "Sales", "metric": "m", "n": 3, "sum": 5.5, "mean": 1.8, "decimals": 1},
        {"wave": 1, "group": ["ann", "bob"], "metric": "word", "n_range": [1, 5], "counts": {"yes": 1}},
        {"wave": 2, "group": "Sales", "metric": "m", "share": {"of": [1], "pct": 33, "round": 1, "cap": 2}},
        {"wave": 2, "group": "Sales", "metric": "m", "share_range": {"of": [2, 2.5], "lo": 5, "hi": 66.6}},
        {"wave": 2, "group": "Sales", "metric": "word", "suppressed": "other"},
    ],
}


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The whole document, with one value in another's place; a value of ... is taken away."""
    document = deepcopy(WHOLE)
    part: Any = document
    for step in path[:-1]:
        part = part[step]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return document


def test_all_that_can_be_published_is_read() -> None:
    document = read(WHOLE)

    first, second, third, fourth, hidden = document.rows
    assert (first.n, first.total, first.text) == ((3, 3), Fraction("5.5"), "Sales (n 3; sum 5.5; mean 1.8)")
    assert first.mean is not None
    assert (first.mean.lo, first.mean.hi) == (Fraction("1.75"), Fraction("1.85"))
    assert (second.n, second.counts, second.label) == ((1, 2), {"yes": 1, "no": 0}, "[ann, bob]")
    assert (third.shares[0].lo, third.shares[0].hi, third.shares[0].cap) == (Fraction("32.5"), Fraction("33.5"), 2)
    assert (fourth.shares[0].hi, fourth.text) == (Fraction("66.6"), "Sales (high 5-66.6 %)")
    assert not hidden.tells


def test_a_metric_without_classes_is_judged_by_its_options() -> None:
    assert read(WHOLE).metrics["word"].class_of("yes") == "yes"


def test_options_that_are_in_no_class_have_none() -> None:
    assert read(changed(("classes", "m"), {"low": [1]})).metrics["m"].class_of("2.5") is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("k",), ..., 'the document: "k" is missing'),
        (("k",), 0, "k: 0 is not 1 or more"),
        (("scale", "m"), [1, 10**400, 2, 2.5], "published[0].sum: the options of m are not numbers"),
        (("k",), True, "k: a whole number is expected"),
        (("extra",), 1, "extra: not a field of this; there are k, scale, groups, published, coalition, classes"),
        (("coalition",), -1, "coalition: -1 is not 0 or more"),
        (("scale",), [], "scale: an object is expected"),
        (("scale", "m"), [], "scale.m: at least one option is expected"),
        (("scale", "m"), [1, 1.0], 'scale.m[1]: "1" stands here twice'),
        (("scale", "m", 1), None, "scale.m[1]: a number is expected"),
        (("classes", "other"), {}, "classes.other: not a metric of the scale"),
        (("classes", "m", "low"), [7], 'classes.m.low[0]: "7" is not an option; there are 1, 2, 2.5'),
        (("classes", "m", "low"), [2], "classes.m.high: an option is in one class only"),
        (("groups", "Sales"), ["ann", "ann"], 'groups.Sales[1]: "ann" stands here twice'),
        (("groups", "Sales"), [], "groups.Sales: at least one is expected"),
        (("published",), {}, "published: a list is expected"),
        (("published", 0, "wave"), None, "published[0].wave: a text or a whole number is expected"),
        (("published", 0, "group"), "Legal", 'published[0].group: "Legal" is not one of the groups'),
        (("published", 0, "group"), 7, "published[0].group: a text is expected"),
        (("published", 0, "metric"), "x", 'published[0].metric: "x" is not a metric of the scale'),
        (("published", 0, "n"), 4, "published[0].n: 4 is not from 0 to 3"),
        (("published", 0, "n"), 2.5, "published[0].n: a whole number is expected"),
        (("published", 0, "decimals"), ..., 'published[0]: "mean" and "decimals" are given together'),
        (("published", 0, "mean"), float("nan"), "published[0].mean: a number is expected"),
        (("published", 1, "n_range"), [5, 1], "published[1].n_range: [lo, hi] is expected, the lower first"),
        (("published", 1, "n_range"), [3, 5], "published[1].n_range: no number within it fits the rest of the row"),
        (("published", 1, "n_range", 0), "1", "published[1].n_range[0]: a whole number is expected"),
        (("published", 1, "counts", "maybe"), 1, "published[1].counts.maybe: not an option; there are yes, no"),
        (("published", 1, "counts", "yes"), 3, "published[1].counts.yes: 3 is not from 0 to 2"),
        (("published", 1, "counts"), {"yes": 2, "no": 1}, "published[1].counts: 3 answers in a group of 2"),
        (("published", 1, "sum"), 3, "published[1].sum: the options of word are not numbers"),
        (("published", 2, "share", "of"), [], "published[2].share.of: at least one option is expected"),
        (("published", 2, "share", "pct"), 101, "published[2].share.pct: 101 is not from 0 to 100"),
        (("published", 2, "share", "cap"), ..., None),
        (("published", 3, "share_range", "lo"), 70, "published[3].share_range: the lower end comes first"),
        (("published", 3, "share_range", "hi"), ..., 'published[3].share_range: "hi" is missing'),
        (("published", 4, "suppressed"), "few", 'published[4].suppressed: "other" is expected'),
        (("published", 4, "suppressed"), ..., "published[4]: nothing is published; one of n, n_range, sum,"),
        (("published", 4), 7, "published[4]: an object is expected"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(path: tuple[str | int, ...], value: object, said: str | None) -> None:
    document = changed(path, value)
    if said is None:
        assert read(document).rows
        return
    with pytest.raises(Unreadable) as refused:
        read(document)
    assert str(refused.value).startswith(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.floats() | st.sampled_from(["m", "Sales", "1", "", "other"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["m", "of", "lo", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON, st.data())
def test_nothing_else_goes_wrong_with_any_json(value: object, data: st.DataObject) -> None:
    path: list[str | int] = []
    part: Any = WHOLE
    while isinstance(part, dict | list) and part and (not path or data.draw(st.booleans())):
        step = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        path.append(step)
        part = part[step]

    with suppress(Unreadable):
        assert read(changed(tuple(path), value)).k


@given(st.integers(0, 100), st.integers(0, 30), st.integers(0, 3), st.integers(0, 12), st.integers(0, 30))
def test_the_pieces_of_a_share_hold_exactly_what_its_spans_do(
    pct: int, half: int, cap: int, low: int, wide: int
) -> None:
    share = Share(frozenset("a"), Fraction(max(0, pct - half)), Fraction(min(100, pct + half)), cap, "")
    pieces = pieces_of(share, low, low + wide)

    for n in range(low + wide + 2):
        span = span_of(share, n) if max(1, low) <= n <= low + wide else None
        for count in range(n + 1):
            inside = [all(a * n + b * count <= c for a, b, c in piece) for piece in pieces]
            assert any(inside) == (span is not None and span[0] <= count <= span[1])
