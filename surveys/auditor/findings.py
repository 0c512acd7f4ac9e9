"""What an audit finds: who is concerned, what is certain of them, and which published rows say so together."""

from dataclasses import dataclass
from typing import Any, Literal

from surveys.auditor.document import Person, Wave

Kind = Literal["L2", "L3", "L3c", "L3p", "L4", "L5"]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that can be derived: `what` of `people`, together if it is a number, else of each of them.

    `derived` is the value or the interval "lo-hi". A class (L3, L3c) is what each of them chose if they answered.
    `combination` names the rows that say so together, `rows` their places in what was published.
    `insiders` are colleagues who know their own answers, `insight` what these are, for L3c.
    """

    kind: Kind
    metric: str
    waves: tuple[Wave, ...]
    people: tuple[Person, ...]
    what: str
    derived: str
    combination: str
    rows: tuple[int, ...]
    insiders: tuple[Person, ...] = ()
    insight: str = ""

    @property
    def sentence(self) -> str:
        """The finding in a line."""
        waves = " and ".join(map(str, self.waves))
        of = ", ".join(map(str, self.people))
        known = f" to whom knows that {self.insight}" if self.insight else ""
        told = f"{self.what} of {of} is {self.derived}{known}"
        return f"{self.kind} {self.metric}, wave {waves}: {told}, from {self.combination}"

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "kind": self.kind,
            "metric": self.metric,
            "waves": list(self.waves),
            "people": list(self.people),
            "what": self.what,
            "derived": self.derived,
            "combination": self.combination,
            "rows": list(self.rows),
            "insiders": list(self.insiders),
            "insight": self.insight,
        }
