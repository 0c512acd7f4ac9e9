"""Sealed boxes: one size for every answer, opened by the round's own key alone, one slot per person."""

import asyncio
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from surveys import ballots
from surveys.ballots import Ballot, TooLarge
from surveys.comments.sanitising import LONGEST, sanitised
from surveys.instruments import load
from surveys.keys import KeyRing
from surveys.models import Envelope
from tests.build import GLAD, ITEMS, SAD, Sessions, company, key_ring, open_round
from tests.mixture import EVERYTHING, MIXTURE

KEY = PrivateKey(b"k" * 32)
PUBLIC = bytes(KEY.public_key)
BOX = 3072 + 48  # libsodium adds a public key and an authentication tag

answers = st.builds(
    Ballot,
    cell=st.text("0123456789+", min_size=1, max_size=80),
    values=st.fixed_dictionaries({}, optional={item.key: st.sampled_from(item.values) for item in ITEMS}),
    comment=st.none() | st.text(max_size=700).map(sanitised),
    language=st.sampled_from(("en", "fr", "nl", "de")),
)


@given(answers)
def test_all_boxes_have_one_size(ballot: Ballot) -> None:
    assert len(ballots.seal(ballot, PUBLIC)) == BOX


@given(answers)
def test_what_was_sealed_comes_out_again(ballot: Ballot) -> None:
    assert ballots.unseal(ballots.seal(ballot, PUBLIC), bytes(KEY)) == ballot


@pytest.mark.parametrize("character", ["😀", '"', "\\", "é", "</"])
def test_the_longest_comment_of_any_script_fits(character: str) -> None:
    comment = sanitised(character * LONGEST)
    ballot = Ballot("4000000001+4000000002+4000000003", GLAD, comment, "de")

    assert ballots.unseal(ballots.seal(ballot, PUBLIC), bytes(KEY)).comment == comment


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(TooLarge):
        ballots.seal(Ballot("company", {}, "😀" * 1000), PUBLIC)


def test_the_same_answer_is_never_the_same_box() -> None:
    ballot = Ballot("company", GLAD)

    assert ballots.seal(ballot, PUBLIC) != ballots.seal(ballot, PUBLIC)


def test_another_rounds_key_opens_nothing() -> None:
    box = ballots.seal(Ballot("company", GLAD), PUBLIC)

    with pytest.raises(CryptoError):
        ballots.unseal(box, bytes(PrivateKey(b"o" * 32)))


def test_a_box_that_was_tampered_with_does_not_open() -> None:
    box = bytearray(ballots.seal(Ballot("company", GLAD), PUBLIC))
    box[-1] ^= 1

    with pytest.raises(CryptoError):
        ballots.unseal(bytes(box), bytes(KEY))


def test_nothing_of_the_answer_is_readable_in_a_box() -> None:
    box = ballots.seal(Ballot("company", GLAD, "a plain sentence"), PUBLIC)

    assert not any(word in box for word in (b"company", b"a plain sentence", json.dumps(GLAD).encode()[:12]))


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return key_ring(tmp_path_factory.mktemp("ring"))


@pytest.fixture
async def round_id(sessions: Sessions, keys: KeyRing) -> str:
    async with sessions.begin() as session:
        await company(session)
        return await open_round(session, keys)


async def boxes_in(session: AsyncSession, round_id: str) -> int:
    return await session.scalar(select(func.count()).where(Envelope.round_id == round_id)) or 0


async def cast(session: AsyncSession, keys: KeyRing, round_id: str, slot: bytes, ballot: Ballot) -> None:
    await ballots.cast(session, round_id, slot, ballots.seal(ballot, keys.forge(round_id)))


async def test_a_change_of_mind_takes_the_place_of_the_first_answer(
    sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    async with sessions.begin() as session:
        await cast(session, keys, round_id, b"a" * 16, Ballot("company", GLAD))
    async with sessions.begin() as session:
        await cast(session, keys, round_id, b"a" * 16, Ballot("company", SAD))

    async with sessions() as session:
        opened = ballots.opened(await ballots.boxes_of(session, round_id), keys.of(round_id).private_key)
    assert opened == [Ballot("company", SAD)]


async def test_a_withdrawn_answer_is_gone_and_the_others_stay(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        await cast(session, keys, round_id, b"a" * 16, Ballot("company", GLAD))
        await cast(session, keys, round_id, b"b" * 16, Ballot("company", SAD))
    async with sessions.begin() as session:
        await ballots.withdraw(session, round_id, b"a" * 16)

    async with sessions() as session:
        opened = ballots.opened(await ballots.boxes_of(session, round_id), keys.of(round_id).private_key)
    assert opened == [Ballot("company", SAD)]


async def test_withdrawing_without_an_answer_does_nothing(sessions: Sessions, round_id: str) -> None:
    async with sessions.begin() as session:
        await ballots.withdraw(session, round_id, b"a" * 16)

        assert await boxes_in(session, round_id) == 0


async def test_ballots_come_out_in_the_order_of_slots_and_not_of_arrival(
    sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    async with sessions.begin() as session:
        for slot in (b"c" * 16, b"a" * 16, b"b" * 16):
            await cast(session, keys, round_id, slot, Ballot(slot[:1].decode(), {}))

        opened = ballots.opened(await ballots.boxes_of(session, round_id), keys.of(round_id).private_key)

    assert [ballot.cell for ballot in opened] == ["a", "b", "c"]


async def test_destroying_a_round_leaves_the_boxes_of_others(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        await company(session, "T2")
        other = await open_round(session, keys, "T2")
        await cast(session, keys, round_id, b"a" * 16, Ballot("company", GLAD))
        await cast(session, keys, other, b"a" * 16, Ballot("company", GLAD))

        await ballots.destroy(session, round_id)

        assert (await boxes_in(session, round_id), await boxes_in(session, other)) == (0, 1)


async def test_boxes_that_come_together_lie_in_the_order_of_their_slots(
    engine: AsyncEngine, sessions: Sessions, round_id: str
) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite keeps them in that order, whenever they came")
    async with sessions.begin() as session:
        await ballots.settle(session, round_id, {slot * 16: b"box" for slot in (b"c", b"a", b"d", b"b")})

    async with sessions() as session:
        lying = list(await session.scalars(select(Envelope.slot).order_by(text("ctid"))))
    assert lying == [slot * 16 for slot in (b"a", b"b", b"c", b"d")]


async def test_processes_that_change_the_same_slots_wait_for_each_other_and_never_in_a_ring(
    sessions: Sessions, round_id: str
) -> None:
    slots = [bytes([number]) * 16 for number in range(20)]

    async def change(turn: int) -> None:
        chance = random.Random(turn)
        for _ in range(5):
            shuffled = chance.sample(slots, len(slots))
            async with sessions.begin() as session:
                await ballots.settle(
                    session, round_id, {slot: chance.choice([None, b"box", b"another"]) for slot in shuffled}
                )

    async with asyncio.TaskGroup() as processes:
        for turn in range(4):
            processes.create_task(change(turn))
    async with sessions.begin() as session:
        await ballots.settle(session, round_id, dict.fromkeys(slots))

        assert await boxes_in(session, round_id) == 0


WIDEST = st.text(st.characters(codec="utf-8"), min_size=1, max_size=400)
full_forms = st.builds(
    Ballot,
    cell=st.just("9" * 255),
    values=st.just({metric.key: metric.values[-1] for metric in MIXTURE.metrics}),
    comment=WIDEST.map(lambda text: sanitised(text * 2)),
    language=st.sampled_from(("en", "fr", "nl", "de")),
    texts=st.fixed_dictionaries(
        {item.key: WIDEST.map(lambda text: sanitised(text, longest=300)) for item in MIXTURE.items if item.takes_words}
    ),
)


@given(full_forms)
def test_whatever_a_form_lets_through_fits_the_boxes_of_its_round(ballot: Ballot) -> None:
    size = ballots.content_bytes(MIXTURE)

    box = ballots.seal(ballot, PUBLIC, size=size)

    assert len(box) == len(ballots.seal(Ballot("1", {}), PUBLIC, size=size)) == size + 48
    assert ballots.unseal(box, bytes(KEY)) == ballot


@pytest.mark.parametrize("character", ["😀", '"', "\\", "é", "\u2028", "ﷺ", "~"])
def test_the_longest_words_of_any_script_fit_everywhere_at_once(character: str) -> None:
    texts = {item.key: sanitised(character * 300, longest=300) for item in MIXTURE.items if item.takes_words}
    ballot = Ballot("9" * 255, EVERYTHING, sanitised(character * LONGEST), "de", texts)

    box = ballots.seal(ballot, PUBLIC, size=ballots.content_bytes(MIXTURE))

    assert ballots.unseal(box, bytes(KEY)) == ballot


def test_boxes_are_as_large_as_ever_where_only_the_general_comment_is_offered() -> None:
    assert ballots.content_bytes(load("first_pulse")) == 3072
    assert ballots.content_bytes(MIXTURE) > 3072 + 3 * 1200 - 1024


def test_a_box_of_before_there_were_texts_still_opens() -> None:
    content = b'{"cell":"1","values":{"trust":4},"comment":"Old words","language":"nl"}'
    padded = len(content).to_bytes(2, "big") + content.ljust(3070, b"\0")

    old = ballots.unseal(SealedBox(PublicKey(PUBLIC)).encrypt(padded), bytes(KEY))

    assert old == Ballot("1", {"trust": 4}, "Old words", "nl", {})
