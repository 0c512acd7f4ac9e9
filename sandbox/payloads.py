"""The shapes in which Slack writes users, channels, messages, files and user groups."""

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.workspace import SLACKBOT, Channel, File, Json, User, Usergroup, Workspace

PICTURE = "https://a.slack-edge.com/80588/img/avatars/ava_0002-{size}.png"
SIZES = (24, 32, 48, 72, 192, 512)


def user_object(user: User, now: datetime, *, email: bool = True, locale: bool = True) -> Json:
    """A user as users.info and user_change write them; the e-mail address and the locale on demand."""
    shape: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": _profile(user, now, email=email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if not user.deleted:
        shape |= _active(user, now)
    if locale:
        shape["locale"] = user.locale
    return shape


def _active(user: User, now: datetime) -> Json:
    zone = ZoneInfo(user.tz)
    local = now.astimezone(zone)
    return {
        "color": "9f69e7",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": local.tzname() or user.tz,
        "tz_offset": int((local.utcoffset() or local.dst()).total_seconds()),  # type: ignore[union-attr]
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(user: User, now: datetime, *, email: bool) -> Json:
    stays = not user.status_expiration or user.status_expiration > now.timestamp()
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "fields": None,
        "status_text": user.status_text if stays else "",
        "status_emoji": user.status_emoji if stays else "",
        "status_emoji_display_info": [],
        "status_expiration": user.status_expiration if stays else 0,
        "avatar_hash": "g" + user.id.lower(),
        "status_text_canonical": "",
        "first_name": first,
        "last_name": last,
        "team": user.team_id,
        **{f"image_{size}": PICTURE.format(size=size) for size in SIZES},
    }
    if email and user.email and not user.is_bot:
        profile["email"] = user.email
    if user.is_bot:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id, "always_active": False}
    elif user.id == SLACKBOT:
        profile["always_active"] = True
    return profile


def dnd_status(user: User, now: datetime) -> Json:
    """When a user is not to be disturbed, as the methods and the event of it write it; 1 stands for never."""
    if user.dnd_start is None or user.dnd_end is None or user.dnd_end <= now:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    start, end = int(user.dnd_start.timestamp()), int(user.dnd_end.timestamp())
    return {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def user_brief(user: User) -> Json:
    """A user as interactions write them."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def team_brief(workspace: Workspace) -> Json:
    """A workspace as interactions write it."""
    return {"id": workspace.id, "domain": workspace.domain}


def channel_object(channel: Channel, workspace: Workspace, seen_by: str) -> Json:
    """A conversation as conversations.info writes it, for the bot user `seen_by`."""
    shape: Json = {"id": channel.id, "created": channel.created, "is_org_shared": False}
    shape |= {"is_archived": channel.is_archived, "context_team_id": workspace.id, "updated": channel.created * 1000}
    if channel.kind == "im":
        other = next((member for member in channel.members if member != seen_by), seen_by)
        gone = workspace.users[other].deleted
        return shape | {"is_im": True, "user": other, "is_user_deleted": gone, "is_open": True, "priority": 0}
    note = {"creator": channel.creator, "last_set": 0}
    group = channel.kind == "mpim"
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.type == "channel",
        "is_group": channel.type == "group",
        "is_im": False,
        "is_mpim": group,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "is_frozen": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "parent_conversation": None,
        "shared_team_ids": [workspace.id],
        "creator": channel.creator,
        "is_member": channel.has(seen_by),
        **({"is_open": True} if group else {}),
        "topic": {"value": channel.topic, **note},
        "purpose": {"value": channel.purpose, **note},
        "previous_names": [],
    }


def file_object(file: File, workspace: Workspace, url: str) -> Json:
    """A file as files.info writes it; `url` is where the sandbox answers."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    kind = file.name.rpartition(".")[2].lower()
    address = file_url(file, workspace, url)
    shape: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "user_team": workspace.id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}?download=1",
        "permalink": address,
        **_shares(file, workspace),
        "comments_count": 0,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.alt_text:
        shape["alt_txt"] = file.alt_text
    return shape


def _shares(file: File, workspace: Workspace) -> dict[str, list[str]]:
    """Where a file was shared, by the kind of conversation."""
    keys = {"channel": "channels", "im": "ims"}
    shares: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for channel_id in file.channels:
        shares[keys.get(workspace.channels[channel_id].type, "groups")].append(channel_id)
    return shares


def file_url(file: File, workspace: Workspace, url: str) -> str:
    """Where the sandbox at `url` serves the content of a file."""
    return f"{url}/files/{workspace.id}/{file.id}/{quote(file.name)}"


def usergroup_object(group: Usergroup, workspace: Workspace, *, users: bool, count: bool) -> Json:
    """A user group as usergroups.list writes it."""
    shape: Json = {
        "id": group.id,
        "team_id": workspace.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.updated if group.deleted else 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.created_by,
        "updated_by": group.created_by,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if users:
        shape["users"] = list(group.users)
    if count:
        shape["user_count"] = len(group.users)
    return shape
