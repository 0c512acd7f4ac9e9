"""A comment that may tell who wrote it: asked about before it is sealed, changed or let pass, and never quoted."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.views import ids, warning
from sandbox.hands import Person
from sandbox.workspace import Json
from surveys import ballots
from surveys.models import Comment, Envelope, Round
from tests.build import MONDAY
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import ITEMS, answer, count, title_of, what_went_wrong

ENGLISH = 2
TELLING = "I am the only accountant in Platform, ask Peter or ann@acme.example"
HARMLESS = "It saves time."


async def opened(acme: Stage, number: int = ENGLISH) -> Person:
    """Start the pulse, and open the form of one person."""
    await acme.start_pulse()
    await acme.person(number).press(ids.OPEN_FORM)
    return acme.person(number)


async def kept(acme: Stage) -> list[ballots.Ballot]:
    """What lies in the boxes, as the close will read it."""
    async with acme.house.sessions() as session:
        round_id = str(await session.scalar(select(Round.id)))
        return ballots.opened(await ballots.boxes_of(session, round_id), acme.house.keys.of(round_id).private_key)


def drawn(person: Person) -> list[Json]:
    assert person.modal is not None
    return list(person.modal["blocks"])


def texts_of(blocks: Iterable[Json]) -> str:
    return str([{key: value for key, value in block.items() if key != "element"} for block in blocks])


async def test_who_writes_a_telling_comment_is_asked_and_nothing_is_sent(acme: Stage) -> None:
    person = await opened(acme)

    await person.submit({"usefulness": 4, ids.COMMENT: TELLING})

    said = texts_of(drawn(person))
    assert "Nothing has been sent yet" in said
    assert all(kind in said for kind in ("the name of a person", "a team or department", "an e-mail address"))
    assert not any(word in said for word in ("accountant", "Peter", "ann@acme"))
    assert await count(acme, Envelope) == 0
    assert what_went_wrong(acme) == []


async def test_what_was_chosen_and_typed_is_still_there_when_one_is_asked(acme: Stage) -> None:
    person = await opened(acme)

    await person.submit({**dict.fromkeys(ITEMS, 4), ids.COMMENT: TELLING})

    assert person.modal is not None
    values = person.modal["state"]["values"]
    assert {values[item][ids.ANSWER]["selected_option"]["value"] for item in ITEMS} == {"4"}
    assert values[ids.COMMENT][ids.COMMENT]["value"] == TELLING
    assert values[ids.AS_IT_IS][ids.AS_IT_IS]["selected_options"] == []


async def test_a_comment_that_was_changed_is_sent(acme: Stage) -> None:
    person = await opened(acme)
    await person.submit({**dict.fromkeys(ITEMS, 4), ids.COMMENT: TELLING})

    await person.submit({ids.COMMENT: HARMLESS})

    assert title_of(person) == "Thank you"
    assert [(ballot.comment, len(ballot.values)) for ballot in await kept(acme)] == [(HARMLESS, len(ITEMS))]


async def test_a_comment_that_was_taken_out_is_not_missed(acme: Stage) -> None:
    person = await opened(acme)
    await person.submit({"trust": 4, ids.COMMENT: TELLING})

    await person.submit({ids.COMMENT: None})

    assert title_of(person) == "Thank you"
    assert [(ballot.comment, dict(ballot.values)) for ballot in await kept(acme)] == [(None, {"trust": 4})]


async def test_with_a_tick_the_comment_is_sent_as_it_is_but_for_what_is_always_taken_out(acme: Stage) -> None:
    person = await opened(acme)
    await person.submit({"trust": 4, ids.COMMENT: TELLING})

    await person.submit({ids.AS_IT_IS: [warning.AS_IT_IS]})

    assert title_of(person) == "Thank you"
    assert [ballot.comment for ballot in await kept(acme)] == ["I am the only accountant in Platform, ask Peter or …"]
    assert what_went_wrong(acme) == []


async def test_without_a_tick_a_comment_that_still_tells_gets_an_error_that_names_what_is_left(acme: Stage) -> None:
    person = await opened(acme)
    await person.submit({"trust": 4, ids.COMMENT: TELLING})

    result = await person.submit({ids.COMMENT: "My manager Zorka says no"})

    assert list(result.errors) == [ids.COMMENT]
    said = result.errors[ids.COMMENT]
    assert "the name of a person" in said
    assert not any(word in said for word in ("e-mail", "Zorka", "manager"))
    assert await count(acme, Envelope) == 0


@pytest.mark.parametrize("comment", [None, "", HARMLESS])
async def test_who_writes_nothing_that_tells_is_not_asked(acme: Stage, comment: str | None) -> None:
    person = await opened(acme)

    await person.submit({"trust": 4, ids.COMMENT: comment})

    assert title_of(person) == "Thank you"
    assert await count(acme, Envelope) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "encore été envoyé"),
        (1, "Er is nog niets verstuurd"),
        (2, "Nothing has been sent yet"),
        (3, "Es wurde noch nichts gesendet"),
    ],
)
async def test_one_is_asked_in_ones_own_language_whatever_the_language_of_the_comment(
    acme: Stage, number: int, said: str
) -> None:
    person = await opened(acme, number)

    await person.submit({ids.COMMENT: "Als einzige Buchhalterin sehe ich das anders."})

    assert said in texts_of(drawn(person))


async def test_ones_own_name_is_seen_though_it_is_kept_nowhere(acme: Stage) -> None:
    person = await opened(acme)

    await person.submit({ids.COMMENT: f"I am {person.user.name} and it is fine"})

    assert "the name of a person, or your own" in texts_of(drawn(person))


async def test_the_answer_that_was_sent_before_stays_while_one_is_asked(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await answer(person, 1)
    await person.press(ids.OPEN_FORM)

    await person.submit({"trust": 5, ids.COMMENT: TELLING})

    assert [set(ballot.values.values()) for ballot in await kept(acme)] == [{1}]


async def test_a_comment_that_is_asked_about_is_written_down_nowhere(
    acme: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    person = await opened(acme)

    await person.submit({ids.COMMENT: "I am the only zeugmatist here"})

    told = capsys.readouterr()
    files = [path.read_bytes() for path in acme.house.keys.directory.parent.rglob("*") if path.is_file()]
    sent = [call for call in acme.sandbox.journal.calls() if call.method != "view_submission"]
    assert "zeugmatist" not in told.out + told.err
    assert not any(b"zeugmatist" in content for content in files)
    assert "zeugmatist" not in str([call.arguments for call in sent])
    assert "zeugmatist" not in texts_of(drawn(person))


async def test_the_words_of_comments_leave_with_the_pass_180_days_after_the_close(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(10):
        await answer(acme.person(number), comment=f"It saves time, {number} times.")
    await acme.close_round()
    before = await words_and_tags(acme)

    await acme.tick(MONDAY + timedelta(days=4 + 180))
    after = await words_and_tags(acme)

    assert ([len(words) > 1 for words, _ in before], [words for words, _ in after]) == ([True] * 10, [b""] * 10)
    assert [tag for _, tag in before] == [tag for _, tag in after]


async def words_and_tags(acme: Stage) -> list[tuple[bytes, str]]:
    async with acme.house.sessions() as session:
        held = await session.scalars(select(Comment).order_by(Comment.position))
        return [(row.body, row.sentiment) for row in held]
