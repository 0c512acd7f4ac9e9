"""How much of an organisation was still shown: what protection costs."""

from collections import Counter
from dataclasses import dataclass

from surveys.auditor.export import Released
from surveys.cells import groups_of
from surveys.policy import Tally


@dataclass(frozen=True, slots=True)
class Shown:
    """How many groups were shown for some question, of how many with eight people, of how many with k answers."""

    shown: int
    large: int
    answering: int

    def __add__(self, other: "Shown") -> "Shown":
        """Count both together."""
        return Shown(self.shown + other.shown, self.large + other.large, self.answering + other.answering)


def shown_of(released: Released, tally: Tally) -> Shown:
    """Count the groups of one round, all of which are laid out with at least eight people."""
    answers: Counter[str] = Counter()
    for finest, number in tally.ballots.items():
        answers.update({cell.key: number for cell in groups_of(released.tree, finest)})
    items = {metric.key for metric in released.instrument.metrics}
    shown = {each.cell for each in released.statistics if each.item in items}
    return Shown(len(shown), len(released.tree.cells), sum(number >= released.k for number in answers.values()))
