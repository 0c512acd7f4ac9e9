"""What runs beside the answers, logs, errors, files and calls to Slack, holds nothing of them and not who gave one."""

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from handlers.views import ids
from sandbox.hands import NotAcknowledged
from sandbox.journal import Call
from surveys.keys import KeyRing
from tests.attacks.conftest import Stores
from tests.attacks.figures import Score, judge, score_of
from tests.attacks.lived import Lived, all_answer, listening, live, word_of
from tests.attacks.loot import Played, taken
from tests.attacks.tables import SECRET as ROUNDING
from tests.build import FRIDAY, ITEMS
from tests.journeys.hours import let_pass
from tests.journeys.stage import Stage, stage


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot."""
    return str(request.param)


def backend_of(url: str) -> str:
    """Name the database."""
    return url.partition("+")[0]


def heard(words: dict[int, str], *heaps: str | bytes) -> Score:
    """Guess for each who wrote something what it was, from what stands in these heaps."""
    heap = b"\0".join(each.encode() if isinstance(each, str) else each for each in heaps)
    return score_of((True if word.split()[0].encode() in heap else None, False, True) for word in words.values())


async def test_logs_turned_up_as_far_as_they_go_hold_no_answer(
    transport: str, two_databases: tuple[str, str], tmp_path: Path
) -> None:
    backend = backend_of(two_databases[0])
    ours = await live(transport, two_databases[0], tmp_path / "ours")
    naive = await live(transport, two_databases[1], tmp_path / "naive", pinned=False)

    assert "round closed" in ours.logged
    judge(
        f"logs at DEBUG ({transport})",
        backend,
        naive=heard(naive.words, naive.logged),
        ours=heard(ours.words, ours.logged),
        least=30,
    )
    assert "selected_option" in naive.logged
    assert "selected_option" not in ours.logged
    judge_files(ours, backend, transport)
    judge_calls(ours, backend, transport)


def judge_files(ours: Lived, backend: str, transport: str) -> None:
    """Hold that no file of the process, temporary ones too, and nothing of the database holds a word."""
    careless = {"scratch/upload": "\n".join(ours.words.values()).encode()}
    judge(
        f"words in files of the process ({transport})",
        backend,
        naive=heard(ours.words, *careless.values()),
        ours=heard(ours.words, *ours.files.values(), *ours.closed.files.values(), *ours.while_open.files.values()),
        least=30,
    )


def judge_calls(ours: Lived, backend: str, transport: str) -> None:
    """Hold that Slack, which sees every call, cannot tell from them who sent the form and who closed it."""
    people = sorted({str(call.arguments["channel"]) for call in ours.calls if call.method == "chat.postMessage"})
    assert len(people) == 40
    receipts = [receipt_for(ours.calls[-1], people[number]) for number in range(len(ours.words))]
    judge(
        f"calls to Slack: who answered ({transport})",
        backend,
        naive=by_calls([*ours.calls, *receipts], people, len(ours.words)),
        ours=by_calls(ours.calls, people, len(ours.words)),
        least=40,
    )
    assert heard(ours.words, *(str(call.arguments) for call in ours.calls)).right == 0


def receipt_for(like: Call, person: str) -> Call:
    """What a naive bot sends to each who answered."""
    arguments = {"channel": person, "text": "Thank you!"}
    return Call("chat.postMessage", arguments, "", like.app_id, like.workspace_id, {}, [], like.at, "json")


def by_calls(calls: list[Call], people: list[str], answering: int) -> Score:
    """Take those to whom more is sent than to most for those who answered."""
    told = {person: sum(call.arguments.get("channel") == person for call in calls) for person in people}
    usual = min(told.values())
    some_differ = len(set(told.values())) > 1
    return score_of(
        (told[person] > usual if some_differ else None, True, number < answering)
        for number, person in enumerate(people)
    )


async def break_the_table(acme: Stage) -> None:
    """Let the database refuse every box."""
    async with acme.house.sessions.begin() as session:
        await session.execute(text("ALTER TABLE envelopes RENAME TO elsewhere"))


async def break_the_key(acme: Stage) -> None:
    """Let the key of the round be damaged, so that no seat can be had."""
    for path in acme.house.keys.directory.glob("round-*.key"):
        path.write_bytes(b"short")


async def break_the_public_key(acme: Stage) -> None:
    """Let sealing itself fail, with the answers in its hands."""
    async with acme.house.sessions.begin() as session:
        await session.execute(text("UPDATE rounds SET public_key = NULL WHERE state = 'none'"))
        await session.execute(text("UPDATE rounds SET public_key = :key"), {"key": b"short"})


async def naive_failure(url: str) -> str:
    """What a traceback of the usual engine holds when an answer cannot be written."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": word_of(3)})
    except SQLAlchemyError:
        return traceback.format_exc()
    finally:
        await engine.dispose()
    return ""


@pytest.mark.parametrize("harm", [break_the_table, break_the_key, break_the_public_key])
async def test_an_error_on_the_way_of_an_answer_tells_nothing_of_it(
    database_url: str,
    tmp_path: Path,
    harm: Any,  # noqa: ANN401 - one of the functions above
) -> None:
    said = ""
    with listening(pinned=True) as written:
        async with stage("http", database_url, tmp_path) as acme:
            await acme.start_pulse()
            person = acme.person(3)
            await person.press(ids.OPEN_FORM)
            await harm(acme)
            try:
                await person.submit({ITEMS[0].key: 5, ids.COMMENT: word_of(3)})
            except NotAcknowledged as failure:
                said = str(failure)
            answered = str([(each.status, each.answer) for each in acme.sandbox.journal.deliveries])
        heap = written.getvalue() + said + answered

    judge(
        f"errors: {harm.__name__.replace('_', ' ')}",
        backend_of(database_url),
        naive=Score(1, int(word_of(3) in await naive_failure(database_url)), 0, 1),
        ours=heard({3: word_of(3)}, heap),
        least=1,
    )
    assert ("listener failed" in heap) == (harm is not break_the_key)


def by_listed(played: Played) -> Score:
    """Take for those who answered whoever stands in a table that does not name everybody; the best of all tables."""
    everybody = [f"U{number:04}" for number in range(240)]
    scores = []
    for table in sorted({row.table for copy in (*played.copies, played.closed) for row in copy.rows}):
        guesses = []
        for copy, (round_id, script) in zip(
            played.copies[:: len(played.copies) // len(played.rounds)], played.rounds.items(), strict=True
        ):
            listed = {row.held.get("user_id") for row in copy.rows if row.table == table and _of(row.held, round_id)}
            told = 0 < len(listed & set(everybody)) < len(everybody)
            guesses += [(person in listed if told else None, True, person in script.kept()) for person in everybody]
        scores.append(score_of(guesses))
    return max(scores, key=lambda score: score.right)


def _of(held: Any, round_id: str) -> bool:  # noqa: ANN401 - a row
    return round_id in {held.get("round_id", round_id), held.get("subject")}


def test_no_table_or_queue_names_who_answered(stores: Stores) -> None:
    judge("tables and queues: who answered", stores.backend, naive=by_listed(stores.naive), ours=by_listed(stores.ours))


CHANGING = {"trigger_id", "view_id", "hash", "token", "channel_id"}
"""Arguments that are drawn by lot, or count up, in each sandbox."""
FILE = re.compile(r"\bF[0-9A-Z]{8,}\b")
"""Files count up as they come, and of digests that are sent together it is chance whose picture comes first."""


def calls_of(acme: Stage) -> Iterator[tuple[str, str]]:
    """All that was asked of Slack, without what differs from one sandbox to the next."""
    numbers = {user.id: str(number) for number, user in enumerate(acme.people)}
    for call in acme.sandbox.journal.calls():
        told = str({name: value for name, value in sorted(call.arguments.items()) if name not in CHANGING})
        for user_id, number in numbers.items():
            told = told.replace(user_id, f"person {number}")
        yield call.method, FILE.sub("a file", told)


@dataclass(frozen=True, slots=True)
class Seen:
    """The calls to Slack while the round was open, in their order; all of them, sorted; and the rows that are left.

    After the close digests are sent ten at a time, and which of them is first is chance.
    """

    while_open: list[tuple[str, str]]
    calls: list[tuple[str, str]]
    rows: list[str]


async def swapped(url: str, folder: Path, answering: int, silent: int) -> Seen:
    """Let one of two colleagues answer and the other open the form and close it, beside seven more of their team.

    Two reminders come after that, and then the round closes.
    """
    folder.mkdir(exist_ok=True)
    async with stage("http", url, folder) as acme:
        await acme.start_pulse(reminders=2)
        round_ids = {str(call.arguments) for call in acme.sandbox.journal.calls("chat.postMessage")}
        assert len(round_ids) == 40
        words = dict.fromkeys((0, 1, 2, 5, 6, 8, 9), "") | {answering: ""}
        await all_answer(acme, words)
        assert silent not in words
        open_calls = list(calls_of(acme))
        await let_pass(acme, 82)
        assert {len(acme.person(number).messages()) for number in range(40)} == {3}
        for hour, minute in ((0, 1), (11, 0)):
            await acme.tick(FRIDAY.replace(hour=hour, minute=minute))
        calls, people = list(calls_of(acme)), acme.people
    names = {user.id: str(number) for number, user in enumerate(people)}
    told = []
    for row in (await taken(url)).rows:
        shown = str(sorted((name, value) for name, value in row.held.items() if name != "claimed_by"))
        for user_id, number in names.items():
            shown = shown.replace(user_id, f"person {number}")
        told.append(f"{row.table} {shown}")
    return Seen(open_calls, sorted(calls), told)


async def test_that_one_colleague_answered_and_not_another_changes_nothing_that_anybody_can_see(
    two_databases: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.opening.secrets.token_hex", lambda size: "7" * 2 * size)
    monkeypatch.setattr(KeyRing, "rounding_key", lambda _: ROUNDING)

    one = await swapped(two_databases[0], tmp_path / "one", answering=3, silent=7)
    other = await swapped(two_databases[1], tmp_path / "other", answering=7, silent=3)

    assert unasked(one.while_open) == unasked(other.while_open)
    assert unasked(one.calls) == unasked(other.calls)
    assert one.rows == other.rows


def unasked(calls: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All but the thanks that a form turns into: they show what was sent to who sent it, and nobody else sees them."""
    return [call for call in calls if call[0] != "view_submission"]
