"""Questions of the workspace's own: worded in some languages, changed as versions, retired and brought back."""

import pytest
from sqlalchemy import select

from surveys import instruments, opening, own_items, pulses
from surveys.keys import KeyRing
from surveys.models import Round
from surveys.own_items import Flawed, TooMany, Wording
from surveys.pulses import Impossible, Schedule
from tests.build import MONDAY, Company, Sessions, workspace

TIME = Wording("agreement", texts={"en": "I have time to learn."}, labels={"en": "Time to learn"})
WHEN = Wording(
    "one_of",
    texts={"en": "When do you learn?", "de": "Wann lernen Sie?"},
    labels={"en": "When", "de": "Wann"},
    options={"en": ["Morning", "Evening"], "de": ["Morgens", "Abends"]},
)


async def test_an_own_question_is_known_beside_the_library(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        item = await own_items.add(session, "T1", TIME)

        known = await own_items.known(session, "T1")

    assert known == instruments.library() | {"own_1": item}
    assert (item.text("fr"), item.speaks("en"), item.speaks("fr")) == ("I have time to learn.", True, False)


async def test_it_is_of_its_workspace_alone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await workspace(session, "T2")
        await own_items.add(session, "T1", TIME)

        assert "own_1" not in await own_items.known(session, "T2")


async def test_its_answers_are_in_the_language_of_the_question(sessions: Sessions) -> None:
    item = own_items.item_of(TIME, "own_1", 1)

    assert [option.label for option in item.options("fr")] == [option.label for option in item.options("en")]


async def test_a_change_is_a_new_version_and_the_same_again_is_none(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await own_items.add(session, "T1", TIME)
        better = Wording("agreement", texts={"en": "I have the time to learn."}, labels=TIME.labels)

        before, after = await own_items.change(session, "T1", "own_1", better)
        same = await own_items.change(session, "T1", "own_1", better)

    assert (before.version, after.version, after.text("en")) == (1, 2, "I have the time to learn.")
    assert same[0] is same[1]


async def test_an_open_round_keeps_what_it_asks(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        await own_items.add(session, "T1", TIME)
        await pulses.schedule(session, "T1", Schedule(deck=("own_1", "trust"), per_round=2), now=MONDAY)
        (round_id,) = await opening.open_due(session, keys, "T1", k=6, now=MONDAY)

        await own_items.change(session, "T1", "own_1", Wording("agreement", "positive", {"en": "New."}, TIME.labels))

        held = await session.get_one(Round, round_id)
    asked = instruments.from_json(held.questions)
    assert {item.key: item.text("en") for item in asked.items}["own_1"] == "I have time to learn."


async def test_a_retired_question_is_asked_no_more_and_cannot_be_chosen(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        await own_items.add(session, "T1", TIME)
        await pulses.schedule(session, "T1", Schedule(deck=("own_1", "trust", "overall"), per_round=2), now=MONDAY)
        await own_items.retire(session, "T1", "own_1", retired=True)

        await opening.open_due(session, keys, "T1", k=6, now=MONDAY)

        held = await session.scalar(select(Round))
        with pytest.raises(Impossible) as refused:
            await pulses.schedule(session, "T1", Schedule(deck=("own_1", "trust"), per_round=2), now=MONDAY)
    assert held is not None
    assert {item.key for item in instruments.from_json(held.questions).items} == {"trust", "overall"}
    assert (refused.value.code, refused.value.values) == ("unknown_item", {"item": "own_1"})


async def test_retiring_twice_is_one_change(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await own_items.add(session, "T1", TIME)

        first = await own_items.retire(session, "T1", "own_1", retired=True)
        second = await own_items.retire(session, "T1", "own_1", retired=True)

    assert (first is None, second) == (False, None)


@pytest.mark.parametrize(
    ("wording", "code", "field", "language"),
    [
        (Wording("text"), "unworded", "text", "en"),
        (Wording("text", texts={"fr": "Quoi ?"}), "missing", "label", "fr"),
        (Wording("text", labels={"nl": "Wat"}), "missing", "text", "nl"),
        (Wording("text", texts={"en": "x" * 151}, labels={"en": "X"}), "too_long", "text", "en"),
        (Wording("text", texts={"en": "X"}, labels={"en": "x" * 25}), "too_long", "label", "en"),
        (
            Wording("one_of", texts={"en": "X"}, labels={"en": "X"}, options={"en": ["A"]}),
            "option_number",
            "options",
            "en",
        ),
        (
            Wording("one_of", texts={"en": "X"}, labels={"en": "X"}, options={"en": ["A"] * 2}),
            "option_twice",
            "options",
            "en",
        ),
        (
            Wording("one_of", texts={"en": "X"}, labels={"en": "X"}, options={"en": ["A", "b" * 76]}),
            "too_long",
            "options",
            "en",
        ),
        (
            Wording("one_of", "positive", WHEN.texts, WHEN.labels, {"en": ["A", "B"], "de": ["A", "B", "C"]}),
            "options_differ",
            "options",
            "de",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_field_and_language(
    wording: Wording, code: str, field: str, language: str
) -> None:
    with pytest.raises(Flawed) as flaw:
        own_items.item_of(wording, "own_1", 1)

    assert (flaw.value.code, flaw.value.field, flaw.value.language) == (code, field, language)


async def test_type_and_number_of_answers_stay_since_old_answers_stand_beside_new_ones(sessions: Sessions) -> None:
    more = {"en": ["Morning", "Evening", "Night"], "de": ["Morgens", "Abends", "Nachts"]}
    async with sessions.begin() as session:
        await workspace(session)
        await own_items.add(session, "T1", WHEN)

        for wording in (TIME, Wording("one_of", "positive", WHEN.texts, WHEN.labels, more)):
            with pytest.raises(Flawed) as flaw:
                await own_items.change(session, "T1", "own_1", wording)
            assert flaw.value.code == "fixed"


async def test_what_was_filled_in_is_read_back(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await own_items.add(session, "T1", WHEN)

        (held,) = await own_items.all_of(session, "T1")

    wording = own_items.wording_of(held.item)
    assert (wording.texts, wording.labels) == (WHEN.texts, WHEN.labels)
    assert {language: list(words) for language, words in wording.options.items()} == WHEN.options


async def test_there_is_room_for_so_many(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        for _ in range(own_items.MOST):
            await own_items.add(session, "T1", TIME)

        with pytest.raises(TooMany):
            await own_items.add(session, "T1", TIME)
