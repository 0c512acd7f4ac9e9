"""HTML as the tests read it: whether its tags are balanced, what they are, and the words between them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Read:
    """What was found in a piece of HTML."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: str = ""
    faults: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Read()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.found.words += data


def read(html: str) -> Read:
    """Read a piece of HTML."""
    reader = _Reader()
    reader.feed(str(html))  # not as Markup, which would escape what the parser puts together
    reader.close()
    reader.found.faults += [f"<{tag}> stays open" for tag in reader.open]
    return reader.found
