"""Reminders tell nobody who has answered: all get the same, at the same times, whoever answered; in a naive bot not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import database
from bot.work import composers
from handlers.courier import Outgoing
from people import deliveries
from people.models import Delivery
from surveys import asking
from surveys.keys import KeyRing
from surveys.models import Envelope
from surveys.rounds import INVITATION, REMINDERS
from tests import build
from tests.attacks.test_swaps import Step, exchanged, plainly, stepped
from tests.build import MONDAY, Company, Sessions

pytestmark = pytest.mark.usefixtures("one_round_id")
HOURS = 24 * 4
Steps = Callable[[Company], Sequence[Step]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What who reads along in Slack, or holds the ledger, has of an open round on its last evening."""

    said: list[tuple[datetime, str, str]]
    ledger: Sequence[tuple[object, ...]]
    answered: set[str]

    @property
    def reminded(self) -> dict[str, int]:
        """How many reminders came to each."""
        people = {user_id for _, user_id, _ in self.said}
        return {each: sum(user_id == each for _, user_id, _ in self.said) - 1 for each in people}

    def respondents(self) -> set[str]:
        """Guess who has answered: whoever was reminded less than others."""
        most = max(self.reminded.values())
        return {user_id for user_id, number in self.reminded.items() if number < most}


async def lived(url: str, folder: Path, steps: Steps, *, naively: bool = False) -> Seen:
    """Open a round with two reminders, let people answer, and send all that is due, hour by hour."""
    taken: list[Step] = []

    def watched(company: Company) -> Sequence[Step]:
        taken.extend(steps(company))
        return taken

    engine, keys = await stepped(url, folder, watched, reminders=2)
    sessions = database.sessions_for(engine)
    if naively:
        async with sessions.begin() as session:
            await owe_the_silent_only(session, keys)
    said = [each for hour in range(HOURS - 9) for each in await sent(sessions, MONDAY + timedelta(hours=hour))]
    async with sessions() as session:
        rows = await session.scalars(select(Delivery).order_by(Delivery.id))
        ledger = [(row.kind, row.user_id, row.state, row.code, row.due_at, row.claimed_at) for row in rows]
    await engine.dispose()
    return Seen(said, ledger, answering(taken))


async def sent(sessions: Sessions, now: datetime) -> list[tuple[datetime, str, str]]:
    """Send what is due, as the outbox does: claimed, held back if it is to be, drawn, and written down."""
    said = []
    async with sessions.begin() as session:
        claimed = await deliveries.claim_due(session, build.TEAM, "w", now=now, limit=999)
        held = await asking.held_back(session, claimed, now=now)
        for owed in claimed:
            if owed.id in held:
                await deliveries.postpone(session, "w", [owed.id], until=held[owed.id], code="quiet")
                continue
            drawn = (await composers()[owed.kind](session, [owed], now=now))[owed.id]
            assert isinstance(drawn, Outgoing)
            said.append((now, owed.user_id, str(drawn.message)))
            await deliveries.settle(session, "w", [owed.id], "sent")
    return sorted(said)


async def owe_the_silent_only(session: AsyncSession, keys: KeyRing) -> None:
    """Take the reminders of all who have answered away: kind to them, and a list of who has not."""
    slots = set(await session.scalars(select(Envelope.slot)))
    rows = await session.scalars(select(Delivery).where(Delivery.kind.in_(REMINDERS)))
    for row in rows:
        if keys.of(row.subject).slot(row.subject, row.user_id) in slots:
            await session.delete(row)


def answering(steps: Sequence[Step]) -> set[str]:
    """Tell who has an answer in the box at the end."""
    last = {step.person: step.values for step in steps}
    return {person for person, values in last.items() if values is not None}


async def test_messages_and_ledger_are_the_same_whoever_answered(
    two_databases: tuple[str, str], tmp_path: Path
) -> None:
    plain = await lived(two_databases[0], tmp_path / "k1", plainly)
    turned = await lived(two_databases[1], tmp_path / "k2", exchanged)

    assert plain.answered != turned.answered
    assert plain.said == turned.said
    assert plain.ledger == turned.ledger
    assert len(plain.said) == 40 * 3
    assert {row[2] for row in plain.ledger} == {"sent"}
    assert plain.respondents() == set()


async def test_a_bot_that_reminds_the_silent_only_names_them(two_databases: tuple[str, str], tmp_path: Path) -> None:
    """Without this, that nothing differs would prove nothing."""
    plain = await lived(two_databases[0], tmp_path / "k1", plainly, naively=True)
    turned = await lived(two_databases[1], tmp_path / "k2", exchanged, naively=True)

    assert plain.said != turned.said
    assert plain.ledger != turned.ledger
    assert plain.respondents() == plain.answered
    assert turned.respondents() == turned.answered
    assert INVITATION in {row[0] for row in plain.ledger}
