"""A set-up in the making: what an owner has chosen so far, whether it can be kept or not. Plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from people.hierarchy import paths_of, text_of, units_of
from people.models import Workspace
from surveys import cadence, instruments, pulses, rotation
from surveys.cadence import Rhythm
from surveys.instruments import Item
from surveys.pulses import Schedule

ALIKE: Final = ("per_round", "budget", "open_days", "reminders", "zone", "starts_on", "audience", "channel")
"""What a plan and a schedule call by one name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices of the set-up; `extras` are keys of single questions, `audience` ids of units (None: everybody)."""

    instruments: tuple[str, ...] = ("first_pulse",)
    extras: tuple[str, ...] = ()
    per_round: int = 3
    budget: int = rotation.BUDGET
    every: str = "weekly"
    weekday: int = 0
    hour: int = 9
    cron: str = ""
    open_days: int = 4
    reminders: int = 1
    zone: str | None = None
    starts_on: date | None = None
    audience: tuple[int, ...] | None = None
    channel: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Write it as plain data."""
        return asdict(self) | {
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "instruments": list(self.instruments),
            "extras": list(self.extras),
            "audience": None if self.audience is None else list(self.audience),
        }

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        audience, starts_on = held["audience"], held["starts_on"]
        read = {
            "instruments": tuple(held["instruments"]),
            "extras": tuple(held["extras"]),
            "audience": None if audience is None else tuple(audience),
            "starts_on": date.fromisoformat(starts_on) if starts_on else None,
        }
        return cls(**{**held, **read})

    def rhythm(self) -> Rhythm:
        """How often a round opens. Raises surveys.cadence.NoRhythm."""
        return Rhythm(cadence.every_of(self.every), self.weekday, self.hour, self.cron if self.every == "cron" else "")

    def weekly(self) -> Self:
        """The same with a rhythm that surely comes due, for what does not depend on it."""
        return replace(self, every="weekly")

    def schedule(self, known: Mapping[str, Item]) -> Schedule:
        """The schedule that it asks for, checked or not. Raises surveys.cadence.NoRhythm."""
        return Schedule(
            deck=deck_of(self.instruments, self.extras, known),
            rhythm=self.rhythm(),
            **{name: getattr(self, name) for name in ALIKE},
        )


def core_of(known: Mapping[str, Item]) -> list[str]:
    """The questions that every deck has."""
    return [key for key, item in known.items() if item.core]


def deck_of(chosen: Iterable[str], extras: Iterable[str], known: Mapping[str, Item]) -> tuple[str, ...]:
    """The locked core, then the questions of these instruments, then single ones; each once. Raises Unknown."""
    of_instruments = [item.key for key in chosen for item in instruments.load(key).items]
    deck = dict.fromkeys([*core_of(known), *of_instruments, *extras])
    return tuple(key for key in deck if key in known)


def plan_of(schedule: Schedule, known: Mapping[str, Item]) -> Plan:
    """The choices that lead to a schedule: the instruments that are whole in its deck, and what is left as extras."""
    whole = [key for key in instruments.available() if _is_whole(key, schedule.deck)]
    taken = set(deck_of(whole, (), known))
    rhythm = schedule.rhythm
    return Plan(
        instruments=tuple(whole),
        extras=tuple(key for key in schedule.deck if key not in taken and key in known),
        every=rhythm.every,
        weekday=rhythm.weekday,
        hour=rhythm.hour,
        cron=rhythm.cron,
        **{name: getattr(schedule, name) for name in ALIKE},
    )


def _is_whole(key: str, deck: Sequence[str]) -> bool:
    return all(item.key in deck for item in instruments.load(key).items)


async def told_of(session: AsyncSession, workspace_id: str) -> dict[str, Any]:
    """The schedule of a workspace's pulse as the log tells it, with the names of units; nothing while there is none."""
    pulse = await pulses.pulse_of(session, workspace_id)
    if pulse is None:
        return {}
    workspace = await session.get_one(Workspace, workspace_id)
    schedule = pulses.schedule_of(pulse, workspace)
    paths = paths_of(await units_of(session, workspace_id))
    audience = None
    if schedule.audience is not None:
        audience = [text_of(paths[unit_id]) if unit_id in paths else f"({unit_id})" for unit_id in schedule.audience]
    return told(schedule, audience)


def told(schedule: Schedule, audience: Sequence[str] | None) -> dict[str, Any]:
    """A schedule as the log tells it; `audience` are the names of the units."""
    rhythm = schedule.rhythm
    by_cron = rhythm.every == "cron"
    return {
        "deck": list(schedule.deck),
        "per_round": schedule.per_round,
        "budget": schedule.budget,
        "every": rhythm.every,
        **({"cron": rhythm.cron} if by_cron else {"weekday": pulses.WEEKDAYS[rhythm.weekday], "hour": rhythm.hour}),
        "open_days": schedule.open_days,
        "reminders": schedule.reminders,
        "zone": schedule.zone,
        "starts_on": schedule.starts_on.isoformat() if schedule.starts_on else None,
        "audience": None if audience is None else list(audience),
        "channel": schedule.channel,
    }
