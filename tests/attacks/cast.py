"""Who answers what, when and in which order, in rounds that are drawn from a seed: the truth that attacks are after."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.instruments import Class, class_of
from tests.build import ITEMS

SIZES = {
    "Engineering / Platform": 40,
    "Engineering / Data": 26,
    "Engineering / Web": 14,
    "Engineering / Tools": 5,
    "Sales / North": 34,
    "Sales / South": 11,
    "Sales / Field": 8,
    "Support / Desk": 62,
    "Support / Phone": 40,
}
"""Two hundred and forty people, in teams some of which are too small to stand alone."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BY_KEY = {item.key: item for item in ITEMS}

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """One form that was sent: by whom, with which values and words; `final` unless another took its place."""

    person: str
    values: Values
    comment: str | None
    final: bool


@dataclass(frozen=True, slots=True)
class Script:
    """One round as it will be played: forms in the order in which they come, and who withdraws at the end."""

    sent: tuple[Sent, ...]
    withdrawn: frozenset[str]

    def arrivals(self) -> list[str]:
        """Who answered for good, in the order of their first forms: what somebody may have seen on their screens."""
        return [person for person in dict.fromkeys(form.person for form in self.sent) if person not in self.withdrawn]

    def kept(self) -> dict[str, Sent]:
        """The form that counts of each person who answered for good."""
        return {form.person: form for form in self.sent if form.final and form.person not in self.withdrawn}

    def replaced(self) -> dict[str, Sent]:
        """The first forms of those who changed their minds or withdrew."""
        first = {form.person: form for form in reversed(self.sent)}
        return {person: form for person, form in first.items() if not form.final or person in self.withdrawn}


def class_told(item: str, value: int) -> Class:
    """How this answer counts."""
    return class_of(BY_KEY[item], value)


def script_of(people: Mapping[str, tuple[str, ...]], seed: int, *, commenting: float = 1.0) -> Script:
    """Draw a round: four in five answer, each team with leanings of its own; one in eight sends twice."""
    rng = random.Random(seed)
    forms: list[Sent] = []
    for team in people.values():
        leaning = {item.key: rng.uniform(0.3, 0.7) for item in ITEMS}
        forms += [_form(rng, person, leaning, commenting) for person in team if rng.random() < 0.82]
    rng.shuffle(forms)
    twice = {form.person for form in forms if rng.random() < 0.12}
    again = [_form(rng, form.person, dict.fromkeys(BY_KEY, 0.5), commenting) for form in forms if form.person in twice]
    first = [Sent(form.person, form.values, form.comment, form.person not in twice) for form in forms]
    return Script((*first, *again), frozenset(form.person for form in forms if rng.random() < 0.06))


def _form(rng: random.Random, person: str, leaning: Mapping[str, float], commenting: float) -> Sent:
    values = {}
    for item in ITEMS:
        glad = rng.random() < leaning[item.key]
        wanted = "favourable" if glad else "unfavourable"
        values[item.key] = rng.choice([value for value in item.values if class_of(item, value) == wanted])
    word = "".join(rng.choice(LETTERS) for _ in range(16))
    # The length of a comment goes with what its author thinks: a thief would try to use that.
    praise = " and I am glad of it" if values["overall"] > 5 else ""
    comment = f"marker{word} is what I think{praise}"
    return Sent(person, values, comment if rng.random() < commenting else None, final=True)
