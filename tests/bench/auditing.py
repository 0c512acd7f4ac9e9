"""The audit of a year: an invented organisation, asked each week, and released by the product's own policy."""

from collections.abc import Iterator
from random import Random
from time import perf_counter

from people.anonymity import K
from surveys import auditor
from surveys.auditor.export import Released, document_of
from surveys.cells import Layout, Place, layout_of
from surveys.instruments import Instrument, load
from surveys.policy import Counts, Statistic, Tally, release_of
from tests.bench.figures import Figure, Scale, middle

DEPARTMENTS = 9
SECONDS = 10
BAR = f"≤ {SECONDS} s a metric"
WORKERS = 2
METRIC = "usefulness"
KEY = b"the rounding key of the bench..."
LEAVING = 0.003
"""Which part of the people leave in a week, each of them followed by somebody new: about one in seven a year."""


async def measure(scale: Scale) -> list[Figure]:
    """Seconds for one metric over all rounds."""
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
    return [Figure(what, f"{seconds:.1f} s", f"{found} derivable", f"{seconds:.1f} s", BAR, seconds <= SECONDS)]


def year_of(people: int, units: int, waves: int, seed: int = 1) -> dict[str, object]:
    """The JSON of what is released of one question, of units in departments, with leavers, joiners and moods."""
    random = Random(seed)
    places = [
        Place(1, None, "Company"),
        *(Place(2 + number, 1, f"Department {number}") for number in range(DEPARTMENTS)),
    ]
    teams = range(2 + DEPARTMENTS, 1 + units)
    places += [Place(team, 2 + team % DEPARTMENTS, f"Team {team}") for team in teams]
    unit_of: dict[str, int | None] = {f"U{number:05}": random.choice(teams) for number in range(people)}
    released = []
    for wave in range(waves):
        _turn_over(unit_of, random, people + wave * people)
        layout = layout_of(places, unit_of, company="Company")
        released.append(_released(f"{wave + 1}", layout, load("first_pulse"), random))
    document = document_of(released)
    document["published"] = [row for row in document["published"] if row["metric"] == METRIC]
    document["scale"] = {METRIC: document["scale"][METRIC]}
    document["classes"] = {METRIC: document["classes"][METRIC]}
    return document


def _turn_over(unit_of: dict[str, int | None], random: Random, first: int) -> None:
    leaving = [person for person in sorted(unit_of) if random.random() < LEAVING]
    for number, person in enumerate(leaving, start=first):
        unit_of[f"U{number:05}"] = unit_of.pop(person)


def _released(wave: str, layout: Layout, instrument: Instrument, random: Random) -> Released:
    answered = {person: cell for person, cell in layout.cell_of.items() if random.random() < 0.7}
    counts = {cell: [0, 0, 0] for cell in sorted(set(layout.cell_of.values()))}
    for person, chosen in zip(sorted(answered), _moods(random), strict=False):
        counts[answered[person]][chosen] += 1
    tally = Tally(
        ballots={cell: sum(each) for cell, each in counts.items()},
        answers={(cell, METRIC): Counts(a, b, c, a // 2, c // 2) for cell, (a, b, c) in counts.items()},
    )
    return Released(wave, layout.tree, layout.cell_of, instrument, K, _told(wave, layout, tally))


def _told(wave: str, layout: Layout, tally: Tally) -> list[Statistic]:
    """What the product releases, rounded by a key; here each wave counts as new people."""
    prints = {cell.key: f"{wave} {cell.key}" for cell in layout.tree.cells}
    return release_of(layout.tree, tally, k=K, key=KEY, prints=prints)


def _moods(random: Random) -> Iterator[int]:
    while True:
        yield random.choices(range(3), weights=(5, 2, 3))[0]
