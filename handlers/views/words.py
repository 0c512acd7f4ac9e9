"""The texts that a person reads, in their language: gettext catalogues read once, dates and numbers by Babel."""

import gettext
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parents[2] / "locales"
LANGUAGES = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch"}


class Words:
    """One language. Called with a text and the values of its `{placeholders}`; `plural` chooses by a number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue_of(language)

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language."""
        return self._catalogue.gettext(text).format(**values)

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The text for that number of things; `{number}` is at hand in both."""
        return self._catalogue.ngettext(one, many, number).format(number=number, **values)

    def day(self, day: date) -> str:
        """A day as one says it: Monday 5 January; Montag, 5. Januar; jeudi 1er janvier."""
        comma = "," if self.language == "de" else ""
        return format_date(day, f"EEEE{comma} {self._number_of(day)} MMMM", locale=self.language)

    def short_day(self, day: date) -> str:
        """A day where there is little room: 5 Jan."""
        return format_date(day, f"{self._number_of(day)} MMM", locale=self.language)

    def _number_of(self, day: date) -> str:
        """The pattern of a day's number: German has a point, and a French month begins with its first."""
        if self.language == "fr" and day.day == 1:
            return "d'er'"
        return "d." if self.language == "de" else "d"


@cache
def words_for(language: str) -> Words:
    """The words of a language; English where we do not have it."""
    return Words(language if language in LANGUAGES else "en")


def _catalogue_of(language: str) -> gettext.NullTranslations:
    source = LOCALES / language / "LC_MESSAGES" / "groundswell.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def escaped(text: str) -> str:
    """A name or other foreign text made safe inside Slack's mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
