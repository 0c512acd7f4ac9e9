"""Takes out of a comment what identifies somebody by form alone, and what hides in the text or disturbs its reader."""

import re
import unicodedata
from typing import Final, Literal

Pointer = Literal["mention", "link", "address", "phone"]

LONGEST: Final = 500  # characters
LONGEST_OF_AN_ITEM: Final = 300  # of a text that answers an item, or comments on one
MARK: Final = "…"  # stands where something was taken out

_JOINER: Final = "\u200d"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})  # controls, bidi overrides, private use, lone surrogates
_EXTENDING: Final = frozenset({"Mn", "Mc", "Me"})

_LINK_END: Final = r"[^\s<>]*[^\s<>.,;:!?)\]'\"…]"
# Order counts: what Slack wraps in angle brackets first, then addresses that could contain each other.
_POINTERS: Final[tuple[tuple[Pointer, str], ...]] = (
    ("mention", r"<[@#!][^<>]*>"),  # people, channels, groups and @here as Slack writes them
    ("link", r"<[a-z][a-z0-9+.-]{1,20}:[^<>]*>"),  # with or without its text
    ("link", r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.|\b(?:mailto|tel):)" + _LINK_END),
    ("address", r"(?<![\w.+%-])[\w.+%-]++@[\w.+%@-]++"),  # an e-mail address, or several in one
    ("link", r"(?<![\w.-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/" + _LINK_END),  # a page, without a scheme
    ("mention", r"(?<!\w)@[^\W\d_][\w.-]*\w"),  # a handle as it is typed in a form, where Slack wraps nothing
    ("mention", r"(?<![\w&])#[^\W\d_][\w-]*\w"),  # a channel, likewise
    ("phone", r"\+\(?\d(?:[ ()./-]{0,3}\d){6,}"),  # with its country, 7 digits or more
    ("phone", r"(?<!\d)\(?\d(?:[ ()./-]{0,3}\d){8,}"),  # without, 9 digits or more: a date has at most 8
)
_TAKEN_OUT: Final = tuple((pointer, re.compile(pattern, re.IGNORECASE)) for pointer, pattern in _POINTERS)
_DOTS: Final = re.compile(r"[.…]*…[.…]*|\.{3,}")


def sanitised(text: str, *, longest: int = LONGEST) -> str:
    """Return the comment on one line: NFKC, nothing hidden, nothing that points to a person, cut at its length."""
    text = visible(text)
    while (less := _taken_out(text)) != text:  # what one removal joins may be something to take out again
        text = less
    return _cut(" ".join(text.split()), longest)


def visible(text: str) -> str:
    """Return what a reader sees of a text: NFKC, with spaces for line breaks and nothing hidden."""
    text = unicodedata.normalize("NFKC", _visible(unicodedata.normalize("NFKC", text)))
    return _DOTS.sub(MARK, text)


def pointers_in(text: str) -> frozenset[Pointer]:
    """Say what kinds of things `sanitised` would take out of a text."""
    seen = visible(text)
    return frozenset(pointer for pointer, pattern in _TAKEN_OUT if pattern.search(seen))


def says_nothing(clean: str) -> bool:
    """Whether a sanitised comment is but marks of what was taken out, and their punctuation."""
    return MARK in clean and not any(character.isalnum() for character in clean)


def _taken_out(text: str) -> str:
    for _, pattern in _TAKEN_OUT:
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


def _cut(text: str, longest: int) -> str:
    """Cut at the last boundary that leaves no letter without its accents and no emoji in halves."""
    if len(text) <= longest:
        return text
    end = longest
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
