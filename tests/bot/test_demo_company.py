"""The demo's company is as large as it says, and lives through the story that its digests are to show."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import mean
from zoneinfo import available_timezones

import pytest

from bot.demo.behaviour import FIRST_MONDAY, LAST_ACT, Act, comments, plan_of
from bot.demo.company import Company, company, roster_csv
from bot.demo.moods import ITEMS
from people.hierarchy import lineage_of, parts_of
from people.rosterfile import parse
from surveys.cells import Layout, Place, layout_of
from surveys.comments.hints import hints_in
from surveys.comments.sanitising import sanitised
from surveys.instruments import LANGUAGES
from tests.house.test_words import blame_in

SEEDS = (7, 8, 2026)
WEEKS = range(8)
BEFORE, AFTER = WEEKS[:3], WEEKS[-2:]
ANSWERS = {"answer", "change"}

Average = Callable[[str, str, range], float]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def played(seed: int) -> Company:
    return company(seed)


@pytest.fixture(scope="module")
def plans(played: Company, seed: int) -> list[list[Act]]:
    return [plan_of(played, week, seed=seed) for week in WEEKS]


@pytest.fixture(scope="module")
def average(played: Company, plans: list[list[Act]]) -> Average:
    """The mean of all answers of a department to an item in some weeks."""
    paths = {person.handle: person.path for person in played.people}

    def of(department: str, item: str, weeks: range) -> float:
        acts = [act for week in weeks for act in plans[week] if department in parts_of(paths[act.handle])]
        return mean(act.values[item] for act in acts if item in act.values)

    return of


@pytest.fixture(scope="module")
def layout(played: Company) -> Layout:
    """The cells that a round would report on."""
    paths = sorted({path for person in played.people for path in lineage_of(parts_of(person.path))})
    ids = {path: number for number, path in enumerate(paths, start=1)}
    places = [Place(ids[path], ids.get(path[:-1]), path[-1]) for path in paths]
    members: dict[str, int | None] = {person.handle: ids[parts_of(person.path)] for person in played.people}
    return layout_of(places, members, company=played.name)


def test_the_company_has_120_people_in_14_units(played: Company) -> None:
    units = {path for person in played.people for path in lineage_of(parts_of(person.path))}

    assert (len(played.people), len(units)) == (120, 14)


def test_nobody_is_there_twice(played: Company) -> None:
    handles = [person.handle for person in played.people] + [outsider.handle for outsider in played.outsiders]

    assert len(set(handles)) == 123
    assert len({person.email for person in played.people}) == 120


def test_names_and_addresses_are_plainly_invented(played: Company) -> None:
    assert {person.real_name.split()[1] for person in played.people} == {"Exemple", "Voorbeeld", "Example", "Muster"}
    assert {person.email.partition("@")[2] for person in played.people} == {"marelle.example"}


def test_four_languages_are_spoken(played: Company) -> None:
    assert Counter(person.language for person in played.people) == {"fr": 54, "nl": 30, "en": 24, "de": 12}


def test_people_live_in_several_known_time_zones(played: Company) -> None:
    zones = {person.time_zone for person in played.people}

    assert zones <= available_timezones()
    assert {"Europe/Brussels", "Europe/Paris", "Europe/Amsterdam", "Europe/Berlin"} < zones


def test_each_unit_is_managed_by_one_of_its_people_and_digests_come_in_each_language(played: Company) -> None:
    managers = [person for person in played.people if person.manages]

    assert len({person.path for person in managers}) == 14
    assert all(person.manages == (person.path,) for person in managers)
    assert {person.language for person in managers} == set(LANGUAGES)


def test_a_bot_a_guest_and_somebody_who_left_are_outside(played: Company) -> None:
    assert [outsider.kind for outsider in played.outsiders] == ["is_bot", "is_restricted", "deleted"]


def test_the_roster_reads_without_a_problem(played: Company) -> None:
    listing = parse(roster_csv(played).encode())

    assert listing.problems == ()
    assert [(row.email, row.unit, row.manages) for row in listing.rows] == [
        (person.email, parts_of(person.path), tuple(parts_of(unit) for unit in person.manages))
        for person in played.people
    ]


def test_the_two_small_teams_are_merged_and_all_others_stand_alone(layout: Layout) -> None:
    assert [(" + ".join(cell.names), cell.audience, cell.others_in) for cell in layout.tree.cells] == [
        ("Marelle & Zoon", 120, None),
        ("Office", 39, None),
        ("Design", 15, None),
        ("Finance", 11, "Office"),
        ("Planning", 13, None),
        ("Shops", 38, "Marelle & Zoon"),
        ("Antwerp", 12, None),
        ("Brussels", 12, None),
        ("Online + Repairs", 14, "Marelle & Zoon"),
        ("Workshop", 43, None),
        ("Assembly", 16, None),
        ("Cutting", 14, None),
        ("Finishing", 13, "Workshop"),
    ]


def test_the_same_seed_is_the_same_company_and_the_same_week(
    played: Company, plans: list[list[Act]], seed: int
) -> None:
    assert company(seed) == played
    assert [plan_of(company(seed), week, seed=seed) for week in WEEKS] == plans


def test_another_seed_is_another_company_and_another_week() -> None:
    one, other = company(1), company(2)

    assert one.people != other.people
    assert plan_of(one, 0, seed=1) != plan_of(one, 0, seed=2)


def test_all_happens_in_order_while_the_round_is_open(plans: list[list[Act]]) -> None:
    for plan in plans:
        assert plan == sorted(plan, key=lambda act: act.at)
        assert timedelta() < plan[0].at
        assert plan[-1].at <= LAST_ACT


def test_answers_come_in_office_hours_of_the_zone(played: Company, plans: list[list[Act]]) -> None:
    brussels = {person.handle for person in played.people if person.time_zone == "Europe/Brussels"}
    hours = [(FIRST_MONDAY + act.at).hour + 1 for act in answers(plans) if act.handle in brussels]

    assert set(hours) <= set(range(9, 18))
    assert len(set(hours)) > 5


def test_half_to_nine_in_ten_answer_each_week_once(plans: list[list[Act]]) -> None:
    for plan in plans:
        times = Counter(act.handle for act in plan if act.kind == "answer")
        assert set(times.values()) == {1}
        assert 70 <= len(times) <= 108


def test_some_change_their_mind_some_withdraw_and_some_look_around(plans: list[list[Act]]) -> None:
    kinds = Counter(act.kind for plan in plans for act in plan)

    assert 0.04 < kinds["change"] / kinds["answer"] < 0.13
    assert 0 < kinds["withdraw"] / kinds["answer"] < 0.05
    assert kinds["look_home"] > 20


def test_only_who_has_answered_changes_or_withdraws(plans: list[list[Act]]) -> None:
    for plan in plans:
        answered: set[str] = set()
        for act in plan:
            assert act.kind in {"answer", "look_home"} or act.handle in answered
            if act.kind == "answer":
                answered.add(act.handle)


def test_every_answer_can_be_chosen_in_the_form(plans: list[list[Act]]) -> None:
    offered = {item.key: set(item.values) for item in ITEMS}

    for plan in plans:
        for act in plan:
            assert bool(act.values) == (act.kind in ANSWERS)
            assert all(value in offered[key] for key, value in act.values.items())


def test_now_and_then_a_question_is_left_out(plans: list[list[Act]]) -> None:
    shares = [len(act.values) / len(ITEMS) for act in answers(plans)]

    assert 0.95 < mean(shares) < 1


@pytest.mark.parametrize("item", ["voluntariness", "trust", "overall"])
def test_the_workshop_is_worse_off_once_a_quota_is_announced(average: Average, item: str) -> None:
    assert average("Workshop", item, AFTER) < average("Workshop", item, BEFORE) - 0.6


@pytest.mark.parametrize("item", ["usefulness", "time_back", "overall"])
def test_the_shops_are_better_off_once_they_have_time_to_try_things_out(average: Average, item: str) -> None:
    assert average("Shops", item, AFTER) > average("Shops", item, WEEKS[:4]) + 0.6


@pytest.mark.parametrize("item", [item.key for item in ITEMS])
def test_the_office_stays_as_it_was(average: Average, item: str) -> None:
    width = 0.4 if item != "overall" else 1

    assert average("Office", item, AFTER) == pytest.approx(average("Office", item, BEFORE), abs=width)


def test_some_comments_are_written_each_week_and_none_twice(plans: list[list[Act]]) -> None:
    for plan in plans:
        written = [act.comment for act in plan if act.comment]
        assert len(written) >= 10
        assert len(set(written)) == len(written)


def test_comments_are_written_in_the_language_of_the_person(played: Company, plans: list[list[Act]]) -> None:
    languages = {text: language for language, shelf in comments().items() for texts in shelf.values() for text in texts}
    spoken = {person.handle: person.language for person in played.people}

    assert all(languages[act.comment] == spoken[act.handle] for act in answers(plans) if act.comment)


def test_nobody_comments_on_a_quota_before_it_is_announced(played: Company, plans: list[list[Act]]) -> None:
    quota = {text for shelf in comments().values() for text in shelf["quota"]}
    paths = {person.handle: person.path for person in played.people}
    weeks = {week for week, plan in enumerate(plans) for act in plan if act.comment in quota}
    departments = {parts_of(paths[act.handle])[1] for act in answers(plans) if act.comment in quota}

    assert weeks
    assert min(weeks) >= 3
    assert departments == {"Workshop"}


def test_there_are_eighty_comments_in_four_languages_and_they_stay_as_written() -> None:
    texts = [(language, text) for language, shelf in comments().items() for texts in shelf.values() for text in texts]

    assert set(comments()) == set(LANGUAGES)
    assert len({text for _, text in texts}) == len(texts) > 80
    assert [text for _, text in texts if sanitised(text) != text] == []
    assert [text for language, text in texts if blame_in(language, text)] == []


def answers(plans: list[list[Act]]) -> Iterator[Act]:
    return (act for plan in plans for act in plan if act.kind == "answer")


def test_nearly_no_comment_of_the_demo_is_asked_about() -> None:
    written = [comment for shelves in comments().values() for shelf in shelves.values() for comment in shelf]

    assert len([comment for comment in written if hints_in(comment)]) <= len(written) / 50
