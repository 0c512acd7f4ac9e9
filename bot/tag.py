"""Tags comments for the command line: one comment a line in, one JSON object a line out, or one a group."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Final

from surveys.comments import semantic, tagging
from surveys.comments.language import UNKNOWN
from surveys.comments.netscore import net_score, ranked
from surveys.comments.tagging import Tag

AUTO: Final = "auto"
LANGUAGES: Final = (AUTO, "en", "fr", "nl", "de")
TIERS: Final = ("a", "b")


class Unavailable(ValueError):
    """What was asked for is not offered; the message says what is."""


def run(lines: Iterable[str], *, language: str, tier: str) -> Iterator[str]:
    """Return one JSON object per line, an empty line included; "auto" finds out the language of each.

    `Unavailable` at once, before a line is read, for a language or a tier that there is not.
    """
    tag = _tagger(language, tier)
    return (json.dumps(asdict(tag(line.rstrip("\r\n"))), ensure_ascii=False) for line in lines)


def run_groups(lines: Iterable[str], *, language: str, tier: str) -> Iterator[str]:
    """Return one JSON object per group: its net score in points, how far that may be off, and its rank.

    A line is a comment, or the name of its group, a tab and a comment; an empty comment counts for nothing. Groups that
    may not be told apart have the same rank; one of too few comments has neither score nor rank. Raises as `run`.
    """
    return _scored(lines, _tagger(language, tier))


def _scored(lines: Iterable[str], tag: Callable[[str], Tag]) -> Iterator[str]:
    groups: dict[str, list[Tag]] = {}
    for line in lines:
        first, tab, rest = line.rstrip("\r\n").partition("\t")
        name, text = (first.strip(), rest) if tab else ("", first)
        of_group = groups.setdefault(name, [])
        if text.strip():
            of_group.append(tag(text))
    scores = {name: score for name, tags in groups.items() if (score := net_score(tags)) is not None}
    rank = {name: place for place, names in enumerate(ranked(scores), start=1) for name in names}
    for name in sorted(groups, key=lambda name: (rank.get(name, len(rank) + 1), name)):
        score = scores.get(name)
        told = {
            "group": name,
            "comments": len(groups[name]),
            "net": score and round(score.net, 1),
            "error": score and round(score.error, 1),
            "rank": rank.get(name),
            "version": groups[name][0].version if groups[name] else None,
        }
        yield json.dumps(told, ensure_ascii=False)


def _tagger(language: str, tier: str) -> Callable[[str], Tag]:
    if language not in LANGUAGES:
        raise Unavailable(f'there is no language "{language}": use one of {", ".join(LANGUAGES)}')
    if tier not in TIERS:
        raise Unavailable(f'there is no tier "{tier}": use one of {", ".join(TIERS)}')
    return partial(tagging.tag, language=UNKNOWN if language == AUTO else language, tier=_tier(tier))


def _tier(name: str) -> tagging.Tier:
    try:
        return tagging.tier_called(name)
    except semantic.NotInstalled as missing:
        raise Unavailable(str(missing)) from None
