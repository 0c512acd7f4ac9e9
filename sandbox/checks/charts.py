"""The limits of the data visualization block: a pie, or bars, areas and lines over the same categories.

Source: docs.slack.dev, Block Kit, data visualization block. Its first edition allowed six segments or series; libraries
that follow its younger editions allow twelve, and so do the checks.
"""

from typing import Any

from sandbox.checks.objects import block
from sandbox.checks.rules import Rule, by_type, listing, number, record, repeated, string, typed

LABEL = string(20, least=1)
POINT = record({"label": LABEL, "value": number(whole=False)})
SERIES = record({"name": LABEL, "data": listing(POINT, least=1, most=20)})
AXES = record(
    {"categories": listing(LABEL, least=1, most=20)},
    {"x_label": string(50, least=1), "y_label": string(50, least=1)},
)


def _segment(value: object, path: str) -> list[str]:
    faults = POINT(value, path)
    if not faults and isinstance(value, dict) and value["value"] <= 0:
        faults = [f"{path}.value: must be above 0 in a pie"]
    return faults


def _series_match(value: dict[str, Any], path: str) -> list[str]:
    """Ask that each series has a name of its own and one point for each category."""
    names = [series["name"] for series in value["series"]]
    faults = [f"{path}.series: the name {name!r} stands there twice" for name in repeated(names)]
    categories = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            faults.append(f"{path}.series[{index}].data: must have one point for each category")
    return faults


def _over_categories(kind: str) -> Rule:
    rule = typed(kind, {"series": listing(SERIES, least=1, most=12), "axis_config": AXES})

    def check(value: object, path: str) -> list[str]:
        faults = rule(value, path)
        return faults or (_series_match(value, path) if isinstance(value, dict) else [])

    return check


CHART = by_type(
    {
        "pie": typed("pie", {"segments": listing(_segment, least=1, most=12)}),
        "bar": _over_categories("bar"),
        "area": _over_categories("area"),
        "line": _over_categories("line"),
    },
    "a chart (pie, bar, area or line)",
)
CHARTS: dict[str, Rule] = dict([block("data_visualization", {"title": string(50, least=1), "chart": CHART}, {})])
