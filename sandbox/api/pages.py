"""Pages of a long list: `limit`, and cursors that name the first item of the next page."""

import base64
import binascii
from collections.abc import Sequence

from sandbox.refusals import Refused
from sandbox.workspace import Json


def page(ids: Sequence[str], arguments: Json, *, kind: str, default: int = 0) -> tuple[Sequence[str], str]:
    """The ids of the page that the arguments ask for, and the cursor of the next (empty on the last)."""
    limit = int(arguments.get("limit") or 0) or default or len(ids)
    first = _position(ids, arguments.get("cursor"), kind)
    last = first + limit
    following = _cursor(kind, ids[last]) if last < len(ids) else ""
    return ids[first:last], following


def _cursor(kind: str, first: str) -> str:
    return base64.b64encode(f"{kind}:{first}".encode()).decode()


def _position(ids: Sequence[str], cursor: object, kind: str) -> int:
    if not cursor:
        return 0
    try:
        found, _, first = base64.b64decode(str(cursor), validate=True).decode().partition(":")
        if found != kind:
            raise ValueError(found)
        return ids.index(first)
    except (binascii.Error, ValueError):
        raise Refused("invalid_cursor") from None
