"""What an instrument is made of: items of seven types, their options, and how an answer counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Kind = Literal["agreement", "score", "yes_no", "faces", "one_of", "several_of", "text"]
Direction = Literal["positive", "negative"]
Class = Literal["favourable", "neutral", "unfavourable"]
Texts = Mapping[str, str]

LANGUAGES: Final = ("en", "fr", "nl", "de")
VALUES: Final[dict[Kind, range]] = {
    "agreement": range(1, 6),
    "score": range(11),
    "yes_no": range(2),
    "faces": range(1, 6),
}
"""The values of the types that have a scale, lowest first; they are the ones that have a direction."""
CHOICES: Final[dict[Kind, range]] = {"one_of": range(2, 6), "several_of": range(2, 9)}
"""How many options of its own an item of these types may have."""
NONE: Final = "none"
"""The key of an option of "several of" that says that none of the others holds; it is never counted by itself."""
KINDS: Final[tuple[Kind, ...]] = (*VALUES, *CHOICES, "text")
DIRECTIONS: Final[tuple[Direction, ...]] = ("positive", "negative")

# The lowest favourable value and the highest unfavourable one, when agreeing is good news.
_BOUNDS: Final[dict[Kind, tuple[int, int]]] = {
    "agreement": (4, 2),
    "score": (7, 3),
    "yes_no": (1, 0),
    "faces": (4, 2),
}
_REVERSED: Final[dict[Class, Class]] = {
    "favourable": "unfavourable",
    "neutral": "neutral",
    "unfavourable": "favourable",
}
# The bars of the options of "one of", by how many there are: it borrows the five bars, and means nothing by them.
_BORROWED: Final[dict[int, tuple[int, ...]]] = {2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `texts`, `labels` and `scale` are keyed by language, the words of the scale lowest value first.

    `option_keys` names the options of "one of" and "several of", which have the places of these keys as their values.
    `direction` is None for these and for texts. `version` is that of the instrument it comes from.
    """

    key: str
    construct: str
    source: str
    type: Kind
    direction: Direction | None
    texts: Texts = field(hash=False)
    labels: Texts = field(hash=False)
    scale: Mapping[str, tuple[str, ...]] = field(hash=False)
    option_keys: tuple[str, ...] = ()
    core: bool = False
    commented: bool = False
    version: int = 1

    @property
    def values(self) -> range:
        """Every value that may be chosen; none for a text."""
        return VALUES.get(self.type, range(len(self.option_keys)))

    @property
    def nominal(self) -> bool:
        """Whether one of several options is chosen, with no order among them."""
        return self.type == "one_of"

    @property
    def takes_words(self) -> bool:
        """Whether it is answered in words, or may be commented on."""
        return self.type == "text" or self.commented

    @property
    def metrics(self) -> tuple["Item", ...]:
        """What is counted of it: itself; for "several of" each option as a yes or no of its own; nothing of a text."""
        if self.type == "text":
            return ()
        return self.choices if self.type == "several_of" else (self,)

    @property
    def figures(self) -> tuple["Item", ...]:
        """What is told of it: as what is counted, but also "one of" option by option."""
        return self.choices or self.metrics

    @property
    def is_choice(self) -> bool:
        """Whether it is one option of an item, as a yes or no of its own; other keys have no point."""
        return "." in self.key

    @property
    def choices(self) -> tuple["Item", ...]:
        """Its own options as items that are yes or no, called `item.option` and labelled with the option.

        Of "several of" without its "none": that number would follow from the others, and bind them to each other.
        """
        return tuple(
            replace(
                self,
                key=f"{self.key}.{key}",
                type="yes_no",
                direction="positive",
                labels={language: words[place] for language, words in self.scale.items()},
                scale={},
                option_keys=(),
                commented=False,
            )
            for place, key in enumerate(self.option_keys)
            if self.nominal or key != NONE
        )

    def text(self, language: str) -> str:
        """Return the question as it is asked; in the first language that there is where this one is missing."""
        return spoken(self.texts, language)

    def label(self, language: str) -> str:
        """Return its short name for tables and charts, at most 24 characters."""
        return spoken(self.labels, language)

    def options(self, language: str) -> tuple[Option, ...]:
        """Return the answers to choose from, lowest value first; none for a text."""
        words = self.scale.get(language) or next((self.scale[each] for each in LANGUAGES if each in self.scale), ())
        return tuple(Option(value, label) for value, label in zip(self.values, words, strict=True))

    def speaks(self, language: str) -> bool:
        """Say whether everything of it is worded in this language."""
        worded = language in self.texts and language in self.labels
        return worded and (self.type == "text" or language in self.scale)


@dataclass(frozen=True, slots=True)
class Instrument:
    """The questions of a pulse, what they are about, and the words that ask for a comment."""

    key: str
    version: int
    items: tuple[Item, ...]
    comments: Texts = field(hash=False)
    titles: Texts = field(hash=False, default_factory=dict)
    abouts: Texts = field(hash=False, default_factory=dict)

    @property
    def metrics(self) -> tuple[Item, ...]:
        """All that is counted, in the order of the items; see `Item.metrics`."""
        return tuple(metric for item in self.items for metric in item.metrics)

    @property
    def figures(self) -> tuple[Item, ...]:
        """All that is told of, in the order of the items; see `Item.figures`."""
        return tuple(figure for item in self.items for figure in item.figures)

    def item(self, key: str) -> Item:
        """Return the item with this key; KeyError if there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)

    def title(self, language: str) -> str:
        """Return its name, at most 60 characters; nothing for what was composed."""
        return spoken(self.titles, language)

    def about(self, language: str) -> str:
        """Return what it asks about, and whom it helps, at most 300 characters; nothing for what was composed."""
        return spoken(self.abouts, language)

    def comment(self, language: str) -> str:
        """Return the words that ask for a comment."""
        return spoken(self.comments, language)


def spoken(texts: Texts, language: str) -> str:
    """Give a text in a language, else in the first of the four that it has, else nothing."""
    return texts.get(language) or next((texts[each] for each in LANGUAGES if texts.get(each)), "")


def class_of(item: Item, value: int) -> Class:
    """Return how an answer counts: agreement and faces 4-5, score 7-10 and yes are favourable; 1-2, 0-3 and no are not.

    Reversed where the item's direction is negative. For "one of" the class only says on which side of the five bars the
    option stands. ValueError for a value that the item does not offer.
    """
    _check(item, value)
    if item.nominal:
        bar = _BORROWED[len(item.option_keys)][value]
        return "unfavourable" if bar < 3 else "favourable" if bar > 3 else "neutral"
    lowest_good, highest_bad = _BOUNDS[item.type]
    plain: Class = "favourable" if value >= lowest_good else "unfavourable" if value <= highest_bad else "neutral"
    return _REVERSED[plain] if item.direction == "negative" else plain


def bar_of(item: Item, value: int) -> int | None:
    """Return the bar of an answer among five, 1 strongly unfavourable and 5 strongly favourable, 3 neutral.

    Strong are agreement and faces 5 and 1, score 9-10 and 0-1, reversed with the item. The options of "one of" take the
    bars 1 and 5, 1, 3 and 5, all but 3, or all. None for yes and no, without degrees. ValueError for a value that the
    item does not offer.
    """
    kind = class_of(item, value)
    if item.nominal:
        return _BORROWED[len(item.option_keys)][value]
    if item.type == "yes_no":
        return None
    if kind == "neutral":
        return 3
    width = 2 if item.type == "score" else 1
    strong = value < item.values[0] + width or value > item.values[-1] - width
    return {"favourable": (4, 5), "unfavourable": (2, 1)}[kind][strong]


def has_degrees(item: Item) -> bool:
    """Say whether answers are told apart by how strongly they are for or against."""
    return any(bar_of(item, value) in {2, 4} for value in item.values)


def same_answers(one: Item, other: Item) -> bool:
    """Say whether two items of one key offer the same answers, and count them alike."""
    return (one.type, one.direction, one.option_keys) == (other.type, other.direction, other.option_keys)


def _check(item: Item, value: int) -> None:
    if value not in item.values or item.type not in {*VALUES, "one_of"}:
        raise ValueError(f"{item.key} has no answer {value}")
