"""A trial of the pulse in Slack: the invitation sent to its owner alone, and a form whose answers are kept nowhere."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from slack_bolt.app.async_app import AsyncApp

from handlers import drafting
from handlers.office import Shown, Visit, owners_only
from handlers.views import ids, pulse, refusals
from handlers.views import trial as views
from handlers.views.blocks import View
from handlers.views.malformed import Malformed
from people.models import Workspace
from surveys import consent, instruments, opening, rotation
from surveys.cells import TooSmall, groups_of
from surveys.instruments import Instrument


def register(app: AsyncApp) -> None:
    """Listen to the button that sends a trial, and to those of the trial itself."""
    app.action(ids.TRY_ON_ME)(owners_only(send))
    app.action(ids.OPEN_TRIAL)(owners_only(open_form))
    app.view(ids.SUBMIT_TRIAL)(owners_only(submit_form))
    app.action(ids.WITHDRAW_TRIAL)(owners_only(withdraw))


async def send(visit: Visit) -> Shown:
    """Send the invitation to the owner alone, at once."""
    instrument = await _first_round(visit)
    if instrument is None:
        return Shown("push", views.no_questions(visit.words))
    outcome = await drafting.outcome_of(visit, (await drafting.work_of(visit)).plan)
    opens_on = outcome.openings[0].astimezone(ZoneInfo(outcome.zone)).date()
    message = pulse.invitation(
        visit.words,
        views.TRIAL,
        closes_on=opens_on + timedelta(days=outcome.schedule.open_days - 1),
        items=len(instrument.items),
    )
    return Shown(
        "push",
        views.sent(visit.words),
        post=views.invitation(visit.words, message),
        otherwise=views.not_sent(visit.words),
    )


async def open_form(visit: Visit) -> Shown:
    """Open the form of the first round as it stands in the draft."""
    return Shown("open", await _form(visit))


async def _form(visit: Visit) -> View:
    words, session = visit.words, visit.session
    instrument = await _first_round(visit)
    if instrument is None:
        return views.no_questions(words)
    plan = (await drafting.work_of(visit)).plan
    workspace = await session.get_one(Workspace, visit.desk.workspace_id)
    try:
        layout = await opening.layout_for(session, workspace, k=visit.desk.k, audience=plan.audience)
    except TooSmall:
        return views.too_few(words)
    cell = layout.cell_of.get(visit.user_id, layout.tree.cells[0].key)  # an owner may be of another unit
    drawn = pulse.form(
        words, views.TRIAL, instrument, groups_of(layout.tree, cell), k=visit.desk.k, consent=consent.current()
    )
    return views.form(words, drawn)


async def submit_form(visit: Visit) -> Shown:
    """Read the form as any other, and keep nothing of it: there is no round, no envelope and no key."""
    instrument = await _first_round(visit)
    try:
        empty = instrument is not None and pulse.read_form(visit.view, instrument).empty
    except Malformed:  # the draft has changed since the form was opened
        empty = False
    if empty:
        return Shown(errors=refusals.nothing_answered(visit.words, visit.view))
    return Shown("replace", views.over(visit.words))


async def withdraw(visit: Visit) -> Shown:
    """Say that there is nothing to withdraw."""
    return Shown("replace", views.over(visit.words))


async def _first_round(visit: Visit) -> Instrument | None:
    """What the first round of the draft would ask."""
    outcome = await drafting.outcome_of(visit, (await drafting.work_of(visit)).plan)
    turn = rotation.turn_of(outcome.schedule.deck, [], outcome.schedule.per_round)
    return instruments.composed([outcome.known[key] for key in turn]) if turn else None
