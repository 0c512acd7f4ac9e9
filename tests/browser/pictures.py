"""The pictures of the README, taken of the demo by Chromium: `python -m tests.browser.pictures`."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from playwright.async_api import Browser, Error, FloatRect, Locator, Page
from rich.console import Console

from bot.demo import play
from bot.demo.company import Person
from bot.demo.days import Scene
from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.browser import showroom
from tests.browser.chromium import started
from tests.browser.wares import ALL_BLOCKS
from tests.conftest import CHROMIUM

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 400_000
"""Bytes of a picture: a README of four loads at once."""
WIDTH, HEIGHT = 1280, 900
CUT_WIDTH = 1080
FRAME = 200
"""Pixels of height for the top and the foot of the page around what is cut out."""
MISSING = """\
Chromium was not found, and the pictures are taken with it. Install it, then run this again:
  Debian, Ubuntu:  apt-get install chromium fonts-dejavu-core fonts-noto-color-emoji
  macOS:           brew install --cask chromium
It is found on PATH as chromium, chromium-browser or google-chrome."""


class TooLarge(Exception):
    """A picture has more bytes than a README should load."""


@dataclass(frozen=True, slots=True)
class Camera:
    """The played demo, and the tab in which it is looked at."""

    scene: Scene
    page: Page

    async def open_conversation(self, person: Person) -> None:
        """Go to that person's direct messages with the bot."""
        await self.page.goto(f"{self._workspace}?as={self.scene.users[person.handle].id}")

    async def open_home(self, person: Person) -> None:
        """Go to that person's Home, as it is now."""
        await self.scene.person(person.handle).open_home(self.scene.app)
        user_id = self.scene.users[person.handle].id
        await self.page.goto(f"{self._workspace}/home/{self.scene.app.id}?as={user_id}")

    @property
    def _workspace(self) -> str:
        return f"{self.scene.sandbox.url}/w/{self.scene.team.id}"


async def take_all(scene: Scene, browser: Browser) -> dict[str, bytes]:
    """Take every picture, by its name; by day, since most READMEs are read so."""
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=1.25,
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id=play.ZONE,
    )
    async with context:
        camera = Camera(scene, await context.new_page())
        people = scene.company.people
        manager = next(person for person in people if person.language == "en" and person.manages)
        reader = next(person for person in people if person.language == "en" and not person.manages)
        french = next(person for person in people if person.language == "fr" and not person.manages)
        return {
            "demo-page": await demo_page(camera, manager),
            "digest": await digest(camera, manager),
            "invitation": await invitation(camera, reader),
            "form": await form(camera, reader),
            "home": await home(camera, french),
        }


async def take_showroom(browser: Browser) -> dict[str, bytes]:
    """Take the pictures of the sandbox's own README: the app of another builder, and the page around it."""
    async with AsyncExitStack() as stack:
        clock = Clock(datetime(2026, 3, 9, 8, 30, tzinfo=UTC))
        sandbox = await stack.enter_async_context(Sandbox(clock, limits=False, show_typed=True))
        room = await stack.enter_async_context(showroom.opened(sandbox))
        context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.25)
        page = await (await stack.enter_async_context(context)).new_page()
        base = f"{sandbox.url}/w/{room.team.id}"
        return {
            "sandbox-page": await sandbox_page(room, page, base),
            "sandbox-form": await sandbox_form(room, page, base),
            "sandbox-journal": await sandbox_journal(room, page, base),
        }


async def sandbox_page(room: showroom.Showroom, page: Page, base: str) -> bytes:
    """A channel in which people and the app talk, with a thread beside it."""
    ann, bob = (room.sandbox.person(room.team, user) for user in (room.ann, room.bob))
    await ann.say("Good morning :wave: What do we cook on *Friday*?", channel=room.general)
    asked = await bob.say("I vote for soup. The recipes are at https://example.com/", channel=room.general)
    await ann.react(asked, "tada")
    await room.client.chat_postMessage(channel=room.general.id, text="A vote", blocks=ALL_BLOCKS[:6])
    room.sandbox.clock.advance(timedelta(minutes=3))
    await ann.say("Soup it is. Who brings bread?", channel=room.general, thread_ts=asked.ts)
    await bob.say("I do :wave:", channel=room.general, thread_ts=asked.ts)
    await page.goto(f"{base}/c/{room.general.id}?as={room.ann.id}&thread={asked.ts}")
    return await page.screenshot()


async def sandbox_form(room: showroom.Showroom, page: Page, base: str) -> bytes:
    """A form that Slack's own client does not send yet."""
    await room.sandbox.person(room.team, room.ann).shortcut("open")
    await page.goto(f"{base}/c/{room.general.id}?as={room.ann.id}")
    await page.get_by_role("textbox", name="Name").fill("A")
    await page.get_by_role("button", name="Send it").last.click()
    await page.get_by_text("at least 2").wait_for()
    picture = await page.screenshot()
    await room.sandbox.person(room.team, room.ann).dismiss()
    return picture


async def sandbox_journal(room: showroom.Showroom, page: Page, base: str) -> bytes:
    """The messages of the app, and beside them what went to and fro."""
    direct = room.sandbox.person(room.team, room.ann).dm(room.app)
    await room.client.chat_postMessage(channel=direct.id, text="Everything", blocks=ALL_BLOCKS)
    await page.goto(f"{base}/c/{direct.id}?as={room.ann.id}&beside=journal")
    await page.get_by_role("button", name="Press").last.click()
    entry = page.get_by_role("complementary").get_by_role("listitem").filter(has_text="block_actions").first
    await entry.locator("summary").click()
    return await page.screenshot()


async def demo_page(camera: Camera, manager: Person) -> bytes:
    """The page as a newcomer meets it who has chosen a manager: at the end of the newest digest."""
    await camera.open_conversation(manager)
    await _load(camera.page)
    await camera.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    return await camera.page.screenshot()


async def digest(camera: Camera, manager: Person) -> bytes:
    """The newest digest and its picture, which are two messages, and nothing else."""
    await camera.open_conversation(manager)
    messages = camera.page.get_by_role("article")
    await _load(camera.page)
    words = messages.filter(has=camera.page.get_by_role("heading", level=3)).last
    return await _cut(words, messages.filter(has=camera.page.get_by_role("img")).last)


async def invitation(camera: Camera, reader: Person) -> bytes:
    """The newest message of who manages nobody."""
    await camera.open_conversation(reader)
    newest = camera.page.get_by_role("article").last
    return await _cut(newest, newest)


async def form(camera: Camera, reader: Person) -> bytes:
    """The form of the pulse that is open."""
    await camera.open_conversation(reader)
    await camera.page.get_by_role("article").last.get_by_role("button", name="Answer").click()
    await camera.page.get_by_role("dialog").wait_for()
    picture = await camera.page.screenshot()
    await camera.scene.person(reader.handle).dismiss()
    return picture


async def home(camera: Camera, reader: Person) -> bytes:
    """The whole page of Home."""
    await camera.open_home(reader)
    return await camera.page.screenshot(full_page=True)


async def _load(page: Page) -> None:
    """Load every picture, also those that would come with scrolling and then move what is below them."""
    await page.evaluate("Promise.all([...document.images].map((each) => (each.loading = 'eager', each.decode())))")


async def _cut(first: Locator, last: Locator) -> bytes:
    """What stands from the one message to the other, in a window high enough for it and wide enough for its words."""
    page = first.page
    await page.set_viewport_size({"width": CUT_WIDTH, "height": HEIGHT})
    height = ceil((await _around(first, last))["height"])
    await page.set_viewport_size({"width": CUT_WIDTH, "height": height + FRAME})
    # The page keeps what is scrolled to clear of its top.
    await first.evaluate("message => message.scrollIntoView({block: 'start'})")
    cut = await page.screenshot(clip=await _around(first, last))
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return cut


async def _around(first: Locator, last: Locator) -> FloatRect:
    top, bottom = await first.bounding_box(), await last.bounding_box()
    if top is None or bottom is None:
        raise LookupError("a message that was to be cut out is not in sight")
    return {"x": top["x"], "y": top["y"], "width": top["width"], "height": bottom["y"] + bottom["height"] - top["y"]}


def keep(pictures: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the pictures into the folder, all of them or none. Raises TooLarge."""
    for name, content in pictures.items():
        if len(content) > LARGEST:
            raise TooLarge(f"{name}.png has {len(content):,} bytes; {LARGEST:,} are the most a README should load")
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.png" for name in pictures]
    for path, content in zip(paths, pictures.values(), strict=True):
        path.write_bytes(content)
    return paths


async def take(chromium: str, console: Console) -> list[Path]:
    """Play the demo once, take the pictures and keep them."""
    # The browser first: where it does not start, nobody waits for eight weeks to hear it.
    async with started(chromium) as browser, play.played(console=console, port=0) as scene:
        return keep({**await take_all(scene, browser), **await take_showroom(browser)}, FOLDER)


def main() -> int:
    """Give 0 when the pictures are taken, 1 when they could not be, 2 when something has to be installed first."""
    console = Console(stderr=True)
    if CHROMIUM is None:
        console.print(MISSING, highlight=False)
        return 2
    try:
        paths = asyncio.run(take(CHROMIUM, console))
    except (Error, TooLarge) as reason:
        console.print(f"No pictures: {reason}", markup=False, highlight=False)
        return 1
    for path in paths:
        console.print(f"{path.parent.name}/{path.name}: {path.stat().st_size:,} bytes", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
