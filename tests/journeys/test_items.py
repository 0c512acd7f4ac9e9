"""A form with an item of every type, as people fill it in, and what becomes of it: thanks, warning, digest, Home."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from handlers.views import ids
from sandbox.hands import Person
from surveys import ballots
from surveys.instruments import NONE
from surveys.models import Comment, Envelope, Release, Round
from tests.build import MONDAY, WEEK
from tests.journeys.stage import Stage
from tests.journeys.test_comments import HARMLESS, TELLING, drawn, texts_of
from tests.journeys.test_pulse import count, title_of, what_went_wrong
from tests.mixture import EVERYTHING, MIXTURE, ask

ENGLISH = 2
ABOUT_FAIR, ABOUT_DECIDES = "pulse.comment.fair", "pulse.comment.decides"
FILLED: Mapping[str, Any] = {
    "fair": "4",
    "worth": "8",
    "trained": "1",
    "mood": "4",
    "decides": "2",
    "uses": ["writing", "code"],
}
"""The form of which `EVERYTHING` is read."""


async def mixed(acme: Stage, number: int = ENGLISH) -> Person:
    """Start a pulse that asks every type, and open the form of one person."""
    await acme.start_pulse()
    async with acme.house.sessions.begin() as session:
        await ask(session, str(await session.scalar(select(Round.id))))
    await acme.person(number).press(ids.OPEN_FORM)
    return acme.person(number)


async def kept(acme: Stage) -> list[ballots.Ballot]:
    """What lies in the boxes."""
    async with acme.house.sessions() as session:
        round_id = str(await session.scalar(select(Round.id)))
        return ballots.opened(await ballots.boxes_of(session, round_id), acme.house.keys.of(round_id).private_key)


async def all_answer(acme: Stage, texts: Mapping[str, str] | None = None) -> None:
    """Everybody fills in the form, and numbers their words."""
    await mixed(acme)
    for number in range(40):
        await acme.person(number).press(ids.OPEN_FORM)
        await acme.person(number).submit(
            {**FILLED, **{place: f"{text} {number}" for place, text in (texts or {}).items()}}
        )


async def test_every_type_is_drawn_by_an_element_of_its_own_and_read_back(acme: Stage) -> None:
    person = await mixed(acme)
    elements = {block["block_id"]: block["element"]["type"] for block in drawn(person) if block["type"] == "input"}

    await person.submit({**FILLED, "wish": "More time", ABOUT_FAIR: "It depends", ABOUT_DECIDES: "Nobody asks"})

    assert elements == {
        "fair": "radio_buttons",
        ABOUT_FAIR: "plain_text_input",
        "worth": "static_select",
        "trained": "radio_buttons",
        "mood": "radio_buttons",
        "decides": "radio_buttons",
        ABOUT_DECIDES: "plain_text_input",
        "uses": "checkboxes",
        "wish": "plain_text_input",
        ids.COMMENT: "plain_text_input",
    }
    (ballot,) = await kept(acme)
    assert ballot.values == EVERYTHING
    assert ballot.texts == {"wish": "More time", "fair": "It depends", "decides": "Nobody asks"}
    assert what_went_wrong(acme) == []


@pytest.mark.parametrize(
    ("filled", "values"),
    [
        ({"fair": "1"}, {"fair": 1}),
        ({"worth": "0"}, {"worth": 0}),
        ({"trained": "0"}, {"trained": 0}),
        ({"mood": "5"}, {"mood": 5}),
        ({"decides": "0"}, {"decides": 0}),
        ({"uses": ["search"]}, {"uses.writing": 0, "uses.search": 1, "uses.code": 0}),
        ({"uses": [NONE]}, {"uses.writing": 0, "uses.search": 0, "uses.code": 0}),
        ({"uses": ["search", NONE]}, {"uses.writing": 0, "uses.search": 1, "uses.code": 0}),
        ({"wish": "More time", "uses": []}, {}),
    ],
)
async def test_one_item_alone_is_an_answer_and_the_others_are_left_out(
    acme: Stage, filled: dict[str, Any], values: dict[str, int]
) -> None:
    person = await mixed(acme)

    await person.submit(filled)

    assert title_of(person) == "Thank you"
    assert [ballot.values for ballot in await kept(acme)] == [values]


async def test_whoever_answers_little_and_whoever_answers_all_leave_boxes_of_one_size(acme: Stage) -> None:
    await mixed(acme)
    long = "word " * 59
    for number, filled in enumerate([{"fair": "4"}, {**FILLED, "wish": long, ABOUT_FAIR: long, ids.COMMENT: long}]):
        await acme.person(number).press(ids.OPEN_FORM)
        await acme.person(number).submit(filled)

    async with acme.house.sessions() as session:
        sizes = [len(box) for box in await session.scalars(select(Envelope.box))]
    assert sizes == [ballots.content_bytes(MIXTURE) + 48] * 2


@pytest.mark.parametrize("place", ["wish", ABOUT_FAIR, ABOUT_DECIDES])
async def test_words_on_an_item_that_may_tell_who_wrote_them_are_asked_about_like_a_comment(
    acme: Stage, place: str
) -> None:
    person = await mixed(acme)

    await person.submit({**FILLED, place: TELLING})
    said = texts_of(drawn(person))
    result = await person.submit({})

    label = {"wish": "Wish en", ABOUT_FAIR: "Fair en", ABOUT_DECIDES: "Decides en"}[place]
    assert f"• {label}: the name of a person" in said
    assert not any(word in said for word in ("accountant", "Peter", "ann@acme"))
    assert list(result.errors) == [place]
    assert await count(acme, Envelope) == 0

    await person.submit({place: HARMLESS})
    (ballot,) = await kept(acme)
    assert (title_of(person), ballot.values, list(ballot.texts.values())) == ("Thank you", EVERYTHING, [HARMLESS])
    assert what_went_wrong(acme) == []


async def test_mentions_and_links_are_taken_out_of_words_on_an_item_too(acme: Stage) -> None:
    person = await mixed(acme)

    await person.submit({"wish": "Ask @peter, see https://acme.example/x"})
    await person.submit({ids.AS_IT_IS: ["as_it_is"]})

    assert [ballot.texts for ballot in await kept(acme)] == [{"wish": "Ask …, see …"}]


async def test_what_was_sent_is_shown_once_and_written_into_no_message(acme: Stage) -> None:
    person = await mixed(acme)

    await person.submit({**FILLED, "wish": "More of the zeugma", ABOUT_FAIR: "Words"})

    said = texts_of(drawn(person))
    assert "What you just sent" in said
    for line in (
        "Fair en: *Agree*; in your own words",
        "Mood en: *Good en*",
        "Decides en: *nobody en*",
        "Uses en: *writing en*; *code en*",
        "Wish en: in your own words",
    ):
        assert f"• {line}" in said
    assert "is kept nowhere" in said
    assert "last time" not in said
    assert "zeugma" not in said
    calls = [call.arguments for call in acme.sandbox.journal.calls() if call.method.startswith("chat.")]
    assert "What you just sent" not in str(calls)
    assert what_went_wrong(acme) == []


async def test_what_was_sent_stands_beside_the_last_result_of_the_whole_company(acme: Stage) -> None:
    await all_answer(acme)
    await acme.close_round()
    await acme.tick(MONDAY + WEEK)
    async with acme.house.sessions.begin() as session:
        await ask(session, str(await session.scalar(select(Round.id).order_by(Round.opens_on.desc()))))
    person = acme.person(ENGLISH)
    await person.press(ids.OPEN_FORM)

    await person.submit({**FILLED, "mood": "1"})

    said = texts_of(drawn(person))
    assert "• Mood en: *:disappointed: Bad en* (last time, the company: about " in said
    assert "favourable)" in said
    assert "• Decides en: *nobody en* (last time, the company: chosen by about " in said
    assert "*writing en* (last time, the company: chosen by about " in said
    assert what_went_wrong(acme) == []


async def test_a_manager_reads_of_each_type_what_may_be_told_of_it(acme: Stage) -> None:
    await all_answer(acme, {"wish": "A wish", ABOUT_FAIR: "A word"})

    await acme.close_round()

    digest, picture = acme.person(10).messages()[-2:]
    company = next(block for block in digest.blocks if "*Acme*" in str(block))["text"]["text"]
    team = next(block for block in digest.blocks if "*Data*" in str(block))["text"]["text"]
    said = str(digest.blocks)
    assert "• Wish" not in said
    assert "• Uses en: writing en: chosen by about " in company
    assert "search en: chosen by about " in company
    assert "• Decides en: team en: chosen by about " in company
    assert "Decides" not in team
    assert "• Uses en: writing en: chosen by " in team
    assert "In words on “Wish en”, of all who were asked: 35 to 48." in said
    assert "In words on “Fair en”, of all who were asked: 35 to 48." in said
    assert "favourable" not in team.split("Uses en")[1]
    assert "Uses en: writing en: chosen by" in picture.files[0].alt_text
    assert what_went_wrong(acme) == []


async def test_words_on_an_item_lie_among_ten_or_not_at_all_and_the_digest_says_so(acme: Stage) -> None:
    await mixed(acme)
    for number in range(40):
        await acme.person(number).press(ids.OPEN_FORM)
        words = {"wish": f"Wish {number}"} if number < 10 else {}
        words |= {ABOUT_FAIR: f"Word {number}"} if number < 9 else {}
        await acme.person(number).submit({**FILLED, **words})

    await acme.close_round()

    async with acme.house.sessions() as session:
        held = list(await session.scalars(select(Comment.item)))
        shown = set(await session.scalars(select(Release.item)))
    said = str(acme.person(10).messages()[-2].blocks)
    assert held == ["wish"] * 10
    assert not {"wish", "uses"} & shown
    assert "In words on “Wish en”, of all who were asked: 8 to 11." in said
    assert "“Fair en”" not in said


async def test_the_home_tab_tells_the_last_results_of_every_type(acme: Stage) -> None:
    await all_answer(acme)
    await acme.close_round()
    person = acme.person(ENGLISH)

    await person.open_home()

    said = str(person.home())
    assert "• Uses en: writing en: chosen by about " in said
    assert "• Decides en: team en: chosen by about " in said
    assert "Of options: how many of those who answered chose them." in said
    assert what_went_wrong(acme) == []
