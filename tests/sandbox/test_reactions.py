"""Reactions: by people and by apps, read back, and told."""

from sandbox.workspace import Json, Message
from tests.sandbox.company import attentive, colleague, heard, room
from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear


def at(message: Message) -> Json:
    return {"channel": message.channel_id, "timestamp": message.ts}


async def test_a_reaction_is_told_with_its_message_and_who_wrote_that(scene: Scene, ear: Ear) -> None:
    attentive(scene, "reaction_added", "reaction_removed")
    bob, his = colleague(scene)
    message = await scene.person.say("cake", channel=room(scene, bob, bot=True))

    await his.react(message, "tada")
    await his.unreact(message, "tada")

    added, removed = heard(scene)
    assert added == {
        "type": "reaction_added",
        "user": bob.id,
        "reaction": "tada",
        "item": {"type": "message", "channel": message.channel_id, "ts": message.ts},
        "item_user": scene.ann.id,
        "event_ts": added["event_ts"],
    }
    assert removed["type"] == "reaction_removed"


async def test_an_app_without_the_scope_hears_of_no_reaction(scene: Scene, ear: Ear) -> None:
    attentive(scene, "reaction_added")
    scene.seat.scopes = scene.seat.scopes - {"reactions:read"}
    message = await scene.person.say("cake")

    await scene.person.react(message, "tada")

    assert heard(scene) == []


async def test_an_app_adds_and_removes_reactions_and_they_are_told(scene: Scene, ear: Ear) -> None:
    attentive(scene, "reaction_added", "reaction_removed")
    message = await scene.person.say("cake")

    await scene.client.reactions_add(**at(message), name="tada")
    added = dict(message.reactions)
    await scene.client.reactions_remove(**at(message), name="tada")
    await scene.sandbox.journal.until(lambda: len(heard(scene)) == 2)

    assert added == {"tada": [scene.seat.bot_user_id]}
    assert dict(message.reactions) == {}
    assert {event["type"] for event in heard(scene)} == {"reaction_added", "reaction_removed"}


async def test_the_reactions_of_a_message_are_read_with_it(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    message = await scene.person.say("cake")
    await scene.person.react(message, "tada")
    await scene.client.reactions_add(**at(message), name="tada")

    answer = await scene.client.reactions_get(**at(message), full=True)

    assert (answer["type"], answer["channel"]) == ("message", message.channel_id)
    assert answer["message"]["reactions"] == [
        {"name": "tada", "users": [scene.ann.id, scene.seat.bot_user_id], "count": 2},
    ]


async def test_what_someone_reacted_to_is_listed_page_by_page(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    bob, _ = colleague(scene)
    theirs = await scene.person.say("psst", channel=scene.person.direct(bob))
    ours = [await scene.person.say(text) for text in ("one", "two", "three")]
    for message in (theirs, *ours[:2]):
        await scene.person.react(message, "eyes")

    pages = [
        [item["message"]["text"] for item in page["items"]]
        async for page in await scene.client.reactions_list(user=scene.ann.id, limit=1)
    ]
    own = await scene.client.reactions_list()

    assert pages == [["two"], ["one"]]
    assert own["items"] == []


async def test_why_a_reaction_is_refused(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    message = await scene.person.say("cake")
    elsewhere = await scene.person.say("cake", channel=room(scene))
    old = room(scene, name="old", bot=True)
    archived = await scene.person.say("cake", channel=old)
    old.is_archived = True
    await scene.client.reactions_add(**at(message), name="tada")

    assert await scene.error("reactions.add", **at(message), name="tada") == "already_reacted"
    assert await scene.error("reactions.add", **at(message), name="No Emoji") == "invalid_name"
    assert await scene.error("reactions.add", **at(elsewhere), name="tada") == "not_in_channel"
    assert await scene.error("reactions.add", **at(archived), name="tada") == "is_archived"
    nothing = {**at(message), "timestamp": "1.000001"}
    assert await scene.error("reactions.add", **nothing, name="tada") == "message_not_found"
    assert await scene.error("reactions.add", **{**at(message), "timestamp": "x"}, name="tada") == "bad_timestamp"
    assert await scene.error("reactions.add", **{**at(message), "channel": "C404"}, name="x") == "channel_not_found"


async def test_why_a_reaction_cannot_be_removed_or_read(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    message = await scene.person.say("cake")
    await scene.person.react(message, "tada")

    assert await scene.error("reactions.remove", **at(message), name="tada") == "no_reaction"
    assert await scene.error("reactions.remove", name="tada") == "no_item_specified"
    assert await scene.error("reactions.get", file="F404") == "file_not_found"
    assert await scene.error("reactions.list", user="U404") == "user_not_found"


async def test_one_user_adds_twenty_three_emoji_to_a_message(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    message = await scene.person.say("cake")
    for number in range(23):
        await scene.client.reactions_add(**at(message), name=f"e{number}")

    assert await scene.error("reactions.add", **at(message), name="e23") == "too_many_reactions"


async def test_fifty_different_emoji_stand_under_a_message(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    message = await scene.person.say("cake")
    for number in range(50):
        message.react(f"e{number}", f"U{number}")

    assert await scene.error("reactions.add", **at(message), name="e50") == "too_many_emoji"
    assert (await scene.client.reactions_add(**at(message), name="e49"))["ok"]
