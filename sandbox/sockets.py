"""Socket Mode: the web sockets of each app, and the envelopes that wait for their acknowledgement."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox.clock import Clock
from sandbox.workspace import Json

MOST = 10
HOST = "applink-sandbox"
SECONDS_OF_A_CONNECTION = 18_060
WARNING = timedelta(seconds=10)
"""How long before its end Slack warns of it."""


class Gone(Exception):
    """The connection closed before the envelope was acknowledged, or there was none."""


@dataclass(slots=True, eq=False)
class Connection:
    """One web socket of an app, with the envelopes that it has not acknowledged yet."""

    socket: WebSocket
    ends_at: datetime
    warned: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    @property
    def next_at(self) -> datetime:
        """When Slack has something to say about the end of the connection."""
        return self.ends_at if self.warned else self.ends_at - WARNING

    async def disconnect(self, reason: str) -> None:
        """Send a disconnect frame; all but a `warning` close the connection too."""
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})
        if reason == "warning":
            self.warned = True
        elif self.socket.application_state is WebSocketState.CONNECTED:
            await self.socket.close()

    async def send(self, frame: Json) -> None:
        """Send a frame, if the other side is still there."""
        if self.socket.application_state is WebSocketState.CONNECTED:
            await self.socket.send_text(json.dumps(frame))

    def acknowledge(self, text: str) -> None:
        """Take an acknowledgement; anything else that an app says is passed over, as Slack does."""
        try:
            frame = json.loads(text)
        except ValueError:
            return
        waiting = self.waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if waiting and not waiting.done():
            payload = frame.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else {})

    def abandon(self) -> None:
        """Tell those who wait that no acknowledgement will come."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(Gone())


class Sockets:
    """The connections of every app, and the single-use tickets that open them."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        """Start without connections; `ring` is called whenever one opens or closes."""
        self._clock, self._ring = clock, ring
        self._tickets: dict[str, str] = {}
        self._connections: dict[str, list[Connection]] = {}
        self._turn = 0

    def ticket(self, app_id: str) -> str:
        """A ticket that opens one connection of that app."""
        ticket = str(uuid.UUID(bytes=secrets.token_bytes(16)))
        self._tickets[ticket] = app_id
        return ticket

    def connections(self, app_id: str) -> list[Connection]:
        """The open connections of an app."""
        return self._connections.setdefault(app_id, [])

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection from its ticket to its end."""
        app_id = self._tickets.pop(socket.query_params.get("ticket", ""), "")
        if not app_id:
            await socket.close(1008)
            return
        await socket.accept()
        ends_at = self._clock.now() + timedelta(seconds=SECONDS_OF_A_CONNECTION)
        connection, mine = Connection(socket, ends_at), self.connections(app_id)
        if len(mine) >= MOST:
            await connection.disconnect("too_many_websockets")
            return
        mine.append(connection)
        self._ring()
        try:
            await connection.send(_hello(app_id, len(mine)))
            while True:
                connection.acknowledge(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # receive_text raises RuntimeError once this side has closed
        finally:
            mine.remove(connection)
            connection.abandon()
            self._ring()

    async def deliver(self, app_id: str, envelope: Json) -> Json:
        """Send an envelope over one of the app's connections, each in its turn, and wait for what it answers."""
        mine = self.connections(app_id)
        if not mine:
            raise Gone
        self._turn += 1
        connection = mine[self._turn % len(mine)]
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            await connection.send({"envelope_id": envelope_id, **envelope})
            return await future
        finally:
            del connection.waiting[envelope_id]

    async def disconnect(self, app_id: str, reason: str = "refresh_requested") -> None:
        """Send a disconnect frame to every connection of an app; all but a `warning` close the connection too."""
        for connection in list(self.connections(app_id)):
            await connection.disconnect(reason)

    def next_at(self) -> datetime | None:
        """When a connection is to be warned of its end, or comes to it."""
        return min((each.next_at for each in self._open()), default=None)

    async def renew_due(self) -> None:
        """Warn the connections whose end is near, and ask those at their end to be opened anew."""
        for connection in [each for each in self._open() if each.next_at <= self._clock.now()]:
            await connection.disconnect("refresh_requested" if connection.warned else "warning")

    def _open(self) -> list[Connection]:
        every = (connection for mine in self._connections.values() for connection in mine)
        return [each for each in every if each.socket.application_state is WebSocketState.CONNECTED]

    async def close(self) -> None:
        """Close every connection, as a server that goes away."""
        for connection in self._open():
            await connection.socket.close(1001)


def _hello(app_id: str, number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "debug_info": {
            "host": HOST,
            "build_number": 1,
            "approximate_connection_time": SECONDS_OF_A_CONNECTION,
        },
        "connection_info": {"app_id": app_id},
    }
