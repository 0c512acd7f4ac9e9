"""The pulse in Slack: jobs that open and close rounds, and the listeners of the invitation and the form."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import screens
from handlers.desk import Desk, Sessions
from handlers.turns import Known, Outcome, Turn
from handlers.views import ids, refusals, warning
from handlers.views import pulse as views
from handlers.views.blocks import View
from handlers.views.malformed import field_of
from handlers.views.thanks import thanks
from handlers.views.words import Words
from surveys import ballots, closing, opening, retention, rounds
from surveys.comments import lexical
from surveys.comments.hints import hints_in
from surveys.comments.tagging import Tier
from surveys.keys import KeyRing
from surveys.rounds import Claim, NotInvited, Refusal, Seat

log = structlog.get_logger()
Scrub = Callable[[], Awaitable[None]]
Afterwards = Callable[[AsyncSession, str], Awaitable[None]]


def register(app: AsyncApp) -> None:
    """Listen to the form, the button in it, and the invitation's."""
    app.view(ids.SUBMIT_FORM)(submit_form)
    app.action(ids.OPEN_FORM)(open_form)
    app.action(ids.WITHDRAW_ANSWER)(withdraw_answer)


async def open_due(sessions: Sessions, keys: KeyRing, workspace_id: str, *, k: int, now: datetime) -> list[str]:
    """Open the rounds that are due."""
    async with sessions.begin() as session:
        opened = await opening.open_due(session, keys, workspace_id, k=k, now=now)
    for round_id in opened:
        log.info("round opened", round=round_id)
    return opened


async def close_due(
    sessions: Sessions,
    keys: KeyRing,
    scrub: Scrub,
    afterwards: Afterwards,
    workspace_id: str,
    *,
    now: datetime,
    tier: Tier = lexical.TIER,
) -> list[str]:
    """Close the rounds whose time is over; killed at any point, the next call goes on. Returns the finished ones.

    `tier` tags the comments. `afterwards` is called for each finished round, in the transaction that finishes it.
    """
    async with sessions.begin() as session:
        due = await rounds.due_to_close(session, workspace_id, now=now)
    finished = []
    for round_id in due:
        state = await _close(sessions, keys, round_id, tier, now=now)
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


async def _close(sessions: Sessions, keys: KeyRing, round_id: str, tier: Tier, *, now: datetime) -> str:
    """Close a round; it is counted beside the loop, which goes on acknowledging, and outside of any transaction."""
    while True:
        async with sessions.begin() as session:
            sealed = await closing.read(session, keys, round_id, now=now)
        if isinstance(sealed, str):
            return sealed
        counted = await asyncio.to_thread(closing.count, sealed, tier)
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
    view = await desk.boxes(Turn(Claim(round_id, user_id, desk.now), _form_or_refusal))
    await screens.open_modal(client, trigger_id, view)


def _form_or_refusal(words: Words, seat: Seat | Refusal, _known: Known) -> Outcome:
    if isinstance(seat, Seat):
        return Outcome(_form(words, seat))
    return Outcome(refusals.not_invited(words) if isinstance(seat, NotInvited) else refusals.closed(words))


def _form(words: Words, seat: Seat, warned: warning.Hints | None = None) -> View:
    return views.form(words, seat.round_id, seat.instrument, seat.groups, k=seat.k, consent=seat.consent, warned=warned)


async def submit_form(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], user_id: str, desk: Desk) -> None:
    """Seal the answers and file them; acknowledged only once they are kept, so that a refusal can be shown."""

    def deed(words: Words, seat: Seat | Refusal, known: Known) -> Outcome:
        match seat:
            case Seat():
                return _received(words, seat, body, known)
            case NotInvited():
                return Outcome(_in_its_place(refusals.not_invited(words)))
            case _:
                late = refusals.too_late(words, view)
                return Outcome(_with_errors(late) if late else _in_its_place(refusals.closed(words)))

    claim = Claim(field_of(view, "private_metadata", str), user_id, desk.now)
    looked_over = warning.has_words(view) and not warning.is_ticked(view)
    await ack(**await desk.boxes(Turn(claim, deed, names_units=looked_over, shows_last=True)))


def _received(words: Words, seat: Seat, body: dict[str, Any], known: Known) -> Outcome:
    """What comes of a form: filed, unless it says nothing or its comment is to be looked over."""
    view = field_of(body, "view", dict)
    answers = views.read_form(view, seat.instrument)
    if answers.empty:
        return Outcome(_with_errors(refusals.nothing_answered(words, view)))
    hints = _hints(body, seat, known.units) if answers.worded and not warning.is_ticked(view) else {}
    if hints and warning.was_shown(view):
        return Outcome(_with_errors(warning.error(words, hints)))
    if hints:
        return Outcome(_in_its_place(_form(words, seat, warned=hints)))
    thanked = thanks(words, seat.instrument, answers, known.last)
    return Outcome(_in_its_place(thanked), {seat.slot: _sealed(seat, answers, words.language)})


def _hints(body: dict[str, Any], seat: Seat, units: Sequence[str]) -> warning.Hints:
    """What in the words may tell who wrote them: seen before they are sealed, told to their writer, and forgotten."""
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
    shown = await desk.boxes(Turn(Claim(round_id, user_id, desk.now), _withdrawn))
    await ack()
    await screens.replace_modal(client, view_id, shown)


def _withdrawn(words: Words, seat: Seat | Refusal, _known: Known) -> Outcome:
    match seat:
        case Seat():
            return Outcome(views.withdrawn(words), {seat.slot: None})
        case NotInvited():
            return Outcome(refusals.not_invited(words))
        case _:
            return Outcome(refusals.too_late_to_withdraw(words))
