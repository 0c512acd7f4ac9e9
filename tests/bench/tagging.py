"""Comments: each tier of the tagger, which finds out the language by itself, against TextBlob on the same texts."""

import resource
from time import perf_counter

from textblob import TextBlob

from surveys.comments import lexical, semantic
from surveys.comments.tagging import Tier, tag
from tests.bench import companies
from tests.bench.figures import Figure, Scale, middle

LONG = 500
SLOWEST_MS, MOST_MB = 150, 250


async def measure(scale: Scale) -> list[Figure]:
    """Comments a second with tier A; and with tier B, where it is installed, how long one takes and what it keeps."""
    texts = [text for number in range(5 * scale.comments) if (text := companies.remark(number))]
    _plain(texts[:1])  # what is loaded on first use
    _tagged(texts[:1])
    turns = [(_plain(texts), _tagged(texts)) for _ in range(scale.rounds)]
    ratio = middle([tagged / plain for plain, tagged in turns])
    plain, tagged = (middle([turn[side] for turn in turns]) for side in (0, 1))
    figures = [
        Figure(
            "comments tagged, tier A",
            f"{tagged:,.0f}/s",
            f"TextBlob {plain:,.0f}/s",
            f"{ratio:.2f}",
            "≥ 1.00",
            ratio >= 1,
        )
    ]
    return figures + _of_tier_b(texts) if semantic.installed() else figures


def _of_tier_b(texts: list[str]) -> list[Figure]:
    before = _megabytes()
    tier = semantic.tier()
    long = [(" ".join(texts[number:]) * 9)[:LONG] for number in range(min(100, len(texts)))]
    taken = sorted(_seconds(text, tier) for text in long)
    p50, p95 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.95))
    kept = _megabytes() - before
    return [
        Figure(
            f"a comment of {LONG} characters, tier B",
            f"p50 {p50:.0f} ms",
            "-",
            f"p95 {p95:.0f} ms",
            f"≤ {SLOWEST_MS} ms",
            p95 <= SLOWEST_MS,
        ),
        Figure("  memory, beyond tier A", f"{kept:.0f} MB", "-", f"{kept:.0f} MB", f"≤ {MOST_MB} MB", kept <= MOST_MB),
    ]


def _seconds(text: str, tier: Tier) -> float:
    begun = perf_counter()
    tag(text, reads="en", tier=tier)
    return perf_counter() - begun


def _megabytes() -> float:
    """The most that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _plain(texts: list[str]) -> float:
    begun = perf_counter()
    for text in texts:
        _ = TextBlob(text).sentiment
    return len(texts) / (perf_counter() - begun)


def _tagged(texts: list[str]) -> float:
    begun = perf_counter()
    for text in texts:
        tag(text, reads="en", tier=lexical.TIER)
    return len(texts) / (perf_counter() - begun)
