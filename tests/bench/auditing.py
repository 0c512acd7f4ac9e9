"""The audit of a year, and the gate of one large round: an invented organisation, asked each week."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

from people.anonymity import K
from surveys import auditor
from surveys.auditor.export import Released, document_of
from surveys.auditor.gate import gate_for
from surveys.cells import Layout, Place, layout_of
from surveys.instruments import load
from surveys.policy import Counts, Gate, Statistic, Tally, release_of
from surveys.policy.audiences import TOGETHER
from tests.bench.figures import Figure, Scale, middle
from tests.build import WEEK

DEPARTMENTS = 9
SECONDS = 10
BAR = f"≤ {SECONDS} s a metric"
CLOSING_SECONDS = 60
CLOSING_BAR = f"< {CLOSING_SECONDS} s, with the close"
WORKERS = 2
METRIC = "usefulness"
PULSE = load("first_pulse")
KEY = b"the rounding key of the bench..."
LEAVING = 0.003
"""Which part of the people leave in a week, each of them followed by somebody new: about one in seven a year."""


async def measure(scale: Scale) -> list[Figure]:
    """Seconds for one metric over all rounds, and for the gate of one round of all questions."""
    return [_year(scale), _gate(scale)]


def _year(scale: Scale) -> Figure:
    people, units, waves = scale.audited
    document = auditor.read(year_of(people, units, waves))
    spent: list[float] = []
    found = 0
    for _ in range(scale.rounds):
        begun = perf_counter()
        found = len(auditor.violations(document, workers=WORKERS))
        spent.append(perf_counter() - begun)
    seconds = middle(spent)
    what = f"audit, {people} people, {units} units, {waves} rounds, {WORKERS} processes"
    return Figure(what, f"{seconds:.1f} s", f"{found} derivable", f"{seconds:.1f} s", BAR, seconds <= SECONDS)


def _gate(scale: Scale) -> Figure:
    """The gate of a large round, audited with those of 90 days before, which had none."""
    people = scale.closing[1]
    *before, (last, tally) = weeks_of(people, people // 18, TOGETHER // WEEK + 1, [item.key for item in PULSE.items])
    earlier = [replace(round_, statistics=_told(round_, counts)) for round_, counts in before]
    begun = perf_counter()
    shown = len({told.cell for told in _told(last, tally, gate_for(last, earlier, tally))})
    seconds = perf_counter() - begun
    free = len({told.cell for told in _told(last, tally)})
    what = f"gate of a close, {people:,} people, {len(earlier)} rounds before"
    kept = f"{shown} of {free} groups shown"
    return Figure(what, f"{seconds:.1f} s", kept, f"{seconds:.1f} s", CLOSING_BAR, seconds < CLOSING_SECONDS)


def year_of(people: int, units: int, waves: int, seed: int = 1) -> dict[str, object]:
    """The JSON of what is released of one question, of units in departments, with leavers, joiners and moods."""
    rounds = [
        replace(round_, statistics=_told(round_, counts))
        for round_, counts in weeks_of(people, units, waves, [METRIC], seed)
    ]
    document = document_of(rounds)
    document["published"] = [row for row in document["published"] if row["metric"] == METRIC]
    document["scale"] = {METRIC: document["scale"][METRIC]}
    document["classes"] = {METRIC: document["classes"][METRIC]}
    return document


def weeks_of(
    people: int, units: int, waves: int, items: Sequence[str], seed: int = 1
) -> Iterator[tuple[Released, Tally]]:
    """Rounds of an invented company, before anything of them is released, and how they were answered."""
    random = Random(seed)
    places = [
        Place(1, None, "Company"),
        *(Place(2 + number, 1, f"Department {number}") for number in range(DEPARTMENTS)),
    ]
    teams = range(2 + DEPARTMENTS, 1 + units)
    places += [Place(team, 2 + team % DEPARTMENTS, f"Team {team}") for team in teams]
    unit_of: dict[str, int | None] = {f"U{number:05}": random.choice(teams) for number in range(people)}
    for wave in range(waves):
        _turn_over(unit_of, random, people + wave * people)
        layout = layout_of(places, unit_of, company="Company")
        yield Released(f"{wave + 1}", layout.tree, layout.cell_of, PULSE, K, ()), _tally(layout, items, random)


def _turn_over(unit_of: dict[str, int | None], random: Random, first: int) -> None:
    leaving = [person for person in sorted(unit_of) if random.random() < LEAVING]
    for number, person in enumerate(leaving, start=first):
        unit_of[f"U{number:05}"] = unit_of.pop(person)


def _tally(layout: Layout, items: Sequence[str], random: Random) -> Tally:
    """Seven of ten answer all questions, each week anew."""
    answered = {person: cell for person, cell in layout.cell_of.items() if random.random() < 0.7}
    counts = {(cell, item): [0, 0, 0] for cell in sorted(set(layout.cell_of.values())) for item in items}
    for item in items:
        for person, chosen in zip(sorted(answered), _moods(random), strict=False):
            counts[answered[person], item][chosen] += 1
    return Tally(
        ballots={cell: sum(counts[cell, items[0]]) for cell in set(layout.cell_of.values())},
        answers={key: Counts(a, b, c, a // 2, c // 2) for key, (a, b, c) in counts.items()},
    )


def _told(round_: Released, tally: Tally, gate: Gate | None = None) -> list[Statistic]:
    """What the product releases, rounded by a key; here each wave counts as new people."""
    prints = {cell.key: f"{round_.wave} {cell.key}" for cell in round_.tree.cells}
    return release_of(round_.tree, tally, k=K, key=KEY, prints=prints, gate=gate)


def _moods(random: Random) -> Iterator[int]:
    while True:
        yield random.choices(range(3), weights=(5, 2, 3))[0]
