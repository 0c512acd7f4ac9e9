"""The arguments of each method that the sandbox knows: which are required, which are allowed, and of what type.

Source: docs.slack.dev, Web API methods. Arguments of a GET or of a form arrive as strings, so flags and numbers in
strings are accepted; `token` and `team_id` may always be there (Bolt adds `team_id` to every call).
"""

import re
from collections.abc import Callable
from typing import Any

from sandbox.checks.messages import message_errors
from sandbox.checks.rules import Rule, Whole, anything, exactly_one, kind_of, listing, number, one_of, record, string
from sandbox.checks.views import view_errors

ID = string(least=1)
WORDS = string()
Keys = dict[str, Rule]


def flag(value: object, path: str) -> list[str]:
    """Accept a boolean as JSON, a form or a query string writes it."""
    sound = isinstance(value, bool) or (
        isinstance(value, int | str) and str(value).lower() in {"true", "false", "1", "0"}
    )
    return [] if sound else [f"{path}: must be true or false"]


def count(least: int = 0, most: int | None = None) -> Rule:
    """Accept a whole number as JSON, a form or a query string writes it."""
    rule = number(least, most)

    def check(value: object, path: str) -> list[str]:
        return rule(int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value, path)

    return check


def _mapping(value: object, path: str) -> list[str]:
    return [] if isinstance(value, dict) else [f"{path}: must be an object, not {kind_of(value)}"]


PAGED: Keys = {"cursor": WORDS, "limit": count(0, 1000)}
LOCALE: Keys = {"include_locale": flag}
CONTENT: Keys = {"text": anything, "blocks": anything, "attachments": anything, "markdown_text": anything}
LINKS: Keys = {"link_names": flag, "parse": one_of("full", "none"), "as_user": flag}
LOOKS: Keys = {"username": WORDS, "icon_emoji": WORDS, "icon_url": WORDS}
METADATA: Keys = {
    "metadata": record({}, {"event_type": ID, "event_payload": _mapping, "entities": listing(_mapping)}),
}
OPENING: Keys = {"trigger_id": ID, "interactivity_pointer": ID}
CLIENT: Keys = {"client_id": WORDS, "client_secret": WORDS}
STRETCH: Keys = {"oldest": WORDS, "latest": WORDS, "inclusive": flag, "include_all_metadata": flag}
REACTED: Keys = {"channel": ID, "timestamp": ID, "file": ID, "file_comment": ID}
UPLOADED = listing(record({"id": ID}, {"title": WORDS, "highlight_type": WORDS}), least=1)


def _broadcast_in_thread(value: dict[str, Any], path: str) -> list[str]:
    wanted = value.get("reply_broadcast") not in {None, False, "false", "0"}
    return [f"{path}: reply_broadcast needs thread_ts"] if wanted and "thread_ts" not in value else []


def _something_reacted_to(value: dict[str, Any], path: str) -> list[str]:
    """A reaction is to a message, which its channel and timestamp name, or to a file, or to a comment on one."""
    named = sum(key in value for key in ("file", "file_comment")) + ({"channel", "timestamp"} <= value.keys())
    return [] if named else [f"{path}: must have channel and timestamp, file or file_comment"]


def seconds(value: object, path: str) -> list[str]:
    """Accept a number of seconds since 1970, in a string or bare."""
    sound = not isinstance(value, bool) and re.fullmatch(r"\d{1,12}(\.\d+)?", str(value))
    return [] if sound else [f"{path}: must be a number of seconds since 1970"]


def _thread_in_channel(value: dict[str, Any], path: str) -> list[str]:
    return [f"{path}: thread_ts needs channel_id"] if "thread_ts" in value and "channel_id" not in value else []


METHODS: dict[str, tuple[Keys, Keys, tuple[Whole, ...]]] = {
    "auth.test": ({}, {}, ()),
    "auth.revoke": ({}, {"test": flag}, ()),
    "apps.connections.open": ({}, {}, ()),
    "apps.uninstall": (CLIENT, {}, ()),
    "oauth.v2.access": (
        {},
        CLIENT
        | {"code": WORDS, "code_verifier": WORDS, "redirect_uri": WORDS, "grant_type": WORDS, "refresh_token": WORDS},
        (),
    ),
    "bots.info": ({}, {"bot": ID}, ()),
    "team.info": ({}, {"team": ID, "domain": ID}, ()),
    "dnd.teamInfo": ({"users": WORDS}, {}, ()),
    "chat.postMessage": (
        {"channel": ID},
        CONTENT
        | LINKS
        | LOOKS
        | METADATA
        | {"thread_ts": WORDS, "reply_broadcast": flag, "mrkdwn": flag, "unfurl_links": flag, "unfurl_media": flag},
        (_broadcast_in_thread,),
    ),
    "chat.update": (
        {"channel": ID, "ts": ID},
        CONTENT | LINKS | METADATA | {"file_ids": listing(ID), "reply_broadcast": flag},
        (),
    ),
    "chat.postEphemeral": ({"channel": ID, "user": ID}, CONTENT | LINKS | LOOKS | {"thread_ts": WORDS}, ()),
    "chat.delete": ({"channel": ID, "ts": ID}, {"as_user": flag}, ()),
    "chat.getPermalink": ({"channel": ID, "message_ts": ID}, {}, ()),
    "views.open": ({"view": anything}, OPENING, (exactly_one("trigger_id", "interactivity_pointer"),)),
    "views.push": ({"view": anything}, OPENING, (exactly_one("trigger_id", "interactivity_pointer"),)),
    "views.update": (
        {"view": anything},
        {"view_id": ID, "external_id": string(255, least=1), "hash": WORDS},
        (exactly_one("view_id", "external_id"),),
    ),
    "views.publish": ({"user_id": ID, "view": anything}, {"hash": WORDS}, ()),
    "users.list": ({}, PAGED | LOCALE, ()),
    "users.info": ({"user": ID}, LOCALE, ()),
    "users.lookupByEmail": ({"email": ID}, {}, ()),
    "users.conversations": ({}, PAGED | {"exclude_archived": flag, "types": WORDS, "user": ID}, ()),
    "users.getPresence": ({}, {"user": ID}, ()),
    "oauth.v2.exchange": (CLIENT, {}, ()),
    "usergroups.users.update": ({"usergroup": ID, "users": WORDS}, {"include_count": flag}, ()),
    "dnd.info": ({}, {"user": WORDS}, ()),
    "usergroups.list": ({}, {"include_count": flag, "include_disabled": flag, "include_users": flag}, ()),
    "usergroups.users.list": ({"usergroup": ID}, {"include_disabled": flag}, ()),
    "conversations.open": (
        {},
        {"channel": ID, "users": ID, "return_im": flag, "prevent_creation": flag},
        (exactly_one("channel", "users"),),
    ),
    "conversations.info": ({"channel": ID}, LOCALE | {"include_num_members": flag}, ()),
    "conversations.members": ({"channel": ID}, PAGED, ()),
    "conversations.join": ({"channel": ID}, {}, ()),
    "conversations.leave": ({"channel": ID}, {}, ()),
    "conversations.invite": ({"channel": ID, "users": ID}, {"force": flag}, ()),
    "conversations.history": ({"channel": ID}, PAGED | STRETCH, ()),
    "conversations.replies": ({"channel": ID, "ts": ID}, PAGED | STRETCH, ()),
    "reactions.add": ({"channel": ID, "name": ID, "timestamp": ID}, {}, ()),
    "reactions.remove": ({"name": ID}, REACTED, (_something_reacted_to,)),
    "reactions.get": ({}, REACTED | {"full": flag}, (_something_reacted_to,)),
    "reactions.list": ({}, PAGED | {"user": ID, "full": flag, "count": count(), "page": count()}, ()),
    "conversations.list": ({}, PAGED | {"exclude_archived": flag, "types": WORDS}, ()),
    "files.getUploadURLExternal": (
        {"filename": ID, "length": count(1)},
        {"alt_txt": string(1000), "alt_text": string(1000), "snippet_type": WORDS},
        (),
    ),
    "files.completeUploadExternal": (
        {"files": UPLOADED},
        {"channel_id": WORDS, "channels": WORDS, "initial_comment": WORDS, "thread_ts": WORDS, "blocks": anything},
        (_thread_in_channel,),
    ),
    "files.list": (
        {},
        dict.fromkeys(("channel", "types", "user"), WORDS)
        | {
            "ts_from": seconds,
            "ts_to": seconds,
            "count": count(1),
            "page": count(1),
            "show_files_hidden_by_limit": flag,
        },
        (),
    ),
    "files.delete": ({"file": ID}, {}, ()),
    "files.info": ({"file": ID}, PAGED | {"count": count(), "page": count()}, ()),
}
ALWAYS: Keys = {"token": WORDS, "team_id": WORDS}
RULES: dict[str, Rule] = {
    method: record(required, optional | ALWAYS, *also) for method, (required, optional, also) in METHODS.items()
}
RULES["api.test"] = _mapping


def _opened(kind: str, other: str) -> Callable[[dict[str, Any]], list[str]]:
    def check(arguments: dict[str, Any]) -> list[str]:
        view = arguments.get("view")
        if isinstance(view, dict) and view.get("type") == other:
            return [f"view.type: must be {kind!r} for this method", *_viewed(arguments)]
        return _viewed(arguments)

    return check


def _viewed(arguments: dict[str, Any]) -> list[str]:
    return view_errors(arguments["view"]) if "view" in arguments else []


def _uploaded(arguments: dict[str, Any]) -> list[str]:
    return message_errors({"blocks": arguments["blocks"]}) if arguments.get("blocks") else []


CARRIED: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "chat.postMessage": message_errors,
    "chat.update": message_errors,
    "chat.postEphemeral": message_errors,
    "views.open": _opened("modal", other="home"),
    "views.push": _opened("modal", other="home"),
    "views.update": _viewed,
    "views.publish": _opened("home", other="modal"),
    "files.completeUploadExternal": _uploaded,
}


def method_errors(method: str, arguments: dict[str, Any]) -> list[str]:
    """List the faults of a call: of its arguments, and of the message or view that it carries.

    `arguments` are decoded: blocks, attachments, view and files are lists and objects, not JSON in strings.
    """
    rule = RULES.get(method)
    if rule is None:
        return [f"{method}: is not a method that the checks know"]
    faults = rule(arguments, method)
    if method in CARRIED and isinstance(arguments, dict):
        faults += CARRIED[method](arguments)
    return faults
