"""What Slack documents of each method: its rate, the kind of token that it takes, and the scopes that open it."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fact:
    """One method; `caller` says whose token it takes: `bot`, `app`, `any`, or with `client` an app's id and secret.

    Without scopes each token of that kind will do.
    """

    method: str
    per_minute: int
    caller: str
    scopes: tuple[str, ...]


def _read() -> dict[str, Fact]:
    with (Path(__file__).parent / "methods.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["method"]: Fact(row["method"], int(row["per_minute"]), row["caller"], tuple(row["scopes"].split()))
            for row in csv.DictReader(file)
        }


FACTS = _read()
"""Method to fact; rates are the tiers of Slack's method pages and `special` ones for three of them."""
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "channel_created": "channels:read",
    "dnd_updated_user": "dnd:read",
    "file_deleted": "files:read",
    "file_shared": "files:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_members_changed": "usergroups:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
"""Event, as a manifest names it, to the scope without which Slack does not send it."""
EMAIL_SCOPE = "users:read.email"
"""Without it the profile of a user has no e-mail address."""
