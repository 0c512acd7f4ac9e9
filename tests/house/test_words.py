"""No word of the product blames a person for not using the tools."""

import ast
import re
from collections.abc import Iterator

import pytest
import yaml

from tests.house import catalogues, source

# Stems, at the start of a word. A French sentence may say "refuser", the verb; an English one has no such excuse.
STEMS = {
    "en": (
        "resister",
        "laggard",
        "refuser",
        "refusenik",
        "non-adopt",
        "nonadopt",
        "holdout",
        "hold-out",
        "luddite",
        "naysayer",
    ),
    "fr": ("réfractaire", "récalcitrant", "résistant", "retardataire", "non-adopt", "traînard", "technophobe"),
    "nl": ("weigeraar", "achterblijver", "dwarsligger", "weerspannig", "niet-gebruiker", "non-adopt", "treuzelaar"),
    "de": ("verweiger", "nachzügler", "bremser", "widerständler", "blockierer", "nichtnutzer", "querulant", "nörgler"),
}

Said = tuple[str, str]


def blame_in(language: str, text: str) -> list[str]:
    stems = "|".join(STEMS[language])
    return re.findall(rf"\b(?:{stems})\w*", text, re.IGNORECASE)


def said_in_code(tree: ast.AST) -> Iterator[Said]:
    """Find all strings of a module, docstrings and Slack ids too; they are English."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "en", node.value


def said_in_data(data: object, language: str = "en") -> Iterator[Said]:
    """Find all strings below a mapping by language."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from said_in_data(value, key if key in STEMS else language)
    elif isinstance(data, list):
        for value in data:
            yield from said_in_data(value, language)
    elif isinstance(data, str):
        yield language, data


def said_by_the_code() -> Iterator[Said]:
    for path in source.paths():
        yield from said_in_code(source.tree_of(path))


def said_by_the_instruments() -> Iterator[Said]:
    # What people write is another matter: the lexicons are there to understand it.
    ours = [path for path in source.paths("surveys", suffix=".yaml") if "lexicons" not in path.parts]
    for path in ours:
        yield from said_in_data(yaml.safe_load(path.read_text(encoding="utf-8")))


def said_by_the_translations() -> Iterator[Said]:
    for language in catalogues.LANGUAGES:
        for message in catalogues.catalogue_of(language):
            yield from ((language, text) for text in catalogues.forms_of(message.string))


@pytest.mark.parametrize("sayings", [said_by_the_code, said_by_the_instruments, said_by_the_translations])
def test_nobody_is_blamed(sayings: object) -> None:
    assert callable(sayings)
    said = list(sayings())

    assert len(said) > 20
    assert [word for language, text in said for word in blame_in(language, text)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Three laggards in this unit"),
        ("en", "Non-adopters: 3"),
        ("fr", "Les réfractaires"),
        ("nl", "De achterblijvers van het team"),
        ("de", "Die Verweigerer und die Nachzügler"),
    ],
)
def test_blame_is_seen(language: str, text: str) -> None:
    assert blame_in(language, text)


def test_blame_is_looked_for_in_each_string_and_in_its_language() -> None:
    assert list(said_in_code(ast.parse("'doc'\nx = f('a', key=f'b{c}')"))) == [("en", "doc"), ("en", "a"), ("en", "b")]
    assert list(said_in_data({"text": {"en": "a", "fr": ["refuser"]}})) == [("en", "a"), ("fr", "refuser")]
    assert blame_in("fr", "Vous pouvez refuser.") == []
