"""Cuts a comment into what the lexicons are about: words, the marks between them, and emoji."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 10_000  # characters that are read; what comes after them is not
STOP: Final = "."  # stands for all that ends what belongs together
COMMA: Final = ","
ASKED: Final = "?"
MARKS: Final = frozenset({STOP, COMMA, ASKED})

_EMOTICON: Final = r"[:;=]-?[)(dp/](?!\w)|<3"
_SHORTCODE: Final = r":[a-z0-9_+-]{1,40}:"
_WORD: Final = r"aujourd'hui|(?:[cdjlmnst]|qu)'(?=\w)|[^\W_]+(?:['-][^\W_]+)*"
_PICTURE: Final = r"[\u2190-\u2bff\U0001f000-\U0001faff]"
_MARK: Final = r"[.!?;:,()\u2026\n\u061b\u061f]"
_TOKEN: Final = re.compile(f"{_EMOTICON}|{_SHORTCODE}|{_WORD}|{_PICTURE}|{_MARK}")
_MARKS: Final = {
    **dict.fromkeys(".!;:\u2026\n\u061b", STOP),
    **dict.fromkeys(",()", COMMA),
    **dict.fromkeys("?\u061f", ASKED),
}
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_VARIANTS: Final = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]")


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a comment, in order: words in lower case, marks as one of MARKS, emoji as they are.

    Elided words of French stand alone (`l'`); contractions are one word (`don't`).
    """

    text: str
    tokens: list[str]

    def spoken(self, start: int, end: int) -> str:
        """The comment from one token up to another, as it was written but for what cannot be seen."""
        spans = [found.span() for found in _TOKEN.finditer(self.text.lower())]
        return self.text[spans[start][0] : spans[end - 1][1]]


def words_of(text: str) -> Words:
    """Cut a comment; what cannot be seen in it, and all after LONGEST characters, is left out."""
    seen = _seen(text[:LONGEST])
    mark = _MARKS.get
    return Words(seen, [mark(found, found) for found in _TOKEN.findall(seen.lower())])


def _seen(text: str) -> str:
    """The text composed, with plain apostrophes and spaces, without what has no width; its case is kept."""
    if text.isascii() and text.isprintable():
        return text.replace("`", "'")
    text = unicodedata.normalize("NFC", _VARIANTS.sub("", text)).translate(_APOSTROPHES)
    return "".join(_shown(each) for each in text)


def _shown(character: str) -> str:
    if character.isspace():
        return "\n" if character == "\n" else " "
    if len(character.lower()) > 1 or unicodedata.category(character) in _HIDDEN:
        return ""  # the only letter that grows when it is small is the Turkish I with a dot
    return character
