"""Tags comments for the command line: one comment a line in, one JSON object a line out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from surveys.comments import semantic, tagging
from surveys.comments.language import UNKNOWN

AUTO: Final = "auto"
LANGUAGES: Final = (AUTO, "en", "fr", "nl", "de")
TIERS: Final = ("a", "b")


class Unavailable(ValueError):
    """What was asked for is not offered; the message says what is."""


def run(lines: Iterable[str], *, language: str, tier: str) -> Iterator[str]:
    """Return one JSON object per line, an empty line included; "auto" finds out the language of each.

    `Unavailable` at once, before a line is read, for a language or a tier that there is not.
    """
    if language not in LANGUAGES:
        raise Unavailable(f'there is no language "{language}": use one of {", ".join(LANGUAGES)}')
    if tier not in TIERS:
        raise Unavailable(f'there is no tier "{tier}": use one of {", ".join(TIERS)}')
    told, judge = UNKNOWN if language == AUTO else language, _tier(tier)
    return (_object_of(line.rstrip("\r\n"), told, judge) for line in lines)


def _tier(name: str) -> tagging.Tier:
    try:
        return tagging.tier_called(name)
    except semantic.NotInstalled as missing:
        raise Unavailable(str(missing)) from None


def _object_of(text: str, language: str, tier: tagging.Tier) -> str:
    return json.dumps(asdict(tagging.tag(text, language=language, tier=tier)), ensure_ascii=False)
