"""What a database remembers of the order in which rows came says nothing of whose answer or comment is whose."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.attacks.claims import Claims, by_order, scored, scored_authors
from tests.attacks.conftest import Stores
from tests.attacks.figures import judge
from tests.attacks.loot import Played, Row
from tests.conftest import BACKENDS

PLACES = {
    "sqlite": {"rowid": "answers", "number": "numbered_answers", "offset": "keyed_answers", "log": "answers"},
    "postgresql": {
        "number": "numbered_answers",
        "ctid": "answers",
        "xmin": "answers",
        "dump": "answers",
        "log": "answers",
    },
}
"""Where the order is looked for, and the table in which the naive store betrays it."""
MOVED_BY_A_CHANGE = {"ctid", "xmin", "dump"}
"""Where PostgreSQL puts a changed row anew."""
OF_A_STEADY_STORE = {"offset", "ctid", "dump"}
"""Where a change of mind takes a place that another left, so that the naive store is read best without any."""
NAMES = {
    "rowid": "hidden row numbers",
    "number": "numbers counted up by the database",
    "offset": "places of rows in the file",
    "log": "order in the write-ahead log",
    "ctid": "places of rows in the table (ctid)",
    "xmin": "numbers of transactions (xmin)",
    "dump": "order of lines in a dump",
    "created_at": "times finer than a day",
    "id": "ids that carry the time",
}
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def copies_of(played: Played) -> Iterator[list[Row]]:
    """All rows of each copy, the one after the close last."""
    for copy in (*played.copies, played.closed):
        yield list(copy.rows)


def claims_by(played: Played, place: str, table: str = "") -> Claims:
    """Try a place on all tables, or on one, of every copy."""
    claims = Claims()
    for rows in copies_of(played):
        wanted = [row for row in rows if row.table == table or not table]
        for name in sorted({row.table for row in wanted}):
            found = by_order(
                played, [row for row in wanted if row.table == name], place, last=place in MOVED_BY_A_CHANGE
            )
            claims.values.update(found.values)
            claims.authors.update(found.authors)
    return claims


def with_columns_as_places(played: Played) -> None:
    """Let numbers, moments and ids that a table keeps be tried as places, too."""
    for row in chain.from_iterable(copies_of(played)):
        for name, value in row.held.items():
            if name == "number" or (name == "id" and isinstance(value, str)):
                row.places.setdefault(name, value)
            if isinstance(value, int) and name not in {"lo", "hi", "k"}:
                row.places.setdefault("number", value)
            if TIME.match(str(value)):
                row.places["created_at"] = str(value)


def judge_place(stores: Stores, place: str, table: str) -> None:
    name = NAMES[place]
    store = stores.steady if place in OF_A_STEADY_STORE else stores.naive
    for played in (store, stores.ours):
        with_columns_as_places(played)
    naive, found = claims_by(store, place, table), claims_by(stores.ours, place)
    judge(f"{name}: whose answer", stores.backend, naive=scored(store, naive), ours=scored(stores.ours, found))
    judge(
        f"{name}: whose comment",
        stores.backend,
        naive=scored_authors(store, naive),
        ours=scored_authors(stores.ours, found),
    )


@pytest.mark.parametrize(
    ("stores", "place"), [(backend, place) for backend in BACKENDS for place in PLACES[backend]], indirect=["stores"]
)
def test_no_place_of_a_row_tells_whose_it_is(stores: Stores, place: str) -> None:
    if place == "log" and "log" not in {name for row in stores.naive.copies[0].rows for name in row.places}:
        pytest.skip("the server's log may not be read here")

    judge_place(stores, place, PLACES[stores.backend][place])


def test_no_time_finer_than_a_day_tells_whose_answer_it_is(stores: Stores) -> None:
    judge_place(stores, "created_at", "timed_answers")


def test_no_id_carries_the_time_at_which_an_answer_came(stores: Stores) -> None:
    judge_place(stores, "id", "ordered_answers")


def test_the_comments_that_are_kept_can_be_read_with_the_keys_that_are_kept(stores: Stores) -> None:
    """Without this, that no order tells their authors would prove nothing."""
    read = claims_by(stores.ours, "number").authors

    assert len({round_id for round_id, _ in read}) == len(stores.ours.rounds)
    assert len(read) >= 1000
