"""The Home tab with and without a pulse, results and wishes."""

from datetime import date

import pytest

from handlers.views import ids
from handlers.views.home import home_view
from handlers.views.words import Words, words_for
from people.preferences import Settings
from sandbox.checks import view_errors
from surveys.cells import COMPANY, Tree
from surveys.cells import Layout as Frozen
from surveys.releases import Published, Shown
from tests.handlers.views.shapes import ALL_WORDS, GROUPS, PULSE, in_force, language_of

PLAIN = Settings("en", None, "UTC", None, opted_out=False)
PAUSED = Settings("en", "de", "UTC", date(2026, 3, 1), opted_out=False)
OUT = Settings("en", "fr", "UTC", None, opted_out=True)
OPEN = ("r2", date(2026, 1, 15))


def published(cell: str = COMPANY) -> Published:
    """A closed round in which one group may be shown."""
    return Published(
        "r1",
        date(2026, 1, 5),
        PULSE,
        Frozen(Tree(GROUPS), {}, {}),
        {cell: {item.key: Shown((72, 88), (25, 34), 80) for item in PULSE.items}},
        {},
        None,
    )


def text_of(view: dict[str, object]) -> str:
    return str(view["blocks"])


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
@pytest.mark.parametrize("settings", [PLAIN, PAUSED, OUT], ids=["plain", "paused", "out"])
@pytest.mark.parametrize("open_round", [None, OPEN], ids=["no pulse", "open pulse"])
@pytest.mark.parametrize("latest", [None, published()], ids=["no results", "results"])
def test_the_home_tab_is_a_view_that_slack_takes(
    words: Words, settings: Settings, open_round: tuple[str, date] | None, latest: Published | None
) -> None:
    assert (
        view_errors(home_view(words, settings, in_force(6), schedule=None, open_round=open_round, latest=latest)) == []
    )


def test_an_open_pulse_can_be_answered_from_the_home_tab() -> None:
    view = home_view(words_for("en"), PLAIN, in_force(6), schedule=None, open_round=OPEN, latest=None)

    pressed = [
        (element["action_id"], element.get("value"))
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert pressed == [(ids.OPEN_FORM, "r2"), (ids.OPEN_PRIVACY, None), (ids.OPEN_SETTINGS, None)]


def test_the_results_of_the_whole_company_are_shown_and_of_no_other_group() -> None:
    words = words_for("en")

    company, engineering = [
        text_of(home_view(words, PLAIN, in_force(6), schedule=None, open_round=None, latest=published(cell)))
        for cell in (COMPANY, "1")
    ]

    assert all(item.label("en") in company for item in PULSE.items)
    assert not any(item.label("en") in engineering for item in PULSE.items)


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_a_wish_is_told_as_it_is_in_force(words: Words) -> None:
    told = [
        text_of(home_view(words, settings, in_force(6), schedule=None, open_round=None, latest=None))
        for settings in (PLAIN, PAUSED, OUT)
    ]

    assert len(set(told)) == 3
    assert words.day(date(2026, 3, 1)) in told[1]


@pytest.mark.parametrize("k", [6, 9])
def test_the_threshold_in_force_is_told(k: int) -> None:
    assert f"at least {k} people" in text_of(
        home_view(words_for("en"), PLAIN, in_force(k), schedule=None, open_round=None, latest=None)
    )
