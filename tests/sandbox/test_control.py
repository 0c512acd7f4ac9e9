"""The levers under /sandbox: faults and the clock, for this machine and for the sandbox's own page alone."""

from datetime import timedelta

import aiohttp
import pytest
from starlette.requests import Request

from sandbox.control import refused
from sandbox.workspace import Json
from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.ears import Ear


async def asked(
    scene: Scene, http: aiohttp.ClientSession, verb: str, path: str, body: object = None, **headers: str
) -> tuple[int, Json]:
    """Status and answer of a request to a lever."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with http.request(verb, f"{scene.sandbox.url}/sandbox/{path}", headers=named, json=body) as response:
        return response.status, await response.json()


async def test_a_fault_is_added_listed_and_met(scene: Scene, http: aiohttp.ClientSession) -> None:
    fault = {"method": "auth.test", "kind": "error", "error": "fatal_error", "times": 2}

    status, added = await asked(scene, http, "POST", "faults", fault)
    error = await scene.error("auth.test")
    _, listed = await asked(scene, http, "GET", "faults")

    assert (status, error) == (201, "fatal_error")
    assert listed["faults"] == [{**fault, "id": added["fault"]["id"], "seconds": 0, "times": 1}]
    assert "reset_after_commit" in listed["kinds"]


async def test_one_fault_is_removed_or_all(scene: Scene, http: aiohttp.ClientSession) -> None:
    for kind in ("5xx", "reset", "slow"):
        await asked(scene, http, "POST", "faults", {"method": "*", "kind": kind, "times": None})
    first = next(iter(scene.sandbox.faults)).id

    one = await asked(scene, http, "DELETE", f"faults?id={first}")
    again = await asked(scene, http, "DELETE", f"faults?id={first}")
    rest = await asked(scene, http, "DELETE", "faults")

    assert (one, again[0], rest) == ((200, {"removed": 1}), 404, (200, {"removed": 2}))
    assert (await scene.client.auth_test())["ok"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"method": "auth.test"}, "needs kind"),
        ({"kind": "5xx"}, "needs method"),
        ({"method": "auth.test", "kind": "explosion"}, "no fault explosion"),
        ({"method": "auth.tset", "kind": "5xx"}, "no method auth.tset"),
        ({"method": "deliver", "kind": "5xx"}, "A delivery has no fault 5xx; it has slow, reset"),
        ({"method": "auth.test", "kind": "5xx", "times": 0}, "at least 1"),
        ({"method": "auth.test", "kind": "5xx", "times": True}, "times: of the wrong type"),
        ({"method": "auth.test", "kind": "slow", "seconds": -1}, "at least 0"),
        ({"method": "auth.test", "kind": ["slow"]}, "kind: of the wrong type"),
        ({"method": "auth.test", "kind": "slow", "minutes": 1}, "has no minutes"),
        ([], "JSON object"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    scene: Scene, http: aiohttp.ClientSession, fault: object, said: str
) -> None:
    status, answer = await asked(scene, http, "POST", "faults", fault)

    assert status == 400
    assert said in answer["error"]
    assert list(scene.sandbox.faults) == []


async def test_the_clock_tells_the_time_and_lets_it_pass(scene: Scene, http: aiohttp.ClientSession) -> None:
    before = await asked(scene, http, "GET", "clock")
    after = await asked(scene, http, "POST", "clock", {"advance_seconds": 90.5})

    assert before == (200, {"now": MONDAY.isoformat(), "follows": False, "delivered": 0})
    assert after[1]["now"] == (MONDAY + timedelta(seconds=90.5)).isoformat()


async def test_what_becomes_due_is_delivered_on_the_way(scene: Scene, http: aiohttp.ClientSession, ear: Ear) -> None:
    ear.status = 500
    await scene.team.change_user(scene.ann, title="Boss")

    _, answer = await asked(scene, http, "POST", "clock", {"advance_seconds": 3600})

    assert answer["delivered"] == 2


@pytest.mark.parametrize("stride", [{}, {"advance_seconds": -1}, {"advance_seconds": "1"}, {"advance_seconds": 1e300}])
async def test_a_stride_that_makes_no_sense_is_refused(scene: Scene, http: aiohttp.ClientSession, stride: Json) -> None:
    status, _ = await asked(scene, http, "POST", "clock", stride)

    assert (status, scene.sandbox.clock.now()) == (400, MONDAY)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "evil.test"},
    ],
)
@pytest.mark.parametrize(("verb", "path"), [("GET", "faults"), ("DELETE", "faults"), ("POST", "clock")])
async def test_pages_of_other_sites_move_no_lever(
    scene: Scene, http: aiohttp.ClientSession, verb: str, path: str, headers: dict[str, str]
) -> None:
    scene.sandbox.faults.add("auth.test", "5xx")
    body = {"advance_seconds": 60} if verb == "POST" else None

    status, answer = await asked(scene, http, verb, path, body, **headers)

    assert (status, list(answer)) == (403, ["error"])
    assert len(list(scene.sandbox.faults)) == 1
    assert scene.sandbox.clock.now() == MONDAY


async def test_the_sandboxs_own_page_moves_them(scene: Scene, http: aiohttp.ClientSession) -> None:
    own = {"Origin": scene.sandbox.url, "Sec_Fetch_Site": "same-origin"}

    status, _ = await asked(scene, http, "POST", "clock", {"advance_seconds": 60}, **own)

    assert status == 200


async def test_a_form_moves_no_lever(scene: Scene, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{scene.sandbox.url}/sandbox/clock", data={"advance_seconds": "60"}) as response:
        assert response.status == 400

    assert scene.sandbox.clock.now() == MONDAY


async def test_what_is_no_json_moves_no_lever(scene: Scene, http: aiohttp.ClientSession) -> None:
    kind = {"Content-Type": "application/json"}
    async with http.post(f"{scene.sandbox.url}/sandbox/clock", data="{", headers=kind) as response:
        assert (response.status, await response.json()) == (400, {"error": "This is no JSON."})


@pytest.mark.parametrize(("host", "turned_away"), [("127.0.0.1", False), ("192.0.2.7", True)])
def test_another_machine_moves_no_lever(host: str, *, turned_away: bool) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sandbox/clock",
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", 8900),
        "client": (host, 40000),
        "headers": [(b"host", b"127.0.0.1:8900")],
    }

    assert bool(refused(Request(scope))) == turned_away
