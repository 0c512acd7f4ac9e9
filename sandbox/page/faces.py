"""How people and apps are drawn: a name, two letters on a colour, and a word beside it."""

from dataclasses import dataclass
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.apps import App
from sandbox.workspace import SLACKBOT, User, Workspace
from sandbox.world import World

HUES = 8
LISTED = 300
"""How many people a menu or the choice of whom to be lists; more are searched."""
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


def face_of(user: User) -> Face:
    """How that user is drawn."""
    name = name_of(user)
    words = name.split() or ["?"]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return Face(user.id, name, letters.upper(), crc32(user.id.encode()) % HUES, user.is_bot, _note(user))


def name_of(user: User) -> str:
    """What others call that user."""
    return user.display_name or user.real_name or user.name


def _note(user: User) -> str:
    guest = "guest" if user.is_restricted or user.is_ultra_restricted else ""
    role = "admin" if user.is_admin or user.is_owner else guest
    return ", ".join(word for word in (user.title, role, "deactivated" if user.deleted else "") if word)


def zone_of(user: User) -> ZoneInfo:
    """The time zone of a user, or UTC where it is unknown."""
    try:
        return ZoneInfo(user.tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def people_of(workspace: Workspace) -> list[User]:
    """The people who can be chosen, by name: no bots, no Slackbot, none who left."""
    people = (user for user in workspace.users.values() if not (user.is_bot or user.deleted or user.id == SLACKBOT))
    return sorted(people, key=lambda user: (name_of(user).casefold(), user.id))


def listed(workspace: Workspace) -> list[User] | None:
    """The same; None where they are too many to list, and are searched."""
    if len(workspace.users) > LISTED * 2:  # bots and who left included: nobody sorts a hundred thousand for this
        return None
    people = people_of(workspace)
    return people if len(people) <= LISTED else None


def matches(user: User, sought: str) -> bool:
    """Whether every word that is sought stands in what is known of a user."""
    words = f"{user.name} {user.real_name} {user.display_name} {user.email} {user.title}".casefold()
    return all(word in words for word in sought.casefold().split())


def apps_of(world: World, workspace: Workspace) -> list[App]:
    """The apps installed in a workspace."""
    seats = world.seats.values()
    return [seat.app for seat in seats if seat.workspace is workspace and not seat.refusal]
