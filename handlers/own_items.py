"""The workspace's own questions in Slack: listed, added, worded anew, retired and brought back, all of it logged."""

from slack_bolt.app.async_app import AsyncApp

from handlers import drafting
from handlers.office import Shown, Visit, owners_only
from handlers.views import ids, setup
from handlers.views import own_items as views
from handlers.views import wording as reading
from handlers.views.blocks import View
from people import changes, roster
from surveys import own_items
from surveys.instruments import Item
from surveys.own_items import Flawed, TooMany, Wording


def register(app: AsyncApp) -> None:
    """Listen to the list and to the form."""
    app.action(ids.OPEN_OWN)(owners_only(open_list))
    app.action(ids.ADD_OWN)(owners_only(add))
    app.action(ids.EDIT_OWN)(owners_only(edit))
    app.action(ids.CHOOSE_TYPE)(owners_only(choose_type))
    app.action(ids.RETIRE_OWN)(owners_only(retire))
    app.view(ids.SAVE_OWN)(owners_only(save))


async def open_list(visit: Visit) -> Shown:
    """List them, over the set-up (which keeps what is filled in) or from the Home tab."""
    if visit.body.get("view", {}).get("type") != "modal":
        return Shown("open", await _list(visit))
    await drafting.with_form(visit, await drafting.work_of(visit))
    return Shown("push", await _list(visit))


async def _list(visit: Visit) -> View:
    return views.listing(visit.words, await own_items.all_of(visit.session, visit.desk.workspace_id))


async def add(visit: Visit) -> Shown:
    """Open an empty form."""
    return Shown("push", views.form(visit.words, views.blank()))


async def edit(visit: Visit) -> Shown:
    """Open the form of a question that there is."""
    own = await own_items.all_of(visit.session, visit.desk.workspace_id)
    found = next((each.item for each in own if each.item.key == visit.value), None)
    if found is None:
        return Shown("push", views.gone(visit.words))
    form = views.form(visit.words, own_items.wording_of(found), key=found.key, version=found.version)
    return Shown("push", form)


async def choose_type(visit: Visit) -> Shown:
    """Draw the form with the fields of the chosen type; what is filled in stays."""
    key, version, wording = reading.read_form(visit.view)
    return Shown("replace", views.form(visit.words, wording, key=key, version=version))


async def save(visit: Visit) -> Shown:
    """Keep a question; what is wrong with it is told beside its field, and nothing of it is lost."""
    key, version, wording = reading.read_form(visit.view)
    theirs = await _changed_meanwhile(visit, key, version)
    if theirs is not None:
        text = theirs.text(visit.words.language)
        form = views.form(visit.words, wording, key=key, version=theirs.version, meanwhile=text)
        return Shown("replace", form)
    try:
        changed = await _change(visit, key, wording) if key else await _add(visit, wording)
    except (Flawed, TooMany, LookupError) as reason:
        return _refused(visit, reason)
    return await _anew(visit) if changed else Shown("close")


def _refused(visit: Visit, reason: Flawed | TooMany | LookupError) -> Shown:
    match reason:
        case Flawed():
            return Shown(errors=reading.errors(visit.words, reason))
        case TooMany():
            return Shown(errors={f"{ids.OWN_TEXT}.{visit.words.language}": views.full(visit.words)})
        case _:
            return Shown("replace", views.gone(visit.words))


async def _changed_meanwhile(visit: Visit, key: str, version: int) -> Item | None:
    """The question as somebody else has worded it since its form was opened, if so."""
    await roster.lock(visit.session, visit.desk.workspace_id)
    own = await own_items.all_of(visit.session, visit.desk.workspace_id)
    return next((each.item for each in own if each.item.key == key and each.item.version != version), None)


async def _add(visit: Visit, wording: Wording) -> bool:
    item = await own_items.add(visit.session, visit.desk.workspace_id, wording)
    await _log(visit, "item_added", {}, views.told(item))
    return True


async def _change(visit: Visit, key: str, wording: Wording) -> bool:
    before, after = await own_items.change(visit.session, visit.desk.workspace_id, key, wording)
    if after is before:
        return False
    await _log(visit, "item_changed", views.told(before), views.told(after))
    return True


async def retire(visit: Visit) -> Shown:
    """Retire a question from the next round on, or bring it back."""
    key, retired = reading.read_retiring(visit.value)
    try:
        item = await own_items.retire(visit.session, visit.desk.workspace_id, key, retired=retired)
    except LookupError:
        return Shown("replace", views.gone(visit.words))
    if item is not None:
        await _log(visit, "item_retired" if retired else "item_restored", {}, views.told(item))
    step = await _step_below(visit)
    return Shown("replace", await _list(visit), root=step)


async def _log(visit: Visit, what: changes.What, before: changes.Values, after: changes.Values) -> None:
    await changes.record(
        visit.session,
        visit.desk.workspace_id,
        visit.user_id,
        what,
        before=before,
        after=after,
        now=visit.desk.now,
    )


async def _anew(visit: Visit) -> Shown:
    """Close the form, and draw the list and the step of the set-up below it anew."""
    return Shown("close", below=await _list(visit), root=await _step_below(visit))


async def _step_below(visit: Visit) -> View:
    """The step of the set-up from which the list was opened; only its first one leads there."""
    work = await drafting.work_of(visit)
    return setup.questions_step(visit.words, work.plan, await drafting.setting_of(visit))
