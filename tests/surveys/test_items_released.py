"""What a closed round shows of each type of item, from sealed boxes to what a reader is told."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from people.anonymity import FINE
from surveys import auditor, history, latest, releases, rounds
from surveys.cells import COMPANY
from surveys.instruments import Instrument
from surveys.keys import KeyRing
from surveys.models import Comment, Release
from tests import build
from tests.build import MONDAY, WEEK, Company, Sessions, answer, close_rounds, company, open_round
from tests.mixture import EVERYTHING, FELT, MIXTURE, ONE, SEVERAL, ask, item, worded

Said = dict[str, int]


async def play(
    sessions: Sessions,
    keys: KeyRing,
    said: dict[str, Said],
    texts: dict[str, dict[str, str]] | None = None,
    *,
    asked: Instrument = MIXTURE,
    week: int = 0,
) -> str:
    """Open a round that asks the mixture, let these people answer, and close it."""
    now = MONDAY + week * WEEK
    async with sessions.begin() as session:
        round_id = await open_round(session, keys, now=now)
        await ask(session, round_id, asked)
        for person, values in said.items():
            seat = await rounds.seat_of(session, keys, "T1", round_id, person, now=now)
            await answer(session, seat, values, texts=(texts or {}).get(person))
    await close_rounds(sessions, keys, now=now + WEEK - (WEEK / 7) * 3)
    return round_id


async def shown_of(sessions: Sessions) -> releases.Published:
    async with sessions() as session:
        return (await releases.published(session, "T1", latest=1))[-1]


async def test_each_type_is_told_to_the_whole_company_in_its_own_way(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, dict.fromkeys(acme.people, EVERYTHING))

    of_all = (await shown_of(sessions)).items[COMPANY]

    assert sorted(of_all) == sorted(figure.key for figure in MIXTURE.figures)
    assert {len(of_all[key].bars) for key in ("fair", "worth", "mood")} == {5}
    assert of_all["uses.writing"].said in range(90, 101)
    assert of_all["uses.search"].said in range(11)
    assert of_all["decides.nobody"].said in range(90, 101)
    assert all(of_all[f"decides.{option}"].said in range(11) for option in ONE.option_keys[:2])


async def test_of_one_nothing_at_all_is_released_where_fewer_than_thirty_answered(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    many = {person: EVERYTHING if number < FINE - 1 else {"fair": 4} for number, person in enumerate(acme.people)}

    await play(sessions, keys, many)

    async with sessions() as session:
        items = set(await session.scalars(select(Release.item)))
    assert "decides" not in items
    assert {"fair", "uses.writing"} < items


async def test_of_one_a_company_of_thirty_answers_is_told_and_its_teams_are_not(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, dict.fromkeys(acme.people, EVERYTHING))

    async with sessions() as session:
        cells = set(await session.scalars(select(Release.cell).where(Release.item == "decides")))
        all_cells = set(await session.scalars(select(Release.cell).where(Release.item == "fair")))
    assert cells == {COMPANY}
    assert len(all_cells) > 1


def words_of(people: tuple[str, ...], wishes: int, comments: int) -> dict[str, dict[str, str]]:
    return {
        person: {
            **({"wish": f"Wish {number:02}."} if number < wishes else {}),
            **({"fair": f"Word {number:02}."} if number < comments else {}),
        }
        for number, person in enumerate(people)
    }


async def test_words_on_an_item_are_kept_from_ten_people_on_for_that_item(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    said = dict.fromkeys(acme.people, EVERYTHING)

    round_id = await play(sessions, keys, said, words_of(acme.people, wishes=10, comments=9))

    shown = await shown_of(sessions)
    async with sessions() as session:
        wishes = await releases.comment_texts(session, round_id, key=keys.text_key(), item="wish")
        on_the_whole = await releases.comment_texts(session, round_id, key=keys.text_key())
        held = (await session.execute(select(Comment.cell, Comment.item))).all()
    assert sorted(wishes) == [f"Wish {number:02}." for number in range(10)]
    assert on_the_whole == []
    assert {tuple(row) for row in held} == {(COMPANY, "wish")}
    assert (shown.texts, shown.comments, shown.net) == ({"wish": (8, 11)}, None, None)


SOUR = ("Useless, wrong again.", "A waste of time.", "Nobody helps us with it.", "It makes things worse.")


def sour_comments(people: Sequence[str], number: int, *, first: int = 0) -> dict[str, build.Answer]:
    """Everybody answers, and so many comment, from the `first` of them on."""
    authors = people[first : first + number]
    words = {person: SOUR[at % len(SOUR)] for at, person in enumerate(authors)}
    return {person: (build.GLAD, words.get(person)) for person in people}


@pytest.mark.parametrize("number", [9, 10, 24])
async def test_how_the_comments_sound_is_told_from_ten_on_and_for_all_alone(
    sessions: Sessions, keys: KeyRing, acme: Company, number: int
) -> None:
    round_id = await build.play_round(sessions, keys, sour_comments(acme.people, number))

    net, told = (await shown_of(sessions)).net, number >= 10
    async with sessions() as session:
        rows = await session.execute(
            select(Release.cell, Release.item).where(Release.round_id == round_id, Release.statistic == "net")
        )
    assert [tuple(row) for row in rows] == ([(COMPANY, releases.OF_THE_WHOLE)] if told else [])
    assert (net is not None) == told
    if net is not None:
        assert -100 <= net[0] < net[1] < 0


async def test_comments_that_change_hands_sound_the_same(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    found = []
    for week, first in enumerate((0, 7, 15)):
        said = sour_comments(acme.people, 12, first=first)
        await build.play_round(sessions, keys, said, now=build.MONDAY + week * build.WEEK)
        found.append((await shown_of(sessions)).net)

    assert found[0] is not None
    assert found == [found[0]] * 3


async def test_words_of_one_person_on_two_items_stand_at_places_that_have_nothing_to_do_with_each_other(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    said = dict.fromkeys(acme.people, EVERYTHING)

    round_id = await play(sessions, keys, said, words_of(acme.people, wishes=40, comments=40))

    async with sessions() as session:
        wishes, words = [
            [text[-3:] for text in await releases.comment_texts(session, round_id, key=keys.text_key(), item=key)]
            for key in ("wish", "fair")
        ]
    assert sorted(wishes) == sorted(words)
    assert wishes != words


async def test_words_on_what_is_not_asked_are_not_kept(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    said = dict.fromkeys(acme.people, EVERYTHING)

    await play(sessions, keys, said, {person: {"x" * 99: "Some words."} for person in acme.people})

    async with sessions() as session:
        assert list(await session.scalars(select(Comment.item))) == []


async def test_the_last_result_of_the_company_is_of_whichever_round_asked_the_item_last(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    mood = Instrument("pulse", 1, (FELT,), comments=worded("More?"))
    await play(sessions, keys, dict.fromkeys(acme.people, EVERYTHING))
    await play(sessions, keys, {person: {"mood": 1} for person in acme.people}, asked=mood, week=1)

    async with sessions() as session:
        found = await latest.of_all(session, "T1", MIXTURE)
        elsewhere = await latest.of_all(session, "T2", MIXTURE)

    assert found["mood"].said in {0, 5, 10}
    assert found["fair"].said in {90, 95, 100}
    assert {"uses.code", "decides.team"} < found.keys()
    assert elsewhere == {}


async def test_an_item_that_offers_other_answers_by_now_has_no_last_result(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, dict.fromkeys(acme.people, EVERYTHING))
    now = Instrument("pulse", 2, (item("decides", "one_of", "team", "boss"), SEVERAL), comments={})

    async with sessions() as session:
        found = await latest.of_all(session, "T1", now)

    assert sorted(found) == ["uses.code", "uses.search", "uses.writing"]


@pytest.mark.parametrize("options", [("team", "boss"), ("team", "boss", "nobody", "all")])
async def test_a_round_closes_though_an_item_offered_other_answers_before(
    sessions: Sessions, keys: KeyRing, acme: Company, options: tuple[str, ...]
) -> None:
    changed = Instrument("pulse", 2, (item("decides", "one_of", *options), SEVERAL), comments=worded("More?"))
    said = {person: {**EVERYTHING, "decides": 1} for person in acme.people}

    await play(sessions, keys, dict.fromkeys(acme.people, EVERYTHING))
    await play(sessions, keys, said, asked=changed, week=1)

    async with sessions() as session:
        document = await history.document(session, "T1")
    assert len(document["scale"]["decides"]) == len(options)
    assert [row["wave"] for row in document["published"] if row["metric"] == "decides (until 2026-01-05)"]
    assert (await shown_of(sessions)).items[COMPANY]


async def test_what_is_told_of_every_type_passes_the_audit(sessions: Sessions, keys: KeyRing) -> None:
    async with sessions.begin() as session:
        acme = await company(session, sizes={"A / One": 34, "A / Two": 40, "B / Three": 31})
    said = {
        person: {**EVERYTHING, "decides": number % 3, "uses.search": number % 2, "fair": 1 + number % 5}
        for number, person in enumerate(acme.people)
        if number % 7
    }
    await play(sessions, keys, said)

    async with sessions() as session:
        document = auditor.read(await history.document(session, "T1"))

    assert {"decides", "uses.search"} < document.metrics.keys()
    assert {row.metric for row in document.rows} >= {"decides", "uses.search", "mood"}
    assert list(auditor.violations(document)) == []
