"""In which of the four languages a comment is written: by its most frequent words, else by a library's n-grams."""

from functools import cache
from typing import Any, Final

from surveys.comments.vocabulary import LANGUAGES, function_words

UNKNOWN: Final = "und"
ENOUGH: Final = 2
"""So many frequent words of one language more than of any other decide."""
SURE: Final = 0.8
"""Below this probability of the library, what the writer chose to read decides."""
SHORT: Final = 3
"""Under so many words the library is not asked where it is known what the writer reads."""
FOREIGN: Final = 0.2
"""Where all four together are less probable than this, a comment is in another language, if it has LONG words."""
LONG: Final = 4


def language_of(tokens: list[str], text: str, *, otherwise: str = UNKNOWN) -> str:
    """One of LANGUAGES, or `otherwise`, the language that the writer reads, where the comment does not tell."""
    known = _languages_of_words()
    counts = dict.fromkeys(LANGUAGES, 0)
    for token in tokens:
        if token in known:
            counts[known[token]] += 1
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    if counts[first] - counts[second] >= ENOUGH:
        return first
    if len(tokens) < SHORT and otherwise != UNKNOWN:
        return otherwise
    return _by_n_grams(text, otherwise)


@cache
def _languages_of_words() -> dict[str, str]:
    return {word: language for language in LANGUAGES for word in function_words(language)}


def _by_n_grams(text: str, otherwise: str) -> str:
    """What the library takes a text for among all languages it knows, if that is sure to be one of ours."""
    ranked = {str(language): float(probability) for language, probability in _identifier().rank(text)}
    ours = {language: ranked.get(language, 0.0) for language in LANGUAGES}
    among = sum(ours.values())
    best = max(ours, key=lambda language: ours[language])
    if among >= FOREIGN and ours[best] / among >= SURE:
        return best
    return UNKNOWN if among < FOREIGN and len(text.split()) >= LONG else otherwise


@cache
def _identifier() -> Any:  # noqa: ANN401 - the library has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load, and seldom needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
