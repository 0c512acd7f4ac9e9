"""The set-up in Slack: its steps, kept as a draft from one to the next, and the one place that starts a pulse."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers import drafting
from handlers.desk import Desk
from handlers.drafting import Work
from handlers.office import Shown, Visit, owners_only, readers_too
from handlers.views import audience, ids, impossible, inputs, review
from handlers.views import setup as views
from handlers.views.blocks import View
from handlers.views.malformed import Malformed, field_of
from people import changes, drafts, hierarchy, owners, roster
from people.anonymity import minimum_audience
from surveys import pulses, steering
from surveys.cadence import NoRhythm
from surveys.plans import Plan
from surveys.pulses import Impossible

NEXT = {"questions": "times", "times": "people", "people": "review"}
OF_THE_PULSE = ("pulse_started", "pulse_changed", "pulse_paused", "pulse_resumed")


def register(app: AsyncApp) -> None:
    """Listen to the door of the set-up, its steps, and what is looked for in them."""
    app.action(ids.OPEN_SETUP)(readers_too(open_setup))
    app.action(ids.RECOUNT)(owners_only(recount))
    app.action(ids.BACK)(owners_only(go_back))
    app.action(ids.BEGIN_ANEW)(owners_only(begin_anew))
    app.view(ids.CHOOSE_QUESTIONS)(owners_only(go_on))
    app.view(ids.CHOOSE_TIMES)(owners_only(go_on))
    app.view(ids.CHOOSE_PEOPLE)(owners_only(go_on))
    app.view(ids.START)(owners_only(start))
    app.action(ids.SEEK_UNITS)(owners_only(recount))
    app.options(ids.SEEK_UNITS)(find_units)
    app.options(ids.ZONE)(find_zones)


async def open_setup(visit: Visit) -> Shown:
    """Open the first step with what was drafted before, or with the pulse as it stands; readers read it."""
    if visit.role != "owner":
        return Shown("open", await _read_only(visit))
    work = await drafting.work_of(visit)
    return Shown("open", await draw(visit, work, "questions"))


async def _read_only(visit: Visit) -> View:
    pulse = await pulses.pulse_of(visit.session, visit.desk.workspace_id)
    if pulse is None:
        return review.nothing_yet(visit.words)
    outcome = await drafting.outcome_of_schedule(visit, await drafting.standing_schedule(visit, pulse))
    return review.read_only(visit.words, outcome, running=pulse.running, units=await drafting.unit_paths(visit))


async def draw(visit: Visit, work: Work, step: str) -> View:
    """A step with what is chosen so far."""
    words, setting = visit.words, await drafting.setting_of(visit)
    match step:
        case "times":
            return views.times_step(words, work.plan)
        case "people":
            counted = (await drafting.recipients_of(visit, work.plan.audience)).total
            return audience.people_step(words, work.plan, setting, counted=counted)
        case "review":
            outcome = await drafting.outcome_of(visit, work.plan)
            return review.review(words, outcome, running=work.running, units=setting.units)
        case _:
            return views.questions_step(words, work.plan, setting)


async def recount(visit: Visit) -> Shown:
    """Keep what was chosen just now, and say at once what it comes to."""
    work = await drafting.with_form(visit, await drafting.work_of(visit))
    return Shown("replace", await draw(visit, work, _step_of(visit)))


async def go_back(visit: Visit) -> Shown:
    """Show an earlier step; what is filled in of this one is kept."""
    work = await drafting.with_form(visit, await drafting.work_of(visit))
    if visit.value not in views.STEPS:
        raise Malformed("value")
    return Shown("replace", await draw(visit, work, visit.value))


async def begin_anew(visit: Visit) -> Shown:
    """Forget what was drafted, and begin with the pulse as it stands."""
    await drafts.drop(visit.session, visit.desk.workspace_id, visit.user_id)
    view = await draw(visit, await drafting.work_of(visit), "questions")
    return Shown("replace", views.afresh(view))


async def go_on(visit: Visit) -> Shown:
    """Check a step and show the next one; what cannot be kept is told beside its field."""
    work, step = await drafting.with_form(visit, await drafting.work_of(visit)), _step_of(visit)
    errors = await _errors_of(visit, work.plan, step)
    if errors:
        return Shown(errors=errors)
    return Shown("replace", await draw(visit, work, NEXT[step]))


def _step_of(visit: Visit) -> str:
    step = field_of(visit.view, "private_metadata", str)
    if step not in views.STEPS:
        raise Malformed("private_metadata")
    return step


async def _errors_of(visit: Visit, plan: Plan, step: str) -> dict[str, str]:
    """What a step asks for and cannot be kept, by field."""
    words, known = visit.words, await drafting.known(visit)
    try:
        schedule = plan.schedule(known)
        if step == "questions":
            pulses.check_questions(schedule, known)
        if step == "times":
            pulses.check_times(schedule, now=visit.desk.now)
    except NoRhythm:
        return impossible.no_rhythm(words) if step == "times" else {}
    except Impossible as reason:
        return impossible.errors(words, reason)
    return await _too_few(visit, plan) if step == "people" else {}


async def _too_few(visit: Visit, plan: Plan) -> dict[str, str]:
    words, least = visit.words, minimum_audience(visit.desk.k)
    if plan.audience is not None:
        units = await drafting.unit_paths(visit)
        if not plan.audience or not set(plan.audience) <= units.keys():
            return {ids.UNITS: impossible.sentence_of(words, Impossible("no_unit", "no unit"))}
    if (await drafting.recipients_of(visit, plan.audience)).total >= least:
        return {}
    return impossible.too_few(words, ids.WHOM if plan.audience is None else ids.UNITS, least)


async def start(visit: Visit) -> Shown:
    """Start the pulse or change it, unless somebody else did meanwhile: that is told first, and nothing is kept."""
    session, workspace_id, now = visit.session, visit.desk.workspace_id, visit.desk.now
    await roster.lock(session, workspace_id)
    work = await drafting.work_of(visit)
    outcome = await drafting.outcome_of(visit, work.plan)
    units = await drafting.unit_paths(visit)
    meanwhile = await _meanwhile(visit, work)
    if meanwhile:
        base = await changes.last_id(session, workspace_id)
        await drafts.keep(session, workspace_id, visit.user_id, work.plan.to_json(), base=base)
        again = review.review(visit.words, outcome, running=work.running, meanwhile=meanwhile, units=units)
        return Shown("replace", again)
    errors = [await _errors_of(visit, work.plan, step) for step in NEXT]
    if any(errors):
        step, found = next((step, found) for step, found in zip(NEXT, errors, strict=True) if found)
        return Shown("replace", views.with_trouble(await draw(visit, work, step), next(iter(found.values()))))
    await steering.start(session, workspace_id, visit.user_id, outcome.schedule, now=now)
    await drafts.drop(session, workspace_id, visit.user_id)
    return Shown("replace", review.started(visit.words, outcome, running=work.running), home=True)


async def _meanwhile(visit: Visit, work: Work) -> list[changes.Entry]:
    """What others changed of the pulse since this draft was begun, or was last shown theirs."""
    entries = await changes.since(visit.session, visit.desk.workspace_id, work.base)
    return [entry for entry in entries if entry.what in OF_THE_PULSE and entry.user_id != visit.user_id]


async def find_units(ack: AsyncAck, body: dict[str, Any], user_id: str, desk: Desk) -> None:
    """The units whose path has what was typed; for owners only."""
    async with desk.sessions.begin() as session:
        if await owners.role_of(session, desk.workspace_id, user_id) != "owner":
            await ack(options=[])
            return
        paths = hierarchy.paths_of(await hierarchy.units_of(session, desk.workspace_id))
    texts = {unit_id: hierarchy.text_of(path) for unit_id, path in paths.items()}
    found = [(text, audience.unit_option(unit_id, text)) for unit_id, text in texts.items()]
    await ack(options=views.matching(found, inputs.typed(body)))


async def find_zones(ack: AsyncAck, body: dict[str, Any]) -> None:
    """The time zones whose name has what was typed."""
    await ack(options=views.matching(views.zones(), inputs.typed(body)))
