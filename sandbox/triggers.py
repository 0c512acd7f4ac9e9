"""Trigger ids: proof that a person has just done something, good for one view within three seconds."""

import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.refusals import Refused
from sandbox.workspace import Workspace

LIFE = timedelta(seconds=3)


@dataclass(slots=True)
class Trigger:
    """One trigger id: whose action it was, towards which app, when, and whether it was used."""

    id: str
    app: App
    workspace: Workspace
    user_id: str
    at: datetime
    used: bool = False


class Triggers:
    """The trigger ids of one sandbox."""

    def __init__(self, clock: Clock) -> None:
        """Start without any."""
        self._clock = clock
        self._known: dict[str, Trigger] = {}

    def new(self, app: App, workspace: Workspace, user_id: str) -> Trigger:
        """A new trigger id for what that person just did."""
        text = f"{len(self._known) + 1}.{zlib.crc32(workspace.id.encode())}.{secrets.token_hex(16)}"
        trigger = self._known[text] = Trigger(text, app, workspace, user_id, self._clock.now())
        return trigger

    def take(self, text: object, app: App, workspace: Workspace) -> Trigger:
        """Use a trigger id up; refused as Slack does when it is unknown, foreign, used or older than three seconds."""
        trigger = self._known.get(text) if isinstance(text, str) else None
        if trigger is None or trigger.app is not app or trigger.workspace is not workspace:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - trigger.at > LIFE:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger
