"""The pulse in Slack: jobs that open and close rounds, and the listeners of the invitation and the form."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import screens
from handlers.desk import Desk, Sessions
from handlers.views import ids, refusals, warning
from handlers.views import pulse as views
from handlers.views.blocks import View
from handlers.views.malformed import field_of
from handlers.views.thanks import thanks
from handlers.views.words import Words, words_for
from people.hierarchy import units_of
from people.preferences import settings_of
from surveys import ballots, closing, latest, opening, retention, rounds
from surveys.comments.hints import hints_in
from surveys.keys import KeyRing, Missing

log = structlog.get_logger()
Refusal = rounds.Closed | rounds.NotInvited | Missing
Scrub = Callable[[], Awaitable[None]]
Afterwards = Callable[[AsyncSession, str], Awaitable[None]]


def register(app: AsyncApp) -> None:
    """Listen to the invitation's button, the form, and the button in it."""
    app.action(ids.OPEN_FORM)(open_form)
    app.view(ids.SUBMIT_FORM)(submit_form)
    app.action(ids.WITHDRAW_ANSWER)(withdraw_answer)


async def open_due(sessions: Sessions, keys: KeyRing, workspace_id: str, *, k: int, now: datetime) -> list[str]:
    """Open the rounds that are due."""
    async with sessions.begin() as session:
        opened = await opening.open_due(session, keys, workspace_id, k=k, now=now)
    for round_id in opened:
        log.info("round opened", round=round_id)
    return opened


async def close_due(
    sessions: Sessions, keys: KeyRing, scrub: Scrub, afterwards: Afterwards, workspace_id: str, *, now: datetime
) -> list[str]:
    """Close the rounds whose time is over; killed at any point, the next call goes on. Returns the finished ones.

    `afterwards` is called for each finished round, in the transaction that finishes it.
    """
    async with sessions.begin() as session:
        due = await rounds.due_to_close(session, workspace_id, now=now)
    finished = []
    for round_id in due:
        state = await _close(sessions, keys, round_id, now=now)
        keys.forget(round_id)
        async with sessions.begin() as session:
            # Before the scrubbing: a round counts as shredded only once this list, too, is off the disk.
            await rounds.forget_invited(session, round_id)
        await scrub()
        async with sessions.begin() as session:
            if await rounds.finish(session, round_id):
                await afterwards(session, round_id)
                finished.append(round_id)
        await scrub()
        if state == "VOID":
            log.error("round void", round=round_id, reason="its key is not in the key directory")
        else:
            log.info("round closed", round=round_id)
    return finished


async def _close(sessions: Sessions, keys: KeyRing, round_id: str, *, now: datetime) -> str:
    """Close a round; it is counted beside the loop, which goes on acknowledging, and outside of any transaction."""
    while True:
        async with sessions.begin() as session:
            sealed = await closing.read(session, keys, round_id, now=now)
        if isinstance(sealed, str):
            return sealed
        counted = await asyncio.to_thread(closing.count, sealed)
        async with sessions.begin() as session:
            state = await closing.write(session, keys, sealed, counted)
        if state != "OPEN":
            return state


async def forget(
    sessions: Sessions, scrub: Scrub, workspace_id: str, term: retention.Term, *, now: datetime
) -> list[str]:
    """Delete what was kept for its time; killed at any point, the next call goes on. Returns of which rounds."""
    async with sessions.begin() as session:
        due = await term.empty(session, workspace_id, now=now)
    if due:
        await scrub()
        async with sessions.begin() as session:
            await term.settle(session, due)
        log.info("forgotten", what=term.name, rounds=due)
    return due


async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Show the blank form of the round that the button names."""
    await ack()
    await show_form(client, field_of(body, "trigger_id", str), desk, views.read_round(body), user_id)


async def show_form(client: AsyncWebClient, trigger_id: str, desk: Desk, round_id: str, user_id: str) -> None:
    """Open the form, or the reason why there is none."""
    async with desk.sessions.begin() as session:
        words = await _words(session, desk, user_id)
        seat = await _seat(session, desk, round_id, user_id)
    match seat:
        case rounds.Seat():
            view = views.form(words, round_id, seat.instrument, seat.groups, k=seat.k, consent=seat.consent)
        case refusal:
            view = _refusal(words, refusal)
    await screens.open_modal(client, trigger_id, view)


async def submit_form(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], user_id: str, desk: Desk) -> None:
    """Seal the answers and file them; acknowledged only once they are kept, so that a refusal can be shown."""
    async with desk.sessions.begin() as session:
        words = await _words(session, desk, user_id)
        seat = await _seat(session, desk, field_of(view, "private_metadata", str), user_id)
        match seat:
            case rounds.Seat():
                said = await _received(session, desk, words, seat, body)
            case rounds.NotInvited():
                said = _in_its_place(refusals.not_invited(words))
            case _:
                late = refusals.too_late(words, view)
                said = _with_errors(late) if late else _in_its_place(refusals.closed(words))
    await ack(**said)


async def _received(
    session: AsyncSession, desk: Desk, words: Words, seat: rounds.Seat, body: dict[str, Any]
) -> dict[str, Any]:
    """File what a form says, unless it says nothing or its comment is to be looked over; what Slack is answered."""
    view = field_of(body, "view", dict)
    answers = views.read_form(view, seat.instrument)
    if answers.empty:
        return _with_errors(refusals.nothing_answered(words, view))
    hints = await _hints(session, desk, seat, body) if answers.worded and not warning.is_ticked(view) else {}
    if hints and warning.was_shown(view):
        return _with_errors(warning.error(words, hints))
    if hints:
        form = views.form(
            words, seat.round_id, seat.instrument, seat.groups, k=seat.k, consent=seat.consent, warned=hints
        )
        return _in_its_place(form)
    await ballots.cast(session, seat.round_id, seat.slot, _sealed(seat, answers, words.language))
    last = await latest.of_all(session, desk.workspace_id, seat.instrument, seat.audience)
    return _in_its_place(thanks(words, seat.instrument, answers, last))


async def _hints(session: AsyncSession, desk: Desk, seat: rounds.Seat, body: dict[str, Any]) -> warning.Hints:
    """What in the words may tell who wrote them: seen before they are sealed, told to their writer, and forgotten."""
    units = [unit.name for unit in await units_of(session, desk.workspace_id)]
    written, names = warning.read_written(body["view"], seat.instrument), warning.read_names(body)
    found = {place: hints_in(text, units=units, own_names=names) for place, text in written.items()}
    return {place: kinds for place, kinds in found.items() if kinds}


def _in_its_place(view: View) -> dict[str, Any]:
    return {"response_action": "update", "view": view}


def _with_errors(errors: dict[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": errors}


def _sealed(seat: rounds.Seat, answers: views.Answers, language: str) -> bytes:
    ballot = ballots.Ballot(seat.cell, answers.values, answers.comment, language, answers.texts)
    return ballots.seal(ballot, seat.public_key, size=seat.content_bytes)


async def withdraw_answer(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk
) -> None:
    """Empty the person's slot, and say the same whether it held anything or not."""
    round_id, view_id = views.read_round(body), field_of(field_of(body, "view", dict), "id", str)
    async with desk.sessions.begin() as session:
        words = await _words(session, desk, user_id)
        seat = await _seat(session, desk, round_id, user_id)
        match seat:
            case rounds.Seat():
                await ballots.withdraw(session, round_id, seat.slot)
                shown = views.withdrawn(words)
            case rounds.NotInvited():
                shown = refusals.not_invited(words)
            case _:
                shown = refusals.too_late_to_withdraw(words)
    await ack()
    await screens.replace_modal(client, view_id, shown)


async def _words(session: AsyncSession, desk: Desk, user_id: str) -> Words:
    return words_for((await settings_of(session, desk.workspace_id, user_id)).language)


async def _seat(session: AsyncSession, desk: Desk, round_id: str, user_id: str) -> rounds.Seat | Refusal:
    """The person's place in the round, or why there is none."""
    try:
        return await rounds.seat_of(session, desk.keys, desk.workspace_id, round_id, user_id, now=desk.now)
    except (rounds.Closed, rounds.NotInvited, Missing) as refusal:
        return refusal


def _refusal(words: Words, refusal: Refusal) -> View:
    return refusals.not_invited(words) if isinstance(refusal, rounds.NotInvited) else refusals.closed(words)
