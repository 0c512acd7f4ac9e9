"""The words that a person reads: what the code marks for translation, and its translations."""

import ast
import io
import re
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.house import source

LANGUAGES = ("fr", "nl", "de")
# `words("...")` and `words.plural("...", "...", number)`; None is Babel's sign for the first argument.
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"words": None, "plural": (1, 2)}
LOCALES = source.ROOT / "locales"

Message = str | tuple[str, ...]


def messages_in(code: str) -> set[Message]:
    """List what a module marks for translation: a text, or a pair of singular and plural."""
    found = extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS)
    return {message if isinstance(message, str) else tuple(message) for _, message, _, _ in found}


def unreadable_in(code: str) -> list[str]:
    """Name the calls that no extraction can read: their text is not written there, or stands inside an f-string."""
    tree = ast.parse(code)
    hidden = {inner for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for inner in ast.walk(text)}
    return [
        ast.unparse(call)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")) in KEYWORDS
        and (call in hidden or not all(isinstance(text, ast.Constant) for text in call.args[:2]))
    ]


def marking_modules() -> list[Path]:
    """List the modules whose texts a person reads; the one that looks texts up says none itself."""
    return [path for path in source.paths("handlers", "digests", "bot") if path.name != "words.py"]


def messages_of_the_product() -> set[Message]:
    """List all that is marked."""
    return set().union(*(messages_in(path.read_text()) for path in marking_modules()))


def catalogue_of(language: str) -> Catalog:
    """Read a language's translations; a file that is missing is an error."""
    with (LOCALES / language / "LC_MESSAGES" / "groundswell.po").open("rb") as file:
        return read_po(file, locale=language)


def forms_of(message: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """List the singular and plural forms of a message or of its translation."""
    return [message] if isinstance(message, str) else list(message or ())


def placeholders_in(text: str) -> set[str]:
    """Name what is filled in, be it written {name} or %(name)s."""
    return {first or second for first, second in re.findall(r"\{(\w*)[^{}]*\}|%\((\w+)\)", text)}
