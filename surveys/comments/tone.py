"""How a comment sounds by its lexicon: what is praised or blamed, negated, weighed, only imagined, meant in irony."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from surveys.comments.vocabulary import THEMES, Meaning, Vocabulary
from surveys.comments.words import ASKED, COMMA, MARKS

REACH: Final = 4
"""Words between a negation and what it turns."""
REACH_BACK: Final = 6
"""Words between praise and the negation behind it: German and Dutch put much between a verb and its "not"."""
NEAR: Final = 2
"""Words between what strengthens or softens and what it bears upon."""
NEGATED_PRAISE, NEGATED_BLAME = -0.8, -0.6
"""What is left of a tone that is negated: "not good" is bad, and "not bad" hardly praise."""
STRENGTHENED, SOFTENED = 1.4, 0.6
BEFORE_A_CONTRAST, AFTER_A_CONTRAST, CONCEDED = 0.5, 1.3, 0.5
NEVER: Final = -99
IRONY: Final = -4.0
SURE: Final = 2
GAIN: Final = "positive_quick_win"
"""The one theme that a negation takes back: what does not save time is no gain."""


@dataclass(slots=True)
class Hit:
    """A word or phrase that has a tone: its value as it stands there, and whether it is only imagined or asked."""

    at: int
    end: int
    value: float
    plain: int
    sentence: int
    imagined: bool = False


@dataclass(slots=True)
class Heard:
    """What was heard in a comment: the tones in order, how often each kind of turn, and the themes with their place."""

    hits: list[Hit] = field(default_factory=list)
    turns: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    themes: dict[str, tuple[int, int]] = field(default_factory=dict)
    words: int = 0


@dataclass(slots=True)
class _Listening:
    """Where one is in a comment: what was said so far and bears upon what comes."""

    heard: Heard = field(default_factory=Heard)
    negated_at: int = NEVER
    stressed_at: int = NEVER
    softened_at: int = NEVER
    conceding: bool = False
    contrasted: bool = False
    imagining: bool = False
    taken_until: int = 0
    clause: int = 0
    """Where what belongs together began: no negation turns what was said before."""
    sentence: int = 0
    hints: dict[str, list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))


def listen(tokens: list[str], vocabulary: Vocabulary) -> Heard:
    """Hear a comment, cut into words, by the vocabulary of its language."""
    now = _Listening()
    starting_at, meanings = vocabulary.phrases.starting_at, vocabulary.meanings
    for at, token in enumerate(tokens):
        if token in MARKS:
            _pause(now, token, at)
            continue
        now.heard.words += 1
        found = starting_at(tokens, at)
        if found:
            _take(now, at, found, meanings)
    now.heard.themes = _themes_of(tokens, now.hints)
    return now.heard


def _pause(now: _Listening, mark: str, at: int) -> None:
    now.conceding, now.clause, now.negated_at = False, at, NEVER
    if mark == COMMA:
        return
    if mark == ASKED:
        now.heard.turns["asked"] += 1
        for hit in now.heard.hits:
            hit.imagined = hit.imagined or hit.sentence == now.sentence
    now.stressed_at = now.softened_at = NEVER
    now.imagining = False
    now.sentence += 1


def _take(now: _Listening, at: int, found: list[tuple[int, list[int]]], meanings: list[Meaning]) -> None:
    """Note the themes that begin here, and the longest of what has a tone or turns one."""
    longest, heard = 0, None
    for end, numbers in found:
        for number in numbers:
            meaning = meanings[number]
            if meaning.kind == "theme":
                _hint(now, at, end, meaning)
            elif end > longest:
                longest, heard = end, meaning
    if heard is not None and at >= now.taken_until:
        if heard.kind not in _LEADING:
            now.taken_until = longest
        if heard.kind == "tone":
            _sound(now, at, longest, heard.weight)
        else:
            now.heard.turns[heard.kind] += 1
            _TURNS[heard.kind](now, at, longest)


def _hint(now: _Listening, at: int, end: int, meaning: Meaning) -> None:
    if meaning.theme != GAIN or at - now.negated_at > REACH:
        now.hints[meaning.theme].append((at, end, meaning.weight))


def _sound(now: _Listening, at: int, end: int, weight: int) -> None:
    value = float(weight)
    if at - now.negated_at <= REACH:
        value *= NEGATED_PRAISE if weight > 0 else NEGATED_BLAME
        now.heard.turns["turned"] += 1
        now.negated_at = end - REACH + NEAR  # "not good or useful": what is close behind is turned as well
    if at - now.stressed_at <= NEAR:
        value *= STRENGTHENED
    if at - now.softened_at <= NEAR:
        value *= SOFTENED
    value *= (CONCEDED if now.conceding else 1) * (AFTER_A_CONTRAST if now.contrasted else 1)
    now.heard.hits.append(Hit(at, end, value, weight, now.sentence, now.imagining))


def _negate(now: _Listening, _at: int, end: int) -> None:
    now.negated_at = end


def _negate_before(now: _Listening, at: int, end: int) -> None:
    """Turn what has just been said, unless it has been turned; what follows is turned as well."""
    hits = now.heard.hits
    hit = hits[-1] if hits and hits[-1].at >= now.clause else None
    if hit is not None and _is_turned_by(hit, at):
        hit.value *= NEGATED_PRAISE if hit.plain > 0 else NEGATED_BLAME
        now.heard.turns["turned"] += 1
    now.negated_at = end


def _is_turned_by(hit: Hit, at: int) -> bool:
    near = at - hit.end < (REACH_BACK if hit.plain > 0 else REACH)
    return near and (hit.value > 0) == (hit.plain > 0)


def _stress(now: _Listening, _at: int, end: int) -> None:
    now.stressed_at = end


def _soften(now: _Listening, _at: int, end: int) -> None:
    now.softened_at = end


def _contrast(now: _Listening, at: int, _end: int) -> None:
    for hit in now.heard.hits:
        hit.value *= BEFORE_A_CONTRAST
    now.contrasted, now.conceding, now.negated_at, now.clause = True, False, NEVER, at


def _concede(now: _Listening, _at: int, _end: int) -> None:
    now.conceding = True


def _imagine(now: _Listening, _at: int, _end: int) -> None:
    now.imagining = True


def _be_ironic(now: _Listening, at: int, end: int) -> None:
    for hit in now.heard.hits:
        if hit.sentence == now.sentence and hit.value > 0:
            hit.value = 0.0
    now.heard.hits.append(Hit(at, end, IRONY, -3, now.sentence))


def _pass_over(_now: _Listening, _at: int, _end: int) -> None:
    """What only hides words changes nothing."""


_LEADING: Final = frozenset({"intensifiers", "softeners"})
"""What leads on to a tone, whose own words it may share: "much more", and "more confident"."""
_TURNS: Final = {
    "neutral": _pass_over,
    "negations": _negate,
    "negations_after": _negate_before,
    "intensifiers": _stress,
    "softeners": _soften,
    "contrast": _contrast,
    "concession": _concede,
    "hypothetical": _imagine,
    "questions": _imagine,
    "ironic": _be_ironic,
}


def _themes_of(tokens: list[str], hints: dict[str, list[tuple[int, int, int]]]) -> dict[str, tuple[int, int]]:
    """The themes that are sure, each with the place that says so best: one sure phrase, or two different hints."""
    found = {}
    for theme in THEMES:
        places = hints.get(theme, [])
        apart: dict[str, int] = {}
        for at, end, weight in places:
            said = " ".join(tokens[at:end])
            apart[said] = max(weight, apart.get(said, 0))
        if sum(apart.values()) >= SURE:
            at, end, _ = max(places, key=lambda place: (place[2], place[1] - place[0]))
            found[theme] = (at, end)
    return found
