"""What a person types, as Slack's own client sends it: mrkdwn with its mentions and links, and rich text beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox import emoji
from sandbox.ids import Ids
from sandbox.workspace import Json, Workspace

FENCED = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
PIECE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<sign>[@#])(?P<id>[A-Z0-9]+)(?:\|[^<>\n]*)?>"
    r"|(?<![\w@])@(?P<handle>\w[\w.-]*)"
    r"|(?<![\w#&])#(?P<channel>\w[\w-]*)"
    r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"*_~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?<!\w)(?P<mark>[*_~])(?=\S)(?P<marked>[^\n]+?)(?<=\S)(?P=mark)(?!\w)"
)
MARKS = {"*": "bold", "_": "italic", "~": "strike"}
RANGES = {"here", "channel", "everyone"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: as it stands in the text, and as elements of rich text."""

    source: str
    elements: tuple[Json, ...]


def composed(typed: str, workspace: Workspace, ids: Ids) -> tuple[str, list[Json]]:
    """The text and the blocks of what was typed.

    `@handle`, `#channel`, `<@U...>` and `<#C...>` become mentions when they name someone or something of the workspace,
    `@here` and its like reach all, addresses become links; `&`, `<` and `>` are escaped everywhere else.
    """
    if not typed:
        return "", []
    texts, parts = [], []
    for text, part in _parts(typed, workspace):
        texts.append(text)
        parts += part
    return "".join(texts), [{"type": "rich_text", "block_id": ids.short(), "elements": parts}]


def escaped(text: str) -> str:
    """A text in which Slack's three characters of control mean themselves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(typed: str, workspace: Workspace) -> Iterator[tuple[str, list[Json]]]:
    before, *rest = FENCED.split(typed)
    yield from _lines(before, workspace)
    for fenced, after in zip(rest[::2], rest[1::2], strict=True):
        element = {"type": "text", "text": fenced}
        yield f"```{escaped(fenced)}```", [{"type": "rich_text_preformatted", "elements": [element], "border": 0}]
        yield from _lines(after, workspace)


def _lines(typed: str, workspace: Workspace) -> Iterator[tuple[str, list[Json]]]:
    """Quoted lines that follow each other make one quote, all others one section."""
    groups: list[tuple[bool, list[str]]] = []
    for line in typed.split("\n"):
        quoted = line.startswith(">")
        if not groups or groups[-1][0] != quoted:
            groups.append((quoted, []))
        groups[-1][1].append(line[1:].removeprefix(" ") if quoted else line)
    for number, (quoted, lines) in enumerate(groups):
        pieces = list(_pieces("\n".join(lines), workspace, {}))
        text = "".join(piece.source for piece in pieces)
        if quoted:
            text = "\n".join(f"&gt; {line}" for line in text.split("\n"))
        elements = [element for piece in pieces for element in piece.elements]
        kind = "rich_text_quote" if quoted else "rich_text_section"
        yield ("\n" if number else "") + text, [{"type": kind, "elements": elements}] if elements else []


def _pieces(text: str, workspace: Workspace, style: Json) -> Iterator[Piece]:
    end = 0
    for found in PIECE.finditer(text):
        piece = _piece(found, workspace, style)
        if piece is not None:
            if found.start() > end:
                yield _plain(text[end : found.start()], style)
            yield piece
            end = found.end()
    if end < len(text):
        yield _plain(text[end:], style)


def _plain(text: str, style: Json) -> Piece:
    return Piece(escaped(text), (_styled({"type": "text", "text": text}, style),))


def _styled(element: Json, style: Json) -> Json:
    return {**element, "style": dict(style)} if style else element


def _piece(found: re.Match[str], workspace: Workspace, style: Json) -> Piece | None:
    """What was found, or None where it names nothing that there is."""
    kind, words = next((kind, words) for kind, words in found.groupdict().items() if words)
    naming = {"handle": _handle, "channel": _channel}
    if kind in naming:
        return naming[kind](words, workspace, style)
    if kind == "sign":
        return _mention(words, found["id"], workspace, style)
    return _marked(words, found["marked"], workspace, style) if kind == "mark" else _leaf(kind, words, style)


def _leaf(kind: str, words: str, style: Json) -> Piece:
    if kind == "code":
        return Piece(f"`{escaped(words)}`", (_styled({"type": "text", "text": words}, {**style, "code": True}),))
    if kind == "url":
        return Piece(f"<{escaped(words)}>", (_styled({"type": "link", "url": words}, style),))
    element: Json = {"type": "emoji", "name": words}
    if words in emoji.CHARACTERS:
        element["unicode"] = "-".join(f"{ord(letter):x}" for letter in emoji.CHARACTERS[words])
    return Piece(f":{words}:", (_styled(element, style),))


def _marked(mark: str, words: str, workspace: Workspace, style: Json) -> Piece:
    inner = list(_pieces(words, workspace, {**style, MARKS[mark]: True}))
    source = "".join(piece.source for piece in inner)
    return Piece(f"{mark}{source}{mark}", tuple(element for piece in inner for element in piece.elements))


def _mention(sign: str, number: str, workspace: Workspace, style: Json) -> Piece | None:
    known, kind = (workspace.users, "user") if sign == "@" else (workspace.channels, "channel")
    if number not in known:
        return None
    return Piece(f"<{sign}{number}>", (_styled({"type": kind, f"{kind}_id": number}, style),))


def _channel(name: str, workspace: Workspace, style: Json) -> Piece | None:
    there = (each for each in workspace.channels.values() if each.kind == "channel" and each.name == name)
    channel = next(there, None)
    return _mention("#", channel.id, workspace, style) if channel else None


def _handle(words: str, workspace: Workspace, style: Json) -> Piece | None:
    """A user, a user group or a range by its handle; full stops and dashes at the end belong to the sentence."""
    handle = words.rstrip(".-")
    rest = words[len(handle) :]
    piece = _called(handle, workspace, style)
    if piece is None or not rest:
        return piece
    return Piece(piece.source + rest, (*piece.elements, _styled({"type": "text", "text": rest}, style)))


def _called(handle: str, workspace: Workspace, style: Json) -> Piece | None:
    if handle in RANGES:
        return Piece(f"<!{handle}>", (_styled({"type": "broadcast", "range": handle}, style),))
    group = next((each for each in workspace.usergroups.values() if each.handle == handle), None)
    if group is not None:
        return Piece(f"<!subteam^{group.id}>", (_styled({"type": "usergroup", "usergroup_id": group.id}, style),))
    user = next((each for each in workspace.users.values() if each.name == handle.lower()), None)
    return _mention("@", user.id, workspace, style) if user else None
