"""files.*: the three steps of an upload, and what became of it."""

import mimetypes
import secrets

from sandbox import posting
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
    """One file."""
    file = seat.workspace.files.get(arguments["file"])
    if file is None:
        raise Refused("file_not_found")
    shape = file_object(file, seat.workspace, world.url)
    return {"file": shape, "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
}
