"""A person in front of the page without a browser: pages are read, and forms are sent as a browser sends them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from sandbox.page.fields import key_of
from sandbox.workspace import Channel, Json, Message, User
from tests.sandbox.conftest import Scene
from tests.sandbox.markup import Read, read

Files = list[tuple[str, tuple[str, bytes, str]]]
"""Name of the field, then name, content and type of the file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The page of a scene, in front of Ann if nobody else is named."""

    scene: Scene
    browser: httpx.AsyncClient

    def at(self, path: str, user: User | None = None) -> str:
        """An address of the page."""
        return f"/w/{self.scene.team.id}{path}?as={(user or self.scene.ann).id}"

    async def see(self, path: str, user: User | None = None) -> Read:
        """A page as that person sees it."""
        answer = await self.browser.get(self.at(path, user))
        assert answer.status_code == 200, answer.text
        found = read(answer.text)
        assert found.faults == []
        return found

    async def send(
        self, path: str, fields: Json | None = None, *, user: User | None = None, files: Files | None = None
    ) -> Read:
        """Send a form, and see where it leads; `back` is the conversation list's own page."""
        given = {"back": self.at("/channels", user), **(fields or {})}
        answer = await self.browser.post(self.at(path, user), data=given, files=files)
        assert answer.status_code == 303, answer.text
        target = urlsplit(answer.headers["location"])
        shown = await self.browser.get(f"{target.path}?{target.query}", headers={"X-Refresh": "1"})
        return read(shown.text)

    async def touch(self, message: Message, fields: Json) -> Read:
        """Send the form of a message."""
        return await self.send(f"/c/{message.channel_id}/m/{message.ts}/touch", fields)

    async def fill(self, fields: Json, *, files: Files | None = None) -> Read:
        """Send the form of the modal that is open."""
        modal = self.scene.person.modal
        assert modal is not None
        return await self.send("/modal", {"view": modal["id"], **fields}, files=files)

    @property
    def direct(self) -> Channel:
        """The direct messages with the app."""
        return self.scene.person.dm()


def held(block_id: str, action_id: str, value: object) -> Json:
    """The fields by which a form says what an element holds."""
    key = key_of({"block_id": block_id}, {"action_id": action_id})
    return {"there": key, key: value}
