"""How often an attack guessed right, against who only reads the published table: an exact binomial test, one-sided."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import comb
from pathlib import Path
from uuid import uuid4

FOLDER = "GROUNDSWELL_ATTACK_FIGURES"
"""The variable that names the folder into which figures are written; unset, none are."""
LEAST_P = Fraction(1, 1000)
LEAST_GUESSES = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many guesses, so many were right, and so many are right for who guesses from the published table.

    `derived` of the guesses are the attack's own; for the others it found nothing and says what the table says.
    """

    guesses: int
    right: int
    best: int
    derived: int

    @property
    def advantage(self) -> Fraction:
        """The share of right guesses, less that of the best guess from the published table."""
        return Fraction(self.right - self.best, self.guesses)

    @property
    def p(self) -> Fraction:
        """How likely so many right guesses are, or more, for who gains nothing."""
        return tail(self.right, self.guesses, Fraction(self.best, self.guesses))


@dataclass(frozen=True, slots=True)
class Figure:
    """What one attack made of both stores on one backend; `certain` where it guesses only what cannot be otherwise."""

    attack: str
    backend: str
    naive: Score
    ours: Score
    certain: bool = False

    @property
    def gains(self) -> bool:
        """Whether the attack gains anything on ours: more than chance allows, or any certainty at all."""
        return self.ours.p < LEAST_P or (self.certain and self.ours.derived > 0)


def tail(successes: int, trials: int, chance: Fraction) -> Fraction:
    """The exact probability of at least so many successes in independent trials of that chance each."""
    if successes <= 0:
        return Fraction(1)
    if not 0 < chance < 1:
        return Fraction(int(chance == 1))
    hit, miss = chance.numerator, chance.denominator - chance.numerator
    term = whole = comb(trials, successes) * hit**successes * miss ** (trials - successes)
    for k in range(successes, trials):
        term = term * (trials - k) * hit // ((k + 1) * miss)  # divides without a rest: it is the next whole term
        whole += term
    return Fraction(whole, chance.denominator**trials)


def score_of(guesses: Iterable[tuple[object, object, object]]) -> Score:
    """Score (guess or None, guess from the table, truth): an attack that found nothing says what the table says."""
    total = right = best = derived = 0
    for guess, from_table, truth in guesses:
        total += 1
        derived += guess is not None
        right += (from_table if guess is None else guess) == truth
        best += from_table == truth
    return Score(total, right, best, derived)


def tell(figure: Figure) -> None:
    """Write a figure down where they are collected."""
    if folder := os.environ.get(FOLDER):
        (Path(folder) / f"{uuid4().hex}.json").write_text(json.dumps(asdict(figure)))


def told(folder: Path) -> Iterator[Figure]:
    """Read all figures of a folder, by name."""
    held = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    for each in sorted(held, key=lambda each: (each["attack"], each["backend"])):
        yield Figure(
            each["attack"], each["backend"], Score(**each["naive"]), Score(**each["ours"]), certain=each["certain"]
        )


def judge(
    attack: str, backend: str, *, naive: Score, ours: Score, least: int = LEAST_GUESSES, certain: bool = False
) -> None:
    """Tell the figure, and hold that the attack works on the naive store and gains nothing on ours."""
    figure = Figure(attack, backend, naive, ours, certain=certain)
    tell(figure)
    assert ours.guesses >= least, f"{ours.guesses} guesses are too few to judge by"
    assert naive.advantage > 0, f"{attack} does not even work on the naive store: {naive}"
    assert naive.p < LEAST_P, f"{attack} does not even work on the naive store: {naive}, p = {float(naive.p):.2g}"
    assert not figure.gains, f"{attack} works on ours: {ours}, p = {float(ours.p):.2g}"
