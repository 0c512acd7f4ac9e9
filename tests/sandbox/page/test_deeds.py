"""What a person does on the page: writing, reacting, joining, choosing shortcuts and commands."""

import httpx
import pytest

from sandbox.workspace import Channel, Message
from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear
from tests.sandbox.page.desk import Desk


@pytest.fixture
def general(scene: Scene) -> Channel:
    return scene.team.add_channel("general", [scene.ann.id])


async def written(desk: Desk, channel: Channel, text: str) -> Message:
    await desk.send(f"/c/{channel.id}/say", {"text": text})
    return channel.messages[-1]


async def test_what_is_written_stands_in_the_conversation(desk: Desk, general: Channel) -> None:
    await desk.send(f"/c/{general.id}/say", {"text": "Hello *there*"})

    assert "Hello there" in (await desk.see(f"/c/{general.id}")).words


async def test_nothing_is_written_where_nothing_was_typed(desk: Desk, general: Channel) -> None:
    await desk.send(f"/c/{general.id}/say", {"text": "  \r\n "})

    assert general.messages == []


async def test_a_reply_stands_in_the_thread(desk: Desk, general: Channel) -> None:
    first = await written(desk, general, "Question")
    await desk.send(f"/c/{general.id}/say", {"text": "Answer", "thread": first.ts})

    assert [each.text for each in general.replies(first.ts)] == ["Answer"]


async def test_files_are_shared_with_the_words_beside_them(desk: Desk, general: Channel) -> None:
    files = [("files", ("notes.txt", b"Three things", "text/plain"))]
    found = await desk.send(f"/c/{general.id}/say", {"text": "See", "back": desk.at(f"/c/{general.id}")}, files=files)

    assert "Three things" in found.words


async def test_an_own_message_is_edited_and_taken_away(desk: Desk, general: Channel) -> None:
    message = await written(desk, general, "Firts")
    await desk.send(f"/c/{general.id}/m/{message.ts}/edit", {"text": "First"})
    edited = message.text
    await desk.send(f"/c/{general.id}/m/{message.ts}/delete")

    assert (edited, general.messages) == ("First", [])


async def test_the_message_of_somebody_else_is_left_alone(desk: Desk, general: Channel) -> None:
    bob = desk.scene.team.add_user("bob")
    general.admit(bob.id)
    message = await written(desk, general, "Mine")

    found = await desk.send(f"/c/{general.id}/m/{message.ts}/delete", user=bob)

    assert "People change their own messages only." in found.words
    assert general.messages == [message]


async def test_a_reaction_is_given_once_and_taken_back(desk: Desk, general: Channel) -> None:
    message = await written(desk, general, "Done")
    path = f"/c/{general.id}/m/{message.ts}/react"
    await desk.send(path, {"name": ":tada:"})
    given = dict(message.reactions)
    await desk.send(path, {"name": "tada"})

    assert (given, dict(message.reactions)) == ({"tada": [desk.scene.ann.id]}, {})


async def test_a_channel_is_joined_and_left(desk: Desk) -> None:
    random = desk.scene.team.add_channel("random")
    await desk.send(f"/c/{random.id}/join")
    joined = random.has(desk.scene.ann.id)
    await desk.send(f"/c/{random.id}/leave")

    assert (joined, random.has(desk.scene.ann.id)) == (True, False)


async def test_a_public_channel_is_looked_into_before_one_joins(desk: Desk) -> None:
    random = desk.scene.team.add_channel("random")

    assert "Join the channel" in (await desk.see(f"/c/{random.id}")).words


async def test_direct_messages_are_opened_with_a_colleague(desk: Desk) -> None:
    bob = desk.scene.team.add_user("bob", real_name="Bob Other")

    found = await desk.send("/direct", {"user": bob.id})

    assert "Bob Other" in found.words
    assert frozenset((desk.scene.ann.id, bob.id)) in desk.scene.team.dms


async def test_a_slash_command_goes_to_its_app(desk: Desk, general: Channel, ear: Ear) -> None:
    ear.text = "Here is the pulse"
    found = await desk.send(f"/c/{general.id}/say", {"text": "/pulse now", "back": desk.at(f"/c/{general.id}")})

    assert b"text=now" in ear.bodies[-1]
    assert "Here is the pulse" in found.words


async def test_a_command_that_nobody_has_is_named_with_those_there_are(desk: Desk, general: Channel) -> None:
    found = await desk.send(f"/c/{general.id}/say", {"text": "/puls"})

    assert "No app has the command /puls; there is /pulse." in found.words


async def test_the_page_names_each_command_and_shortcut(desk: Desk, general: Channel) -> None:
    words = (await desk.see(f"/c/{general.id}")).words

    assert "/pulse" in words
    assert "Ask for the pulse" in words
    assert "Start" in words


async def test_a_global_shortcut_is_told_to_the_app(desk: Desk, ear: Ear) -> None:
    await desk.send("/shortcut", {"callback_id": "start"})

    assert b"%22type%22%3A+%22shortcut%22" in ear.bodies[-1]


async def test_an_app_that_does_not_answer_is_named_and_nothing_breaks(desk: Desk, ear: Ear) -> None:
    ear.status = 500

    found = await desk.send("/shortcut", {"callback_id": "start"})

    assert "The app did not acknowledge: refused with status 500." in found.words


async def test_opening_home_is_told_to_the_app_and_looking_again_is_not(desk: Desk, ear: Ear) -> None:
    path = desk.at(f"/home/{desk.scene.app.id}")
    await desk.browser.get(path)
    await desk.browser.get(path, headers={"X-Refresh": "1"})

    assert [ear.event(number)["type"] for number in range(len(ear.bodies))] == ["app_home_opened"]


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com/w/T1", "javascript:alert(1)", "/journal"])
async def test_a_form_leads_to_pages_of_a_workspace_only(desk: Desk, general: Channel, back: str) -> None:
    answer = await desk.browser.post(desk.at(f"/c/{general.id}/say"), data={"text": "x", "back": back})

    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("headers", [{"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_pages_of_other_sites_do_nothing_here(desk: Desk, general: Channel, headers: dict[str, str]) -> None:
    answer = await desk.browser.post(desk.at(f"/c/{general.id}/say"), data={"text": "x"}, headers=headers)

    assert answer.status_code == 404
    assert general.messages == []


async def test_a_permalink_leads_to_the_message_for_somebody_who_sees_it(desk: Desk, general: Channel) -> None:
    message = await written(desk, general, "Here")
    answer: httpx.Response = await desk.browser.get(f"/archives/{general.id}/p{message.ts.replace('.', '')}")

    assert answer.headers["location"] == desk.at(f"/c/{general.id}") + f"#m{message.ts}"


async def test_a_permalink_to_nothing_is_said_kindly(desk: Desk) -> None:
    answer = await desk.browser.get("/archives/C9/p1736150400000001")

    assert answer.status_code == 404


async def test_what_comes_after_the_first_visit_counts_as_unread(desk: Desk, general: Channel) -> None:
    bob = desk.scene.team.add_user("bob")
    general.admit(bob.id)
    await written(desk, general, "Before")
    before = (await desk.see("/channels", bob)).words
    await written(desk, general, "After")

    after = (await desk.see("/channels", bob)).words
    await desk.see(f"/c/{general.id}", bob)

    assert ("unread: 1" in before, "unread: 1" in after) == (False, True)
    assert "unread" not in (await desk.see("/channels", bob)).words
