"""The owner's surfaces in each language: what Slack takes, with the longest names and the largest companies."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from handlers.views import (
    audience,
    changes,
    choosing,
    impossible,
    inputs,
    offices,
    own_items,
    owner,
    preview,
    review,
    trial,
)
from handlers.views import setup as views
from handlers.views.malformed import Malformed
from handlers.views.wording import errors as errors_of
from handlers.views.wording import read_form
from handlers.views.words import Words
from people.changes import DETAILS, WHATS, Entry
from people.owners import Role
from sandbox.checks import message_errors, view_errors
from surveys import instruments
from surveys.own_items import MOST, Flawed, Own, Wording, item_of
from surveys.plans import Plan
from surveys.pulses import Impossible, Schedule
from surveys.recipients import Recipients
from tests.handlers.views.shapes import ALL_WORDS, LONGEST_NAME, bent, language_of

LIBRARY = instruments.library()
UNITS = {number: f"{LONGEST_NAME} / {number}" for number in range(1, 1200)}
LONG = Wording(
    "several_of",
    texts=dict.fromkeys(("en", "fr"), "x" * 150),
    labels=dict.fromkeys(("en", "fr"), "y" * 24),
    options={language: [letter * 75 for letter in "abcdefgh"] for language in ("en", "fr")},
)
OWN = {f"own_{number}": item_of(LONG, f"own_{number}", 1) for number in range(1, MOST + 1)}
SETTING = views.Setting(LIBRARY | OWN, UNITS)
PLAN = Plan(extras=tuple(OWN), audience=tuple(range(1, 60)), zone="Europe/Brussels", starts_on=date(2026, 2, 1))
OUTCOME = review.Outcome(
    Schedule(deck=(*LIBRARY, *OWN), audience=tuple(UNITS), channel="C1"),
    "Europe/Brussels",
    LIBRARY | OWN,
    Recipients(tuple(((LONGEST_NAME,) * 6, 12) for _ in range(1200))),
    [datetime(2026, 2, 2, 8, tzinfo=UTC)] * 3,
)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ENTRIES = [
    Entry(number, AT, "U1" if number % 2 else None, what, {"deck": list(OWN), "hour": 9}, {"deck": [], "hour": 14})
    for number, what in enumerate(WHATS)
]
REASONS = [
    Impossible("open_days", "", gap=7, most=6),
    Impossible("no_day", ""),
    Impossible("too_many", "", asked=30, budget=20),
    Impossible("reminders", "", most=2),
    Impossible("zone", "", zone="X/Y"),
    Impossible("per_round", "", fewest=2, most=4),
    Impossible("budget", "", most=20),
    Impossible("unknown_item", "", item="own_1"),
    Impossible("short_deck", "", number=3),
    Impossible("no_unit", ""),
]


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_each_step_is_a_modal_that_slack_takes(words: Words) -> None:
    steps = [
        views.questions_step(words, PLAN, SETTING),
        views.questions_step(words, Plan(instruments=()), views.Setting(LIBRARY, {})),
        views.times_step(words, PLAN),
        views.times_step(words, Plan(every="cron", cron="0 9 * * 1")),
        audience.people_step(words, PLAN, SETTING, counted=1200),
        audience.people_step(words, Plan(), SETTING, counted=1),
        views.with_trouble(views.times_step(words, PLAN), "x"),
        views.afresh(views.questions_step(words, PLAN, SETTING)),
        review.review(words, OUTCOME, running=False, units=UNITS),
        review.review(words, OUTCOME, running=True, meanwhile=ENTRIES, units=UNITS),
        review.read_only(words, OUTCOME, running=True, units=UNITS),
        review.nothing_yet(words),
        review.started(words, OUTCOME, running=False),
        offices.refusal(words, {}),
        offices.welcome(words),
        *(make(words) for make in (trial.sent, trial.not_sent, trial.over, trial.no_questions, trial.too_few)),
    ]

    assert [view_errors(step) for step in steps] == [[]] * len(steps)
    assert all(len(str(step.get("private_metadata", ""))) < 100 for step in steps)


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_preview_list_form_and_log_are_modals_that_slack_takes(words: Words) -> None:
    deck = [*LIBRARY.values(), *OWN.values()]
    drawn = [
        *(preview.preview(words, deck, language=each.language, page=page) for each in ALL_WORDS for page in (0, 3)),
        own_items.listing(words, [Own(item, key.endswith("3")) for key, item in OWN.items()]),
        own_items.listing(words, []),
        own_items.form(words, LONG),
        own_items.form(words, LONG, key="own_1"),
        own_items.gone(words),
        changes.page(words, ENTRIES[: changes.PAGE], number=0, total=30, zone="Europe/Brussels", known=LIBRARY),
        changes.page(words, [], number=0, total=0, zone="UTC", known=LIBRARY),
    ]

    assert [view_errors(view) for view in drawn] == [[]] * len(drawn)


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
@pytest.mark.parametrize("role", ["owner", "representative"])
@pytest.mark.parametrize("running", [None, True, False])
def test_the_owners_part_of_home_is_what_slack_takes(words: Words, role: Role, running: bool | None) -> None:  # noqa: FBT001
    sending = owner.invitations(words, {"sent": 30, "pending": 5, "failed": 3, "unknown": 2})
    standing = owner.Standing(role, running, "Monday", date(2026, 1, 8), sending, stopped=running is False)

    view = {"type": "home", "blocks": owner.section(words, standing)}

    assert view_errors(view) == []


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_the_replies_to_the_command_are_messages_that_slack_takes(words: Words) -> None:
    replies = [offices.offered(words), offices.vacant(words), offices.told(words, {"U1": "owner"})]

    for said in replies:
        assert message_errors({key: value for key, value in said.items() if key != "response_type"}) == []


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_each_reason_has_a_sentence_beside_a_field(words: Words) -> None:
    said = [impossible.errors(words, reason) for reason in REASONS]

    assert {reason.code for reason in REASONS} == set(impossible.FIELDS) == set(impossible.SENTENCES)
    assert all(len(errors) == 1 and all(errors.values()) for errors in said)


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_each_flaw_of_a_question_has_a_sentence(words: Words) -> None:
    flaws = [
        Flawed("unworded", "text", "en"),
        Flawed("missing", "label", "fr"),
        Flawed("too_long", "text", "en", most=150),
        Flawed("option_number", "options", "en", fewest=2, most=5),
        Flawed("option_twice", "options", "en"),
        Flawed("options_differ", "options", "de", number=2),
        Flawed("fixed", "type"),
        Flawed("fixed", "options", "en", number=2),
    ]

    assert all(all(errors_of(words, flaw).values()) for flaw in flaws)


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_the_log_has_words_for_each_change_and_each_field(words: Words) -> None:
    assert set(changes.NAMES) == DETAILS
    assert all(changes.line_of(words, entry, LIBRARY) for entry in ENTRIES)


def test_the_log_tells_of_lists_what_came_and_what_went() -> None:
    entry = Entry(1, AT, "U1", "pulse_changed", {"deck": ["trust", "overall"]}, {"deck": ["overall", "own_9"]})

    assert changes.line_of(ALL_WORDS[0], entry, LIBRARY) == (
        "<@U1>: changed the set-up\n• questions: + own_9, - Safe to speak openly"
    )


def test_what_was_sent_is_told_as_a_share_and_what_failed_as_a_number() -> None:
    told = " ".join(owner.invitations(ALL_WORDS[0], {"sent": 37, "pending": 13, "claimed": 1, "failed": 2}))

    assert "about 70% have been dealt with" in told
    assert "2 could not be delivered" in told
    assert not any(number in told for number in ("37", "13", "53"))


STEP = {
    "state": {
        "values": {
            "setup.instruments": {"setup:recount": {"selected_options": [{"value": "first_pulse"}]}},
            "setup.per_round": {"setup:recount": {"selected_option": {"value": "2"}}},
            "setup.budget": {"setup.budget": {"value": "12"}},
            "setup.every": {"setup:recount": {"selected_option": {"value": "monthly"}}},
            "setup.weekday": {"setup.weekday": {"selected_option": {"value": "4"}}},
            "setup.starts_on": {"setup.starts_on": {"selected_date": "2026-03-01"}},
            "setup.whom": {"setup:recount": {"selected_option": {"value": "units"}}},
            "setup.units": {"setup:seek": {"selected_options": [{"value": "7"}]}},
            "setup.channel": {"setup.channel": {"selected_conversation": "C1"}},
        }
    }
}


def test_a_step_is_read_into_the_plan_and_what_it_does_not_ask_stays() -> None:
    plan = choosing.read_step(STEP, Plan(hour=17))

    assert (plan.per_round, plan.budget, plan.every, plan.weekday, plan.hour) == (2, 12, "monthly", 4, 17)
    assert (plan.starts_on, plan.audience, plan.channel) == (date(2026, 3, 1), (7,), "C1")


@given(bent(STEP))
def test_a_step_of_another_shape_is_read_or_refused(view: dict[str, Any]) -> None:
    with suppress(Malformed):
        assert isinstance(choosing.read_step(view, Plan()), Plan)


@given(
    bent(
        {
            "private_metadata": "own_1:1:one_of:positive",
            "state": {
                "values": {"own.text.en": {"own.text.en": {"value": "x"}}, "own.options.en": {"o": {"value": "a"}}}
            },
        }
    )
)
def test_a_question_of_another_shape_is_read_or_refused(view: dict[str, Any]) -> None:
    with suppress(Malformed):
        assert isinstance(read_form(view)[2], Wording)


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("setup.weekday", {"selected_option": {"value": "7"}}),
        ("setup.hour", {"selected_option": {"value": "24"}}),
        ("setup.every", {"selected_option": {"value": "daily"}}),
        ("setup.instruments", {"selected_options": [{"value": "gossip"}]}),
        ("setup.channel", {"selected_conversation": "../C1"}),
        ("setup.units", {"selected_options": [{"value": "all"}]}),
    ],
)
def test_what_was_not_offered_is_refused(name: str, element: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        choosing.read_step({"state": {"values": {name: {"x": element}}}}, Plan())


def test_units_are_told_apart_by_the_end_of_their_path() -> None:
    option = audience.unit_option(7, UNITS[7])

    assert (len(option["text"]["text"]), option["text"]["text"][-3:]) == (inputs.LONGEST_OPTION, "/ 7")
