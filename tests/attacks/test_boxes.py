"""A sealed box tells nothing: not by its slot, not by its length, not by when it came, and not once its key is gone."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.attacks.cast import SIZES, Values, class_told
from tests.attacks.claims import Claims, Content, arrivals_of, read_once, scored, understood
from tests.attacks.conftest import Stores
from tests.attacks.figures import Score, judge, score_of
from tests.attacks.loot import Played, Row

PLAIN = re.compile(rb"marker[a-z]{16}")
HEXADECIMAL = re.compile(b"marker".hex().encode() + rb"(?:[67][0-9a-f]){16}")
WIDE = re.compile("marker".encode("utf-16-le") + rb"(?:[a-z]\0){16}")
TRUTH_OF_SIZE = "overall"
"""The item that the length of a box would betray: who is glad writes more."""


def rows_of(played: Played, *tables: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows of these tables by round, from each copy."""
    for copy in (*played.copies, played.closed):
        for round_id in played.rounds:
            rows = [row for row in copy.rows if row.table in tables and row.held.get("round_id") == round_id]
            if rows:
                yield round_id, rows


def guessed_slots(round_id: str, person: str) -> Iterator[bytes]:
    """The slots that one would compute for a person who had no key: the ways in which it is usually done."""
    for said in (f"slot|{round_id}|{person}", f"{round_id}|{person}", f"{round_id}{person}", person):
        for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield digest(said.encode()).digest()[:16]


def participation(played: Played, seen: Mapping[str, set[bytes]]) -> Score:
    """Hold whose slot was found to be filled against who answered; most answer, so one who knows nothing says yes."""
    everybody = [f"U{number:04}" for number in range(sum(SIZES.values()))]
    guesses: list[tuple[bool | None, bool, bool]] = []
    for round_id, script in played.rounds.items():
        slots, kept = seen.get(round_id, set()), script.kept()
        hits = {person for person in everybody if slots & set(guessed_slots(round_id, person))}
        # One hit shows that this is how slots are computed; then who is not hit did not answer.
        guesses += [(person in hits if hits else None, True, person in kept) for person in everybody]
    return score_of(guesses)


def test_slots_cannot_be_computed_for_a_list_of_people_without_the_key(stores: Stores) -> None:
    def slots(played: Played, table: str) -> dict[str, set[bytes]]:
        return {round_id: {bytes(row.held["slot"]) for row in rows} for round_id, rows in rows_of(played, table)}

    judge(
        "slots computed without the key: who answered",
        stores.backend,
        naive=participation(stores.naive, slots(stores.naive, "hashed_answers")),
        ours=participation(stores.ours, slots(stores.ours, "envelopes")),
    )


def by_length(played: Played, table: str) -> Claims:
    """Take the order of boxes for that of people, as who watches knows it, and longer boxes for gladder people."""
    claims = Claims()
    for round_id, rows in rows_of(played, table):
        lengths = sorted(len(row.held["box"]) for row in rows)
        middle = lengths[len(lengths) // 2]
        placed = [row for row in rows if row.places.keys() & {"log", "xmin", "rowid"}]
        placed.sort(key=lambda row: next(row.places[name] for name in ("rowid", "xmin", "log") if name in row.places))
        came = arrivals_of(played.rounds[round_id], len(placed), last="xmin" in (placed[0].places if placed else {}))
        for person, row in zip(came, placed, strict=False):
            if lengths[0] != lengths[-1]:
                said = 10 if len(row.held["box"]) >= middle else 0
                claims.add(round_id, person, Content({TRUTH_OF_SIZE: said}))
    return claims


def scored_by_one(played: Played, claims: Claims) -> Score:
    """Hold the guesses of the one item against the truth."""
    return score_of(
        (
            class_told(TRUTH_OF_SIZE, found[TRUTH_OF_SIZE])
            if (found := claims.values.get((round_id, person)))
            else None,
            played.table[round_id, person, TRUTH_OF_SIZE],
            class_told(TRUTH_OF_SIZE, form.values[TRUTH_OF_SIZE]),
        )
        for round_id, script in played.rounds.items()
        for person, form in script.kept().items()
    )


def test_the_length_of_a_box_tells_nothing(stores: Stores) -> None:
    judge(
        "length of the box: who is glad",
        stores.backend,
        naive=scored_by_one(stores.naive, by_length(stores.naive, "sealed_answers")),
        ours=scored_by_one(stores.ours, by_length(stores.ours, "envelopes")),
    )


def by_watching(played: Played) -> Claims:
    """Compare each copy with the one before: what is new, or changed, is of who has just sent a form."""
    (round_id, script), before, claims = next(iter(played.rounds.items())), dict[bytes, bytes](), Claims()
    for person, now in played.watched:
        for key, held in now.items():
            if before.get(key) != held:
                said = understood(held.decode(errors="replace"))
                if said.values and person not in script.withdrawn:
                    claims.add(round_id, person, said)
        before = dict(now)
    return claims


def of_the_first_round(played: Played, claims: Claims) -> Score:
    first = dict(list(played.rounds.items())[:1])
    return scored(Played(played.backend, first, (), played.closed, {}, played.table, ()), claims)


def test_copies_between_the_forms_tell_nothing_of_what_was_answered(stores: Stores) -> None:
    judge(
        "copies between the forms: whose answer",
        stores.backend,
        naive=of_the_first_round(stores.naive, by_watching(stores.naive)),
        ours=of_the_first_round(stores.ours, by_watching(stores.ours)),
    )


def test_who_copies_between_the_forms_sees_boxes_come_one_by_one(stores: Stores) -> None:
    """Documented: while a round is open its boxes can be told apart; without this the attack would be an idle one."""
    sizes = [len(held) for _, held in stores.ours.watched]

    assert sizes[-1] == len({form.person for form in next(iter(stores.ours.rounds.values())).sent})
    assert sorted(sizes) == sizes


def with_keys_found_later(played: Played, table: str) -> Claims:
    """Take an old copy of the open database, in which the boxes lie in order, and all keys that are left at the end."""
    claims = Claims()
    for round_id, rows in rows_of(played, table):
        placed = [row for row in rows if {"rowid", "xmin", "log"} & row.places.keys()]
        placed.sort(key=lambda row: next(row.places[name] for name in ("rowid", "xmin", "log") if name in row.places))
        came = arrivals_of(played.rounds[round_id], len(placed), last="xmin" in (placed[0].places if placed else {}))
        for person, row in zip(came, placed, strict=False):
            if content := read_once(row, played.keys):
                claims.add(round_id, person, content)
    return claims


def test_an_old_backup_cannot_be_read_with_what_is_left_on_the_server(stores: Stores) -> None:
    assert sorted(stores.ours.keys) == ["rounding.key", "texts.key"]
    judge(
        "old backup and the server after the close: whose answer",
        stores.backend,
        naive=scored(stores.naive, with_keys_found_later(stores.naive, "sealed_answers")),
        ours=scored(stores.ours, with_keys_found_later(stores.ours, "envelopes")),
    )


def words_in(played: Played) -> set[str]:
    """All words of forms that stand anywhere in what was taken, keys included: plain, in hexadecimal, in UTF-16."""
    found: set[str] = set()
    heaps = [content for copy in (*played.copies, played.closed) for content in copy.files.values()]
    for heap in (*heaps, *played.keys.values()):
        found.update(word.decode() for word in PLAIN.findall(heap))
        found.update(bytes.fromhex(word.decode()).decode() for word in HEXADECIMAL.findall(heap))
        found.update(word.decode("utf-16-le") for word in WIDE.findall(heap))
    return found


Forms = Mapping[tuple[str, str], tuple[str | None, Values]]


def forms_found(played: Played, wanted: Forms) -> Score:
    """Search every byte that was ever taken for the words of forms that somebody replaced or withdrew."""
    words = words_in(played)
    return score_of(
        (True if comment.split()[0] in words else None, False, True) for comment, _ in wanted.values() if comment
    )


def replaced(played: Played) -> dict[tuple[str, str], tuple[str | None, Values]]:
    """The forms that were replaced by another."""
    return {
        (round_id, person): (form.comment, form.values)
        for round_id, script in played.rounds.items()
        for person, form in script.replaced().items()
        if person not in script.withdrawn
    }


def withdrawn(played: Played) -> dict[tuple[str, str], tuple[str | None, Values]]:
    """The forms whose senders withdrew."""
    return {
        (round_id, form.person): (form.comment, form.values)
        for round_id, script in played.rounds.items()
        for form in script.sent
        if form.person in script.withdrawn
    }


@pytest.mark.parametrize("wanted", [replaced, withdrawn])
def test_an_answer_that_was_replaced_or_withdrawn_cannot_be_found_again(
    stores: Stores, wanted: Callable[[Played], Forms]
) -> None:
    if stores.backend == "postgresql" and "pg_wal" not in stores.naive.closed.files:
        pytest.skip("what PostgreSQL replaces stays in its log, and the log may not be read here")

    judge(
        f"search for {wanted.__name__} forms",
        stores.backend,
        naive=forms_found(stores.naive, wanted(stores.naive)),
        ours=forms_found(stores.ours, wanted(stores.ours)),
        least=50,  # so many were replaced, or withdrawn; one that is found would be one too many
    )


def carved(played: Played) -> Score:
    """Search all that was taken, keys included, for the words of each form."""
    words = words_in(played)
    markers = {form.comment.split()[0] for script in played.rounds.values() for form in script.sent if form.comment}
    return score_of((True if marker in words else None, False, True) for marker in sorted(markers))


def test_no_word_of_a_form_can_be_carved_out_of_any_file(stores: Stores) -> None:
    judge("words carved out of all files", stores.backend, naive=carved(stores.naive), ours=carved(stores.ours))
