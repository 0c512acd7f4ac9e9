"""The levers of a sandbox as JSON under /sandbox, for its own page and for curl: faults in store, and the clock."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.facts import FACTS
from sandbox.faults import BESIDE, DELIVER, EVERY, KINDS, ON_THE_WAY
from sandbox.workspace import Json
from sandbox.world import World

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MOST_SECONDS = 100 * 365 * 86_400
NO_STORE = {"Cache-Control": "no-store"}
FIELDS: dict[str, tuple[type, ...]] = {
    "method": (str,),
    "kind": (str,),
    "times": (int, type(None)),
    "error": (str,),
    "seconds": (int, float),
}
"""Field of a fault to what it may be."""


class Unfit(Exception):
    """What was asked for makes no sense; the sentence says why."""


class Control:
    """Shows and moves the levers of one sandbox."""

    def __init__(self, world: World) -> None:
        """Move those of that sandbox."""
        self._world = world

    async def faults(self, request: Request) -> Response:
        """List the faults in store, add one, or remove one (`?id=`) or all."""
        store = self._world.faults
        if request.method == "POST":
            return _told({"fault": asdict(store.add(**fault_of(await _object(request))))}, 201)
        if request.method == "DELETE":
            return self._removed(request.query_params.get("id", ""))
        return _told({"faults": [asdict(fault) for fault in store], "kinds": KINDS})

    def _removed(self, fault_id: str) -> Response:
        store = self._world.faults
        if not fault_id:
            number = len(list(store))
            store.clear()
            return _told({"removed": number})
        if not (fault_id.isdecimal() and store.remove(int(fault_id))):
            return _told({"error": f"There is no fault {fault_id}."}, 404)
        return _told({"removed": 1})

    async def clock(self, request: Request) -> Response:
        """Tell the time, or let some pass: what becomes due on the way is done, and the clock stands from then on."""
        world = self._world
        before = world.journal.delivered
        if request.method == "POST":
            await world.pass_time(stride_of(await _object(request)))
        now, follows = world.clock.now().isoformat(), world.clock.follows
        return _told({"now": now, "follows": follows, "delivered": world.journal.delivered - before})


def fault_of(given: Json) -> dict[str, Any]:
    """The arguments of a fault out of what was sent; Unfit when it makes no sense."""
    if unknown := sorted(given.keys() - FIELDS.keys()):
        raise Unfit(f"A fault has no {', '.join(unknown)}; it has {', '.join(FIELDS)}.")
    if absent := sorted({"method", "kind"} - given.keys()):
        raise Unfit(f"A fault needs {' and '.join(absent)}.")
    wrong = [name for name, value in given.items() if isinstance(value, bool) or not isinstance(value, FIELDS[name])]
    if wrong:
        raise Unfit(f"{', '.join(sorted(wrong))}: of the wrong type.")
    if given["kind"] not in KINDS:
        raise Unfit(f"There is no fault {given['kind']}; there are {', '.join(KINDS)}.")
    if given["method"] == DELIVER and given["kind"] not in ON_THE_WAY:
        raise Unfit(f"A delivery has no fault {given['kind']}; it has {', '.join(ON_THE_WAY)}.")
    if given["method"] not in {EVERY, *BESIDE, *FACTS}:
        raise Unfit(f"The sandbox has no method {given['method']}; {EVERY} means every one.")
    if (given.get("times") or 1) < 1 or given.get("times") == 0 or not _is_stride(given.get("seconds", 0)):
        raise Unfit("times must be at least 1, or null for always, and seconds at least 0.")
    return given


def stride_of(given: Json) -> timedelta:
    """How far the clock is to go."""
    seconds = given.get("advance_seconds")
    if given.keys() != {"advance_seconds"} or not isinstance(seconds, int | float) or not _is_stride(seconds):
        raise Unfit(f"Say by how many seconds: advance_seconds, a number from 0 to {MOST_SECONDS}.")
    return timedelta(seconds=seconds)


def _is_stride(seconds: Any) -> bool:  # noqa: ANN401 - whatever was sent
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return False
    return isfinite(seconds) and 0 <= seconds <= MOST_SECONDS


async def _object(request: Request) -> Json:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unfit("Send JSON, and say so: Content-Type: application/json.")
    try:
        given = json.loads(await request.body())
    except ValueError:
        raise Unfit("This is no JSON.") from None
    if not isinstance(given, dict):
        raise Unfit("Send a JSON object.")
    return given


def refused(request: Request) -> str:
    """Why a request is turned away, or nothing: it must be of this machine and of no other site's page."""
    if request.client is None or request.client.host not in LOOPBACK:
        return "Only this machine may do that."
    if request.url.hostname not in LOOPBACK:
        return "Ask by a name of the loopback interface."
    return "Pages of another site may not do that." if _is_foreign(request) else ""


def _is_foreign(request: Request) -> bool:
    """Whether a browser says that the page of another site asks."""
    origin = urlsplit(request.headers.get("origin", f"http://{request.url.netloc}"))
    own = (origin.scheme, origin.netloc) == ("http", request.url.netloc)
    return not own or request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}


def _told(content: Json, status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, NO_STORE)


def _guarded(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if why := refused(request):
            return _told({"error": why}, 403)
        try:
            return await answer(request)
        except Unfit as unfit:
            return _told({"error": str(unfit)}, 400)

    return endpoint


def routes(world: World) -> list[BaseRoute]:
    """The addresses of the levers, for the server of that sandbox."""
    control = Control(world)
    return [
        Route("/sandbox/faults", _guarded(control.faults), methods=["GET", "POST", "DELETE"]),
        Route("/sandbox/clock", _guarded(control.clock), methods=["GET", "POST"]),
    ]
