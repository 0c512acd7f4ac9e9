"""What people do reaches a newcomer's Bolt app in Slack's shapes, over HTTP and over Socket Mode alike."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.hands import NotAcknowledged, NotThere
from sandbox.workspace import Json
from tests.sandbox.bolt import TRANSPORTS, app_for, running
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import button, home, modal, options, plain, question, section, text_input


@pytest.fixture(params=TRANSPORTS)
async def bolt(scene: Scene, request: pytest.FixtureRequest) -> AsyncIterator[AsyncApp]:
    app = app_for(scene)
    async with running(scene, app, request.param):
        yield app


async def ask(scene: Scene, *blocks: Json) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="hello", blocks=list(blocks) or [button("go")])


def opening(app: AsyncApp, view: Json) -> list[Json]:
    """Let the button `go` open that modal; what Slack said of it is kept in the list."""
    seen: list[Json] = []

    @app.action("go")
    async def go(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        seen.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    return seen


def answering(app: AsyncApp, **answer: Any) -> list[Json]:  # noqa: ANN401 - the arguments of Bolt's ack
    """Let the form be answered with that; what Slack said of it is kept in the list."""
    seen: list[Json] = []

    @app.view("form")
    async def form(ack: AsyncAck, body: Json) -> None:
        seen.append(body)
        await ack(**answer)

    return seen


async def test_a_button_of_a_message_tells_of_the_message_its_channel_and_its_state(
    scene: Scene, bolt: AsyncApp
) -> None:
    seen = opening(bolt, modal())
    select = {"type": "static_select", "action_id": "colour", "placeholder": plain("?"), "options": options("red")}
    await ask(scene, button("go"), {"type": "actions", "block_id": "row", "elements": [select]})
    message = scene.person.messages()[0]

    await scene.person.press("go")

    (body,) = seen
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": message.channel_id, "name": "directmessage"}
    assert body["message"]["ts"] == message.ts
    assert body["state"] == {"values": {"row": {"colour": {"type": "static_select", "selected_option": None}}}}
    assert body["user"] == {"id": scene.ann.id, "username": "ann", "name": "ann", "team_id": scene.team.id}
    action = body["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row-go", "yes")
    assert body["response_url"].startswith(f"{scene.sandbox.url}/actions/")
    assert scene.person.modal is not None


async def test_a_choice_in_a_message_is_kept_in_its_state(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.action("colour")
    async def colour(ack: AsyncAck, body: Json) -> None:
        await ack()
        seen.append(body)

    select = {
        "type": "static_select",
        "action_id": "colour",
        "placeholder": plain("?"),
        "options": options("red", "blue"),
    }
    await ask(scene, {"type": "actions", "block_id": "row", "elements": [select]})

    await scene.person.press("colour", value="blue")

    assert seen[0]["actions"][0]["selected_option"]["value"] == "blue"
    assert seen[0]["state"]["values"]["row"]["colour"]["selected_option"]["value"] == "blue"


async def test_a_form_arrives_with_its_values_by_type_of_input(scene: Scene, bolt: AsyncApp) -> None:
    several = {"type": "checkboxes", "action_id": "several", "options": options("a", "b", "c")}
    view = modal(
        question("word", text_input("word")),
        question("score", {"type": "number_input", "action_id": "score", "is_decimal_allowed": False}),
        question("one", {"type": "radio_buttons", "action_id": "one", "options": options("x", "y")}),
        question("several", several),
        question("day", {"type": "datepicker", "action_id": "day"}, optional=True),
        question("who", {"type": "multi_users_select", "action_id": "who"}),
        private_metadata="kept",
    )
    opening(bolt, view)
    seen = answering(bolt)
    await ask(scene)
    await scene.person.press("go")

    result = await scene.person.submit(
        {"word": "yes", "score": 4, "one": "y", "several": ["a", "C"], "who/who": [scene.ann.id]}
    )

    assert (result.errors, result.modal) == ({}, None)
    (body,) = seen
    values = body["view"]["state"]["values"]
    assert values["word"]["word"] == {"type": "plain_text_input", "value": "yes"}
    assert values["score"]["score"] == {"type": "number_input", "value": "4"}
    assert values["one"]["one"]["selected_option"]["value"] == "y"
    assert [option["value"] for option in values["several"]["several"]["selected_options"]] == ["a", "c"]
    assert values["day"]["day"] == {"type": "datepicker", "selected_date": None}
    assert values["who"]["who"] == {"type": "multi_users_select", "selected_users": [scene.ann.id]}
    assert body["view"]["private_metadata"] == "kept"
    assert body["response_urls"] == []
    assert "trigger_id" in body


async def test_slacks_client_holds_back_a_form_with_an_empty_required_field(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    seen = answering(bolt)
    await ask(scene)
    await scene.person.press("go")

    result = await scene.person.submit()

    assert result.errors == {"word": "Please complete this required field."}
    assert seen == []
    assert result.modal is not None


async def test_errors_are_shown_and_the_form_stays_with_what_was_typed(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="errors", errors={"word": "Too rude"})
    await ask(scene)
    await scene.person.press("go")

    result = await scene.person.submit({"text": "hey"})

    assert result.errors == {"word": "Too rude"}
    assert result.modal is not None
    assert result.modal["state"]["values"]["word"]["text"]["value"] == "hey"


async def test_an_update_shows_another_view_in_the_same_place(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="update", view=modal(section("Thanks"), callback_id="thanks"))
    await ask(scene)
    await scene.person.press("go")
    before = scene.person.modal
    assert before is not None
    hash_before, id_before = before["hash"], before["id"]

    result = await scene.person.submit({"text": "hey"})

    assert result.modal is not None
    assert (result.modal["callback_id"], result.modal["id"]) == ("thanks", id_before)
    assert result.modal["hash"] != hash_before


async def test_a_push_stacks_three_modals_and_closing_goes_back(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="push", view=modal())
    await ask(scene)
    await scene.person.press("go")
    root = scene.person.modal
    assert root is not None

    await scene.person.submit({"text": "one"})
    third = (await scene.person.submit({"text": "two"})).modal
    with pytest.raises(NotAcknowledged):
        await scene.person.submit({"text": "three"})
    await scene.person.dismiss()
    second = scene.person.modal

    assert third is not None
    assert second is not None
    assert third["root_view_id"] == root["id"]
    assert third["previous_view_id"] == second["id"]
    await scene.person.dismiss(everything=True)
    assert scene.person.modal is None


async def test_clear_closes_all_modals(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="clear")
    await ask(scene)
    await scene.person.press("go")

    assert (await scene.person.submit({"text": "x"})).modal is None


async def test_an_answer_that_slack_refuses_is_a_finding(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="errors", errors={"nowhere": "?"})
    await ask(scene)
    await scene.person.press("go")

    with pytest.raises(NotAcknowledged, match="nowhere"):
        await scene.person.submit({"text": "x"})

    assert scene.sandbox.journal.findings() == ["view_submission: errors: 'nowhere' is no input block of the view"]


@pytest.mark.parametrize("way", ["the close button", "the cross"])
async def test_closing_is_told_when_it_was_asked_for(scene: Scene, bolt: AsyncApp, way: str) -> None:
    everything = way == "the cross"
    opening(bolt, modal(notify_on_close=True))
    seen: list[Json] = []

    @bolt.view_closed("form")
    async def closed(ack: AsyncAck, body: Json) -> None:
        await ack()
        seen.append(body)

    await ask(scene)
    await scene.person.press("go")

    await scene.person.dismiss(everything=everything)

    assert [body["is_cleared"] for body in seen] == [everything]
    assert scene.person.modal is None


async def test_closing_is_not_told_unless_asked_for(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    await ask(scene)
    await scene.person.press("go")

    await scene.person.dismiss()

    assert [each.payload["type"] for each in scene.sandbox.deliveries] == ["block_actions"]


async def test_a_button_in_a_modal_tells_of_the_view_and_what_is_typed_so_far(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal(question("word", text_input("text")), button("more")))
    seen: list[Json] = []

    @bolt.action("more")
    async def more(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        seen.append(body)
        view = modal(question("word", text_input("text")), section("more"))
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    await ask(scene)
    await scene.person.press("go")
    scene.person.fill({"text": "half"})

    await scene.person.press_in_modal("more")

    (body,) = seen
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["view"]["state"]["values"]["word"]["text"]["value"] == "half"
    assert not {"message", "channel", "response_url"} & body.keys()
    shown = scene.person.modal
    assert shown is not None
    assert shown["blocks"][1]["text"]["text"] == "more"
    assert shown["state"]["values"]["word"]["text"]["value"] == "half"


async def test_opening_home_tells_of_the_view_once_there_is_one(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        seen.append(event)
        await client.views_publish(user_id=event["user"], view=home(button("pause")))

    await scene.person.open_home(scene.app)
    await scene.sandbox.journal.until(lambda: scene.person.home(scene.app))
    await scene.person.open_home(scene.app)
    await scene.sandbox.journal.until(lambda: len(scene.sandbox.journal.calls("views.publish")) == 2)

    assert "view" not in seen[0]
    assert seen[1]["view"]["type"] == "home"
    assert seen[1]["view"]["hash"]
    assert seen[1]["channel"].startswith("D")
    assert seen[1]["tab"] == "home"


async def test_a_button_in_home_tells_of_the_view_and_its_hash(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.action("pause")
    async def pause(ack: AsyncAck, body: Json) -> None:
        await ack()
        seen.append(body)

    published = await scene.client.views_publish(user_id=scene.ann.id, view=home(button("pause")))

    await scene.person.press_in_home(scene.app, "pause")

    assert seen[0]["view"]["hash"] == published["view"]["hash"]
    assert seen[0]["container"]["view_id"] == published["view"]["id"]
    assert "message" not in seen[0]


async def test_a_command_is_answered_at_once(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.command("/pulse")
    async def pulse(ack: AsyncAck, body: Json) -> None:
        seen.append(body)
        await ack("Here is help")

    reply = await scene.person.command("/pulse", "help me")

    assert reply.text == "Here is help"
    assert (seen[0]["text"], seen[0]["user_name"], seen[0]["channel_name"]) == ("help me", "ann", "directmessage")
    assert seen[0]["team_domain"] == "acme"
    assert [message.text for message in scene.person.ephemerals()] == ["Here is help"]


async def test_a_command_is_answered_by_response_url_or_with_a_modal(scene: Scene, bolt: AsyncApp) -> None:
    @bolt.command("/pulse")
    async def pulse(ack: AsyncAck, respond: AsyncRespond, body: Json, client: AsyncWebClient) -> None:
        await ack()
        if body["text"]:
            await respond(text="later", blocks=[section("later")])
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=modal())

    reply = await scene.person.command("/pulse", "later")
    nothing = await scene.person.command("/pulse")

    assert (reply.text, reply.blocks[0]["text"]["text"]) == ("later", "later")
    assert nothing.text == ""
    assert scene.person.modal is not None


async def test_a_global_shortcut_carries_a_trigger(scene: Scene, bolt: AsyncApp) -> None:
    @bolt.shortcut("start")
    async def start(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    await scene.person.shortcut("start")

    assert scene.person.modal is not None
    with pytest.raises(NotThere, match="'nothing'"):
        await scene.person.shortcut("nothing")


async def test_what_is_not_there_cannot_be_used_and_what_is_there_is_named(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    await ask(scene)

    with pytest.raises(NotThere, match="there is go"):
        await scene.person.press("stop")
    with pytest.raises(NotThere, match="no modal is open"):
        await scene.person.submit({})
    await scene.person.press("go")
    with pytest.raises(NotThere, match="it has word/text"):
        await scene.person.submit({"colour": "red"})
    with pytest.raises(NotThere, match="there is /pulse"):
        await scene.person.command("/pules")


async def test_the_button_with_the_wanted_value_is_pressed_among_several(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[str] = []

    @bolt.action("rate")
    async def rate(ack: AsyncAck, action: Json) -> None:
        await ack()
        seen.append(action["value"])

    await ask(scene, {**button("rate", "1"), "block_id": "a"}, {**button("rate", "2"), "block_id": "b"})

    await scene.person.press("rate", value="2")

    assert seen == ["2"]


async def test_an_overflow_menu_tells_the_option(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.action("more")
    async def more(ack: AsyncAck, body: Json) -> None:
        await ack()
        seen.append(body)

    menu = {"type": "overflow", "action_id": "more", "options": options("edit", "delete")}
    await ask(scene, {**section("x"), "accessory": menu})

    await scene.person.press("more", value="delete")

    assert seen[0]["actions"][0]["selected_option"]["value"] == "delete"
    assert seen[0]["state"] == {"values": {}}


async def test_an_ephemeral_message_can_be_pressed_and_replaced(scene: Scene, bolt: AsyncApp) -> None:
    seen: list[Json] = []

    @bolt.command("/pulse")
    async def pulse(ack: AsyncAck) -> None:
        await ack(text="Sure?", blocks=[button("sure")])

    @bolt.action("sure")
    async def sure(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        seen.append(body)
        await respond(text="Done", replace_original=True)
        await ack()

    await scene.person.command("/pulse")

    await scene.person.press("sure")

    assert seen[0]["container"]["is_ephemeral"]
    assert "message" not in seen[0]
    assert [message.text for message in scene.person.ephemerals()] == ["Done"]


async def test_a_form_that_asks_for_it_gets_an_address_for_the_chosen_conversation(
    scene: Scene, bolt: AsyncApp
) -> None:
    select = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    opening(bolt, modal(question("where", select)))
    seen = answering(bolt)
    channel = scene.team.add_channel("all", [scene.ann.id])
    await ask(scene)
    await scene.person.press("go")

    await scene.person.submit({"where": channel.id})

    (url,) = seen[0]["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "where", channel.id)
    assert url["response_url"].startswith(f"{scene.sandbox.url}/actions/")


async def test_the_close_button_clears_the_stack_where_the_view_says_so(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="push", view=modal(clear_on_close=True))
    await ask(scene)
    await scene.person.press("go")
    await scene.person.submit({"text": "one"})

    await scene.person.dismiss()

    assert scene.person.modal is None


async def test_a_form_without_a_submit_button_cannot_be_sent(scene: Scene, bolt: AsyncApp) -> None:
    view = modal(section("Read me"))
    del view["submit"]
    opening(bolt, view)
    await ask(scene)
    await scene.person.press("go")

    with pytest.raises(NotThere, match="no submit button"):
        await scene.person.submit()


async def test_a_response_action_that_slack_does_not_know_is_refused(scene: Scene, bolt: AsyncApp) -> None:
    opening(bolt, modal())
    answering(bolt, response_action="vanish")
    await ask(scene)
    await scene.person.press("go")

    with pytest.raises(NotAcknowledged, match="vanish"):
        await scene.person.submit({"text": "x"})


async def test_where_several_apps_are_installed_the_one_meant_is_named(scene: Scene, bolt: AsyncApp) -> None:
    scene.sandbox.install(scene.sandbox.add_app("Other", manifest=scene.app.manifest), scene.team)

    assert scene.person.messages(scene.app) == []
    with pytest.raises(NotThere, match="2 apps"):
        scene.person.messages()


async def test_an_app_without_home_or_interactivity_has_nothing_to_open_or_press(scene: Scene, bolt: AsyncApp) -> None:
    await ask(scene)
    with pytest.raises(NotThere, match="published no Home"):
        await scene.person.press_in_home(scene.app, "pause")
    scene.app.home_tab = scene.app.interactive = False

    with pytest.raises(NotThere, match="has no Home tab"):
        await scene.person.open_home()
    with pytest.raises(NotThere, match="interactivity"):
        await scene.person.press("go")
