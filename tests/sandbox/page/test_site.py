"""The page as each person sees it, and what nobody sees."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.journal import Call, Delivery
from sandbox.page.inspection import finding_told
from sandbox.server import Sandbox
from sandbox.workspace import Channel, Message, User, Workspace
from tests.sandbox.markup import Read, read

MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
MANIFEST: dict[str, Any] = {
    "features": {"bot_user": {"display_name": "Helper"}, "app_home": {"home_tab_enabled": True}},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
}
BY_LABEL = [{"name": "name", "placeholder": "wave", "autocomplete": "off", "required": ""}]
"""Fields that stand inside of their label."""
OWN_SCRIPT = {"src": "/static/page.js", "defer": ""}
PIXEL = b"\x89PNG\r\n\x1a\n"


class House:
    """A workspace with three people, an app and a few conversations, and a browser in front of it."""

    def __init__(self) -> None:
        self.clock = Clock(MONDAY)
        self.sandbox = Sandbox(clock=self.clock, limits=False)
        self.team: Workspace = self.sandbox.add_workspace("Acme", "T1")
        self.ann = self._person("ann", "Ann Example", "Europe/Paris", title="Analyst")
        self.bob = self._person("bob", "Bob Other", "America/New_York")
        self.eve = self._person("eve", "Eve <b>Third</b>", "Asia/Tokyo", is_admin=True)
        self.app: App = self.sandbox.add_app("Helper", MANIFEST)
        self.seat = self.sandbox.install(self.app, self.team)
        self.bot = self.team.users[self.seat.bot_user_id]
        self.general = self.team.add_channel("general", [self.ann.id, self.bob.id])
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(self.sandbox), base_url="http://sandbox.test")

    def _person(self, name: str, real_name: str, tz: str, **more: Any) -> User:  # noqa: ANN401 - the fields of User
        return self.team.add_user(name, real_name=real_name, tz=tz, email=f"{name}@acme.test", locale="en-GB", **more)

    def post(self, channel: Channel, user: User, text: str = "", **more: Any) -> Message:  # noqa: ANN401 - the fields of Message
        message = Message(self.clock.ts(), channel.id, user.id, text, **more)
        channel.ephemerals.append(message) if message.visible_to else channel.add(message)
        return message

    async def get(self, path: str, status: int = 200) -> Read:
        answer = await self.browser.get(path)
        assert answer.status_code == status, answer.text
        found = read(answer.text)
        assert found.faults == []
        return found

    async def see(self, channel: Channel, user: User) -> Read:
        return await self.get(f"/w/T1/c/{channel.id}?as={user.id}")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    async with house.browser:
        yield house


async def test_the_only_workspace_is_the_front_page(house: House) -> None:
    answer = await house.browser.get("/")

    assert (answer.status_code, answer.headers["location"]) == (303, "/w/T1")


async def test_several_workspaces_are_listed_on_the_front_page(house: House) -> None:
    house.sandbox.add_workspace("Beta", "T2")

    found = await house.get("/")

    assert {"/w/T1", "/w/T2"} <= {link["href"] for link in found.all("a")}


async def test_one_chooses_among_the_people_and_not_the_bots(house: House) -> None:
    house.team.add_user("gone", real_name="Gone Away", deleted=True)

    found = await house.get("/w/T1")

    chosen = {link["href"] for link in found.all("a") if "?as=" in link["href"] and "/w/T1?" in link["href"]}
    assert chosen == {f"/w/T1?as={user.id}" for user in (house.ann, house.bob, house.eve)}


async def test_a_search_finds_people_by_name_title_or_address(house: House) -> None:
    by_title = await house.get("/w/T1?q=analyst")
    by_address = await house.get("/w/T1?q=BOB@acme")
    by_nothing = await house.get("/w/T1?q=zzz")

    assert f"/w/T1?as={house.ann.id}" in {link["href"] for link in by_title.all("a")}
    assert f"/w/T1?as={house.ann.id}" not in {link["href"] for link in by_address.all("a")}
    assert "Nobody is found by “zzz”" in by_nothing.words


async def test_a_large_workspace_is_searched_and_not_listed(house: House) -> None:
    for number in range(1000):
        house.team.add_user(f"p{number}", real_name=f"Person {number}")

    found = await house.get("/w/T1")
    seen = await house.see(house.general, house.ann)

    assert "1003 people" in found.words
    assert "903 more: search to find them." in found.words
    assert len(found.all("option")) == 0
    assert {"type": "search", "name": "q"}.items() <= seen.all("input")[0].items()


async def test_a_person_arrives_in_their_newest_conversation(house: House) -> None:
    house.post(house.general, house.bob, "Old")
    direct = house.team.dm(house.bot.id, house.ann.id)
    house.post(direct, house.bot, "New")

    answer = await house.browser.get(f"/w/T1?as={house.ann.id}")

    assert answer.headers["location"] == f"/w/T1/c/{direct.id}?as={house.ann.id}"


async def test_a_person_without_conversations_is_told_so(house: House) -> None:
    found = await house.get(f"/w/T1?as={house.eve.id}")

    assert "No conversation yet." in found.words


async def test_messages_stand_under_their_day_with_author_and_local_time(house: House) -> None:
    house.post(house.general, house.bob, "Good *morning*")
    house.clock.advance(timedelta(days=1))
    house.post(house.general, house.bot, "Next day")
    house.clock.advance(timedelta(days=5))

    in_paris = await house.see(house.general, house.ann)
    in_new_york = await house.see(house.general, house.bob)

    assert [word for word in ("9 March 2026", "10 March 2026", "Bob Other") if word not in in_paris.words] == []
    assert "09:00" in in_paris.words
    assert "04:00" in in_new_york.words
    assert "APP" in in_paris.words
    assert in_paris.all("b")


async def test_blocks_are_shown_in_place_of_the_text_and_buttons_are_disabled(house: House) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Answer"}, "action_id": "a"}
    house.post(house.general, house.bot, "fallback words", blocks=[{"type": "actions", "elements": [button]}])

    found = await house.see(house.general, house.ann)

    [drawn] = [each for each in found.all("button") if "control" in each.get("class", "")]
    assert "disabled" in drawn
    assert "fallback words" not in found.words


async def test_mentions_are_the_names_of_this_workspace(house: House) -> None:
    direct = house.team.dm(house.bot.id, house.ann.id)
    group = house.team.add_usergroup("team-data", "Data", [house.ann.id])
    text = f"<@{house.bob.id}> <#{house.general.id}> <#{direct.id}> <!subteam^{group.id}> <@U9|somebody>"
    house.post(house.general, house.bob, text)

    found = await house.see(house.general, house.ann)

    assert "@Bob Other #general #Helper @team-data @somebody" in found.words


async def test_pictures_are_loaded_from_this_sandbox_only(house: House) -> None:
    house.sandbox.url = "http://127.0.0.1:9"
    own = house.team.add_file("a.png", PIXEL, mimetype="image/png", user=house.bot.id)
    addresses = [house.sandbox.file_url(house.team, own), "http://127.0.0.1:99/a.png", "https://example.com/a.png"]
    pictures = [{"type": "image", "image_url": each, "alt_text": "A"} for each in addresses]
    by_id = {"type": "image", "slack_file": {"id": own.id}, "alt_text": "A"}
    house.post(house.general, house.bot, blocks=[*pictures, by_id])

    found = await house.see(house.general, house.ann)

    assert [each["src"] for each in found.all("img")] == [f"/files/T1/{own.id}/a.png"] * 2


async def test_someone_in_an_unknown_time_zone_reads_in_utc(house: House) -> None:
    house.bob.tz = "Middle/Earth"
    house.post(house.general, house.ann, "Hello")

    assert "08:00" in (await house.see(house.general, house.bob)).words


async def test_a_reply_stands_in_its_thread_and_the_message_tells_how_many_there_are(house: House) -> None:
    first = house.post(house.general, house.ann, "Question")
    house.post(house.general, house.bob, "Answer", thread_ts=first.ts)

    found = await house.see(house.general, house.ann)
    thread = await house.get(f"/w/T1/c/{house.general.id}?as={house.ann.id}&thread={first.ts}")

    assert "Answer" not in found.words
    assert "1 reply" in found.words
    assert "Answer" in thread.words


async def test_an_ephemeral_message_is_seen_by_one_person_only(house: House) -> None:
    house.post(house.general, house.bot, "Just for you", visible_to=house.ann.id)

    assert "Only visible to you" in (await house.see(house.general, house.ann)).words
    assert "Just for you" not in (await house.see(house.general, house.bob)).words


async def test_nobody_reads_the_conversations_of_others(house: House) -> None:
    direct = house.team.dm(house.bot.id, house.ann.id)
    house.post(direct, house.bot, "Between us")

    refused = await house.get(f"/w/T1/c/{direct.id}?as={house.bob.id}", 404)
    listed = await house.see(house.general, house.bob)

    assert "Between us" not in refused.words
    assert direct.id not in " ".join(link["href"] for link in listed.all("a"))


async def test_a_long_conversation_is_shown_in_pages(house: House) -> None:
    for number in range(450):
        house.post(house.general, house.bob, f"number-{number}.")

    newest = await house.see(house.general, house.ann)
    [older] = [link["href"] for link in newest.all("a") if "before=" in link["href"]]
    second = await house.get(older)

    assert "number-449." in newest.words
    assert "number-249." not in newest.words
    assert "number-249." in second.words
    assert parse_qs(urlsplit(older).query)["as"] == [house.ann.id]


async def test_a_file_is_shown_as_a_picture_with_its_alt_text(house: House) -> None:
    file = house.team.add_file("my chart.png", PIXEL, mimetype="image/png", user=house.bot.id, title="Trend")
    file.alt_text = "A line that rises"
    file.channels.append(house.general.id)
    house.post(house.general, house.bot, "See", files=[file])

    found = await house.see(house.general, house.ann)
    [picture] = found.all("img")
    content = await house.browser.get(picture["src"])

    assert picture["alt"] == "A line that rises"
    assert content.content == PIXEL


async def test_the_files_page_shows_a_person_what_they_see_and_nobody_all(house: House) -> None:
    shared = house.team.add_file("a.png", PIXEL, mimetype="image/png", user=house.bot.id, title="Shared")
    shared.channels.append(house.general.id)
    house.team.add_file("b.txt", b"own words", mimetype="text/plain", user=house.eve.id, title="Own")

    of_ann = await house.get(f"/w/T1/files?as={house.ann.id}")
    of_eve = await house.get(f"/w/T1/files?as={house.eve.id}")
    of_all = await house.get("/w/T1/files")

    assert ("Shared" in of_ann.words, "Own" in of_ann.words) == (True, False)
    assert ("Shared" in of_eve.words, "Own" in of_eve.words) == (False, True)
    assert ("Shared" in of_all.words, "Own" in of_all.words) == (True, True)


def view_of(house: House, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a view
    """A view as the sandbox stores one."""
    shown = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": list(blocks), **more}
    return house.sandbox.views.open(house.seat, house.ann.id, shown)


def text_asked(initial: str) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "t", "initial_value": initial}
    return {"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "Anything?"}, "element": element}


async def test_the_home_tab_is_the_one_of_that_person(house: House) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "Good morning"}}
    house.sandbox.views.publish(house.seat, house.ann.id, {"type": "home", "blocks": [header]}, None)

    of_ann = await house.get(f"/w/T1/home/{house.app.id}?as={house.ann.id}")
    of_bob = await house.get(f"/w/T1/home/{house.app.id}?as={house.bob.id}")

    assert "Good morning" in of_ann.words
    assert "Good morning" not in of_bob.words
    assert "Helper has published nothing for Bob Other yet." in of_bob.words


async def test_an_open_form_and_what_is_typed_in_it_are_seen_by_its_person_alone(house: House) -> None:
    view = view_of(house, text_asked("SECRET"))
    house.sandbox.journal.record(called("views.open", arguments={"view": view}))

    own = await house.browser.get(f"/w/T1/c/{house.general.id}?as={house.ann.id}")
    others = [
        f"/w/T1/c/{house.general.id}?as={house.bob.id}",
        f"/w/T1/c/{house.general.id}?as={house.bob.id}&beside=journal",
        f"/w/T1/home/{house.app.id}?as={house.bob.id}",
        "/journal",
        "/levers",
    ]

    assert "SECRET" in own.text
    for page in others:
        answer = await house.browser.get(page)
        assert answer.status_code == 200
        assert "SECRET" not in answer.text


def called(
    method: str, *, arguments: dict[str, Any] | None = None, error: str = "", errors: list[str] | None = None
) -> Call:
    answer = {"ok": False, "error": error} if error else {"ok": True}
    return Call(method, arguments or {}, "xoxb-SECRET", "", "T1", answer, errors or [], MONDAY, "json")


async def test_the_journal_shows_calls_with_their_outcome_and_findings(house: House) -> None:
    house.sandbox.journal.record(called("users.info"))
    house.sandbox.journal.record(called("chat.update", error="invalid_blocks", errors=["blocks: has 51 members"]))

    everything = await house.get("/journal")
    of_one = await house.get("/journal?method=users.info")
    refused = await house.get("/journal?only=errors")
    found = await house.get("/journal?only=findings")

    assert [
        word for word in ("users.info", "invalid_blocks", "blocks: has 51 members") if word not in everything.words
    ] == []
    assert "invalid_blocks" not in of_one.words
    assert len(refused.all("summary")) == len(found.all("summary")) == 1
    assert "SECRET" not in everything.words


async def test_the_journal_shows_deliveries_without_what_was_chosen_in_them(house: House) -> None:
    state = {"values": {"b": {"a": {"type": "radio_buttons", "selected_option": {"value": "SECRET"}}}}}
    payload = {"type": "view_submission", "view": {"state": state}}
    house.sandbox.journal.begin(
        Delivery("interactive", house.app.id, "T1", payload, MONDAY, outcome="timed out", status=504)
    )
    house.sandbox.journal.begin(Delivery("event", house.app.id, "T1", {"event": {"type": "team_join"}}, MONDAY))

    found = await house.get("/journal")

    assert [word for word in ("view_submission", "team_join", "timed out (504)") if word not in found.words] == []
    assert "selected_option" in found.words
    assert "SECRET" not in found.words


async def test_who_builds_an_app_may_see_what_was_chosen(house: House) -> None:
    house.sandbox.show_typed = True
    house.sandbox.journal.begin(
        Delivery("interactive", house.app.id, "T1", {"type": "block_suggestion", "value": "typed words"}, MONDAY)
    )

    assert "typed words" in (await house.get("/journal")).words


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        ("blocks: has 51 members, 50 are allowed", "blocks: has 51 members, 50 are allowed"),
        ("blocks[0].type: 'banner' is not a block", "blocks[0].type: 'banner' is not a block"),
        ("view/blocks/0: 'what I wrote' is too long", "view/blocks/0: … is too long"),
        ("view/blocks/0: {'text': 'what I wrote'} is not valid", "view/blocks/0: … is not valid"),
        ("view/blocks/0: 'what I wrote and was cut", "view/blocks/0: …"),
        ("no_text", "no_text"),
    ],
)
def test_a_finding_does_not_quote_what_was_written(finding: str, told: str) -> None:
    assert finding_told(finding) == told


@pytest.mark.parametrize(
    "path",
    ["/w/T9", "/w/T1/c/C9?as={ann}", "/w/T1?as=U9", "/w/T1/c/{general}", "/w/T1/home/A9?as={ann}", "/w/T9/files"],
)
async def test_what_is_not_there_is_said_kindly(house: House, path: str) -> None:
    found = await house.get(path.format(ann=house.ann.id, general=house.general.id), 404)

    assert "Not here" in found.words


async def test_names_and_messages_are_never_html(house: House) -> None:
    house.team.add_channel("<script>alert(1)</script>", [house.eve.id], topic="<i>topic</i>")
    house.general.admit(house.eve.id)
    house.post(house.general, house.eve, "<script>alert(1)</script>")
    answer = await house.browser.get(f"/w/T1/c/{house.general.id}?as={house.eve.id}")
    search = await house.browser.get("/w/T1", params={"q": '"><script>'})

    assert "<script>" not in answer.text + search.text
    assert [each for each in read(answer.text).all("script") if each != OWN_SCRIPT] == []
    assert "<b>Third" not in answer.text


async def test_every_page_keeps_out_foreign_scripts_frames_and_other_sites(house: House) -> None:
    house.post(house.general, house.bob, "Hello")
    paths = ["/w/T1", f"/w/T1/c/{house.general.id}?as={house.ann.id}", "/w/T1/files", "/journal", "/w/T9"]
    for path in paths:
        answer = await house.browser.get(path)
        found = read(answer.text)

        loaded = [
            each.get("src") or each.get("href", "") for tag in ("img", "script", "link") for each in found.all(tag)
        ]
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
        assert found.all("script") == [OWN_SCRIPT]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_every_page_can_be_used_with_a_keyboard_and_a_screen_reader(house: House) -> None:
    house.post(house.general, house.bob, "Hello")
    paths = ["/w/T1", f"/w/T1/c/{house.general.id}?as={house.ann.id}", "/w/T1/files", "/journal"]
    for path in paths:
        found = await house.get(path)

        labelled = {label["for"] for label in found.all("label") if "for" in label}
        fields = [each for tag in ("input", "select", "textarea") for each in found.all(tag)]
        hidden = [each for each in fields if each.get("type") == "hidden"]
        assert found.all("a")[0] == {"class": "skip", "href": "#main"}
        assert len(found.all("h1")) == len(found.all("main")) == 1
        named = [each for each in fields if each.get("id") in labelled or each.get("aria-label")]
        assert [each for each in fields if each not in named + hidden + BY_LABEL] == []
        assert all(each.get("aria-label") for each in found.all("nav"))
        assert all("alt" in each for each in found.all("img"))


async def test_the_place_where_one_is_is_marked_in_the_list(house: House) -> None:
    house.post(house.general, house.bob, "Hello")

    found = await house.see(house.general, house.ann)

    marked = [link["href"] for link in found.all("a") if link.get("aria-current") == "page"]
    assert marked == [f"/w/T1/c/{house.general.id}?as={house.ann.id}"]


async def test_the_style_sheet_needs_nothing_from_outside(house: House) -> None:
    sheet = await house.browser.get("/static/page.css")

    assert sheet.status_code == 200
    assert "url(" not in sheet.text
    assert "@import" not in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text
