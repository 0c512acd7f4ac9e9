"""The demo: a company of 120 lives through eight weekly pulses in the sandbox, over real HTTP and Socket Mode."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import database, logs, socket, web, work
from bot.assembly import House, open_house
from bot.config import Settings, load
from bot.demo import days, keepsakes, staying
from bot.demo.behaviour import FIRST_MONDAY, LAST_ACT, Act, plan_of
from bot.demo.company import Company, company, roster_csv
from bot.demo.days import Scene
from bot.demo.moods import DECK
from bot.manifest import manifest
from handlers import roster
from people import owners
from people.rosterfile import parse
from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import User, Workspace
from surveys import history, pulses, steering

WEEKS = 8
A_ROUND = 4
"""So many of the deck's questions, so that each comes every other week."""
ZONE = "Europe/Brussels"
PORT = 8700
FIRST_DAY = timedelta(days=1, hours=1)
"""From the opening of a pulse to Tuesday at ten in Brussels."""


class PortTaken(Exception):
    """The port that was asked for is in use."""


async def run(*, once: bool, port: int | None = None, seed: int = 7, folder: Path = Path("demo-digests")) -> None:
    """Play the eight weeks, then stay up for the page; or, once, leave the digests in the folder and stop.

    Raises PortTaken when the port asked for is in use; when none is asked for, the next free one is taken.
    """
    console = Console()
    async with played(port=port, seed=seed, console=console) as scene:
        if once:
            written = keepsakes.leave(scene.sandbox, scene.team, scene.app, folder)
            console.print(f"{written} digests are in [bold]{folder}/[/bold], each as text and picture.")
            async with scene.house.sessions() as session:
                released = keepsakes.leave_released(await history.document(session, scene.house.workspace_id), folder)
            told = f"What could be derived from all that was shown: .venv/bin/groundswell audit [bold]{released}[/bold]"
            console.print(told, soft_wrap=True)
            return
        console.print(f"Answer it as anyone: [bold]{scene.sandbox.url}[/bold]   (Ctrl-C ends it)")
        console.print("Under Levers you let days pass: the pulse closes, and the digests come.")
        await staying.stay(scene.sandbox, scene.clock, scene.house)


@asynccontextmanager
async def played(
    *, console: Console, port: int | None = None, seed: int = 7, weeks: int = WEEKS
) -> AsyncIterator[Scene]:
    """The company after its weeks, its page still up and the next pulse open. Raises PortTaken as `run` does."""
    with tempfile.TemporaryDirectory(prefix="groundswell-demo-") as scratch:
        async with _scene(Path(scratch), port, company(seed)) as scene:
            people = f"[bold]{scene.company.name}[/bold]: {len(scene.users)} people"
            console.print(f"{people}, {weeks} weeks. Nothing leaves this machine.")
            await _play(scene, seed, weeks, console)
            await _open_homes(scene)
            await _open_next(scene, seed, weeks, console)
            yield scene


@asynccontextmanager
async def _scene(scratch: Path, port: int | None, played: Company) -> AsyncIterator[Scene]:
    clock = Clock(FIRST_MONDAY - timedelta(hours=1))
    async with AsyncExitStack() as stack:
        sandbox = await _listening(stack, clock, port)
        team = sandbox.add_workspace(played.name)
        users = _users(team, played)
        team.add_channel("general", [user.id for user in users.values()], topic="Everybody, and a place for /pulse")
        app = sandbox.add_app("Groundswell", manifest())
        seat = sandbox.install(app, team)
        settings = _settings(sandbox, app, seat.bot_token, scratch)
        logs.configure(settings)
        await asyncio.to_thread(database.migrate, settings.database_url)
        house = await stack.enter_async_context(open_house(settings, clock=clock.now))
        await stack.enter_async_context(socket.connected(house))
        app.request_url = await stack.enter_async_context(web.serving(house)) + "/slack/events"
        await _settle_in(house, played, _owner_of(played, users))
        yield Scene(sandbox, clock, team, users, app, house, played)


async def _listening(stack: AsyncExitStack, clock: Clock, port: int | None) -> Sandbox:
    """The sandbox on the port asked for, else on the usual one, else on any that is free."""
    for candidate in (PORT, 0) if port is None else (port,):
        with suppress(OSError):
            return await stack.enter_async_context(Sandbox(clock, port=candidate))
    raise PortTaken(f"port {port} is in use: choose another with PORT=...")


def _users(team: Workspace, played: Company) -> dict[str, User]:
    """Everybody who may be asked, by handle; those who may not are in the workspace, too."""
    for outsider in played.outsiders:
        team.add_user(
            outsider.handle,
            real_name=outsider.real_name,
            is_bot=outsider.kind == "is_bot",
            is_restricted=outsider.kind == "is_restricted",
            deleted=outsider.kind == "deleted",
        )
    return {
        person.handle: team.add_user(
            person.handle, real_name=person.real_name, email=person.email, locale=person.locale, tz=person.time_zone
        )
        for person in played.people
    }


def _settings(sandbox: Sandbox, app: App, token: str, scratch: Path) -> Settings:
    return load(
        _env_file=None,
        slack_bot_token=token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=sandbox.api_url,
        database_url="",
        groundswell_data=scratch / "data",
        groundswell_keys=scratch / "keys",
        port=0,
        slack_per_minute=0,
        log_level="WARNING",
    )


def _owner_of(played: Company, users: dict[str, User]) -> User:
    """Who is in charge of the pulse: somebody of the office whose language most readers of the demo share."""
    return next(users[each.handle] for each in played.people if each.locale == "en-GB" and "Office" in each.path)


async def _settle_in(house: House, played: Company, owner: User) -> None:
    """What an operator does on the first day: the roster, an owner, and the schedule of the pulse."""
    rows = parse(roster_csv(played).encode())
    plan = await roster.apply_plan(house.client, house.sessions, house.workspace_id, rows, now=house.clock())
    if plan.problems:
        raise RuntimeError(f"the demo's roster is wrong: {plan.problems[0].sentence}")
    async with house.sessions.begin() as session:
        await owners.appoint(session, house.workspace_id, owner.id, "owner", by=None, now=house.clock())
        wanted = pulses.Schedule(deck=DECK, per_round=A_ROUND, open_days=4, zone=ZONE)
        await steering.start(session, house.workspace_id, None, wanted, now=house.clock())


async def _play(scene: Scene, seed: int, weeks: int, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        for week in range(weeks):
            acts = plan_of(scene.company, week, seed=seed)
            scene.app.socket_mode = week % 2 == 0
            way = "Socket Mode" if scene.app.socket_mode else "signed HTTP"
            task = progress.add_task(f"Week {week + 1} of {weeks}, {way}", total=len(acts))
            await _live(scene, week, acts, partial(progress.advance, task))


async def _open_homes(scene: Scene) -> None:
    """Let everybody look at their Home tab, so that each page of it has something to show."""
    for handle in scene.users:
        scene.clock.advance(timedelta(seconds=1))  # Slack takes about a hundred views a minute
        await scene.person(handle).open_home(scene.app)


async def _open_next(scene: Scene, seed: int, week: int, console: Console) -> None:
    """Open one more pulse, and let those answer who do so on its first day; the rest is for who looks at the page."""
    scene.app.socket_mode = True
    monday = FIRST_MONDAY + timedelta(weeks=week)
    acts = [act for act in plan_of(scene.company, week, seed=seed) if act.at < FIRST_DAY]
    await days.live(scene, monday, acts, FIRST_DAY)
    scene.clock.set(monday + FIRST_DAY)
    console.print(f"The pulse of week {week + 1} is open, and half answered.")


async def _live(scene: Scene, week: int, acts: list[Act], step: Callable[[], None]) -> None:
    """One week: messages and answers at everyone's own time, the close on Thursday night, digests on Friday."""
    monday = FIRST_MONDAY + timedelta(weeks=week)
    await days.live(scene, monday, acts, LAST_ACT, step)
    for after in (
        timedelta(days=3, hours=16),
        timedelta(days=4),
        timedelta(days=4, hours=3),
        timedelta(days=4, hours=12),
    ):
        scene.clock.set(monday + after)
        await work.tick(scene.house)
