"""The pulse as it is drawn in each language, and as a filled form is read: nothing that was not offered gets in."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.invitations import Invitations
from handlers.views import ids, refusals, warning
from handlers.views import pulse as views
from handlers.views.malformed import Malformed
from handlers.views.words import Words, words_for
from people.deliveries import Owed
from sandbox.checks import message_errors, view_errors
from surveys import consent, rounds
from surveys.cells import Cell
from surveys.comments.hints import KINDS
from tests.build import FRIDAY, MONDAY, Sessions, answer, company, key_ring, open_round
from tests.handlers.views.shapes import (
    ALL_WORDS,
    GROUPS,
    LONG_GROUPS,
    PULSE,
    bent,
    json_objects,
    language_of,
)

DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in (0, 7, 365)]
TEXT = consent.current()
in_each_language = pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)


def filled(values: dict[str, str | None], comment: str | None = None) -> dict[str, Any]:
    """The form as Slack sends it, with what was chosen."""
    state: dict[str, Any] = {
        key: {ids.ANSWER: {"type": "radio_buttons", "selected_option": value and {"value": value}}}
        for key, value in values.items()
    }
    state[ids.COMMENT] = {ids.COMMENT: {"type": "plain_text_input", "value": comment}}
    return {"private_metadata": "r1", "state": {"values": state}}


NOTHING: dict[str, str | None] = dict.fromkeys(item.key for item in PULSE.items)
WHOLE = filled({item.key: str(item.values[-1]) for item in PULSE.items}, "Some words.")


@in_each_language
@pytest.mark.parametrize("closes_on", DAYS)
@pytest.mark.parametrize("items", [1, 6])
def test_the_invitation_is_a_message_that_slack_takes(words: Words, closes_on: date, items: int) -> None:
    message = views.invitation(words, "r1", closes_on=closes_on, items=items)

    assert message_errors(message) == []
    assert words.day(closes_on) in message["text"]


async def test_the_invitation_is_the_same_for_who_answered_and_who_did_not(sessions: Sessions, tmp_path: Path) -> None:
    keys = key_ring(tmp_path)
    async with sessions.begin() as session:
        acme = await company(session)
        round_id = await open_round(session, keys)
        await answer(session, await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=MONDAY))

        owed = [Owed(number, "T1", "invitation", round_id, user_id) for number, user_id in enumerate(acme.people)]
        drawn = await Invitations(views.invitation)(session, owed, now=MONDAY)
        too_late = await Invitations(views.invitation)(session, owed, now=FRIDAY)

    assert drawn.keys() == set(range(len(acme.people)))
    assert all(each == drawn[0] for each in drawn.values())
    assert too_late == {}


@in_each_language
@pytest.mark.parametrize("groups", [GROUPS[:1], GROUPS, LONG_GROUPS], ids=["company", "usual", "longest names"])
def test_the_form_is_a_view_that_slack_takes(words: Words, groups: tuple[Cell, ...]) -> None:
    assert view_errors(views.form(words, "r1", PULSE, groups, k=6, consent=TEXT)) == []


@in_each_language
def test_the_form_asks_each_question_and_says_in_which_groups_one_is_counted(words: Words) -> None:
    view = views.form(words, "r1", PULSE, GROUPS, k=6, consent=TEXT)

    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert inputs == [*(item.key for item in PULSE.items), ids.COMMENT]
    told = next(block for block in view["blocks"] if block["type"] == "context")["elements"][0]["text"]
    assert all(group in told for group in ("Acme", "Data + Platform", "40", "20", "10", "6"))


def test_however_long_the_names_one_reads_from_how_many_answers_on_a_result_is_shown() -> None:
    view = views.form(words_for("en"), "r1", PULSE, LONG_GROUPS, k=7, consent=TEXT)

    told = next(block for block in view["blocks"] if block["type"] == "context")["elements"][0]["text"]
    assert "at least 7 people" in told
    assert told.count("people)") == len(LONG_GROUPS)


def test_the_form_carries_the_round_and_nothing_of_the_person() -> None:
    view = views.form(words_for("en"), "r1", PULSE, GROUPS, k=6, consent=TEXT)

    buttons = [element for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]]
    assert (view["private_metadata"], [button["value"] for button in buttons]) == ("r1", ["r1"])
    assert not {"dispatch_action", "notify_on_close"} & {key for block in [view, *view["blocks"]] for key in block}


@in_each_language
@pytest.mark.parametrize(
    "draw", [views.withdrawn, refusals.closed, refusals.not_invited, refusals.too_late_to_withdraw]
)
def test_each_answer_to_a_form_is_a_view_that_slack_takes(words: Words, draw: Any) -> None:  # noqa: ANN401 - one of these
    assert view_errors(draw(words)) == []


@in_each_language
def test_the_error_of_an_empty_form_stands_under_a_question_of_the_form(words: Words) -> None:
    view = views.form(words, "r1", PULSE, GROUPS, k=6, consent=TEXT)

    (place,) = refusals.nothing_answered(words, view)

    assert place in {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def test_a_whole_form_is_read() -> None:
    answers = views.read_form(WHOLE, PULSE)

    assert answers == views.Answers("r1", {item.key: item.values[-1] for item in PULSE.items}, "Some words.")
    assert not answers.empty


@pytest.mark.parametrize("comment", [None, "", "  \n "])
def test_an_empty_form_is_empty(comment: str | None) -> None:
    assert views.read_form(filled(NOTHING, comment), PULSE).empty


def test_a_form_with_words_alone_is_not_empty() -> None:
    assert not views.read_form(filled(NOTHING, "Words."), PULSE).empty


@pytest.mark.parametrize("value", ["0", "6", "-1", "3.0", "", "three", "03", " 3", "+3", "٣", "³", "1000000000000"])
def test_a_value_that_was_not_offered_is_refused(value: str) -> None:
    with pytest.raises(Malformed):
        views.read_form(filled(NOTHING | {PULSE.items[0].key: value}), PULSE)


def test_what_the_form_does_not_ask_is_not_read() -> None:
    assert views.read_form(filled({"salary": "3"}), PULSE).empty


@given(bent(WHOLE) | json_objects)
def test_a_form_of_another_shape_is_read_within_what_is_offered_or_refused(view: dict[str, Any]) -> None:
    try:
        answers = views.read_form(view, PULSE)
    except Malformed:
        return

    assert answers.comment is None or answers.comment.strip()
    assert all(value in PULSE.item(key).values for key, value in answers.values.items())


PRESSED = {"actions": [{"action_id": ids.OPEN_FORM, "type": "button", "value": "r1"}]}


def test_a_button_names_its_round() -> None:
    assert views.read_round(PRESSED) == "r1"


@given(bent(PRESSED) | json_objects)
def test_a_press_of_another_shape_names_a_round_or_is_refused(payload: dict[str, Any]) -> None:
    with suppress(Malformed):
        assert isinstance(views.read_round(payload), str)


@given(st.text())
def test_a_refusal_names_the_question_and_never_what_was_written(written: str) -> None:
    with pytest.raises(Malformed) as refusal:
        views.read_form(filled(NOTHING | {"trust": f"secret {written}"}, written), PULSE)

    assert str(refusal.value) == "trust"


@in_each_language
def test_the_form_that_asks_about_a_comment_is_a_view_that_slack_takes(words: Words) -> None:
    assert (
        view_errors(views.form(words, "r1", PULSE, LONG_GROUPS, k=6, consent=TEXT, warned={ids.COMMENT: KINDS})) == []
    )


def test_the_form_that_asks_about_a_comment_has_the_inputs_of_the_first_one_and_a_box_without_its_tick() -> None:
    def inputs(view: dict[str, Any]) -> list[tuple[str, str, str]]:
        drawn = [block for block in view["blocks"] if block["type"] == "input"]
        return [(block["block_id"], block["element"]["action_id"], block["element"]["type"]) for block in drawn]

    first = inputs(views.form(words_for("en"), "r1", PULSE, GROUPS, k=6, consent=TEXT))
    asking = views.form(words_for("en"), "r1", PULSE, GROUPS, k=6, consent=TEXT, warned={ids.COMMENT: ["unit"]})

    assert inputs(asking) == [*first, (ids.AS_IT_IS, ids.AS_IT_IS, "checkboxes")]
    assert "initial_options" not in str(asking)
    assert asking["private_metadata"] == "r1"


@in_each_language
def test_each_kind_of_hint_is_said_in_its_own_words(words: Words) -> None:
    lines = warning.notice(words, PULSE, {ids.COMMENT: KINDS})["text"]["text"].splitlines()[1:]

    assert len(set(lines)) == len(KINDS)
    assert all(line.removeprefix("• ") in warning.error(words, {ids.COMMENT: KINDS})[ids.COMMENT] for line in lines)


def test_a_comment_of_which_nothing_is_left_is_none() -> None:
    assert views.read_form(filled(NOTHING, "<@U012ABC>, @ann!"), PULSE).empty


@in_each_language
@pytest.mark.parametrize("warned", [None, {ids.COMMENT: KINDS}], ids=["first", "asking"])
def test_the_errors_of_a_late_form_stand_at_both_its_ends(words: Words, warned: warning.Hints | None) -> None:
    view = views.form(words, "r1", PULSE, GROUPS, k=6, consent=TEXT, warned=warned)

    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert list(refusals.too_late(words, view)) == [inputs[0], inputs[-1]]


def ticked(options: object) -> dict[str, Any]:
    return {"state": {"values": {ids.AS_IT_IS: {ids.AS_IT_IS: {"type": "checkboxes", "selected_options": options}}}}}


def test_a_tick_is_read() -> None:
    assert warning.is_ticked(ticked([{"value": warning.AS_IT_IS}]))
    assert not any(map(warning.is_ticked, (ticked([]), ticked(None), ticked([{"value": "else"}]), WHOLE)))
    assert (warning.was_shown(ticked([])), warning.was_shown(WHOLE)) == (True, False)


@given(bent(ticked([{"value": warning.AS_IT_IS}])) | bent(WHOLE) | json_objects)
def test_a_tick_and_a_comment_of_another_shape_are_read_or_refused(view: dict[str, Any]) -> None:
    for read in (warning.is_ticked, warning.was_shown, partial(warning.read_written, instrument=PULSE)):
        with suppress(Malformed):
            assert isinstance(read(view), bool | dict)


@given(bent({"user": {"id": "U1", "name": "ann", "username": "ann"}}) | json_objects)
def test_the_names_that_slack_tells_are_texts_or_none(body: dict[str, Any]) -> None:
    with suppress(Malformed):
        assert all(isinstance(name, str) for name in warning.read_names(body))
