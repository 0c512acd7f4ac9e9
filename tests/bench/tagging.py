"""Comments: the tagger against TextBlob's default, on the same texts."""

from time import perf_counter

from textblob import TextBlob

from surveys.comments.tagging import tag
from tests.bench import companies
from tests.bench.figures import Figure, Scale, middle

BAR = "≥ 1.00 (own analyzer's)"


async def measure(scale: Scale) -> list[Figure]:
    """Comments a second."""
    texts = [text for number in range(5 * scale.comments) if (text := companies.remark(number))]
    _plain(texts[:1])  # what is loaded on first use
    turns = [(_plain(texts), _tagged(texts)) for _ in range(scale.rounds)]
    ratio = middle([tagged / plain for plain, tagged in turns])
    plain, tagged = (middle([turn[side] for turn in turns]) for side in (0, 1))
    return [Figure("comments tagged", f"{tagged:,.0f}/s", f"TextBlob {plain:,.0f}/s", f"{ratio:.2f}", BAR, ratio >= 1)]


def _plain(texts: list[str]) -> float:
    begun = perf_counter()
    for text in texts:
        _ = TextBlob(text).sentiment
    return len(texts) / (perf_counter() - begun)


def _tagged(texts: list[str]) -> float:
    begun = perf_counter()
    for text in texts:
        tag(text, language="en")
    return len(texts) / (perf_counter() - begun)
