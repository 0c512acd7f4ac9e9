"""Reads the JSON of an audit: what is wrong with it is named by its path, as in `published[3].n_range: ...`."""

import re
from collections.abc import Mapping
from fractions import Fraction

from surveys.auditor.document import Document, Mean, Metric, Person, Row, Share, number_text
from surveys.auditor.parts import Part

STATISTICS = ("n", "n_range", "sum", "mean", "counts", "share", "share_range", "suppressed")
MOST_DECIMALS = 4
NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", re.ASCII)
"""What is added up keeps to numbers of which sums are exact, however many people there are."""


def read(document: object) -> Document:
    """Read what `json.loads` gave. Raises `surveys.auditor.parts.Unreadable`.

    Fields: {"k", "coalition", "scale": {metric: [options]}, "classes": {metric: {class: [options]}},
    "groups": {name: [members]}, "published": [{"wave", "group": name or [members], "metric", and one or more of "n",
    "n_range": [lo, hi], "sum", "mean" with "decimals", "counts": {option: n}, "share": {"of": [options], "pct",
    "round", "cap"}, "share_range": {"of": [options], "lo", "hi"}, "suppressed": "other"}]}.

    An option is a text or a number; all counts of a row are given, and an option that is left out has none. "round" is
    the step of a percentage in points, "cap" the number of people that a count is kept away from 0 and from n.
    """
    fields = Part("", document).fields(("k", "scale", "groups", "published"), ("coalition", "classes"))
    metrics = _metrics(fields["scale"], fields.get("classes"))
    groups = {name: frozenset(part.distinct()) for name, part in fields["groups"].entries().items()}
    rows = tuple(_row(number, part, metrics, groups) for number, part in enumerate(fields["published"].items()))
    return Document(
        k=fields["k"].whole(1),
        coalition=fields["coalition"].whole(0) if "coalition" in fields else 1,
        metrics=metrics,
        rows=rows,
    )


def _metrics(scale: Part, classes: Part | None) -> dict[str, Metric]:
    """A metric without classes is judged by its options, each a class of its own."""
    named = {} if classes is None else classes.entries()
    scales = scale.entries()
    for name, part in named.items():
        if name not in scales:
            part.refuse("not a metric of the scale")
    found = {}
    for name, part in scales.items():
        numbers = _numbers(part)
        options = tuple(numbers)
        known = all(number is not None for number in numbers.values())
        values = tuple(number for number in numbers.values() if number is not None) if known else None
        of_each = {option: frozenset([option]) for option in options}
        found[name] = Metric(name, options, values, _classes(named[name], options) if name in named else of_each)
    return found


def _numbers(scale: Part) -> dict[str, Fraction | None]:
    numbers: dict[str, Fraction | None] = {}
    for part in scale.items():
        option = _option(part)
        if option in numbers:
            part.refuse(f'"{option}" stands here twice')
        numbers[option] = _number_of(option)
    return numbers or scale.refuse("at least one option is expected")


def _option(part: Part) -> str:
    if isinstance(part.value, str):
        return part.text()
    number = part.number()
    return str(number) if number.denominator == 1 else repr(float(number))


def _number_of(option: str) -> Fraction | None:
    return Fraction(option) if NUMBER.fullmatch(option) else None


def _classes(part: Part, options: tuple[str, ...]) -> dict[str, frozenset[str]]:
    taken: set[str] = set()
    classes = {}
    for name, listed in part.entries().items():
        classes[name] = _options(listed, options)
        if taken & classes[name]:
            listed.refuse("an option is in one class only")
        taken |= classes[name]
    return classes


def _options(part: Part, known: tuple[str, ...]) -> frozenset[str]:
    found = set()
    for each in part.items():
        option = _option(each)
        if option not in known:
            each.refuse(f'"{option}" is not an option; there are {", ".join(known)}')
        found.add(option)
    return frozenset(found) or part.refuse("at least one option is expected")


def _row(number: int, part: Part, metrics: Mapping[str, Metric], groups: Mapping[str, frozenset[Person]]) -> Row:
    fields = part.fields(("wave", "group", "metric"), (*STATISTICS, "decimals"))
    if not set(STATISTICS) & fields.keys():
        part.refuse(f"nothing is published; one of {', '.join(STATISTICS)} is expected")
    name = fields["metric"].text()
    if name not in metrics:
        fields["metric"].refuse(f'"{name}" is not a metric of the scale')
    metric = metrics[name]
    if "suppressed" in fields and fields["suppressed"].value != "other":
        fields["suppressed"].refuse('"other" is expected')
    label, members = _group(fields["group"], groups)
    return Row(
        index=number,
        wave=fields["wave"].id(),
        metric=name,
        label=label,
        members=members,
        n=_n(fields, len(members)),
        total=_sum(fields.get("sum"), metric),
        mean=_mean(part, fields, metric),
        counts=_counts(fields["counts"], metric, len(members)) if "counts" in fields else None,
        shares=_shares(fields, metric),
    )


def _group(part: Part, groups: Mapping[str, frozenset[Person]]) -> tuple[str, frozenset[Person]]:
    if isinstance(part.value, list):
        members = part.distinct()
        return f"[{', '.join(map(str, members))}]", frozenset(members)
    name = part.text()
    if name not in groups:
        part.refuse(f'"{name}" is not one of the groups')
    return name, groups[name]


def _n(fields: Mapping[str, Part], heads: int) -> tuple[int, int] | None:
    lowest, highest = 0, heads
    if "n" in fields:
        lowest = highest = fields["n"].whole(0, heads)
    if "n_range" in fields:
        part = fields["n_range"]
        ends = [end.whole(0) for end in part.items()]
        if len(ends) != 2 or ends[0] > ends[1]:
            part.refuse("[lo, hi] is expected, the lower first")
        lowest, highest = max(lowest, ends[0]), min(highest, ends[1])
        if lowest > highest:
            part.refuse(f"no number within it fits the rest of the row, and a group of {heads}")
    return (lowest, highest) if "n" in fields or "n_range" in fields else None


def _numeric(part: Part, metric: Metric) -> None:
    if metric.values is None:
        part.refuse(f"the options of {metric.name} are not numbers")


def _sum(part: Part | None, metric: Metric) -> Fraction | None:
    if part is None:
        return None
    _numeric(part, metric)
    return part.number()


def _mean(row: Part, fields: Mapping[str, Part], metric: Metric) -> Mean | None:
    if ("mean" in fields) != ("decimals" in fields):
        row.refuse('"mean" and "decimals" are given together')
    if "mean" not in fields:
        return None
    _numeric(fields["mean"], metric)
    shown, decimals = fields["mean"].number(), fields["decimals"].whole(0, MOST_DECIMALS)
    half = Fraction(1, 2 * 10**decimals)
    return Mean(shown - half, shown + half, f"{float(shown):.{decimals}f}")


def _counts(part: Part, metric: Metric, heads: int) -> dict[str, int]:
    given = part.entries()
    for option, count in given.items():
        if option not in metric.options:
            count.refuse(f"not an option; there are {', '.join(metric.options)}")
    counts = {option: given[option].whole(0, heads) if option in given else 0 for option in metric.options}
    if sum(counts.values()) > heads:
        part.refuse(f"{sum(counts.values())} answers in a group of {heads}")
    return counts


def _shares(fields: Mapping[str, Part], metric: Metric) -> tuple[Share, ...]:
    found = [_share(fields["share"], metric)] if "share" in fields else []
    return tuple(found + ([_share_range(fields["share_range"], metric)] if "share_range" in fields else []))


def _share(part: Part, metric: Metric) -> Share:
    fields = part.fields(("of", "pct"), ("round", "cap"))
    shown = fields["pct"].number(0, 100)
    half = (fields["round"].number(0, 100) if "round" in fields else Fraction(1)) / 2
    cap = fields["cap"].whole(0) if "cap" in fields else 0
    of = _options(fields["of"], metric.options)
    told = f"{_named(of, metric)} about {number_text(shown)} %"
    return Share(of, max(Fraction(0), shown - half), min(Fraction(100), shown + half), cap, told)


def _share_range(part: Part, metric: Metric) -> Share:
    fields = part.fields(("of", "lo", "hi"))
    lo, hi = fields["lo"].number(0, 100), fields["hi"].number(0, 100)
    if lo > hi:
        part.refuse("the lower end comes first")
    of = _options(fields["of"], metric.options)
    return Share(of, lo, hi, 0, f"{_named(of, metric)} {number_text(lo)}-{number_text(hi)} %")


def _named(of: frozenset[str], metric: Metric) -> str:
    """A class by its name, other options one by one."""
    listed = ", ".join(option for option in metric.options if option in of)
    return next((name for name, options in metric.classes.items() if options == of and len(of) > 1), listed)
