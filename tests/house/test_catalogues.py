"""Every sentence that a person reads in Slack stands in each language, with the same things filled in."""

import pytest
from babel.messages.catalog import Catalog

from tests.house import catalogues
from tests.house.catalogues import Message, forms_of, placeholders_in


def findings(messages: set[Message], catalogue: Catalog) -> list[str]:
    """Name what is untranslated, half translated, uncertain, or no longer said."""
    told = {
        message.id if isinstance(message.id, str) else tuple(message.id): message for message in catalogue if message.id
    }
    found = [f"missing: {message}" for message in messages - told.keys()]
    found += [f"no longer said: {message}" for message in {*told.keys() - messages, *catalogue.obsolete}]
    for original, message in told.items():
        if message.fuzzy:
            found.append(f"fuzzy: {original}")
        found += [f"{fault}: {original}" for fault in faults(original, forms_of(message.string), catalogue.num_plurals)]
    return sorted(found)


def faults(original: Message, translations: list[str], plurals: int) -> list[str]:
    """Compare one message with its translation; the last form is the one for many, and says all that is filled in."""
    forms = forms_of(original)
    if len(translations) != (1 if isinstance(original, str) else plurals) or not all(
        text.strip() for text in translations
    ):
        return ["untranslated"]
    allowed = set().union(*map(placeholders_in, forms))
    same = placeholders_in(translations[-1]) == placeholders_in(forms[-1])
    return [] if same and all(placeholders_in(text) <= allowed for text in translations) else ["filled in differently"]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_each_text_is_translated(language: str) -> None:
    assert findings(catalogues.messages_of_the_product(), catalogues.catalogue_of(language)) == []


def test_there_are_texts() -> None:
    assert len(catalogues.messages_of_the_product()) > 20


def test_each_text_is_written_where_it_is_marked() -> None:
    assert [call for path in catalogues.marking_modules() for call in catalogues.unreadable_in(path.read_text())] == []


def test_what_is_marked_is_found() -> None:
    code = 'x = words("Thank you, {name}.")\ny = self.words.plural("{n} answer", "{n} answers", n)\nz = f("no text")'

    assert catalogues.messages_in(code) == {"Thank you, {name}.", ("{n} answer", "{n} answers")}


@pytest.mark.parametrize("code", ["words(text)", 'words(f"{a} of {b}")', 'words.plural("one", many, 2)'])
def test_a_text_that_is_not_written_where_it_is_marked_is_seen(code: str) -> None:
    assert len(catalogues.unreadable_in(code)) == 1


@pytest.fixture
def catalogue() -> Catalog:
    catalogue = Catalog(locale="fr")
    catalogue.add("Thank you, {name}.", "Merci, {name}.")
    catalogue.add(("{n} answer", "{n} answers"), ("{n} réponse", "{n} réponses"))
    return catalogue


def translate(catalogue: Catalog, original: Message, translation: Message) -> None:
    message = catalogue.get(original)
    assert message is not None
    message.string = translation


MARKED: set[Message] = {"Thank you, {name}.", ("{n} answer", "{n} answers")}


def test_a_whole_catalogue_passes(catalogue: Catalog) -> None:
    assert findings(MARKED, catalogue) == []


def test_a_text_without_a_translation_is_seen(catalogue: Catalog) -> None:
    assert findings({*MARKED, "Close"}, catalogue) == ["missing: Close"]

    catalogue.add("Close", "")
    assert findings({*MARKED, "Close"}, catalogue) == ["untranslated: Close"]


def test_a_plural_with_one_form_missing_is_seen(catalogue: Catalog) -> None:
    translate(catalogue, ("{n} answer", "{n} answers"), ("{n} réponse", ""))

    assert findings(MARKED, catalogue) == ["untranslated: ('{n} answer', '{n} answers')"]


@pytest.mark.parametrize("translation", ["Merci.", "Merci, {nom}.", "Merci, {name} {surname}."])
def test_a_translation_that_fills_in_other_things_is_seen(catalogue: Catalog, translation: str) -> None:
    translate(catalogue, "Thank you, {name}.", translation)

    assert findings(MARKED, catalogue) == ["filled in differently: Thank you, {name}."]


def test_an_uncertain_translation_is_seen(catalogue: Catalog) -> None:
    catalogue.add("Thank you, {name}.", "Merci, {name}.", flags={"fuzzy"})

    assert findings(MARKED, catalogue) == ["fuzzy: Thank you, {name}."]


def test_a_text_that_is_no_longer_said_is_seen(catalogue: Catalog) -> None:
    assert findings({"Thank you, {name}."}, catalogue) == ["no longer said: ('{n} answer', '{n} answers')"]
