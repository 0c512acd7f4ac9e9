"""Checks lexicons as a careful colleague would: what stands there twice, can never be found, or says two things."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from surveys.comments.phrases import Mistake, Phrases, parsed
from surveys.comments.vocabulary import LANGUAGES, Entry, entries, function_words


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an entry, where it stands, and what to do."""

    place: str
    words: str
    problem: str


def complaints_about(language: str) -> list[Complaint]:
    """All that is wrong with the lexicons of one language; none is the usual case."""
    listed = entries(language)
    unreadable = list(_unreadable(listed))
    if unreadable:
        return unreadable
    return [*_twice(listed), *_dead(listed), *_clashing(listed), *_shared(language)]


def _unreadable(listed: Sequence[Entry]) -> Iterator[Complaint]:
    for entry in listed:
        try:
            parsed(entry.words)
        except Mistake as mistake:
            yield Complaint(entry.place, entry.words, str(mistake))


def _kind_of(entry: Entry) -> str:
    """Themes have nothing to do with tones: a phrase may be both, and stand for several themes."""
    return f"theme {entry.meaning.theme}" if entry.meaning.kind == "theme" else "tone"


def readings(words: str) -> list[tuple[str, ...]]:
    """The shortest ways to say an entry: each choice of its alternatives, stems without an ending, no gap filled."""
    steps = [step for step in parsed(words) if step != ["..."]]
    return [tuple(word.removesuffix("*") for word in chosen) for chosen in product(*steps)]


def _twice(listed: Sequence[Entry]) -> Iterator[Complaint]:
    """The same words with two senses: only one of them could ever be taken."""
    senses: dict[tuple[str, str], Entry] = {}
    for entry in listed:
        for pattern in {" ".join(chosen) for chosen in product(*parsed(entry.words))}:
            before = senses.setdefault((_kind_of(entry), pattern), entry)
            if before.meaning != entry.meaning:
                yield Complaint(entry.place, pattern, f"stands in {before.place} as well: take out one of the two")


def _dead(listed: Sequence[Entry]) -> Iterator[Complaint]:
    """Entries without which everything would be found all the same, since others find as much to the same effect."""
    phrases = Phrases()
    for number, entry in enumerate(listed):
        phrases.add(entry.words, number)
    for number, entry in enumerate(listed):
        others = [_found_by(phrases, listed, number, said) for said in readings(entry.words)]
        if all(others):
            by = '", "'.join(sorted(set.union(*others)))
            yield Complaint(entry.place, entry.words, f'is found by "{by}": take it out')


def _found_by(phrases: Phrases, listed: Sequence[Entry], number: int, said: tuple[str, ...]) -> set[str]:
    """Which other entries with the same meaning find all that an entry finds when it is said so."""
    tokens = list(said)
    if listed[number].words.endswith("*"):
        tokens[-1] += "zz"  # what only another stem finds
    return {
        listed[other].words
        for end, numbers in phrases.starting_at(tokens, 0)
        if end == len(tokens)
        for other in numbers
        if other != number and listed[other].meaning == listed[number].meaning
    }


def _clashing(listed: Sequence[Entry]) -> Iterator[Complaint]:
    """A praise that is but a negation of praise, or a blame of blame: it would be read as its opposite elsewhere."""
    tones = {said: entry for entry in listed if entry.meaning.kind == "tone" for said in readings(entry.words)}
    turning = {said for entry in listed if entry.meaning.kind == "negations" for said in readings(entry.words)}
    for said, entry in tones.items():
        for cut in range(1, len(said)):
            rest = tones.get(said[cut:])
            if said[:cut] in turning and rest is not None and _same_side(rest, entry):
                sides = f'negates "{rest.words}", which stands on the same side in {rest.place}'
                yield Complaint(entry.place, entry.words, f"{sides}: one of the two is mistaken")


def _same_side(one: Entry, other: Entry) -> bool:
    return (one.meaning.weight > 0) == (other.meaning.weight > 0)


def _shared(language: str) -> Iterator[Complaint]:
    """A frequent word that two languages have tells neither from the other."""
    languages: dict[str, list[str]] = defaultdict(list)
    for each in LANGUAGES:
        for word in function_words(each):
            languages[word].append(each)
    for word, shared in sorted(languages.items()):
        for one, other in combinations(shared, 2):
            if language in (one, other):
                second = other if language == one else one
                yield Complaint(f"tone/{language}.yaml, function", word, f"is one of {second} as well: take it out")
