"""The parts of PRIVACY.md that are made of data: the table of promises, and what people agree to in each language.

`python -m tests.house.privacy` writes them anew.
"""

from bot.pack.promises import promises
from handlers.views.words import LANGUAGES
from surveys import consent
from tests.house import source

PAGE = source.ROOT / "PRIVACY.md"


def table() -> str:
    """Draw the promises in English, as a table of Markdown."""
    rows = [
        f"| {each.promise['en']} | {each.how['en']} (`{each.where}`) | {_listed(each.tests)} | {each.limit['en']} |"
        for each in promises()
    ]
    return "\n".join(["| promise | how | shown by | where it ends |", "| --- | --- | --- | --- |", *rows])


def _listed(tests: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in tests)


def agreed() -> str:
    """Write the text in force in each language."""
    text = consent.current()
    parts = [f"Version {text.version}. New in it: {text.changed('en')}"]
    for language, name in LANGUAGES.items():
        parts += [f"### {name}", text.short(language), *text.whole(language, k="`{k}`")]
    return "\n\n".join(parts)


def page_of(text: str) -> str:
    """Put both parts into their places in the page."""
    for name, part in (("promises", table()), ("consent", agreed())):
        start, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, _, rest = text.partition(start)
        assert end in rest, f"PRIVACY.md has no place for {name}"
        text = f"{before}{start}{part}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page_of(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
