"""Which questions somebody was asked does not lead to their ballot, not even where every ballot can be read."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from surveys import ballots, pulses, rounds
from surveys.keys import KeyRing
from tests import build
from tests.attacks.cast import SIZES, Script, class_told, script_of
from tests.attacks.figures import judge, score_of

Guess = tuple[str | None, str, str]
"""What is claimed of an answer, what most of the group said, and what is true."""
PER_ROUND = 3
ROUNDS = 4

Asked = Callable[[str], frozenset[str]]
"""What a person was asked: it is no secret, whoever knows the program can work it out."""


class Slip(NamedTuple):
    """What can be read of one ballot by who has the key of an open round: a group, and an answer to each question."""

    cell: str
    values: Mapping[str, int]


def by_each_ones_draw(round_id: str) -> Asked:
    """Draw the questions for each person, as rotation is usually done."""

    def asked(person: str) -> frozenset[str]:
        drawn = random.Random(f"{round_id} {person}")
        return frozenset(drawn.sample([item.key for item in build.ITEMS], PER_ROUND))

    return asked


def claimed(slips: Sequence[Slip], cell_of: Mapping[str, str], answered: Script, asked: Asked) -> dict[str, Slip]:
    """Give each ballot to the one person of its group who was seen to answer and was asked just those questions."""
    seen = answered.arrivals()
    claims: dict[str, Slip] = {}
    for slip in slips:
        fitting = [each for each in seen if cell_of[each] == slip.cell and asked(each) == frozenset(slip.values)]
        if len(fitting) == 1:
            claims[fitting[0]] = slip
    return claims


def guesses(slips: Sequence[Slip], cell_of: Mapping[str, str], answered: Script, asked: Asked) -> Iterator[Guess]:
    """Guess each answer; who claims nothing says what most of the group said, since its ballots lie open anyway."""
    claims = claimed(slips, cell_of, answered, asked)
    said = Counter((slip.cell, item, class_told(item, value)) for slip in slips for item, value in slip.values.items())
    for person, form in answered.kept().items():
        for item in sorted(asked(person)):
            for_it, against = (said[cell_of[person], item, each] for each in ("favourable", "unfavourable"))
            most = "favourable" if for_it >= against else "unfavourable"
            claim = claims.get(person)
            yield class_told(item, claim.values[item]) if claim else None, most, class_told(item, form.values[item])


def slips_of(answered: Script, cell_of: Mapping[str, str], asked: Asked) -> list[Slip]:
    """Write what each person's ballot says when they were asked that, in an order that tells nothing."""
    return sorted(
        (
            Slip(cell_of[person], {item: form.values[item] for item in sorted(asked(person))})
            for person, form in answered.kept().items()
        ),
        key=str,
    )


async def cast(
    sessions: build.Sessions, keys: KeyRing, people: Sequence[str], answered: Script, now: datetime
) -> tuple[str, dict[str, rounds.Seat], list[Slip]]:
    """Hold a round: its id, everybody's seat, and the ballots as who has its key while it is open can read them."""
    async with sessions.begin() as session:
        round_id = await build.open_round(session, keys, now=now)
        seats = {
            person: await rounds.seat_of(session, keys, build.TEAM, round_id, person, now=now) for person in people
        }
        for person, form in answered.kept().items():
            asked = {item.key: form.values[item.key] for item in seats[person].instrument.items}
            await build.answer(session, seats[person], asked)
        boxes = await ballots.boxes_of(session, round_id)
    opened = ballots.opened(boxes, keys.of(round_id).private_key)
    await build.close_rounds(sessions, keys, now=now + (build.FRIDAY - build.MONDAY))
    return round_id, seats, [Slip(each.cell, each.values) for each in opened]


async def test_the_questions_that_somebody_got_do_not_tell_which_ballot_is_theirs(
    sessions: build.Sessions, keys: KeyRing
) -> None:
    async with sessions.begin() as session:
        company = await build.company(session, sizes=SIZES)
        await pulses.schedule(session, build.TEAM, pulses.Schedule(per_round=PER_ROUND), now=build.MONDAY)
        backend = session.get_bind().dialect.name
    naive, ours = list[Guess](), list[Guess]()
    for week in range(ROUNDS):
        answered = script_of(company.teams, seed=week)
        now = build.MONDAY + week * build.WEEK
        round_id, seats, slips = await cast(sessions, keys, company.people, answered, now)
        cell_of = {person: seat.cell for person, seat in seats.items()}
        got = {person: frozenset(item.key for item in seat.instrument.items) for person, seat in seats.items()}
        drawn = by_each_ones_draw(round_id)
        naive += guesses(slips_of(answered, cell_of, drawn), cell_of, answered, drawn)
        ours += guesses(slips, cell_of, answered, got.__getitem__)

    judge("the questions that somebody got", backend, naive=score_of(naive), ours=score_of(ours), certain=True)
