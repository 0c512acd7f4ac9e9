"""Leave as Slack tells it: a status that says away, and until when. Neither emoji nor text is kept, nor the reason."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from people.roster import HERE, OPEN_END

AWAY: Final = frozenset(
    {
        "palm_tree",  # Slack's own "Vacationing"
        "face_with_thermometer",  # Slack's own "Out sick"
        "airplane",
        "desert_island",
        "beach_with_umbrella",
        "umbrella_on_ground",
        "camping",
        "luggage",
        "baby",
        "face_with_head_bandage",
        "hospital",
    }
)
"""The emoji of a status by which people say that they are not at work."""


def away_until(profile: Mapping[str, Any]) -> datetime | None:
    """Until when a user's profile says that they are away: HERE, OPEN_END or an instant; None where it says nothing.

    `status_expiration` is in seconds since 1970, 0 for a status that stays (Slack's reference of users.profile.set).
    """
    emoji, expires = profile.get("status_emoji"), profile.get("status_expiration")
    if not isinstance(emoji, str):
        return None
    if emoji.strip(":").partition("::")[0] not in AWAY:
        return HERE
    if isinstance(expires, int) and 0 < expires < OPEN_END.timestamp():
        return datetime.fromtimestamp(expires, UTC)
    return OPEN_END
