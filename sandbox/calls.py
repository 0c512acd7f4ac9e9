"""One call of the Web API: token, scope, rate, checks, the method itself, and the entry in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox import api, checks
from sandbox.api.auth import api_test
from sandbox.api.oauth import app_of
from sandbox.facts import FACTS, Fact
from sandbox.journal import Call
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import Caller, World

ABSENT: Mapping[str, tuple[tuple[str, ...], str]] = {
    "chat.postMessage": (("channel",), "channel_not_found"),
    "conversations.info": (("channel",), "channel_not_found"),
    "conversations.members": (("channel",), "channel_not_found"),
    "conversations.open": (("users", "channel"), "users_list_not_supplied"),
    "reactions.get": (("channel", "file", "file_comment"), "no_item_specified"),
    "reactions.remove": (("channel", "file", "file_comment"), "no_item_specified"),
    "users.info": (("user",), "user_not_found"),
}
"""What Slack says when all of these arguments are left out."""
ERRORS = (
    ("no_text", "no_text"),
    ("text", "msg_too_long"),
    ("markdown_text: cannot", "markdown_text_conflict"),
    ("markdown_text", "msg_too_long"),
    ("blocks", "invalid_blocks"),
    ("attachments", "invalid_attachments"),
    ("{method}.metadata", "invalid_metadata_format"),
    ("{method}.limit", "invalid_limit"),
)
"""Beginning of a finding to the error of the call; all others are `invalid_arguments`."""
IGNORED = "is not a known key here"
"""Slack passes over arguments that a method does not have; the finding stays in the journal."""


@dataclass(slots=True)
class Answer:
    """What a call is answered with."""

    body: Json
    status: int = 200
    caller: Caller | None = None
    retry_after: int = 0


def answer(world: World, method: str, arguments: Json, token: str, encoding: str) -> Answer:
    """Carry out a call and keep it in the journal."""
    findings: list[str] = []
    caller = world.callers.get(token) or _client(world, method, arguments)
    status, wait = 200, 0
    try:
        body = {"ok": True, **_performed(world, method, arguments, token, findings)}
    except Refused as refusal:
        body, status, wait = refusal.answer(), refusal.status, refusal.retry_after
    seat = caller.seat if caller else None
    world.journal.record(
        Call(
            method,
            arguments,
            token,
            caller.app.id if caller else "",
            seat.workspace.id if seat else "",
            body,
            findings,
            world.clock.now(),
            encoding,
            status,
        )
    )
    return Answer(body, status, caller, wait)


def _performed(world: World, method: str, arguments: Json, token: str, findings: list[str]) -> Json:
    fact = FACTS.get(method)
    if fact is None:
        raise Refused("unknown_method", req_method=method)
    if method == "api.test":
        return api_test(arguments)
    if method in api.OF_A_CLIENT:
        client = str(arguments.get("client_id", ""))
        _examined(world, method, arguments, findings, (client, ""))
        return api.OF_A_CLIENT[method](world, {**arguments, "token": token})
    caller = _admitted(world, fact, token)
    workspace_id = caller.seat.workspace.id if caller.seat else ""
    _examined(world, method, arguments, findings, (caller.app.id, workspace_id))
    if caller.seat and method in api.OF_A_BOT:
        return api.OF_A_BOT[method](world, caller.seat, arguments)
    return api.OF_ANY_TOKEN[method](world, caller, arguments)


def _client(world: World, method: str, arguments: Json) -> Caller | None:
    """The app that calls with its client id in place of a token."""
    app = app_of(world, arguments.get("client_id")) if method in api.OF_A_CLIENT else None
    return Caller(app) if app else None


def _examined(world: World, method: str, arguments: Json, findings: list[str], counted: tuple[str, str]) -> None:
    """Count a call of an app in a workspace and check its arguments; Refused above the limit and for grave faults."""
    world.limits.count(method, *counted, world.clock.now())
    faults = checks.method_errors(method, arguments)
    findings += faults
    if world.validator:
        findings += world.validator(method, arguments)
    _refuse(method, arguments, faults)


def _admitted(world: World, fact: Fact, token: str) -> Caller:
    if not token:
        raise Refused("not_authed")
    caller = world.callers.get(token)
    if caller is None:
        raise Refused("invalid_auth")
    seat = caller.seat
    if fact.caller != "any" and (seat is None) != (fact.caller == "app"):
        raise Refused("not_allowed_token_type")
    if seat is None:
        return caller
    if seat.refusal or seat.workspace.deactivated:
        raise Refused(seat.refusal or "account_inactive")
    if caller.expires_at and caller.expires_at <= world.clock.now():
        raise Refused("token_expired")
    if fact.scopes and seat.scopes.isdisjoint(fact.scopes):
        raise Refused("missing_scope", needed=",".join(fact.scopes), provided=",".join(sorted(seat.scopes)))
    return caller


def _refuse(method: str, arguments: Json, faults: list[str]) -> None:
    """Refuse a call for its faults, with the error that Slack gives for the first of them."""
    names, error = ABSENT.get(method, ((), ""))
    if names and not any(arguments.get(name) for name in names):
        raise Refused(error)
    grave = [fault for fault in faults if not (fault.startswith(f"{method}.") and fault.endswith(IGNORED))]
    if grave:
        raise Refused(_error_of(method, grave[0]), *(pointed(fault) for fault in grave))


def _error_of(method: str, fault: str) -> str:
    for beginning, error in ERRORS:
        if fault.startswith(beginning.format(method=method)):
            return error
    return "invalid_arguments"


def pointed(fault: str) -> str:
    """A finding in Slack's words: `blocks[0].type: ...` becomes `[ERROR] ... [json-pointer:/blocks/0/type]`."""
    path, colon, words = fault.partition(": ")
    if not colon or " " in path:
        return f"[ERROR] {fault}"
    pointer = "/" + path.replace("[", ".").replace("]", "").replace(".", "/")
    return f"[ERROR] {words} [json-pointer:{pointer}]"
