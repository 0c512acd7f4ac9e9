"""What a person says and does in conversations, by hand."""

import pytest

from sandbox.hands import NotThere
from tests.sandbox.company import colleague, room
from tests.sandbox.conftest import Scene


async def test_what_a_person_says_stands_in_the_dm_with_the_app(scene: Scene) -> None:
    message = await scene.person.say("hello")

    assert scene.person.messages() == [message]
    assert (message.user, message.text, message.bot_id) == (scene.ann.id, "hello", "")
    assert len(message.client_msg_id) == 36


async def test_a_text_is_kept_as_slacks_client_sends_it(scene: Scene) -> None:
    channel = room(scene)

    message = await scene.person.say("a < b & c, @ann in #room, @nobody", channel=channel)

    assert message.text == f"a &lt; b &amp; c, <@{scene.ann.id}> in <#{channel.id}>, @nobody"


async def test_beside_the_text_stands_rich_text_with_what_it_means(scene: Scene) -> None:
    message = await scene.person.say("*hi* @ann see https://example.com/a_b :wave:")

    (block,) = message.blocks
    (part,) = block["elements"]
    assert [element["type"] for element in part["elements"]] == [
        *("text", "text", "user", "text", "link", "text", "emoji"),
    ]
    assert part["elements"][0] == {"type": "text", "text": "hi", "style": {"bold": True}}
    assert message.text == f"*hi* <@{scene.ann.id}> see <https://example.com/a_b> :wave:"


async def test_quotes_and_code_have_parts_of_their_own(scene: Scene) -> None:
    message = await scene.person.say("see\n> quoted *well*\n```x < y```")

    assert [part["type"] for part in message.blocks[0]["elements"]] == [
        *("rich_text_section", "rich_text_quote", "rich_text_preformatted"),
    ]
    assert message.text == "see\n&gt; quoted *well*\n```x &lt; y```"


async def test_groups_and_everybody_are_mentioned_by_their_handles(scene: Scene) -> None:
    group = scene.team.add_usergroup("data", "Data", [scene.ann.id])

    message = await scene.person.say("@data. and @here")

    assert message.text == f"<!subteam^{group.id}>. and <!here>"


async def test_a_mention_by_id_names_only_who_is_there(scene: Scene) -> None:
    message = await scene.person.say(f"<@{scene.ann.id}> and <@U404>")

    assert message.text == f"<@{scene.ann.id}> and &lt;@U404&gt;"


async def test_an_own_message_is_edited_and_says_so(scene: Scene) -> None:
    message = await scene.person.say("teh")

    await scene.person.edit(message, "the @ann")

    assert message.text == f"the <@{scene.ann.id}>"
    assert message.edited_ts > message.ts


async def test_people_change_and_delete_their_own_messages_only(scene: Scene) -> None:
    bob, his = colleague(scene)
    message = await scene.person.say("mine", channel=room(scene, bob))

    with pytest.raises(NotThere, match="their own messages only"):
        await his.edit(message, "yours")
    with pytest.raises(NotThere, match="their own messages only"):
        await his.delete(message)
    assert message.text == "mine"


async def test_a_deleted_message_is_gone_and_the_others_are_found(scene: Scene) -> None:
    first, second, third = [await scene.person.say(text) for text in ("one", "two", "three")]

    await scene.person.delete(second)

    dm = scene.person.dm()
    assert dm.messages == [first, third]
    assert [dm.message(each.ts) for each in (first, second, third)] == [first, None, third]
    with pytest.raises(NotThere):
        await scene.person.delete(second)


async def test_a_deleted_message_with_replies_leaves_a_tombstone(scene: Scene) -> None:
    parent = await scene.person.say("parent")
    reply = await scene.person.say("reply", thread_ts=parent.ts)

    await scene.person.delete(parent)

    assert (parent.subtype, parent.text) == ("tombstone", "This message was deleted.")
    assert list(scene.person.dm().replies(parent.ts)) == [reply]


async def test_a_tombstone_goes_with_its_last_reply(scene: Scene) -> None:
    parent = await scene.person.say("parent")
    reply = await scene.person.say("reply", thread_ts=parent.ts)
    await scene.person.delete(parent)

    await scene.person.delete(reply)

    assert scene.person.messages() == []


async def test_replies_are_found_under_their_message(scene: Scene) -> None:
    parent = await scene.person.say("parent")
    first, second = [await scene.person.say(text, thread_ts=parent.ts) for text in ("one", "two")]
    await scene.person.say("beside")

    await scene.person.delete(first)

    assert list(scene.person.dm().replies(parent.ts)) == [second]


async def test_one_replies_to_a_message_that_is_there(scene: Scene) -> None:
    with pytest.raises(NotThere, match="reply"):
        await scene.person.say("reply", thread_ts="1.000001")


async def test_nothing_cannot_be_said(scene: Scene) -> None:
    with pytest.raises(NotThere, match="nothing to send"):
        await scene.person.say("")


async def test_reactions_stand_under_a_message_in_their_order(scene: Scene) -> None:
    bob, his = colleague(scene)
    message = await scene.person.say("cake", channel=room(scene, bob))

    await his.react(message, "tada")
    await scene.person.react(message, "cake")
    await scene.person.react(message, "tada")

    assert dict(message.reactions) == {"tada": [bob.id, scene.ann.id], "cake": [scene.ann.id]}


async def test_a_reaction_that_is_taken_back_leaves_nothing(scene: Scene) -> None:
    message = await scene.person.say("cake")
    await scene.person.react(message, "tada")

    await scene.person.unreact(message, "tada")

    assert dict(message.reactions) == {}
    with pytest.raises(NotThere):
        await scene.person.unreact(message, "tada")


async def test_one_reacts_once_and_with_an_emoji(scene: Scene) -> None:
    message = await scene.person.say("cake")
    await scene.person.react(message, "tada")

    with pytest.raises(NotThere, match="already_reacted"):
        await scene.person.react(message, "tada")
    with pytest.raises(NotThere, match="invalid_name"):
        await scene.person.react(message, "no emoji")


async def test_messages_without_reactions_share_one_empty_mapping(scene: Scene) -> None:
    one, other = await scene.person.say("one"), await scene.person.say("other")

    assert one.reactions is other.reactions


async def test_a_file_is_uploaded_and_then_shared(scene: Scene) -> None:
    file = await scene.person.upload("plan.pdf", b"%PDF", title="Plan", alt_text="A plan")
    message = await scene.person.say("", files=[file])

    assert (file.mimetype, file.title, file.alt_text, file.user) == ("application/pdf", "Plan", "A plan", scene.ann.id)
    assert (list(message.files), file.channels) == ([file], [scene.person.dm().id])


async def test_a_person_joins_and_leaves_a_public_channel_which_says_so(scene: Scene) -> None:
    channel = scene.team.add_channel("open")

    await scene.person.join(channel)
    await scene.person.leave(channel)

    assert channel.members == []
    assert [(message.subtype, message.text) for message in channel.messages] == [
        ("channel_join", f"<@{scene.ann.id}> has joined the channel"),
        ("channel_leave", f"<@{scene.ann.id}> has left the channel"),
    ]


async def test_a_private_channel_is_entered_by_invitation(scene: Scene) -> None:
    bob, his = colleague(scene)
    secret = room(scene, name="secret", is_private=True)

    with pytest.raises(NotThere):
        await his.join(secret)
    await scene.person.invite(secret, bob)

    assert secret.has(bob.id)
    assert secret.messages[-1].inviter == scene.ann.id


async def test_a_guest_joins_nothing_and_invites_nobody(scene: Scene) -> None:
    guest, theirs = colleague(scene, "guest", restricted=True)
    bob, _ = colleague(scene)
    channel = scene.team.add_channel("open")

    with pytest.raises(NotThere, match="invited"):
        await theirs.join(channel)
    with pytest.raises(NotThere, match="guests"):
        await theirs.invite(room(scene, guest), bob)


async def test_in_an_archived_channel_nothing_is_said(scene: Scene) -> None:
    with pytest.raises(NotThere, match="archived"):
        await scene.person.say("echo", channel=room(scene, is_archived=True))


async def test_who_is_no_member_says_nothing(scene: Scene) -> None:
    with pytest.raises(NotThere, match="no member"):
        await scene.person.say("hello", channel=scene.team.add_channel("others"))


async def test_who_is_deactivated_says_nothing(scene: Scene) -> None:
    scene.ann.deleted = True

    with pytest.raises(NotThere, match="deactivated"):
        await scene.person.say("hello")


async def test_nobody_leaves_general(scene: Scene) -> None:
    with pytest.raises(NotThere, match="general"):
        await scene.person.leave(room(scene, name="general"))


async def test_two_people_have_one_direct_conversation(scene: Scene) -> None:
    bob, his = colleague(scene)

    message = await scene.person.say("psst", channel=scene.person.direct(bob))

    assert his.direct(scene.ann).messages == [message]


async def test_several_people_have_a_group_of_their_own(scene: Scene) -> None:
    bob, his = colleague(scene)
    eve, _ = colleague(scene, "eve")

    group = scene.person.direct(bob, eve)

    assert his.direct(scene.ann, eve) is group
    assert (group.kind, group.type, sorted(group.members)) == ("mpim", "mpim", sorted([scene.ann.id, bob.id, eve.id]))


async def test_there_is_no_talk_with_people_of_another_workspace(scene: Scene) -> None:
    stranger = scene.sandbox.add_workspace("Elsewhere").add_user("stranger")

    with pytest.raises(NotThere, match="no user of Acme"):
        scene.person.direct(stranger)


async def test_an_app_whose_messages_tab_is_off_takes_no_messages(scene: Scene) -> None:
    scene.app.messages_tab = False

    with pytest.raises(NotThere, match="takes no messages"):
        await scene.person.say("hello")


async def test_a_guest_sees_own_channels_only(scene: Scene) -> None:
    guest, theirs = colleague(scene, "guest", restricted=True)
    scene.team.add_channel("open")
    own = room(scene, guest, name="own")

    assert theirs.channels() == [own]
    assert [channel.name for channel in scene.person.channels()] == ["open", "own"]


async def test_a_person_opens_a_channel_and_is_in_it(scene: Scene) -> None:
    channel = await scene.person.create("new", is_private=True)

    assert (channel.members, channel.creator, channel.type) == ([scene.ann.id], scene.ann.id, "group")
    with pytest.raises(NotThere, match="it is there"):
        await scene.person.create("new")
