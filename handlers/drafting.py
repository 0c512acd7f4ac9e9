"""What an owner is drafting: the plan between two steps, and what it comes to for this workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.office import Visit
from handlers.views import choosing
from handlers.views.review import Outcome
from handlers.views.setup import Setting
from people import changes, drafts, hierarchy
from people.models import Workspace
from surveys import own_items, plans, pulses, recipients
from surveys.cadence import NoRhythm
from surveys.instruments import Item
from surveys.models import Pulse
from surveys.plans import Plan
from surveys.pulses import Schedule
from surveys.recipients import Recipients


@dataclass(frozen=True, slots=True)
class Work:
    """A draft: the plan, the last change that its owner has seen, and whether the pulse is running as it stands."""

    plan: Plan
    base: int
    running: bool


async def work_of(visit: Visit) -> Work:
    """The draft of this owner; where there is none, one that begins with the pulse as it stands."""
    session, workspace_id = visit.session, visit.desk.workspace_id
    pulse = await pulses.pulse_of(session, workspace_id)
    running = pulse is not None and pulse.running
    held = await drafts.of(session, workspace_id, visit.user_id)
    if held is not None:
        return Work(Plan.from_json(held.data), held.base, running)
    base = await changes.last_id(session, workspace_id)
    return Work(await standing_plan(visit), base, running)


async def with_form(visit: Visit, work: Work) -> Work:
    """The draft with what the step in front of its owner says, kept. Raises Malformed."""
    work = replace(work, plan=choosing.read_step(visit.view, work.plan))
    await drafts.keep(visit.session, visit.desk.workspace_id, visit.user_id, work.plan.to_json(), base=work.base)
    return work


async def standing_plan(visit: Visit) -> Plan:
    """The pulse as it stands, or what a first one would be."""
    session, workspace_id = visit.session, visit.desk.workspace_id
    pulse = await pulses.pulse_of(session, workspace_id)
    if pulse is None:
        return Plan(zone=await pulses.usual_zone(session, await session.get_one(Workspace, workspace_id)))
    return plans.plan_of(await standing_schedule(visit, pulse), await known(visit))


async def standing_schedule(visit: Visit, pulse: Pulse) -> Schedule:
    """What is asked as it stands, be it that an older pulse lacks questions that a plan would have."""
    return pulses.schedule_of(pulse, await visit.session.get_one(Workspace, visit.desk.workspace_id))


async def known(visit: Visit) -> dict[str, Item]:
    """All that may be asked in this workspace."""
    return await own_items.known(visit.session, visit.desk.workspace_id)


async def unit_paths(visit: Visit) -> dict[int, str]:
    """The path of each unit as people write it."""
    units = await hierarchy.units_of(visit.session, visit.desk.workspace_id)
    return {unit_id: hierarchy.text_of(path) for unit_id, path in hierarchy.paths_of(units).items()}


async def recipients_of(visit: Visit, audience: tuple[int, ...] | None) -> Recipients:
    """Who of these units would be counted."""
    return await recipients.counted(visit.session, visit.desk.workspace_id, audience)


async def setting_of(visit: Visit) -> Setting:
    """What the steps are drawn with."""
    return Setting(await known(visit), await unit_paths(visit))


def schedule_of(plan: Plan, questions: Mapping[str, Item]) -> Schedule:
    """The schedule of a plan; a rhythm that never comes due is read as weekly, and is refused where it was chosen."""
    try:
        return plan.schedule(questions)
    except NoRhythm:
        return plan.weekly().schedule(questions)


async def outcome_of(visit: Visit, plan: Plan) -> Outcome:
    """What a plan comes to."""
    return await outcome_of_schedule(visit, schedule_of(plan, await known(visit)))


async def outcome_of_schedule(visit: Visit, schedule: Schedule) -> Outcome:
    """What a schedule comes to."""
    questions = await known(visit)
    workspace = await visit.session.get_one(Workspace, visit.desk.workspace_id)
    zone = schedule.zone or workspace.time_zone
    openings = pulses.openings(schedule, zone, 3, now=visit.desk.now)
    return Outcome(schedule, zone, questions, await recipients_of(visit, schedule.audience), openings)
