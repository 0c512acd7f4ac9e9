"""The whole of a sandbox but its server: workspaces, apps, tokens, and what was said between them."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox import audience, payloads
from sandbox.apps import App, Installation, app_of, installation_of, revoked, token_of, uninstalled
from sandbox.clock import Clock
from sandbox.delivery import Courier
from sandbox.events import Events
from sandbox.facts import EMAIL_SCOPE
from sandbox.faults import Faults
from sandbox.grants import TOKEN_LIFE, Grants
from sandbox.ids import Ids
from sandbox.journal import Delivery, Journal
from sandbox.limits import Limits
from sandbox.replies import Replies
from sandbox.sockets import Sockets
from sandbox.triggers import Triggers
from sandbox.uploads import Uploads
from sandbox.views import Views
from sandbox.workspace import SLACKBOT, File, Json, User, Workspace

Validator = Callable[[str, Json], list[str]]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is: an app's own, or that of its installation in a workspace; `expires_at` is the end of it."""

    app: App
    seat: Installation | None = None
    expires_at: datetime | None = None


class World:
    """State and behaviour of a sandbox; `sandbox.server.Sandbox` adds the server that makes it reachable."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        limits: bool = True,
        validator: Validator | None = None,
        show_typed: bool = False,
    ) -> None:
        """Start empty; `validator` is a second opinion on every call, kept in the journal only.

        `show_typed` lets the page's journal show what people typed and chose in forms, for who builds the app.
        """
        self.clock = clock or Clock()
        self.ids = Ids()
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits(enabled=limits)
        self.triggers = Triggers(self.clock)
        self.replies = Replies(self.clock)
        self.grants = Grants(self.clock)
        self.views = Views(self.clock, self.ids)
        self.sockets = Sockets(self.clock, self.journal.ring)
        self.courier = Courier(self.clock, self.journal, self.sockets)
        self.events = Events(self.clock, self.courier)
        self.validator = validator
        self.closing = asyncio.Event()
        """Set when the sandbox comes to its end, for what would wait for ever."""
        self.show_typed = show_typed
        self.url = ""
        self.workspaces: dict[str, Workspace] = {}
        self.apps: dict[str, App] = {}
        self.seats: dict[tuple[str, str], Installation] = {}
        """(app id, workspace id) to installation."""
        self.callers: dict[str, Caller] = {}
        """Token to whose it is."""
        self.uploads = Uploads()
        self.choices: dict[tuple[str, str], Json] = {}
        """(message ts, user id) to what that person chose in the message: its `state.values`."""
        self.suggested: dict[tuple[str, str, str], list[Json]] = {}
        """(user id, block id, action id) to the options that the app has shown that person in that menu."""

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to apps."""
        return self.journal.deliveries

    @property
    def failures(self) -> list[Delivery]:
        """Deliveries that were not acknowledged."""
        return self.journal.failures()

    def add_workspace(self, name: str, id: str | None = None) -> Workspace:  # noqa: A002 - Slack's name for it
        """Add a workspace; Slackbot is in it from the start, as in every workspace."""
        domain = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
        team_id = id or self.ids.new("T")
        team = Workspace(team_id, name, domain, self.clock, self.ids, self.emit, self.user_object)
        team.add_user("slackbot", id=SLACKBOT, real_name="Slackbot", display_name="Slackbot")
        self.workspaces[team_id] = team
        return team

    def add_app(self, name: str, manifest: Json, **given: str) -> App:
        """Add the app that a Slack app manifest describes; `given` are secrets of App in place of new ones."""
        app = app_of(name, manifest, self.ids)
        for secret, value in given.items():
            setattr(app, secret, value)
        self.apps[app.id] = app
        self.callers[app.app_token] = Caller(app)
        return app

    def install(
        self, app: App, workspace: Workspace, scopes: Iterable[str] | None = None, bot_token: str = ""
    ) -> Installation:
        """Install an app with the scopes of its manifest, or with these; where it is installed already it gains them.

        As on Slack a token that lives stays the same, but for an app whose tokens are rotated: it is given a new one.
        """
        seat = self.seats.get((app.id, workspace.id))
        if seat is None or seat.refusal:
            seat = self.seats[(app.id, workspace.id)] = installation_of(app, workspace, self.ids)
        seat.scopes |= frozenset(app.scopes if scopes is None else scopes)
        if app.rotates or not seat.bot_token:
            self.renew(seat, bot_token)
        return seat

    def renew(self, seat: Installation, bot_token: str = "") -> None:
        """Give an installation a new token; of an app whose tokens are rotated it expires, as earlier ones do."""
        seat.bot_token = bot_token or token_of(seat.app, self.ids)
        expires_at = self.clock.now() + TOKEN_LIFE if seat.app.rotates else None
        seat.refresh_token = self.grants.refresh_token(seat) if seat.app.rotates else ""
        self.callers[seat.bot_token] = Caller(seat.app, seat, expires_at)

    async def revoke(self, seat: Installation) -> None:
        """Revoke the tokens of an installation, and tell the app."""
        for event in revoked(seat):
            await self.tell(seat, event)

    async def uninstall(self, seat: Installation) -> None:
        """Take an app out of a workspace, and tell it; its tokens and its views are gone."""
        for event in uninstalled(seat):
            await self.tell(seat, event)

    def user_object(self, user: User) -> Json:
        """A user with everything that Slack may tell of one."""
        return payloads.user_object(user, self.clock.now())

    def file_url(self, workspace: Workspace, file: File) -> str:
        """Where the content of a file is served."""
        return payloads.file_url(file, workspace, self.url)

    async def emit(self, workspace: Workspace, event: Json) -> None:
        """Tell an event to every app that is installed in the workspace and listens to it."""
        await asyncio.gather(*(self.tell(seat, event) for seat in self._seats_in(workspace)))

    async def tell(self, seat: Installation, event: Json) -> Delivery | None:
        """Tell an event to one app, if it listens to it and has the scope for it; None when nothing is sent now."""
        delivery = self._delivery(seat, event)
        return await self.events.send(seat.app, delivery) if delivery else None

    def emit_soon(self, workspace: Workspace, event: Json) -> None:
        """`emit` without waiting for it: who hears it, and what, is settled now; methods of the Web API do so."""
        for seat in self._seats_in(workspace):
            self.tell_soon(seat, event)

    def tell_soon(self, seat: Installation, event: Json) -> None:
        """`tell` without waiting for it; needs a running loop, and ends at the latest with the sandbox."""
        if delivery := self._delivery(seat, event):
            self.events.send_soon(seat.app, delivery)

    async def deliver(self, seat: Installation, kind: str, payload: Json) -> Delivery:
        """Deliver a payload of that kind (`interactive`, `command`) to the app of an installation."""
        delivery = Delivery(kind, seat.app.id, seat.workspace.id, payload, self.clock.now())  # type: ignore[arg-type]
        return await self.courier.deliver(seat.app, delivery)

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Deliver an event again, as Slack does when it was not acknowledged."""
        return await self.courier.redeliver(self.apps[delivery.app_id], delivery)

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass on a standing clock, doing in its time what becomes due: events again, connections renewed."""
        until = self.clock.now() + by
        while dues := [at for at in (self.events.next_at(), self.sockets.next_at()) if at and at <= until]:
            self.clock.set(max(self.clock.now(), min(dues)))
            await self.sockets.renew_due()
            await self.events.send_due()
        self.clock.set(until)

    async def verify_url(self, app: App) -> bool:
        """Send `url_verification` to the request URL of an app; whether it gave the challenge back."""
        challenge = secrets.token_urlsafe(39)
        payload = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        delivery = Delivery("verification", app.id, "", payload, self.clock.now())
        answered = await self.courier.deliver(app, delivery)
        return answered.acknowledged and answered.answer.get("challenge") == challenge

    def _seats_in(self, workspace: Workspace) -> list[Installation]:
        return [seat for seat in self.seats.values() if seat.workspace is workspace and not seat.refusal]

    def _delivery(self, seat: Installation, event: Json) -> Delivery | None:
        if not audience.hears(seat, event):
            return None
        payload = self._envelope(seat, {"event_ts": self.clock.ts(), **_for(seat, event)})
        return Delivery("event", seat.app.id, seat.workspace.id, payload, self.clock.now())

    def _envelope(self, seat: Installation, event: Json) -> Json:
        authorization = {
            "enterprise_id": None,
            "team_id": seat.workspace.id,
            "user_id": seat.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": seat.app.verification_token,
            "team_id": seat.workspace.id,
            "context_team_id": seat.workspace.id,
            "context_enterprise_id": None,
            "api_app_id": seat.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.ids.new("Ev"),
            "event_time": self.clock.seconds(),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": secrets.token_urlsafe(48),
        }


def _for(seat: Installation, event: Json) -> Json:
    """The event as that app may see it: without e-mail addresses when it has no scope for them."""
    user = event.get("user")
    if not isinstance(user, dict) or EMAIL_SCOPE in seat.scopes:
        return event
    profile = {key: value for key, value in user["profile"].items() if key != "email"}
    return {**event, "user": {**user, "profile": profile}}
