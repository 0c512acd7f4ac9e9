"""An owner who asks now everybody and now all but a few, to read those few off the difference."""

from collections.abc import Mapping

from surveys import opening, pulses, releases
from surveys.keys import KeyRing
from surveys.models import Pulse
from tests import build
from tests.build import GLAD, ITEMS, MONDAY, SAD, UNSURE, WEEK, Answer, Sessions


async def shown_after(sessions: Sessions, keys: KeyRing, sizes: Mapping[str, int], asked: tuple[str, ...]) -> set[str]:
    """Ask everybody, and a week later these units, where all answer as before; what the second round shows of them all.

    The people of units that are left out are of another mind than the rest.
    """
    async with sessions.begin() as session:
        company = await build.company(session, sizes=sizes)
    minds = {
        user_id: (SAD if team not in asked else GLAD if number % 3 else UNSURE, None)
        for team, people in company.teams.items()
        for number, user_id in enumerate(people)
    }
    await build.play_round(sessions, keys, minds)
    answers: dict[str, Answer] = {user_id: minds[user_id] for team in asked for user_id in company.teams[team]}
    async with sessions.begin() as session:
        pulse = await pulses.pulse_of(session, "T1")
        assert isinstance(pulse, Pulse)
        pulse.audience = [company.units[team] for team in asked]
        (round_id,) = await opening.open_due(session, keys, "T1", k=6, now=MONDAY + WEEK)
        await build.answer_all(session, keys, round_id, answers, now=MONDAY + WEEK)
    await build.close_rounds(sessions, keys, now=MONDAY + WEEK + (build.FRIDAY - MONDAY))
    async with sessions() as session:
        (found,) = await releases.published(session, "T1", latest=1)
    assert found.round_id == round_id
    return set(found.items.get(found.layout.tree.cells[0].key, {}))


async def test_leaving_out_a_few_shows_nothing_of_the_rest_together(sessions: Sessions, keys: KeyRing) -> None:
    shown = await shown_after(sessions, keys, {"A": 20, "B": 20, "C": 3}, ("A", "B"))

    assert shown == set()


async def test_leaving_out_many_shows_what_the_rest_said(sessions: Sessions, keys: KeyRing) -> None:
    shown = await shown_after(sessions, keys, {"A": 20, "B": 20, "C": 12}, ("A", "B"))

    assert shown == {item.key for item in ITEMS}
