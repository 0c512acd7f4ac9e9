"""`groundswell owners`: who is in charge of the pulse, named by Slack's id or by e-mail."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from slack_sdk.errors import SlackApiError

from bot.commands.plainly import Stopped, plainly, say, settings_with
from people import owners
from people.owners import Role

if TYPE_CHECKING:
    from bot.assembly import House

app = typer.Typer(no_args_is_help=True, help="Who is in charge of the pulse.")
Answer = TypeVar("Answer")
Person = Annotated[str, typer.Argument(metavar="WHO", help="A Slack id (U...) or an e-mail address.")]


@app.command("list")
@plainly
def list_() -> None:
    """Print who is in charge, by Slack's id, and as what."""
    for line in asyncio.run(_in_house(_listed)):
        say(line)


@app.command()
@plainly
def add(
    who: Person,
    *,
    role: Annotated[Role, typer.Option("--as", help="A representative reads and changes nothing.")] = "owner",
) -> None:
    """Name an owner, or the representative of the employees."""
    say(asyncio.run(_in_house(lambda house: _add(house, who, role))))


@app.command()
@plainly
def remove(who: Person) -> None:
    """Take the office of somebody; who has left Slack is named by their id."""
    say(asyncio.run(_in_house(lambda house: _remove(house, who))))


async def _in_house(do: Callable[["House"], Awaitable[Answer]]) -> Answer:
    from bot import process  # noqa: PLC0415 - slow to load; --help does without

    async with process.opened(settings_with()) as house:
        return await do(house)


async def _listed(house: "House") -> list[str]:
    async with house.sessions() as session:
        held = await owners.owners_of(session, house.workspace_id)
    return [f"{user_id}  {role}" for user_id, role in held.items()] or [
        "Nobody is in charge yet: groundswell owners add WHO, or `/pulse setup` by an administrator in Slack"
    ]


async def _add(house: "House", who: str, role: Role) -> str:
    user_id = await _found(house, who)
    async with house.sessions.begin() as session:
        added = await owners.appoint(session, house.workspace_id, user_id, role, by=None, now=house.clock())
    return f"{user_id} is {role} now." if added else f"{user_id} is {role} already: nothing was changed."


async def _remove(house: "House", who: str) -> str:
    user_id = who if "@" not in who else await _found(house, who)
    async with house.sessions.begin() as session:
        removed = await owners.dismiss(session, house.workspace_id, user_id, by=None, now=house.clock())
    return f"{user_id} is no longer in charge." if removed else f"{user_id} was not in charge: nothing was changed."


async def _found(house: "House", who: str) -> str:
    """The id of an active person of the workspace."""
    from handlers import roster  # noqa: PLC0415 - slow to load; --help does without
    from people.directory import directory_of  # noqa: PLC0415 - the same

    try:
        profiles = await roster.profiles(house.client, house.workspace_id)
    except SlackApiError as refusal:
        reason = refusal.response.get("error", "no reason given")
        raise Stopped(f"Slack refused to list people ({reason}): see `groundswell doctor`") from None
    directory = directory_of(profiles)
    found = directory.by_email.get(who.casefold()) if "@" in who else directory.by_id.get(who)
    if found is None or not (found.person and found.active):
        raise Stopped(f"nobody who is active in Slack is {who}: name them by id (U...) or by e-mail")
    return found.user_id
