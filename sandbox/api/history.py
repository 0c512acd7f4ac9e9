"""conversations.history and conversations.replies: what was said, page by page."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sandbox.api.conversations import entered, need
from sandbox.apps import Installation
from sandbox.messages import bot_profile, message_object
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Json, Message
from sandbox.world import World

SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
TS = re.compile(r"\d+(\.\d+)?")
DEFAULT_LIMIT = 100
MOST_REPLIES = 1000


def history(world: World, seat: Installation, arguments: Json) -> Json:
    """The messages of a conversation but for those that stand in threads only, the newest first."""
    channel = _channel(seat, arguments["channel"])
    limit = int(arguments.get("limit") or 0) or DEFAULT_LIMIT
    oldest, latest = _span(arguments)
    cursor = _position(arguments.get("cursor"))
    found = list(islice(_backwards(channel, oldest, min(latest, cursor) if cursor else latest), limit + 1))
    following = _cursor(found[limit - 1].ts) if len(found) > limit else ""
    body = _answered(world, seat, found[:limit], following, arguments)
    return {**body, "pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


def replies(world: World, seat: Installation, arguments: Json) -> Json:
    """A message and the replies to it, the oldest first; a reply may be named in place of its parent."""
    channel = _channel(seat, arguments["channel"])
    named = channel.message(str(arguments["ts"]))
    thread_ts = named.thread_ts if named and named.is_reply else str(arguments["ts"])
    parent, rest = channel.message(thread_ts), channel.replies(thread_ts)
    if parent is None and not rest:
        raise Refused("thread_not_found")
    limit = int(arguments.get("limit") or 0) or MOST_REPLIES
    oldest, latest = _span(arguments)
    cursor = _position(arguments.get("cursor"))
    found = [reply for reply in rest if oldest <= _key(reply.ts) < latest and (not cursor or _key(reply.ts) > cursor)]
    shown = ([parent] if parent else []) + found[:limit]
    following = _cursor(found[limit - 1].ts) if len(found) > limit else ""
    return _answered(world, seat, shown, following, arguments)


def _channel(seat: Installation, channel_id: str) -> Channel:
    channel = entered(seat, channel_id)
    need(seat, SCOPES[channel.type])
    return channel


Moment = tuple[int, int]
"""A ts as two numbers, which compare as it is meant whatever its number of digits."""
END: Moment = (10**12, 0)


def _key(ts: str) -> Moment:
    seconds, _, rest = ts.partition(".")
    return int(seconds), int((rest + "000000")[:6])


def _span(arguments: Json) -> tuple[Moment, Moment]:
    """The first moment that is wanted and the first that is not; without `inclusive` both ends stay out."""
    oldest, latest = (_bound(arguments, name) for name in ("oldest", "latest"))
    inclusive = bool(arguments.get("inclusive"))
    first = (0, 0) if oldest is None else oldest if inclusive else (oldest[0], oldest[1] + 1)
    last = END if latest is None else (latest[0], latest[1] + 1) if inclusive else latest
    return first, last


def _bound(arguments: Json, name: str) -> Moment | None:
    value = str(arguments.get(name) or "")
    if not value or value == "now":
        return None
    if not TS.fullmatch(value):
        raise Refused(f"invalid_ts_{name}")
    return _key(value)


def _backwards(channel: Channel, oldest: Moment, until: Moment) -> Iterator[Message]:
    place = channel.place(f"{until[0]}.{until[1]:06d}") if until < END else len(channel.messages)
    for message in map(channel.messages.__getitem__, range(place - 1, -1, -1)):
        if _key(message.ts) < oldest:
            return
        if not message.is_reply or message.subtype == "thread_broadcast":
            yield message


def _cursor(ts: str) -> str:
    return base64.b64encode(f"next_ts:{ts.replace('.', '')}".encode()).decode()


def _position(cursor: object) -> Moment | None:
    """The moment of the last message of the page before."""
    if not cursor:
        return None
    try:
        found = re.fullmatch(r"next_ts:(\d+)(\d{6})", base64.b64decode(str(cursor), validate=True).decode())
    except (binascii.Error, ValueError):
        found = None
    if found is None:
        raise Refused("invalid_cursor")
    return int(found[1]), int(found[2])


def _answered(world: World, seat: Installation, shown: Sequence[Message], following: str, arguments: Json) -> Json:
    shapes = [_shape(world, seat, message, arguments) for message in shown]
    body: Json = {"messages": shapes, "has_more": bool(following)}
    if arguments.get("oldest"):
        body["oldest"] = str(arguments["oldest"])
    if arguments.get("latest"):
        body["latest"] = str(arguments["latest"])
    return {**body, "response_metadata": {"next_cursor": following}} if following else body


def _shape(world: World, seat: Installation, message: Message, arguments: Json) -> Json:
    """A message with its bot, and with its metadata on demand."""
    shape = message_object(message, seat.workspace, world.url)
    if message.bot_id and message.user in seat.workspace.users:
        shape["bot_profile"] = bot_profile(seat.workspace.users[message.user])
    if not arguments.get("include_all_metadata"):
        shape.pop("metadata", None)
    return shape


METHODS = {"conversations.history": history, "conversations.replies": replies}
