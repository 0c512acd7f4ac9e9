"""How Slack writes a message: in the answers of methods, in interactions and in events."""

from functools import lru_cache

from sandbox.payloads import PICTURE, file_object
from sandbox.workspace import Channel, Json, Message, User, Workspace

TOMBSTONE = "tombstone"
"""The subtype of what is left of a deleted message that has replies."""
THREAD_USERS = 5
"""How many of those who replied Slack names in the parent of a thread."""


def message_object(message: Message, workspace: Workspace, url: str) -> Json:
    """A message as answers and interactions write it."""
    shape: Json = {"type": "message", "ts": message.ts}
    if message.subtype != "bot_message":
        shape["user"] = message.user
    if message.subtype:
        shape["subtype"] = message.subtype
    if message.bot_id:
        shape |= {"bot_id": message.bot_id, "app_id": message.app_id}
    if message.client_msg_id:
        shape["client_msg_id"] = message.client_msg_id
    shape |= {"text": message.text, "team": workspace.id}
    for name in ("username", "icons", "inviter", "metadata"):
        if getattr(message, name):
            shape[name] = getattr(message, name)
    if message.edited_ts:
        shape["edited"] = {"user": message.user, "ts": message.edited_ts}
    shape |= _carried(message, workspace, url)
    return shape | _thread(message, workspace.channels[message.channel_id])


def _carried(message: Message, workspace: Workspace, url: str) -> Json:
    shape: Json = {}
    if message.blocks:
        shape["blocks"] = list(message.blocks)
    if message.attachments:
        shape["attachments"] = list(message.attachments)
    if message.files:
        files = [file_object(file, workspace, url) for file in message.files]
        shape |= {"files": files, "upload": False, "display_as_bot": False}
    if message.reactions:
        shape["reactions"] = reaction_objects(message)
    return shape


def reaction_objects(message: Message) -> list[Json]:
    """The reactions to a message, the first emoji first."""
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()]


def _thread(message: Message, channel: Channel) -> Json:
    """What a reply says of its thread, and what a parent says of its replies."""
    if message.is_reply:
        parent = channel.message(message.thread_ts)
        return {"thread_ts": message.thread_ts, **({"parent_user_id": parent.user} if parent else {})}
    replies = channel.replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:THREAD_USERS],
        "is_locked": False,
        "subscribed": False,
    }


def permalink(message: Message, url: str) -> str:
    """The address of a message on the sandbox's page; that of a reply names its thread too."""
    address = f"{url}/archives/{message.channel_id}/p{message.ts.replace('.', '')}"
    return f"{address}?thread_ts={message.thread_ts}&cid={message.channel_id}" if message.is_reply else address


def bot_profile(bot: User) -> Json:
    """The bot behind a message, from its bot user."""
    return _profile(bot.id, bot.bot_id, bot.app_id, bot.team_id, bot.real_name, bot.updated, deleted=bot.deleted)


@lru_cache(maxsize=256)  # one object for all messages of a bot: the journal keeps what was answered to each of them
def _profile(user_id: str, bot_id: str, app_id: str, team_id: str, name: str, updated: int, *, deleted: bool) -> Json:
    return {
        "id": bot_id,
        "app_id": app_id,
        "user_id": user_id,
        "name": name,
        "icons": {f"image_{size}": PICTURE.format(size=size) for size in (36, 48, 72)},
        "deleted": deleted,
        "updated": updated,
        "team_id": team_id,
    }
