"""What the journal shows of a payload: everything but what a person typed or chose in a form, unless it may."""

from collections.abc import Mapping
from typing import Any

MASK = "•••"
TYPED = frozenset(
    {
        *("initial_value", "initial_option", "initial_options", "initial_user", "initial_users", "initial_date"),
        *("initial_time", "initial_date_time", "initial_channel", "initial_channels", "initial_conversation"),
        *("initial_conversations", "rich_text_value", "selected_option", "selected_options", "selected_user"),
        *("selected_users", "selected_date", "selected_time", "selected_date_time", "selected_channel"),
        *("selected_channels", "selected_conversation", "selected_conversations"),
    }
)
"""Keys of elements and of `state.values` that hold what a person chose, or what an app put back there."""
FIELDS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
SECRET = frozenset({"token", "trigger_id", "response_url", "private_metadata", "access_token", "refresh_token"})
"""What opens something, or is the app's own: shown only in part."""
SHOWN_OF_SECRETS = 12


def masked(part: Any) -> Any:  # noqa: ANN401 - any part of a payload
    """A payload without what was typed or chosen."""
    if isinstance(part, list):
        return [masked(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    kind = part.get("type")
    hides = TYPED | ({"value"} if kind in FIELDS | {"block_suggestion"} else frozenset())
    return {key: MASK if key in hides and value else masked(value) for key, value in part.items()}


def abridged(part: Any) -> Any:  # noqa: ANN401 - any part of a payload
    """A payload without the whole of its tokens."""
    if isinstance(part, list):
        return [abridged(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    return {key: _abridged(key, value) for key, value in part.items()}


def _abridged(key: str, value: Any) -> Any:  # noqa: ANN401 - any value of a payload
    if key in SECRET and isinstance(value, str) and len(value) > SHOWN_OF_SECRETS:
        return f"{value[:SHOWN_OF_SECRETS]}…"
    return abridged(value)
