"""A trial by the owner, the preview in every language, and questions of one's own."""

from sqlalchemy import select

from handlers.views import ids
from people import changes
from sandbox.hands import Person
from surveys import own_items, pulses
from surveys.models import Envelope, Invitee, OwnItem, Round
from surveys.own_items import Own
from tests.journeys.office import ANOTHER, ENGLISH, appoint, choose, text_of, title_of
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import count, what_went_wrong
from tests.journeys.test_setup import start, to_review

TEXT, LABEL, OPTIONS = f"{ids.OWN_TEXT}.en", f"{ids.OWN_LABEL}.en", f"{ids.OWN_OPTIONS}.en"
LUNCH = {TEXT: "I have time to learn.", LABEL: "Time to learn"}


async def own(acme: Stage) -> list[Own]:
    """The workspace's own questions."""
    async with acme.house.sessions() as session:
        return await own_items.all_of(session, acme.house.workspace_id)


async def log_of(acme: Stage) -> list[changes.Entry]:
    """The log, the oldest first."""
    async with acme.house.sessions() as session:
        return await changes.since(session, acme.house.workspace_id, 0)


async def open_own(person: Person) -> None:
    """Open the list of own questions from the set-up."""
    await person.command("/pulse", "setup")
    await person.press_in_modal(ids.OPEN_OWN)


async def add(person: Person, **more: str) -> None:
    """Add a question from the list."""
    await person.press_in_modal(ids.ADD_OWN)
    result = await person.submit(LUNCH | more)
    assert result.errors == {}


async def have_its_turn(acme: Stage, key: str) -> None:
    """Let a question of the deck, which comes after the locked core, be the first to be asked."""
    async with acme.house.sessions.begin() as session:
        pulse = await pulses.pulse_of(session, acme.house.workspace_id)
        assert pulse is not None
        assert key in pulse.deck
        pulse.deck = [key, *(each for each in pulse.deck if each != key)]


async def test_a_trial_is_sent_to_the_owner_alone_and_marked(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_review(owner)

    await owner.press_in_modal(ids.TRY_ON_ME)

    assert title_of(owner) == "Sent to you alone"
    assert owner.messages()[0].text.startswith("This is a trial")
    assert [len(acme.person(number).messages()) for number in range(40)].count(0) == 39
    assert what_went_wrong(acme) == []


async def test_a_trial_opens_the_form_of_everybody_and_keeps_nothing_of_it(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_review(owner)
    await owner.press_in_modal(ids.TRY_ON_ME)
    await owner.dismiss(everything=True)

    await owner.press(ids.OPEN_TRIAL)
    assert "This is a trial" in text_of(owner)
    assert "Acme (40 people); Engineering (20 people); Platform (10 people)" in text_of(owner)
    empty = await owner.submit()
    await owner.submit({"voluntariness": 4, ids.COMMENT: "Quite nice."})

    assert list(empty.errors) == ["voluntariness"]
    assert title_of(owner) == "That was the trial"
    assert [await count(acme, table) for table in (Round, Envelope, Invitee)] == [0, 0, 0]
    assert list(acme.house.settings.groundswell_keys.glob("*.key")) == []
    assert what_went_wrong(acme) == []


async def test_withdrawing_in_a_trial_says_that_it_was_one(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_review(owner)
    await owner.press_in_modal(ids.TRY_ON_ME)
    await owner.dismiss(everything=True)
    await owner.press(ids.OPEN_TRIAL)

    await owner.press_in_modal(ids.WITHDRAW_TRIAL)

    assert title_of(owner) == "That was the trial"


async def test_the_text_over_a_trial_is_the_one_in_force(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_review(owner)
    await owner.press_in_modal(ids.TRY_ON_ME)
    await owner.dismiss(everything=True)
    await owner.press(ids.OPEN_TRIAL)

    await owner.press_in_modal(ids.EXPLAIN)

    assert "What it is for." in text_of(owner)


async def test_a_trial_of_who_is_no_owner_any_more_is_refused(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_review(owner)
    await owner.press_in_modal(ids.TRY_ON_ME)
    await owner.dismiss(everything=True)
    await appoint(acme, ENGLISH, "representative")

    await owner.press(ids.OPEN_TRIAL)

    assert title_of(owner) == "Not yours to change"


async def test_the_deck_is_previewed_in_each_language_as_it_will_be_drawn(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")

    await owner.press_in_modal(ids.PREVIEW)
    english = text_of(owner)
    await owner.press_in_modal(ids.PREVIEW_LANGUAGE, value="de")
    german = text_of(owner)
    await owner.submit()

    assert "Using AI tools at work is my own choice." in english
    assert "Stimme voll und ganz zu" in german
    assert "not translated" not in english + german
    assert title_of(owner) == "Questions"
    assert what_went_wrong(acme) == []


async def test_a_question_of_ones_own_is_added_chosen_previewed_and_asked(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await add(owner)
    assert (title_of(owner), "Français, Nederlands, Deutsch: not translated" in text_of(owner)) == (
        "Our own questions",
        True,
    )
    await owner.dismiss()

    await choose(owner, ids.EXTRAS, ["own_1"])
    await choose(owner, ids.INSTRUMENTS, [])
    await owner.submit({ids.PER_ROUND: "2"})
    await owner.submit()
    await owner.submit()
    await owner.press_in_modal(ids.PREVIEW)
    await owner.press_in_modal(ids.PREVIEW_LANGUAGE, value="fr")
    assert "Français: not translated; asked in English" in text_of(owner)
    await owner.submit()
    await owner.submit()
    await have_its_turn(acme, "own_1")
    await acme.tick(acme.clock.now().replace(hour=9))

    french = acme.person(4)
    await french.press(ids.OPEN_FORM)
    assert "I have time to learn." in text_of(french)
    assert what_went_wrong(acme) == []


async def test_the_fields_follow_the_type_and_what_is_filled_in_stays(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await owner.press_in_modal(ids.ADD_OWN)
    owner.fill(LUNCH)
    assert ids.OWN_OPTIONS not in text_of(owner)

    await choose(owner, ids.OWN_TYPE, "one_of")
    assert (ids.OWN_OPTIONS in str(owner.modal), "What counts as good" in text_of(owner)) == (True, False)
    few = await owner.submit({OPTIONS: "Morning"})
    await owner.submit({OPTIONS: "Morning\nEvening\n"})

    assert list(few.errors) == [OPTIONS]
    (added,) = await own(acme)
    assert (added.item.type, [option.label for option in added.item.options("en")]) == (
        "one_of",
        ["Morning", "Evening"],
    )
    assert added.item.text("en") == "I have time to learn."
    assert what_went_wrong(acme) == []


async def test_what_is_missing_is_told_beside_its_field(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await owner.press_in_modal(ids.ADD_OWN)

    nothing = await owner.submit()
    half = await owner.submit({TEXT: "Half a question", f"{ids.OWN_LABEL}.fr": "Moitié"})

    assert list(nothing.errors) == [TEXT]
    assert list(half.errors) == [LABEL]
    assert await own(acme) == []


async def test_a_changed_question_is_a_new_version_and_logged_with_both_wordings(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await add(owner)

    await owner.press_in_modal(ids.EDIT_OWN)
    await owner.submit(
        {
            TEXT: "I have enough time to learn.",
            f"{ids.OWN_TEXT}.fr": "Je prends le temps de tout apprendre.",
            f"{ids.OWN_LABEL}.fr": "Le temps",
        }
    )

    (changed,) = await own(acme)
    assert (changed.item.version, changed.item.text("fr")) == (2, "Je prends le temps de tout apprendre.")
    entry = (await log_of(acme))[-1]
    assert (entry.what, entry.before["text"], entry.after["text"]) == (
        "item_changed",
        "I have time to learn.",
        "I have enough time to learn.",
    )


async def test_an_open_round_keeps_its_wording_when_a_question_is_changed_and_retired(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await add(owner)
    await owner.dismiss()
    await choose(owner, ids.EXTRAS, ["own_1"])
    await choose(owner, ids.INSTRUMENTS, [])
    await owner.submit({ids.PER_ROUND: "2"})
    for _ in range(3):
        await owner.submit()
    await owner.dismiss()
    await have_its_turn(acme, "own_1")
    await acme.tick(acme.clock.now().replace(hour=9))

    await open_own(owner)
    await owner.press_in_modal(ids.EDIT_OWN)
    await owner.submit({TEXT: "Changed."})
    await owner.press_in_modal(ids.RETIRE_OWN)
    await owner.dismiss(everything=True)

    await owner.press(ids.OPEN_FORM)
    assert "I have time to learn." in text_of(owner)
    assert what_went_wrong(acme) == []


async def test_a_retired_question_leaves_the_set_up_and_comes_back(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await add(owner)

    await owner.press_in_modal(ids.RETIRE_OWN)
    assert "it is asked no more" in text_of(owner)
    await owner.dismiss()
    assert "own_1" not in text_of(owner)
    await owner.press_in_modal(ids.OPEN_OWN)
    await owner.press_in_modal(ids.RETIRE_OWN)
    await owner.dismiss()

    assert "own_1" in text_of(owner)
    assert [entry.what for entry in await log_of(acme)][1:] == ["item_added", "item_retired", "item_restored"]
    assert what_went_wrong(acme) == []


async def test_a_form_of_an_own_question_of_who_is_no_owner_any_more_is_refused(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await owner.press_in_modal(ids.ADD_OWN)
    await appoint(acme, ENGLISH, "representative")

    await owner.submit(LUNCH)

    assert (title_of(owner), await own(acme)) == ("Not yours to change", [])


async def test_a_question_that_another_owner_has_taken_away_meanwhile_is_said_to_be_gone(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await open_own(owner)
    await add(owner)
    async with acme.house.sessions.begin() as session:
        await session.delete(await session.scalar(select(OwnItem)))

    await owner.press_in_modal(ids.EDIT_OWN)

    assert title_of(owner) == "No such question"


async def test_own_questions_are_reached_from_the_home_tab(acme: Stage) -> None:
    owner = await appoint(acme, ANOTHER)
    await owner.open_home(acme.app)

    await owner.press_in_home(acme.app, ids.OPEN_OWN)
    await add(owner)

    assert (title_of(owner), "Time to learn" in text_of(owner)) == ("Our own questions", True)
    assert what_went_wrong(acme) == []


async def test_a_trial_that_slack_does_not_take_is_said_to_be_not_sent(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await start(owner)
    await to_review(owner)
    acme.app.messages_tab = False

    await owner.press_in_modal(ids.TRY_ON_ME)

    assert title_of(owner) == "It was not sent"


async def test_of_two_owners_who_change_a_question_the_later_one_is_told_first(acme: Stage) -> None:
    first, second = await appoint(acme, ENGLISH), await appoint(acme, ANOTHER)
    await open_own(first)
    await add(first)
    await open_own(second)
    await second.press_in_modal(ids.EDIT_OWN)
    await first.press_in_modal(ids.EDIT_OWN)
    await first.submit({TEXT: "Theirs."})

    await second.submit({TEXT: "Mine."})

    assert "Somebody else changed this question" in text_of(second)
    assert "Theirs." in text_of(second)
    assert [each.item.text("en") for each in await own(acme)] == ["Theirs."]
    await second.submit()
    assert [each.item.text("en") for each in await own(acme)] == ["Mine."]
    assert what_went_wrong(acme) == []
