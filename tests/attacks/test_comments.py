"""The place of a comment, and the room that it takes, lead to nobody."""

from collections.abc import Callable
from dataclasses import replace

from tests.attacks.claims import Claims, read, scored_authors
from tests.attacks.conftest import Stores
from tests.attacks.figures import judge
from tests.attacks.loot import Copy, Played, Row


def in_their_order(played: Played, table: str) -> dict[str, list[Row]]:
    """The comments of each round as the table gives them: by position where there is one."""
    return {
        round_id: sorted(
            (row for row in played.closed.rows if row.table == table and row.held["round_id"] == round_id),
            key=lambda row: row.held.get("position", row.places.get("rowid", row.places.get("xmin", 0))),
        )
        for round_id in played.rounds
    }


def by_names(played: Played, table: str) -> Claims:
    """Lay comments beside people in the order of their ids: so they would stand if they were read off a list."""
    claims = Claims()
    for round_id, rows in in_their_order(played, table).items():
        people = sorted(played.rounds[round_id].arrivals())
        texts = [content.comment for row in rows if (content := read(row.held, played.keys)) and content.comment]
        claims.authors.update(((round_id, text), person) for text, person in zip(texts, people, strict=False))
    return claims


def owners_of(played: Played) -> dict[str, bytes]:
    """Who copies between the forms of the first round learns whose slot is which."""
    owners, before = dict[str, bytes](), set[bytes]()
    for person, now in played.watched:
        owners.update((person, slot) for slot in now.keys() - before)
        before = set(now)
    return owners


def by_slots(played: Played) -> Claims:
    """Lay comments beside people in the order of their slots, in which a close reads the boxes."""
    claims, owners = Claims(), owners_of(played)
    round_id, script = next(iter(played.rounds.items()))
    people = [person for person in sorted(owners, key=owners.__getitem__) if person not in script.withdrawn]
    for row, person in zip(in_their_order(played, "comments")[round_id], people, strict=False):
        if (content := read(row.held, played.keys)) and content.comment:
            claims.authors[round_id, content.comment] = person
    return claims


def unshuffled(played: Played, key: Callable[[str], object]) -> Played:
    """The same rounds closed by a naive product, which writes comments down as it comes to them."""
    rows = [
        Row("comments", {"round_id": round_id, "position": position, "body": script.kept()[person].comment})
        for round_id, script in played.rounds.items()
        for position, person in enumerate(sorted(script.kept(), key=key))  # type: ignore[arg-type]  # ids or slots
    ]
    return replace(played, closed=Copy({}, tuple(rows)))


def test_the_position_of_a_comment_does_not_follow_the_list_of_people(stores: Stores) -> None:
    naive = unshuffled(stores.ours, str)

    judge(
        "position of a comment: in the order of ids",
        stores.backend,
        naive=scored_authors(naive, by_names(naive, "comments")),
        ours=scored_authors(stores.ours, by_names(stores.ours, "comments")),
    )


def test_the_position_of_a_comment_does_not_follow_the_slots(stores: Stores) -> None:
    first = replace(stores.ours, rounds=dict(list(stores.ours.rounds.items())[:1]))
    naive = unshuffled(first, owners_of(first).__getitem__)

    judge(
        "position of a comment: in the order of slots",
        stores.backend,
        naive=scored_authors(naive, by_slots(naive)),
        ours=scored_authors(first, by_slots(first)),
        least=150,  # the comments of the one round that was watched
    )


def test_all_comments_take_the_same_room(stores: Stores) -> None:
    sizes = {len(row.held["body"]) for row in stores.ours.closed.rows if row.table == "comments"}
    plain = {len(row.held["comment"]) for row in stores.naive.closed.rows if row.held.get("comment")}

    assert (len(sizes), len(plain)) == (1, 2)


def test_what_tagged_a_comment_tells_none_of_a_round_from_another(stores: Stores) -> None:
    marks = {
        (row.held["round_id"], row.held["tagged_by"]) for row in stores.ours.closed.rows if row.table == "comments"
    }

    assert len(marks) == len({round_id for round_id, _ in marks}) >= 1
    assert all(mark for _, mark in marks)


def test_no_comment_stands_beside_an_answer(stores: Stores) -> None:
    ours = {name for row in stores.ours.closed.rows if row.table == "comments" for name in row.held}
    naive = {name for row in stores.naive.closed.rows if row.table == "answers" for name in row.held}

    assert ours == {"round_id", "cell", "item", "position", "body", "language", "sentiment", "themes", "tagged_by"}
    assert {"answers", "comment"} <= naive
