"""The arguments of a call out of its query, form, JSON or multipart body, with the types that Slack documents."""

import json
from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from sandbox.refusals import Refused
from sandbox.workspace import Json

PARSED = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "channels": "invalid_arguments",
    "files": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}
"""Arguments that forms carry as JSON, and the error when they are none."""
FLAGS = frozenset(
    {
        *("as_user", "exclude_archived", "force", "force_notify", "full", "include_all_metadata", "include_count"),
        *("include_disabled", "include_locale", "include_num_members", "include_users", "inclusive", "link_names"),
        *("mrkdwn", "prevent_creation", "reply_broadcast", "return_im", "show_files_hidden_by_limit", "test"),
        *("unfurl_links", "unfurl_media"),
    }
)
NUMBERS = frozenset({"count", "length", "limit", "page"})


async def decoded(query: bytes, headers: Headers, body: bytes) -> tuple[Json, str]:
    """The arguments of a call, and the name of their encoding; Refused when the body is not what it says it is."""
    arguments: Json = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    kind, _, _ = headers.get("content-type", "").partition(";")
    encoding = "query"
    if body:
        encoding, fields = await _fields(kind.strip().lower(), headers, body)
        arguments.update(fields)
    return {name: _typed(name, value) for name, value in arguments.items() if value is not None}, encoding


async def _fields(kind: str, headers: Headers, body: bytes) -> tuple[str, Json]:
    if kind == "application/json":
        return "json", _object(body)
    if kind == "multipart/form-data":
        return "multipart", await _multipart(headers, body)
    if kind in {"application/x-www-form-urlencoded", ""}:
        return "form", dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    raise Refused("invalid_post_type")


def _object(body: bytes) -> Json:
    try:
        fields = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(fields, dict):
        raise Refused("json_not_object")
    return fields


async def _multipart(headers: Headers, body: bytes) -> Json:
    try:
        form = await MultiPartParser(headers, _once(body)).parse()
    except (MultiPartException, FormParserError, KeyError):
        raise Refused("invalid_form_data") from None
    try:
        return {name: value for name, value in form.items() if isinstance(value, str)}
    finally:
        await form.close()


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _typed(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in PARSED:
        return _parsed(name, value)
    if name in FLAGS:
        return {"1": True, "true": True, "0": False, "false": False}.get(value.lower(), value)
    return int(value) if name in NUMBERS and value.isdecimal() else value


def _parsed(name: str, text: str) -> object:
    if name == "channels" and not text.startswith("["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise Refused(PARSED[name], f"[ERROR] {name} is not JSON") from None
