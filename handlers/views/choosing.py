"""How the steps of the set-up are read back: each input into its field of the plan, nothing that was not offered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.views import ids, inputs
from handlers.views.audience import EVERYBODY
from handlers.views.malformed import Malformed
from surveys import instruments, rotation
from surveys.cadence import EVERY
from surveys.plans import Plan

Said = Mapping[str, Any]
Reader = Callable[[Said, Plan], dict[str, Any]]


def read_step(view: Mapping[str, Any], plan: Plan) -> Plan:
    """The plan with what a step says; what the step does not ask stays. Raises Malformed."""
    values = inputs.values_of(view)
    said: dict[str, Any] = {}
    for name, reader in READERS.items():
        if name in values:
            said |= reader(values[name], plan)
    if ids.WHOM in values and inputs.chosen(values[ids.WHOM]) == EVERYBODY:
        said["audience"] = None
    return replace(plan, **said)


def _instruments(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    chosen = inputs.all_chosen(said)
    if not set(chosen) <= set(instruments.available()):
        raise Malformed(ids.INSTRUMENTS)
    return {"instruments": chosen}


def _extras(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    return {"extras": inputs.all_chosen(said)}


def _number(field: str, *, most: int) -> Reader:
    def read(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
        chosen = inputs.chosen(said)
        if chosen is None:
            return {}
        number = inputs.whole_number(chosen, field)
        if not 0 <= number <= most:
            raise Malformed(field)
        return {field: number}

    return read


def _typed_number(field: str) -> Reader:
    def read(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
        typed = inputs.typed(said)
        return {field: inputs.whole_number(typed, field)} if typed else {}

    return read


def _every(said: Said, plan: Plan) -> dict[str, Any]:
    chosen = inputs.chosen(said) or plan.every
    if chosen not in EVERY:
        raise Malformed(ids.EVERY)
    return {"every": chosen}


def _cron(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    return {"cron": inputs.typed(said)}


def _zone(said: Said, plan: Plan) -> dict[str, Any]:
    return {"zone": inputs.chosen(said) or plan.zone}


def _starts_on(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    chosen = said.get("selected_date")
    try:
        return {"starts_on": None if chosen is None else date.fromisoformat(chosen)}
    except (TypeError, ValueError):
        raise Malformed(ids.STARTS_ON) from None


def _whom(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    return {"audience": plan.audience or ()}


def _units(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    return {"audience": tuple(inputs.whole_number(value, ids.UNITS) for value in inputs.all_chosen(said))}


def _channel(said: Said, plan: Plan) -> dict[str, Any]:  # noqa: ARG001 - a Reader
    chosen = said.get("selected_conversation")
    if chosen is not None and not (isinstance(chosen, str) and chosen.isalnum() and len(chosen) <= 32):
        raise Malformed(ids.CHANNEL)
    return {"channel": chosen}


READERS: dict[str, Reader] = {
    ids.INSTRUMENTS: _instruments,
    ids.EXTRAS: _extras,
    ids.PER_ROUND: _number("per_round", most=rotation.MOST),
    ids.BUDGET: _typed_number("budget"),
    ids.EVERY: _every,
    ids.WEEKDAY: _number("weekday", most=6),
    ids.HOUR: _number("hour", most=23),
    ids.CRON: _cron,
    ids.OPEN_DAYS: _typed_number("open_days"),
    ids.REMINDERS: _typed_number("reminders"),
    ids.ZONE: _zone,
    ids.STARTS_ON: _starts_on,
    ids.WHOM: _whom,
    ids.UNITS: _units,
    ids.CHANNEL: _channel,
}
