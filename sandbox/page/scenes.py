"""What a page shows of a workspace to one person: faces, conversations, messages and files, ready for the templates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup

from sandbox.apps import App
from sandbox.page.blocks import attachment_html, blocks_html
from sandbox.page.mrkdwn import Reader, html, moment
from sandbox.workspace import SLACKBOT, Channel, File, Message, User, Workspace
from sandbox.world import World

HUES = 8
SHOWN_MESSAGES = 200
NOBODY = User("", "", "nobody", "Someone unknown")


@dataclass(frozen=True, slots=True)
class Face:
    """How a user is drawn: a name, two letters on one of eight colours, and a word beside it."""

    id: str
    name: str
    letters: str
    hue: int
    is_bot: bool
    note: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A channel or a direct message in the list at the left; `last` is the ts of its newest message."""

    id: str
    title: str
    sign: str
    face: Face | None
    last: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: where its content is, and what is said of it."""

    title: str
    name: str
    href: str
    alt: str
    is_picture: bool
    size: str
    owner: str
    at: datetime
    told: str


@dataclass(slots=True)
class Line:
    """A message as it is drawn, with the replies in its thread; `day` stands above the first one of a day."""

    ts: str
    face: Face
    at: datetime
    time: str
    day: str
    body: Markup
    papers: list[Paper]
    edited: bool
    only_you: bool
    replies: list["Line"] = field(default_factory=list)


def zone_of(user: User) -> ZoneInfo:
    """The time zone of a user, or UTC where it is unknown."""
    try:
        return ZoneInfo(user.tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def face_of(user: User) -> Face:
    """How that user is drawn."""
    name = _name_of(user)
    words = name.split() or ["?"]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return Face(user.id, name, letters.upper(), crc32(user.id.encode()) % HUES, user.is_bot, _note(user))


def _name_of(user: User) -> str:
    return user.display_name or user.real_name or user.name


def _note(user: User) -> str:
    guest = "guest" if user.is_restricted or user.is_ultra_restricted else ""
    role = "admin" if user.is_admin or user.is_owner else guest
    return ", ".join(word for word in (user.title, role, "deactivated" if user.deleted else "") if word)


def people_of(workspace: Workspace) -> list[User]:
    """The people who can be chosen, by name: no bots, no Slackbot, none who left."""
    people = (user for user in workspace.users.values() if not (user.is_bot or user.deleted or user.id == SLACKBOT))
    return sorted(people, key=lambda user: (_name_of(user).casefold(), user.id))


def apps_of(world: World, workspace: Workspace) -> list[App]:
    """The apps installed in a workspace."""
    seats = world.seats.values()
    return [seat.app for seat in seats if seat.workspace is workspace and not seat.refusal]


def reader_of(world: World, workspace: Workspace, person: User, *, heading: int = 3) -> Reader:
    """How that person reads: names of this workspace, their time zone and language, pictures of this sandbox."""

    def name_of(kind: str, number: str) -> str | None:
        if kind == "user":
            user = workspace.users.get(number)
            return face_of(user).name if user else None
        if kind == "usergroup":
            group = workspace.usergroups.get(number)
            return group.handle if group else None
        channel = workspace.channels.get(number)
        return title_of(channel, workspace, person) if channel else None

    def picture_of(source: str) -> str | None:
        file = workspace.files.get(source)
        if file:
            return href_of(workspace, file)
        own = bool(world.url) and source.startswith(f"{world.url}/")
        return source.removeprefix(world.url) if own else None

    return Reader(world.clock.now(), zone_of(person), person.locale, name_of, picture_of, heading)


def href_of(workspace: Workspace, file: File) -> str:
    """Where the content of a file is served."""
    return f"/files/{workspace.id}/{file.id}/{quote(file.name)}"


def title_of(channel: Channel, workspace: Workspace, person: User) -> str:
    """What a conversation is called for that person."""
    return face_of(_partner(channel, workspace, person)).name if channel.kind == "im" else channel.name


def _partner(channel: Channel, workspace: Workspace, person: User) -> User:
    other = next((member for member in channel.members if member != person.id), person.id)
    return workspace.users.get(other, NOBODY)


def conversation_of(channel: Channel, workspace: Workspace, person: User) -> Conversation:
    """A conversation as the list at the left shows it."""
    direct = channel.kind == "im"
    sign = "" if direct else "🔒" if channel.is_private else "#"
    face = face_of(_partner(channel, workspace, person)) if direct else None
    last = channel.messages[-1].ts if channel.messages else ""
    return Conversation(channel.id, title_of(channel, workspace, person), sign, face, last)


def conversations_of(workspace: Workspace, person: User) -> tuple[list[Conversation], list[Conversation]]:
    """That person's channels by name, and their direct messages, the newest first."""
    seen = [channel for channel in workspace.channels.values() if channel.has(person.id) and not channel.is_archived]
    shown = {kind: [conversation_of(each, workspace, person) for each in seen if each.kind == kind] for kind in KINDS}
    channels = sorted(shown["channel"], key=lambda each: each.title.casefold())
    return channels, sorted(shown["im"], key=lambda each: each.last, reverse=True)


KINDS = ("channel", "im")


def lines_of(workspace: Workspace, person: User, channel: Channel, reader: Reader, before: str = "") -> list[Line]:
    """The newest messages that the person sees in a conversation, oldest first, replies under what they reply to."""
    private = [each for each in channel.ephemerals if each.visible_to == person.id]
    seen = sorted([*channel.messages, *private], key=lambda each: each.ts)
    seen = [each for each in seen if not before or each.ts < before][-SHOWN_MESSAGES:]
    lines: dict[str, Line] = {}
    for message in seen:
        line = line_of(workspace, message, reader)
        parent = lines.get(message.thread_ts)
        if parent:
            parent.replies.append(line)
        else:
            lines[message.ts] = line
    return _with_days(lines.values(), reader)


def _with_days(lines: Iterable[Line], reader: Reader) -> list[Line]:
    day = ""
    told = list(lines)
    for line in told:
        line.day = moment(line.at, "{date_long_pretty}", reader)
        day, line.day = line.day, "" if line.day == day else line.day
    return told


def line_of(workspace: Workspace, message: Message, reader: Reader) -> Line:
    """A message as it is drawn."""
    at = workspace.created_at(message)
    body = blocks_html(message.blocks, reader) if message.blocks else html(message.text, reader)
    attachments = Markup().join(attachment_html(each, reader) for each in message.attachments)
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
    )


def paper_of(workspace: Workspace, file: File, reader: Reader) -> Paper:
    """A file as it is drawn."""
    at = datetime.fromtimestamp(file.created, UTC)
    size = len(file.content)
    return Paper(
        title=file.title or file.name,
        name=file.name,
        href=href_of(workspace, file),
        alt=file.alt_text or f"Picture: {file.title or file.name}",
        is_picture=file.mimetype.startswith("image/"),
        size=f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} bytes",
        owner=face_of(workspace.users.get(file.user, NOBODY)).name,
        at=at,
        told=moment(at, "{date_short_pretty}, {time}", reader),
    )


def papers_of(workspace: Workspace, person: User | None, reader: Reader) -> list[Paper]:
    """The files that a person sees, or all of them, the newest first."""

    def seen(file: File) -> bool:
        if person is None or file.user == person.id:
            return True
        places = (workspace.channels.get(each) for each in file.channels)
        return any(place is not None and place.has(person.id) for place in places)

    files = sorted(filter(seen, workspace.files.values()), key=lambda file: (file.created, file.id), reverse=True)
    return [paper_of(workspace, file, reader) for file in files[:SHOWN_MESSAGES]]
