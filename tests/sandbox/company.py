"""Ann's colleagues and rooms, and an app that listens to all that is said in them."""

from sandbox.hands import Person
from sandbox.workspace import Channel, Json, User
from tests.sandbox.conftest import Scene

EVENTS = (
    *("app_mention", "channel_created", "dnd_updated_user", "file_deleted", "file_shared", "member_joined_channel"),
    *("member_left_channel", "message.channels", "message.groups", "message.im", "message.mpim", "reaction_added"),
    *("reaction_removed", "subteam_members_changed"),
)
SCOPES = (
    *("app_mentions:read", "channels:history", "channels:join", "channels:manage", "channels:read", "chat:write"),
    *("dnd:read", "files:read", "files:write", "groups:history", "groups:read", "groups:write", "im:history"),
    *("im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "reactions:read", "reactions:write"),
    *("usergroups:read", "usergroups:write", "users:read", "users:read.email"),
)


def attentive(scene: Scene, *events: str) -> Scene:
    """Let the app of the scene listen to these events, or to all, with every scope for it."""
    scene.app.events = frozenset(events or EVENTS)
    scene.seat.scopes = frozenset(SCOPES)
    return scene


def colleague(scene: Scene, name: str = "bob", *, restricted: bool = False) -> tuple[User, Person]:
    """One more user, and the hands of that user."""
    user = scene.team.add_user(name, is_restricted=restricted)
    return user, scene.sandbox.person(scene.team, user)


def room(scene: Scene, *users: User, name: str = "room", bot: bool = False, **more: bool) -> Channel:
    """A channel with Ann and these users in it, and with the app's bot if wanted."""
    members = [scene.ann.id, *(user.id for user in users), *([scene.seat.bot_user_id] if bot else [])]
    return scene.team.add_channel(name, members, **more)


def heard(scene: Scene) -> list[Json]:
    """The events that were sent to apps, in the order in which they were sent."""
    return [delivery.payload["event"] for delivery in scene.sandbox.deliveries if delivery.kind == "event"]


def kinds(scene: Scene) -> list[str]:
    """The type of each event, or the subtype of a message that has one."""
    return [event.get("subtype") or event["type"] for event in heard(scene)]
