"""What a person does on the page: each form is done with their hands, and leads back to where they were."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.control import refused
from sandbox.delivery import NotAcknowledged
from sandbox.forms import NotThere
from sandbox.page.drawing import Missing
from sandbox.page.filled import Filled
from sandbox.page.visit import Visit, as_sentence
from sandbox.page.visits import Visits
from sandbox.workspace import Channel, Message

Deed = Callable[[Visit, Request, FormData], Awaitable[str]]
"""Does something and answers the page to go to; empty for the one where the person was."""
FRONT = "/"
DRAFTS = ("draft", "reply")
"""The arguments of an address with what stands, not yet sent, in the field for messages and in that of a thread."""


class Deeds:
    """The deeds of the page of one sandbox."""

    def __init__(self, visits: Visits) -> None:
        """Find in it whom a request speaks for."""
        self._visits = visits

    async def say(self, visit: Visit, request: Request, form: FormData) -> str:
        """Write a message, a reply or a slash command, with the files that are chosen."""
        channel = self._visits.channel_of(request, visit)
        text = str(form.get("text", "")).replace("\r\n", "\n").strip()
        files = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
        if text.startswith("/") and not files:
            return await self._command(visit, channel, text)
        if not text and not files:
            return ""
        hands = visit.hands
        shared = [
            await hands.upload(each.filename or "file", await each.read(), mimetype=each.content_type or "")
            for each in files
        ]
        thread, everywhere = str(form.get("thread", "")), form.get("also_to_channel") == "1"
        saying = hands.say(text, channel=channel, thread_ts=thread, files=shared, also_to_channel=everywhere)
        await self._visits.patience.told(saying)
        return ""

    async def _command(self, visit: Visit, channel: Channel, text: str) -> str:
        name, _, rest = text.partition(" ")
        reply = await visit.hands.command(name, rest.strip(), channel=channel, wait=0)
        shown = reply.messages[0] if reply.messages else None
        return f"#m{shown.ts}" if shown else ""

    async def edit(self, visit: Visit, request: Request, form: FormData) -> str:
        """Write an own message anew."""
        channel, message = self._message_of(request, visit)
        await self._visits.patience.told(
            visit.hands.edit(message, str(form.get("text", "")).replace("\r\n", "\n").strip())
        )
        return visit.at(f"/c/{channel.id}", **_thread_of(message)) + f"#m{message.ts}"

    async def delete(self, visit: Visit, request: Request, _form: FormData) -> str:
        """Take an own message away."""
        await self._visits.patience.told(visit.hands.delete(self._message_of(request, visit)[1]))
        return ""

    async def react(self, visit: Visit, request: Request, form: FormData) -> str:
        """Add an emoji below a message, or take it back."""
        _, message = self._message_of(request, visit)
        name = str(form.get("name", "")).strip().strip(":").lower()
        mine = visit.user.id in message.reactions.get(name, ())
        await self._visits.patience.told((visit.hands.unreact if mine else visit.hands.react)(message, name))
        return ""

    async def shortcut(self, visit: Visit, request: Request, form: FormData) -> str:
        """Choose a shortcut: of a message when the address names one, else a global one."""
        callback_id = str(form.get("callback_id", ""))
        if "ts" in request.path_params:
            await visit.hands.message_shortcut(callback_id, self._message_of(request, visit)[1])
        else:
            await visit.hands.shortcut(callback_id)
        return ""

    async def touch_message(self, visit: Visit, request: Request, form: FormData) -> str:
        """Press or choose something in a message."""
        await Filled(visit, request, form).in_message(self._message_of(request, visit, ephemeral=True)[1])
        return ""

    async def touch_home(self, visit: Visit, request: Request, form: FormData) -> str:
        """Press or choose something in the Home tab of an app."""
        seat = visit.seat_of(request.path_params["app_id"])
        view = seat.app.homes.get((visit.workspace.id, visit.user.id)) if seat else None
        if seat is None or view is None:
            raise NotThere("this Home tab is not there any more")
        await Filled(visit, request, form).in_view(seat, view)
        return ""

    async def touch_modal(self, visit: Visit, request: Request, form: FormData) -> str:
        """Press or choose something in the modal that is open, send it, or close it."""
        await Filled(visit, request, form).in_modal()
        return ""

    async def answer(self, visit: Visit, _request: Request, _form: FormData) -> str:
        """Say no to the question that was asked before an action."""
        visit.memory.question = None
        return ""

    async def join(self, visit: Visit, request: Request, _form: FormData) -> str:
        """Become a member of a channel."""
        channel = self._visits.channel_of(request, visit)
        await self._visits.patience.told(visit.hands.join(channel))
        return visit.at(f"/c/{channel.id}")

    async def leave(self, visit: Visit, request: Request, _form: FormData) -> str:
        """Leave a channel."""
        await self._visits.patience.told(visit.hands.leave(self._visits.channel_of(request, visit)))
        return visit.at("/channels")

    async def write_to(self, visit: Visit, _request: Request, form: FormData) -> str:
        """Open the direct messages with somebody."""
        other = visit.workspace.users.get(str(form.get("user", "")))
        if other is None:
            raise NotThere("this person is not here any more")
        return visit.at(f"/c/{visit.hands.direct(other).id}")

    def _message_of(self, request: Request, visit: Visit, *, ephemeral: bool = False) -> tuple[Channel, Message]:
        channel, ts = self._visits.channel_of(request, visit), request.path_params["ts"]
        own = [each for each in channel.ephemerals if each.ts == ts and each.visible_to == visit.user.id]
        message = own[0] if own and ephemeral else channel.message(ts)
        if message is None:
            raise NotThere("this message is not there any more")
        return channel, message


def _thread_of(message: Message) -> dict[str, str]:
    return {"thread": message.thread_ts} if message.is_reply else {}


def _back(form: FormData, *, failed: bool) -> str:
    """The page of this sandbox where the person was; what they wrote, and what could not be sent, goes along."""
    wanted = urlsplit(str(form.get("back", "")))
    path = wanted.path if wanted.path.startswith("/w/") and not (wanted.scheme or wanted.netloc) else FRONT
    kept = [(name, value) for name, value in parse_qsl(wanted.query) if name not in DRAFTS]
    if failed and form.get("text"):
        kept.append((DRAFTS[bool(form.get("thread"))], str(form["text"])))
    return f"{path}?{urlencode(kept)}" if kept else path


def deeds(visits: Visits) -> Mapping[str, Callable[[Request], Awaitable[Response]]]:
    """Address to what answers it."""
    all_of = Deeds(visits)
    message = "/w/{workspace_id}/c/{channel_id}/m/{ts}"
    known: Mapping[str, Deed] = {
        "/w/{workspace_id}/c/{channel_id}/say": all_of.say,
        "/w/{workspace_id}/c/{channel_id}/join": all_of.join,
        "/w/{workspace_id}/c/{channel_id}/leave": all_of.leave,
        f"{message}/edit": all_of.edit,
        f"{message}/delete": all_of.delete,
        f"{message}/react": all_of.react,
        f"{message}/shortcut": all_of.shortcut,
        f"{message}/touch": all_of.touch_message,
        "/w/{workspace_id}/home/{app_id}/touch": all_of.touch_home,
        "/w/{workspace_id}/modal": all_of.touch_modal,
        "/w/{workspace_id}/answer": all_of.answer,
        "/w/{workspace_id}/shortcut": all_of.shortcut,
        "/w/{workspace_id}/direct": all_of.write_to,
    }
    return {path: _done(visits, deed) for path, deed in known.items()}


def _done(visits: Visits, deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    """Answer a form: what cannot be done is said on the page, and what was typed stays there."""

    async def endpoint(request: Request) -> Response:
        if why := refused(request):
            raise Missing(why)
        visit = visits.of(request)
        async with request.form() as form:
            failed = False
            try:
                to = await deed(visit, request, form)
            except (NotThere, NotAcknowledged) as failure:
                visit.memory.notice, to, failed = as_sentence(failure), "", True
            visits.world.journal.ring()
            back = _back(form, failed=failed)
        return RedirectResponse(back + to if to.startswith("#") else to or back, 303)

    return endpoint
