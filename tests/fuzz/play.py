"""Plays an organisation through a policy, and has all that was ever released in it audited as one document."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Any, Final

from people.anonymity import K
from surveys import auditor
from surveys.auditor.export import Released, document_of
from surveys.auditor.gate import gate_for
from surveys.auditor.programme import Undecided
from surveys.ballots import Ballot
from surveys.cells import Layout, groups_of, layout_of
from surveys.instruments import Instrument
from surveys.policy import Gate, Tally, release_of
from surveys.tally import tally_of
from tests.fuzz import naive
from tests.fuzz.answering import INSTRUMENT
from tests.fuzz.groups import Shown, shown_of
from tests.fuzz.organisations import Organisation, organisation_of

NO_VERDICT: Final = "none"
"""In place of a kind of finding: the auditor refused what was honestly released, or gave up."""

GateFor = Callable[[Released, Sequence[Released], Tally], Gate | None]
Play = Callable[[Organisation], tuple[dict[str, Any], Shown]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one organisation under one policy: the kind and the sentence of each finding."""

    seed: int
    policy: str
    findings: tuple[tuple[str, str], ...]
    groups: Shown
    seconds: float


def no_gate(candidate: Released, earlier: Sequence[Released], tally: Tally) -> Gate | None:
    """Withhold nothing: the policy without its gate."""
    return None


def released(
    organisation: Organisation, *, gated: GateFor, asked: Instrument = INSTRUMENT
) -> tuple[dict[str, Any], Shown]:
    """What policy G releases of all rounds, each through the gate that is made for it, as a document to audit."""
    rounds: list[Released] = []
    groups = Shown(0, 0, 0)
    for week in organisation.weeks:
        layout = layout_of(week.places, week.unit_of, company="Company")
        ballots = (Ballot(layout.cell_of[person], values) for person, values in week.answers.items())
        tally = tally_of(asked, layout.tree, ballots)
        candidate = Released(week.name, layout.tree, layout.cell_of, asked, K, ())
        key = hashlib.sha256(f"{organisation.seed}".encode()).digest()
        gate = gated(candidate, tuple(rounds), tally)
        statistics = release_of(layout.tree, tally, k=K, key=key, prints=_prints(layout), gate=gate)
        rounds.append(replace(candidate, statistics=statistics))
        groups += shown_of(rounds[-1], tally)
    return document_of(rounds), groups


def _prints(layout: Layout) -> Mapping[str, str]:
    """What stands for the people of each group: the same for the same people, in whichever round (R9)."""
    members: dict[str, list[str]] = {cell.key: [] for cell in layout.tree.cells}
    for person, finest in sorted(layout.cell_of.items()):
        for cell in groups_of(layout.tree, finest):
            members[cell.key].append(person)
    return {cell: hashlib.sha256(" ".join(people).encode()).hexdigest() for cell, people in members.items()}


NAIVE: Final = "k = 5 alone"
UNGATED: Final = "G without its gate"
PRODUCT: Final = "G, as released"
POLICIES: Final[Mapping[str, Play]] = {
    NAIVE: naive.published,
    UNGATED: partial(released, gated=no_gate),
    PRODUCT: partial(released, gated=gate_for),
}


def verdict_of(policy: str, seed: int) -> Verdict:
    """Play one organisation through one policy, and judge it."""
    begun = perf_counter()
    try:
        document, groups = POLICIES[policy](organisation_of(seed))
        found = findings_of(document)
    except Exception as mistake:
        mistake.add_note(f"{policy}, seed {seed}")
        raise
    return Verdict(seed, policy, found, groups, perf_counter() - begun)


def findings_of(document: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The kind and the sentence of all that can be derived."""
    try:
        return tuple((each.kind, each.sentence) for each in auditor.violations(auditor.read(document)))
    except (auditor.Contradiction, Undecided) as reason:
        return ((NO_VERDICT, f"{type(reason).__name__}: {reason}"),)
