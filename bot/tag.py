"""Tags comments for the command line: one comment a line in, one JSON object a line out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from surveys.comments import tagging

LANGUAGES: Final = ("auto", "en", "fr", "nl", "de")
TIERS: Final = ("a", "b")


class Unavailable(ValueError):
    """What was asked for is not offered; the message says what is."""


def run(lines: Iterable[str], *, language: str, tier: str) -> Iterator[str]:
    """Return one JSON object per line, an empty line included; "auto" is reported as "und" for now.

    `Unavailable` at once, before a line is read, for a language or a tier that there is not.
    """
    if language not in LANGUAGES:
        raise Unavailable(f'there is no language "{language}": use one of {", ".join(LANGUAGES)}')
    if tier not in TIERS:
        raise Unavailable(f'there is no tier "{tier}": use a')
    if tier == "b":
        raise Unavailable("tier b is not part of this version: it comes later, as an optional extra; use tier a")
    told = "und" if language == "auto" else language
    return (_object_of(line.rstrip("\r\n"), told) for line in lines)


def _object_of(text: str, language: str) -> str:
    return json.dumps(asdict(tagging.tag(text, language=language)), ensure_ascii=False)
