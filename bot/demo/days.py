"""The days of a pulse in the demo: the jobs run each hour, and people act once their invitation has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from bot import work
from bot.assembly import House
from bot.demo.behaviour import Act
from bot.demo.company import Company
from handlers.views import ids
from handlers.views.warning import AS_IT_IS
from people.models import Delivery
from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import User, Workspace

AN_HOUR: Final = timedelta(hours=1)
AWAKE: Final = range(16)
"""The hours of a day from nine in Brussels on: until five in the evening in Toronto."""
SOON: Final = timedelta(seconds=20)
"""From an invitation to an answer of somebody who has waited for it, and from one of them to the next."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The company in its workspace, the bot beside it, and the clock that drives both."""

    sandbox: Sandbox
    clock: Clock
    team: Workspace
    users: dict[str, User]
    app: App
    house: House
    company: Company

    def person(self, handle: str) -> Person:
        """The hands of somebody of the company."""
        return self.sandbox.person(self.team, self.users[handle])


async def live(
    scene: Scene, monday: datetime, acts: Sequence[Act], until: timedelta, step: Callable[[], None] = lambda: None
) -> None:
    """Live from the opening of a pulse to that time after it; `step` is called for each act that is done."""
    before = {handle: len(scene.person(handle).messages()) for handle in scene.users}
    waiting = list(acts)
    for hour in range(-(-until // AN_HOUR)):
        if hour % 24 in AWAKE:
            _go_to(scene.clock, monday + hour * AN_HOUR)
            if not hour or await _is_due(scene.house):
                await work.tick(scene.house)
        for act in [each for each in waiting if each.at < min((hour + 1) * AN_HOUR, until)]:
            person = scene.person(act.handle)
            if act.kind == "look_home" or len(person.messages()) > before[act.handle]:
                _go_to(scene.clock, monday + act.at)
                await _do(person, scene.app, act)
                waiting.remove(act)
                step()


async def _is_due(house: House) -> bool:
    """Whether there is a message to send; without one, a pass over the rows changes nothing here."""
    async with house.sessions() as session:
        due_at = await session.scalar(select(func.min(Delivery.due_at)).where(Delivery.state == "pending"))
    return due_at is not None and due_at <= house.clock()


def _go_to(clock: Clock, at: datetime) -> None:
    """Go to that instant, or a little further where it is past."""
    clock.set(max(at, clock.now() + SOON))


async def _do(person: Person, app: App, act: Act) -> None:
    if act.kind == "look_home":
        await person.open_home(app)
        return
    await person.press(ids.OPEN_FORM)
    if act.kind == "withdraw":
        await person.press_in_modal(ids.WITHDRAW_ANSWER)
    else:
        asked = {block.get("block_id") for block in (person.modal or {}).get("blocks", ())}
        values = {key: value for key, value in act.values.items() if key in asked}
        result = await person.submit({**values, **({ids.COMMENT: act.comment} if act.comment else {})})
        if ids.AS_IT_IS in str(result.modal):  # asked whether the comment is to be sent: they let it be
            result = await person.submit({ids.AS_IT_IS: [AS_IT_IS]})
        if result.errors:
            raise RuntimeError(f"an answer of the demo is refused: {result.errors}")
    await person.dismiss()
