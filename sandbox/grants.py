"""What an app exchanges for tokens: codes of people who allowed it, and refresh tokens."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.apps import App, Installation
from sandbox.clock import Clock
from sandbox.refusals import Refused
from sandbox.workspace import User, Workspace

CODE_LIFE = timedelta(minutes=10)
TOKEN_LIFE = timedelta(hours=12)
"""How long a token is good that is renewed with a refresh token."""


@dataclass(slots=True)
class Code:
    """A person's leave to install an app in their workspace; `redirect_uri` is empty if the app named none."""

    app: App
    workspace: Workspace
    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    at: datetime
    used: bool = False


class Grants:
    """The codes and refresh tokens of one sandbox; each is good once."""

    def __init__(self, clock: Clock) -> None:
        """Start without any."""
        self._clock = clock
        self._codes: dict[str, Code] = {}
        self._refreshing: dict[str, Installation] = {}

    def code(self, app: App, workspace: Workspace, user: User, scopes: frozenset[str], redirect_uri: str = "") -> str:
        """A new code for what that person allowed."""
        number = len(self._codes) + 1
        text = f"{app.client_id.partition('.')[0]}.{number:012d}.{secrets.token_hex(32)}"
        self._codes[text] = Code(app, workspace, user.id, scopes, redirect_uri, self._clock.now())
        return text

    def take_code(self, text: object, app: App, redirect_uri: object) -> Code:
        """Use a code up; Refused with Slack's error when it is foreign, used, ten minutes old, or goes elsewhere."""
        code = self._codes.get(text) if isinstance(text, str) else None
        if code is None or code.app is not app:
            raise Refused("invalid_code")
        if code.used:
            raise Refused("code_already_used")
        if self._clock.now() - code.at > CODE_LIFE:
            raise Refused("invalid_code")
        if (redirect_uri or "") != code.redirect_uri:
            raise Refused("bad_redirect_uri")
        code.used = True
        return code

    def refresh_token(self, seat: Installation) -> str:
        """A new refresh token of an installation."""
        text = f"xoxe-1-{secrets.token_urlsafe(48)}"
        self._refreshing[text] = seat
        return text

    def take_refresh_token(self, text: object, app: App) -> Installation:
        """Use a refresh token up; Refused when it is foreign, used, or of an installation that has ended."""
        seat = self._refreshing.get(text) if isinstance(text, str) else None
        if seat is None or seat.app is not app or seat.refusal or seat.workspace.deactivated:
            raise Refused("invalid_refresh_token")
        del self._refreshing[str(text)]
        return seat
