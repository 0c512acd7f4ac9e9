"""Takes out of a comment what identifies somebody by form alone, and what hides in the text or disturbs its reader."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 500  # characters
MARK: Final = "…"  # stands where something was taken out

_JOINER: Final = "\u200d"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})  # controls, bidi overrides, private use, lone surrogates
_EXTENDING: Final = frozenset({"Mn", "Mc", "Me"})

# Order counts: what Slack wraps in angle brackets first, then addresses that could contain each other.
_TAKEN_OUT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"<[@#!][^<>]*>",  # people, channels, groups and @here as Slack writes them
        r"<[a-z][a-z0-9+.-]{1,20}:[^<>]*>",  # a link with or without its text
        r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.|\b(?:mailto|tel):)[^\s<>]*[^\s<>.,;:!?)\]'\"…]",
        r"(?<![\w.+%-])[\w.+%-]++@[\w.+%@-]++",  # an e-mail address, or several in one
        r"\+\(?\d(?:[ ()./-]{0,3}\d){6,}",  # a telephone number with its country, 7 digits or more
        r"(?<!\d)\(?\d(?:[ ()./-]{0,3}\d){8,}",  # one without, 9 digits or more: a date has at most 8
    )
)
_DOTS: Final = re.compile(r"[.…]*…[.…]*|\.{3,}")


def sanitised(text: str) -> str:
    """Return the comment on one line: NFKC, nothing hidden, nothing that points to a person, cut at 500 characters."""
    text = unicodedata.normalize("NFKC", _visible(unicodedata.normalize("NFKC", text)))
    text = _DOTS.sub(MARK, text)
    while (less := _taken_out(text)) != text:  # what one removal joins may be something to take out again
        text = less
    return _cut(" ".join(text.split()))


def _taken_out(text: str) -> str:
    for pattern in _TAKEN_OUT:
        text = pattern.sub(MARK, text)
    return _DOTS.sub(MARK, text)


def _visible(text: str) -> str:
    """Drop hidden characters; line breaks become spaces, and the joiner inside an emoji stays."""
    kept: list[str] = []
    for position, character in enumerate(text):
        if character.isspace():
            kept.append(" ")
        elif character == _JOINER:
            if kept and _is_pictorial(kept[-1]) and _is_pictorial(text[position + 1 : position + 2]):
                kept.append(character)
        elif unicodedata.category(character) not in _HIDDEN:
            kept.append(character)
    return "".join(kept)


def _is_pictorial(character: str) -> bool:
    return character == "\ufe0f" or (character != "" and unicodedata.category(character) in {"So", "Sk"})


def _cut(text: str) -> str:
    """Cut at the last boundary that leaves no letter without its accents and no emoji in halves."""
    if len(text) <= LONGEST:
        return text
    end = LONGEST
    while end > 0 and _belongs_together(text, end):
        end -= 1
    return text[:end].rstrip()


def _belongs_together(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if _JOINER in (before, after) or unicodedata.category(after) in _EXTENDING:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # a skin tone
        return True
    return _is_half_flag(after) and _flags_before(text, end) % 2 == 1


def _flags_before(text: str, end: int) -> int:
    start = end
    while start > 0 and _is_half_flag(text[start - 1]):
        start -= 1
    return end - start


def _is_half_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
