"""Messages as the page draws them, with their reactions and the number of their replies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from sandbox import emoji
from sandbox.forms import elements
from sandbox.page.blocks import attachment_html, blocks_html
from sandbox.page.faces import NOBODY, Face, face_of
from sandbox.page.mrkdwn import Reader, html, moment
from sandbox.page.papers import Paper, paper_of
from sandbox.page.touch import Touch
from sandbox.workspace import Channel, Message, User, Workspace

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji below a message: how many gave it, who, and whether the person did."""

    name: str
    sign: str
    number: int
    mine: bool
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it is drawn; `day` stands above the first one of a day."""

    ts: str
    face: Face
    at: datetime
    time: str
    day: str
    body: Markup
    papers: list[Paper]
    edited: bool
    only_you: bool
    own: bool
    text: str
    """The source of a message of the person's own, to edit it."""
    touchable: bool
    """Whether there is something to press in it."""
    reactions: list[Reaction]
    replies: int
    last_reply: str
    reply_faces: list[Face]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is needed to draw the messages of one conversation for one person."""

    workspace: Workspace
    person: User
    channel: Channel
    reader: Reader
    touch_of: Callable[[Message], Touch | None]
    """What lets the person use a message; None for one that they can only read."""


def lines_of(shelf: Shelf, before: str = "") -> list[Line]:
    """The newest messages that the person sees in a conversation, oldest first; replies stand in their threads."""
    seen = [each for each in _seen(shelf) if not _is_reply(each, shelf.channel) and (not before or each.ts < before)]
    return _with_days((line_of(shelf, message) for message in seen[-SHOWN:]), shelf.reader)


def thread_of(shelf: Shelf, ts: str) -> list[Line]:
    """A message and the replies to it."""
    seen = [each for each in _seen(shelf) if ts in {each.ts, each.thread_ts}]
    return [line_of(shelf, message) for message in seen]


def _seen(shelf: Shelf) -> list[Message]:
    private = [each for each in shelf.channel.ephemerals if each.visible_to == shelf.person.id]
    return sorted([*shelf.channel.messages, *private], key=lambda each: each.ts)


def _is_reply(message: Message, channel: Channel) -> bool:
    """Whether a message stands in a thread alone; one whose parent is gone is shown where it was said."""
    alone = message.is_reply and message.subtype != "thread_broadcast"
    return alone and channel.message(message.thread_ts) is not None


def _with_days(lines: Iterable[Line], reader: Reader) -> list[Line]:
    day, told = "", []
    for line in lines:
        today = moment(line.at, "{date_long_pretty}", reader)
        told.append(replace(line, day="" if today == day else today))
        day = today
    return told


def line_of(shelf: Shelf, message: Message) -> Line:
    """A message as it is drawn."""
    workspace, reader = shelf.workspace, shelf.reader
    at = workspace.created_at(message)
    own = message.user == shelf.person.id and not message.bot_id
    touchable = next(elements(message.blocks), None) is not None
    touched = replace(reader, touch=shelf.touch_of(message) if touchable else None)
    body = blocks_html(message.blocks, touched) if message.blocks else html(message.text, reader)
    attachments = Markup().join(attachment_html(each, reader) for each in message.attachments)
    replies = [] if message.is_reply else shelf.channel.replies(message.ts)
    return Line(
        ts=message.ts,
        face=face_of(workspace.users.get(message.user, NOBODY)),
        at=at,
        time=moment(at, "{time}", reader),
        day="",
        body=body + attachments,
        papers=[paper_of(workspace, file, reader) for file in message.files],
        edited=bool(message.edited_ts),
        only_you=bool(message.visible_to),
        own=own,
        text=message.text if own else "",
        touchable=touchable and touched.touch is not None,
        reactions=[_reaction(shelf, name, users) for name, users in message.reactions.items()],
        replies=len(replies),
        last_reply=moment(workspace.created_at(replies[-1]), "{date_short_pretty}, {time}", reader) if replies else "",
        reply_faces=_faces_of(workspace, replies),
    )


def _faces_of(workspace: Workspace, replies: Iterable[Message]) -> list[Face]:
    """At most three of those who replied."""
    users = list(dict.fromkeys(each.user for each in replies))[:3]
    return [face_of(workspace.users.get(user, NOBODY)) for user in users]


def _reaction(shelf: Shelf, name: str, users: list[str]) -> Reaction:
    names = [face_of(shelf.workspace.users.get(user, NOBODY)).name for user in users]
    return Reaction(name, emoji.replaced(f":{name}:"), len(users), shelf.person.id in users, ", ".join(names))
