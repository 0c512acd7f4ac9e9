"""The words in which the limits are written: rules that look at one JSON value and name the path of each fault."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Rule = Callable[[object, str], list[str]]
"""A rule takes a value and its path, and returns one sentence for each fault."""

Whole = Callable[[dict[str, Any], str], list[str]]
"""A rule between the keys of an object, asked once each key is sound."""


def kind_of(value: object) -> str:
    """Name the JSON type of a value, as the sentences do."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "a boolean"
    names = ((str, "a string"), (int | float, "a number"), (list, "a list"), (dict, "an object"))
    return next((name for kind, name in names if isinstance(value, kind)), type(value).__name__)


def string(most: int | None = None, *, least: int = 0, form: str | None = None, like: str = "") -> Rule:
    """Accept a string of `least` to `most` characters; `form` is a pattern for the whole of it, `like` its wording."""
    pattern = re.compile(form) if form else None

    def check(value: object, path: str) -> list[str]:
        if not isinstance(value, str):
            return [f"{path}: must be a string, not {kind_of(value)}"]
        faults = []
        if len(value) < least:
            faults.append(f"{path}: must have {least} or more characters")
        if most is not None and len(value) > most:
            faults.append(f"{path}: has {len(value)} characters, {most} are allowed")
        if pattern and not pattern.fullmatch(value):
            faults.append(f"{path}: must be {like}")
        return faults

    return check


def boolean(value: object, path: str) -> list[str]:
    """Accept true and false."""
    return [] if isinstance(value, bool) else [f"{path}: must be true or false, not {kind_of(value)}"]


def number(least: float | None = None, most: float | None = None, *, whole: bool = True) -> Rule:
    """Accept a number, a whole one unless told otherwise."""

    def check(value: object, path: str) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return [f"{path}: must be a number, not {kind_of(value)}"]
        if not math.isfinite(value) or (whole and value != int(value)):
            return [f"{path}: must be a whole number" if whole else f"{path}: must be a finite number"]
        if (least is not None and value < least) or (most is not None and value > most):
            return [f"{path}: is {value}, {least} to {'any' if most is None else most} is allowed"]
        return []

    return check


def one_of(*allowed: str | int) -> Rule:
    """Accept the values listed."""
    names = ", ".join(map(repr, allowed))

    def check(value: object, path: str) -> list[str]:
        known = any(type(value) is type(each) and value == each for each in allowed)
        return [] if known else [f"{path}: must be one of {names}"]

    return check


def listing(rule: Rule, *, least: int = 0, most: int | None = None) -> Rule:
    """Accept a list whose members all keep the rule."""

    def check(value: object, path: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{path}: must be a list, not {kind_of(value)}"]
        faults: list[str] = []
        if len(value) < least:
            faults.append(f"{path}: has {len(value)} members, at least {least} must be there")
        if most is not None and len(value) > most:
            faults.append(f"{path}: has {len(value)} members, {most} are allowed")
        for index, each in enumerate(value):
            faults += rule(each, f"{path}[{index}]")
        return faults

    return check


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Whole) -> Rule:
    """Accept an object with these keys and no others; the rules of `also` see it as a whole once its keys are sound."""
    known = {**required, **(optional or {})}

    def check(value: object, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: must be an object, not {kind_of(value)}"]
        faults = [f"{path}.{key}: is required" for key in required if key not in value]
        for key, each in value.items():
            rule = known.get(key)
            faults += rule(each, f"{path}.{key}") if rule else [f"{path}.{key}: is not a known key here"]
        if not faults:
            for whole in also:
                faults += whole(value, path)
        return faults

    return check


def typed(kind: str, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    """Accept an object whose `type` is known already, such as a row of a table of elements."""
    return record({"type": one_of(kind), **(required or {})}, optional)


def by_type(table: Mapping[str, Rule], noun: str) -> Rule:
    """Choose the rule of an object by its `type`."""

    def check(value: object, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: must be an object, not {kind_of(value)}"]
        kind = value.get("type")
        rule = table.get(kind) if isinstance(kind, str) else None
        if rule is None:
            return [f"{path}.type: {kind!r} is not {noun}"]
        return rule(value, path)

    return check


def anything(_value: object, _path: str) -> list[str]:
    """Accept what is looked at elsewhere, or what Slack documents no limit for."""
    return []


def exactly_one(*keys: str) -> Whole:
    """Accept an object that has one of these keys, and not two."""
    names = " or ".join(keys)

    def check(value: dict[str, Any], path: str) -> list[str]:
        there = [key for key in keys if key in value]
        return [] if len(there) == 1 else [f"{path}: must have one of {names}, and has {' and '.join(there) or 'none'}"]

    return check


def at_least_one(*keys: str) -> Whole:
    """Accept an object in which one of these keys holds something."""
    names = " or ".join(keys)
    return lambda value, path: [] if any(value.get(key) for key in keys) else [f"{path}: must have {names}"]


def repeated(values: Iterable[str]) -> list[str]:
    """List the values that stand there more than once, each once, in the order of their second appearance."""
    seen: set[str] = set()
    twice: list[str] = []
    for value in values:
        if value in seen and value not in twice:
            twice.append(value)
        seen.add(value)
    return twice
