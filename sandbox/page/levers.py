"""The levers of a sandbox as a page: faults, the clock, the delivery of events, and the installations of apps."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.apps import Installation
from sandbox.control import Unfit, fault_of, refused
from sandbox.facts import FACTS
from sandbox.faults import BESIDE, EVERY, KINDS
from sandbox.page.drawing import LOOKED, REFRESHED, drawn
from sandbox.world import World

STRIDES = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
Lever = Callable[[FormData], Awaitable[str]]
"""Does what a form of the page asks for, and says what was done."""


class Levers:
    """Moves the levers of one sandbox by the forms of its page."""

    def __init__(self, world: World) -> None:
        """Move those of that sandbox."""
        self._world = world
        self._notice = ""
        self.known: Mapping[str, Lever] = {
            "fault": self._fault,
            "mend": self._mend,
            "clock": self._clock,
            "events": self._events,
            "sockets": self._sockets,
            "app": self._app,
        }

    async def show(self, request: Request) -> Response:
        """Draw the page, with what the last lever did for who moved it."""
        world, notice = self._world, ""
        if request.headers.get(REFRESHED) != LOOKED:
            notice, self._notice = self._notice, ""
        return drawn(
            "levers.html",
            here="levers",
            notice=notice,
            faults=list(world.faults),
            kinds=KINDS,
            methods=[EVERY, *BESIDE, *sorted(FACTS)],
            now=world.clock.now(),
            follows=world.clock.follows,
            strides=list(STRIDES),
            held=world.events.holding,
            waiting=len(world.events.retries),
            seats=list(world.seats.values()),
            connections={app.id: len(world.sockets.connections(app.id)) for app in world.apps.values()},
            limited=world.limits.enabled,
            rung=world.journal.rung,
        )

    async def move(self, request: Request) -> Response:
        """Move a lever, and lead back to the page."""
        if why := refused(request):
            return drawn("missing.html", status=403, sentence=why, here="")
        lever = self.known.get(request.path_params["lever"])
        async with request.form() as form:
            try:
                self._notice = await lever(form) if lever else "There is no such lever."
            except (Unfit, ValueError) as unfit:
                self._notice = str(unfit)
        self._world.journal.ring()
        return RedirectResponse("/levers", 303)

    async def _fault(self, form: FormData) -> str:
        times, seconds = str(form.get("times", "1")).strip(), str(form.get("seconds", "0")).strip()
        given = {
            "method": str(form.get("method", "")),
            "kind": str(form.get("kind", "")),
            "times": _number(times, int, "Say how often as a whole number, or leave it empty for always.")
            if times
            else None,
            "seconds": _number(seconds or "0", float, "Say how many seconds as a number."),
            "error": str(form.get("error") or "internal_error"),
        }
        fault = self._world.faults.add(**fault_of(given))
        often = "until it is removed" if fault.times is None else f"{fault.times} time{'' if fault.times == 1 else 's'}"
        return f"{fault.method} goes wrong ({fault.kind}) {often}."

    async def _mend(self, form: FormData) -> str:
        number = str(form.get("id", ""))
        if number.isdecimal() and self._world.faults.remove(int(number)):
            return f"Fault {number} is removed."
        self._world.faults.clear()
        return "Everything works again."

    async def _clock(self, form: FormData) -> str:
        stride = STRIDES.get(str(form.get("by", "")))
        if stride is None:
            raise Unfit(f"Say how far the clock is to go: {', '.join(STRIDES)}.")
        before = self._world.journal.delivered
        await self._world.pass_time(stride)
        return (
            f"It is {self._world.clock.now():%d %b %H:%M} (UTC). Delivered: {self._world.journal.delivered - before}."
        )

    async def _events(self, form: FormData) -> str:
        events, wanted = self._world.events, str(form.get("do", ""))
        if wanted == "hold":
            events.hold()
            return "Events are held back until you release them."
        if wanted == "release":
            return f"{len(await events.release())} events were delivered, the newest first."
        if wanted == "twice":
            events.duplicate(1)
            return "The next event is delivered twice."
        raise Unfit("Hold events back, release them, or deliver the next one twice.")

    async def _sockets(self, form: FormData) -> str:
        app, reason = str(form.get("app", "")), str(form.get("reason", ""))
        if reason not in {"warning", "refresh_requested", "link_disabled"}:
            raise Unfit("Say why to disconnect: warning, refresh_requested or link_disabled.")
        number = len(self._world.sockets.connections(app))
        await self._world.sockets.disconnect(app, reason)
        return f"{number} connections were told: {reason}."

    async def _app(self, form: FormData) -> str:
        seat, wanted = self._seat(form), str(form.get("do", ""))
        if wanted == "uninstall":
            await self._world.uninstall(seat)
            return f"{seat.app.name} is no longer in {seat.workspace.name}."
        if wanted == "revoke":
            await self._world.revoke(seat)
            return f"The token of {seat.app.name} in {seat.workspace.name} is revoked."
        if wanted == "verify":
            told = await self._world.verify_url(seat.app)
            return f"{seat.app.name} {'gave the challenge back' if told else 'did not give the challenge back'}."
        raise Unfit("Uninstall the app, revoke its token, or verify its URL.")

    def _seat(self, form: FormData) -> Installation:
        seat = self._world.seats.get((str(form.get("app", "")), str(form.get("workspace", ""))))
        if seat is None:
            raise Unfit("This app is not installed there.")
        return seat


def _number(text: str, kind: type[int] | type[float], words: str) -> float:
    """A number that was typed; Unfit, with these words, for anything else."""
    try:
        return kind(text)
    except ValueError:
        raise Unfit(words) from None


def routes(world: World) -> list[BaseRoute]:
    """The addresses of the page of levers."""
    levers = Levers(world)
    return [
        Route("/levers", levers.show, methods=["GET"]),
        Route("/levers/{lever}", levers.move, methods=["POST"]),
    ]
