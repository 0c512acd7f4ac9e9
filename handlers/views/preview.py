"""All questions of a deck as they will be drawn, in any of the four languages; what is not translated is marked."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views import blocks, ids, questions
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import LANGUAGES, Words, words_for
from surveys.instruments import Item

PAGE = 15
"""Of so many questions no more than three blocks each: Slack allows 100 in a modal."""


def preview(words: Words, deck: Sequence[Item], *, language: str, page: int = 0) -> blocks.View:
    """One page of the deck; `words` are the owner's, `language` is that of who would be asked."""
    pages = max(1, -(-len(deck) // PAGE))
    page = min(page, pages - 1)
    shown = deck[page * PAGE : (page + 1) * PAGE]
    drawn = [block for item in shown for block in _question(words, item, language)]
    view = blocks.modal(
        words("All questions"),
        [
            blocks.context(words("A preview: nothing that you choose here is kept.")),
            blocks.actions(_languages(words, language)),
            *drawn,
            *_turns(words, page, pages),
        ],
        submit=words("Back"),
        close=words("Close"),
        callback_id=ids.CLOSE_PREVIEW,
    )
    return view | {"private_metadata": f"{language}:{page}"}


def _question(words: Words, item: Item, language: str) -> list[blocks.Block]:
    drawn = questions.drawn(words_for(language), item)
    return [*([] if item.speaks(language) else [blocks.context(untranslated(words, item, [language]))]), *drawn]


def untranslated(words: Words, item: Item, languages: Sequence[str]) -> str:
    """That a question is asked in another language than theirs, for people of these languages."""
    asked_in = next((each for each in LANGUAGES if each in item.texts), "en")
    return words(
        "{languages}: not translated; asked in {language}",
        languages=", ".join(LANGUAGES[each] for each in languages),
        language=LANGUAGES[asked_in],
    )


def _languages(words: Words, chosen: str) -> dict[str, Any]:
    options = [blocks.option(name, code) for code, name in LANGUAGES.items()]
    return {
        "type": "static_select",
        "action_id": ids.PREVIEW_LANGUAGE,
        "placeholder": blocks.plain(words("Language")),
        "options": options,
        "initial_option": next(option for option in options if option["value"] == chosen),
    }


def _turns(words: Words, page: int, pages: int) -> list[blocks.Block]:
    if pages == 1:
        return []
    turns = [
        *([blocks.button(words("Earlier questions"), ids.PREVIEW_PAGE, value=str(page - 1))] if page else []),
        *([blocks.button(words("More questions"), ids.PREVIEW_PAGE, value=str(page + 1))] if page + 1 < pages else []),
    ]
    place = words("Page {number} of {all}", number=page + 1, all=pages)
    return [blocks.context(place), *(blocks.actions(turn) for turn in turns)]


def read_place(view: Mapping[str, Any]) -> tuple[str, int]:
    """The language and the page of the preview that is shown. Raises Malformed."""
    language, _, page = field_of(view, "private_metadata", str).partition(":")
    return read_language(language), read_page(page)


def read_language(value: str) -> str:
    """A language that there is. Raises Malformed."""
    if value not in LANGUAGES:
        raise Malformed(ids.PREVIEW_LANGUAGE)
    return value


def read_page(value: str) -> int:
    """A page. Raises Malformed."""
    if not value.isdecimal() or len(value) > 4:
        raise Malformed(ids.PREVIEW_PAGE)
    return int(value)
