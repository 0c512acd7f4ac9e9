"""What goes over the wire, a line for each call and each delivery, for who builds an app and watches."""

from collections.abc import Mapping

from sandbox.apps import App
from sandbox.journal import Call, Delivery


def line_of(what: Call | Delivery, apps: Mapping[str, App]) -> str:
    """One line: when, who, what, and how it ended; a call's findings stand beneath it."""
    when = f"{what.at:%H:%M:%S}"
    app = apps[what.app_id].name if what.app_id in apps else "somebody"
    if isinstance(what, Delivery):
        retry = f", retry {what.retry_num} ({what.retry_reason})" if what.retry_num else ""
        return f"{when} to {app}: {_kind(what)}, {what.outcome}{f' ({what.status})' if what.status else ''}{retry}"
    ended = "ok" if what.response.get("ok") else what.response.get("error", "refused")
    return "\n".join([f"{when} from {app}: {what.method}, {ended}", *(f"         {error}" for error in what.errors)])


def _kind(delivery: Delivery) -> str:
    payload = delivery.payload
    if delivery.kind == "event":
        return f"event {payload['event']['type']}"
    return f"command {payload['command']}" if delivery.kind == "command" else str(payload.get("type", delivery.kind))
