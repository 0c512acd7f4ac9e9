"""files.*: the three steps of an upload, and what became of it."""

import mimetypes
import secrets
from collections.abc import Callable

from sandbox import posting, talk
from sandbox.api.conversations import visible
from sandbox.apps import Installation
from sandbox.payloads import file_object
from sandbox.refusals import Refused
from sandbox.uploads import Upload
from sandbox.workspace import Channel, File, Json
from sandbox.world import World


def upload_url(world: World, seat: Installation, arguments: Json) -> Json:
    """First step: an address for the content, and the id that the file will have."""
    length = int(arguments["length"])
    upload = Upload(world.ids.new("F"), seat, arguments["filename"], length, arguments.get("alt_txt", ""))
    secret = secrets.token_urlsafe(24)
    world.uploads.by_secret[secret] = world.uploads.by_id[upload.id] = upload
    return {"upload_url": f"{world.url}/upload/v1/{secret}", "file_id": upload.id}


def complete(world: World, seat: Installation, arguments: Json) -> Json:
    """Third step: the files exist, and are posted where the app wants them."""
    uploads = [_uploaded(world, seat, item) for item in arguments["files"]]
    channels = _channels(seat, arguments)
    files = [_made(world, seat, upload, item) for upload, item in zip(uploads, arguments["files"], strict=True)]
    content = {
        "text": arguments.get("initial_comment", ""),
        "blocks": arguments.get("blocks"),
        "thread_ts": arguments.get("thread_ts"),
    }
    for channel in channels:
        posting.post(world, seat, channel, content, files)
    return {"files": [file_object(file, seat.workspace, world.url) for file in files]}


def _uploaded(world: World, seat: Installation, item: Json) -> Upload:
    upload = world.uploads.by_id.get(item["id"])
    if upload is None or upload.seat is not seat or upload.content is None:
        raise Refused("file_not_found")
    return upload


def _channels(seat: Installation, arguments: Json) -> list[Channel]:
    """Ids of conversations only: Slack opens no DM from a user's id here."""
    named = arguments.get("channel_id") or arguments.get("channels") or ""
    channels = []
    for channel_id in filter(None, named.split(",")):
        if channel_id not in seat.workspace.channels:
            raise Refused("invalid_channel" if channel_id in seat.workspace.users else "channel_not_found")
        channels.append(posting.target(seat, channel_id))
    return channels


def _made(world: World, seat: Installation, upload: Upload, item: Json) -> File:
    del world.uploads.by_id[upload.id]
    kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    title, now = item.get("title") or upload.name, world.clock.seconds()
    file = File(upload.id, upload.name, title, kind, upload.content or b"", seat.bot_user_id, now, upload.alt_text)
    seat.workspace.files[file.id] = file
    return file


def info(world: World, seat: Installation, arguments: Json) -> Json:
    """One file, of those that the app may see: its own, and what is shared where it may look."""
    shape = file_object(_known(seat, arguments["file"]), seat.workspace, world.url)
    return {"file": shape, "comments": [], "response_metadata": {"next_cursor": ""}}


def listed(world: World, seat: Installation, arguments: Json) -> Json:
    """The files that the app may see, the newest first, in pages that are counted."""
    files = [file for file in reversed(seat.workspace.files.values()) if _visible(seat, file)]
    channel_id, user_id = arguments.get("channel"), arguments.get("user")
    if user_id and user_id not in seat.workspace.users:
        raise Refused("user_not_found")
    oldest, newest = (int(float(arguments.get(name) or 0)) for name in ("ts_from", "ts_to"))
    wanted = _wanted(arguments.get("types"))
    matching = [
        file
        for file in files
        if (not channel_id or channel_id in file.channels)
        and (not user_id or file.user == user_id)
        and file.created >= oldest
        and (not newest or file.created <= newest)
        and wanted(file)
    ]
    count, number = int(arguments.get("count") or 100), int(arguments.get("page") or 1)
    shown = matching[(number - 1) * count : number * count]
    paging = {"count": count, "total": len(matching), "page": number, "pages": -(-len(matching) // count)}
    return {"files": [file_object(file, seat.workspace, world.url) for file in shown], "paging": paging}


def _wanted(types: object) -> Callable[[File], bool]:
    """Whether a file is of one of the kinds: all, images, pdfs, zips, snippets, spaces or gdocs."""
    kinds = [kind.strip() for kind in str(types or "all").split(",")]
    if not KINDS.issuperset(kinds):
        raise Refused("unknown_type")
    return lambda file: "all" in kinds or any(file.mimetype.startswith(STARTS.get(kind, "-")) for kind in kinds)


def _known(seat: Installation, file_id: str) -> File:
    file = seat.workspace.files.get(file_id)
    if file is None or not _visible(seat, file):
        raise Refused("file_not_found")
    return file


def _visible(seat: Installation, file: File) -> bool:
    channels = seat.workspace.channels
    return file.user == seat.bot_user_id or any(visible(seat, channels[channel_id]) for channel_id in file.channels)


def delete(world: World, seat: Installation, arguments: Json) -> Json:
    """Take a file of one's own away; messages that carried it keep a tombstone of it."""
    file = _known(seat, arguments["file"])
    if file.user != seat.bot_user_id:
        raise Refused("cant_delete_file")
    del seat.workspace.files[file.id]
    file.deleted, file.content = True, b""
    talk.tell_soon(world, seat.workspace, [{"type": "file_deleted", "file_id": file.id}])
    return {}


KINDS = {"all", "spaces", "snippets", "images", "gdocs", "zips", "pdfs"}
STARTS = {"images": "image/", "pdfs": "application/pdf", "zips": "application/zip", "snippets": "text/"}
"""Kind of file to the beginning of its media type; of the other kinds the sandbox has none."""
METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
    "files.list": listed,
    "files.delete": delete,
}
