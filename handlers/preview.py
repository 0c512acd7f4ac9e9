"""The preview in Slack: all questions of the set-up as they will be drawn, in any language."""

from slack_bolt.app.async_app import AsyncApp

from handlers import drafting
from handlers.office import Shown, Visit, readers_too
from handlers.views import ids
from handlers.views import preview as views
from surveys import pulses
from surveys.instruments import Item


def register(app: AsyncApp) -> None:
    """Listen to the preview: opened, in another language, at another page, closed."""
    app.action(ids.PREVIEW)(readers_too(open_preview))
    app.action(ids.PREVIEW_LANGUAGE)(readers_too(choose_language))
    app.action(ids.PREVIEW_PAGE)(readers_too(turn))
    app.view(ids.CLOSE_PREVIEW)(readers_too(close))


async def open_preview(visit: Visit) -> Shown:
    """Lay the preview over the set-up, which keeps what is filled in."""
    deck = await deck_of(visit, filled_in=True)
    return Shown("push", views.preview(visit.words, deck, language=visit.words.language))


async def choose_language(visit: Visit) -> Shown:
    """Draw the same page in another language."""
    _, page = views.read_place(visit.view)
    language = views.read_language(visit.value)
    return Shown("replace", views.preview(visit.words, await deck_of(visit), language=language, page=page))


async def turn(visit: Visit) -> Shown:
    """Show another page."""
    language, _ = views.read_place(visit.view)
    page = views.read_page(visit.value)
    return Shown("replace", views.preview(visit.words, await deck_of(visit), language=language, page=page))


async def close(visit: Visit) -> Shown:  # noqa: ARG001 - every deed is given the visit
    """Go back to what lies below."""
    return Shown("close")


async def deck_of(visit: Visit, *, filled_in: bool = False) -> list[Item]:
    """The questions of the owner's draft, with what is filled in just now; those of the pulse for who only reads."""
    known = await drafting.known(visit)
    if visit.role != "owner":
        pulse = await pulses.pulse_of(visit.session, visit.desk.workspace_id)
        return [known[key] for key in pulse.deck if key in known] if pulse is not None else []
    work = await drafting.work_of(visit)
    plan = (await drafting.with_form(visit, work)).plan if filled_in else work.plan
    return [known[key] for key in drafting.schedule_of(plan, known).deck]
