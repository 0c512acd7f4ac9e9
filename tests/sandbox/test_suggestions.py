"""Menus that the app fills, shortcuts of a message, and modals that close: in Slack's shapes, as Slack's own client."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from sandbox.hands import NotAcknowledged, NotThere
from sandbox.workspace import Json, Message
from tests.sandbox.bolt import TRANSPORTS, app_for, running
from tests.sandbox.conftest import Scene, manifest
from tests.sandbox.drawing import home, modal, options, plain, question


def menu(action_id: str = "town", **more: object) -> Json:
    """A menu that the app fills."""
    return {"type": "external_select", "action_id": action_id, **more}


def row(*elements: Json) -> Json:
    """A row of elements for a message."""
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


@pytest.fixture(params=TRANSPORTS)
async def bolt(request: pytest.FixtureRequest, scene: Scene) -> AsyncIterator[AsyncApp]:
    """Give a Bolt app on either transport."""
    app = app_for(scene)
    async with running(scene, app, request.param):
        yield app


def suggesting(bolt: AsyncApp, **answer: object) -> list[Json]:
    """Let the app answer every question for options so; the questions that it got."""
    asked: list[Json] = []

    @bolt.options("town")
    async def offer(ack: AsyncAck, body: Json) -> None:
        asked.append(body)
        await ack(**answer)  # type: ignore[arg-type]

    @bolt.action("town")
    async def chosen(ack: AsyncAck) -> None:
        await ack()

    return asked


async def posted(scene: Scene, *blocks: Json) -> Message:
    """A message with these blocks."""
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=list(blocks))
    return scene.person.messages()[-1]


async def opened(scene: Scene, *blocks: Json) -> None:
    """A modal with these blocks in front of Ann."""
    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id)
    await scene.client.views_open(trigger_id=trigger.id, view=modal(*blocks))


async def test_a_menu_of_a_message_shows_what_the_app_offers(scene: Scene, bolt: AsyncApp) -> None:
    asked = suggesting(bolt, options=options("gent", "genk"))
    message = await posted(scene, row(menu()))

    shown = await scene.person.suggest("town", "gen")

    assert [option["value"] for option in shown] == ["gent", "genk"]
    (body,) = asked
    assert (body["type"], body["action_id"], body["block_id"], body["value"]) == (
        "block_suggestion",
        "town",
        "row",
        "gen",
    )
    assert body["container"]["type"] == "message"
    assert body["message"]["ts"] == body["container"]["message_ts"] == message.ts
    assert body["channel"]["id"] == message.channel_id
    assert "trigger_id" not in body
    assert "response_url" not in body


async def test_a_menu_of_a_modal_tells_the_view_and_what_is_chosen_is_sent(scene: Scene, bolt: AsyncApp) -> None:
    asked, sent = suggesting(bolt, options=options("gent", "genk")), []

    @bolt.view("form")
    async def took(ack: AsyncAck, body: Json) -> None:
        sent.append(body["view"]["state"]["values"]["where"]["town"]["selected_option"])
        await ack()

    await opened(scene, question("where", menu()))
    await scene.person.suggest_in_modal("town", "gen")
    await scene.person.submit({"town": "GENK"})

    assert asked[0]["container"] == {"type": "view", "view_id": asked[0]["view"]["id"]}
    assert "message" not in asked[0]
    assert [(each["value"], each["text"]["text"]) for each in sent] == [("genk", "GENK")]


async def test_a_menu_of_the_home_tab_tells_the_home(scene: Scene, bolt: AsyncApp) -> None:
    asked = suggesting(bolt, options=options("gent"))
    await scene.client.views_publish(user_id=scene.ann.id, view=home(row(menu())))

    await scene.person.suggest_in_home(None, "town", "gen")

    assert asked[0]["view"]["type"] == "home"


async def test_what_was_not_shown_cannot_be_chosen(scene: Scene, bolt: AsyncApp) -> None:
    suggesting(bolt, options=options("gent", "genk"))
    await posted(scene, row(menu()))
    await scene.person.suggest("town", "gen")

    with pytest.raises(NotThere, match="it has 'gent', 'genk'"):
        await scene.person.press("town", value="paris")

    await scene.person.press("town", value="gent")


async def test_what_was_shown_for_other_letters_stays_to_be_chosen_from(scene: Scene, bolt: AsyncApp) -> None:
    await opened(scene, question("where", menu(type="multi_external_select")))
    held = []

    @bolt.options("town")
    async def offer(ack: AsyncAck, payload: Json) -> None:
        await ack(options=options(payload["value"] + "t"))

    @bolt.view("form")
    async def took(ack: AsyncAck, view: Json) -> None:
        held.extend(view["state"]["values"]["where"]["town"]["selected_options"])
        await ack()

    await scene.person.suggest_in_modal("town", "gen")
    await scene.person.suggest_in_modal("town", "ghe")
    await scene.person.submit({"town": ["gent", "ghet"]})

    assert [option["value"] for option in held] == ["gent", "ghet"]


async def test_options_may_come_in_groups(scene: Scene, bolt: AsyncApp) -> None:
    suggesting(bolt, option_groups=[{"label": plain("Flanders"), "options": options("gent")}])
    await posted(scene, row(menu()))

    assert [option["value"] for option in await scene.person.suggest("town", "gen")] == ["gent"]


@pytest.mark.parametrize("answer", [{"options": []}, {}])
async def test_an_app_may_know_no_option(scene: Scene, bolt: AsyncApp, answer: Json) -> None:
    suggesting(bolt, **answer)
    await posted(scene, row(menu()))

    assert await scene.person.suggest("town", "xyz") == []


@pytest.mark.parametrize(("more", "typed", "asks"), [({}, "ge", False), ({"min_query_length": 0}, "", True)])
async def test_slack_asks_once_enough_is_typed(
    scene: Scene, bolt: AsyncApp, more: Json, typed: str, *, asks: bool
) -> None:
    asked = suggesting(bolt, options=options("gent"))
    await posted(scene, row(menu(**more)))

    if asks:
        await scene.person.suggest("town", typed)
    else:
        with pytest.raises(NotThere, match="from 3 characters on"):
            await scene.person.suggest("town", typed)

    assert bool(asked) == asks


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [{"text": {"type": "plain_text", "text": "x" * 76}, "value": "x"}]},
        {"options": [{"text": {"type": "plain_text", "text": "x"}, "value": str(n)} for n in range(101)]},
        {"option_groups": [{"label": {"type": "plain_text", "text": "x"}, "options": []}]},
    ],
)
async def test_options_that_slack_refuses_are_not_shown_and_are_found(
    scene: Scene, bolt: AsyncApp, answer: Json
) -> None:
    @bolt.options("town")
    async def offer(ack: AsyncAck) -> None:
        await ack(**answer)

    await posted(scene, row(menu()))

    with pytest.raises(NotAcknowledged, match="Slack refuses the app's answer: option"):
        await scene.person.suggest("town", "gen")

    assert scene.sandbox.journal.findings()[0].startswith("block_suggestion: option")


async def test_only_a_menu_of_the_app_is_typed_into(scene: Scene, bolt: AsyncApp) -> None:
    await posted(scene, row({"type": "users_select", "action_id": "who"}))

    with pytest.raises(NotThere, match="is no menu that the app fills"):
        await scene.person.suggest("who", "ann")


@pytest.fixture
def shortcut(scene: Scene) -> None:
    """Give the app a shortcut in the menu of messages."""
    features = manifest()["features"]
    entry = {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep it"}
    scene.app.shortcuts = [*features["shortcuts"], entry]


@pytest.mark.usefixtures("shortcut")
async def test_a_shortcut_of_a_message_tells_the_message_and_opens_a_modal(scene: Scene, bolt: AsyncApp) -> None:
    bodies: list[Json] = []

    @bolt.message_shortcut("keep")
    async def keep(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()
        await scene.client.views_open(trigger_id=body["trigger_id"], view=modal())

    message = await posted(scene, row(menu()))
    await scene.person.message_shortcut("keep", message)

    (body,) = bodies
    assert (body["type"], body["callback_id"], body["message_ts"]) == ("message_action", "keep", message.ts)
    assert body["message"]["text"] == "x"
    assert body["channel"] == {"id": message.channel_id, "name": "directmessage"}
    assert body["user"]["id"] == scene.ann.id
    assert body["response_url"].startswith(scene.sandbox.url)
    await scene.sandbox.journal.until(lambda: scene.person.modal)


@pytest.mark.usefixtures("shortcut")
async def test_a_shortcut_is_chosen_where_it_stands(scene: Scene) -> None:
    message = await posted(scene, row(menu()))
    bob = scene.sandbox.person(scene.team, scene.team.add_user("bob"))

    with pytest.raises(NotThere, match="no app has the shortcut 'keep'"):
        await scene.person.shortcut("keep")
    with pytest.raises(NotThere, match="no app has the shortcut 'start'"):
        await scene.person.message_shortcut("start", message)
    with pytest.raises(NotThere, match="does not see"):
        await bob.message_shortcut("keep", message)


async def test_a_fourth_modal_pushed_by_an_answer_is_refused(scene: Scene, bolt: AsyncApp) -> None:
    @bolt.view("form")
    async def deeper(ack: AsyncAck) -> None:
        await ack(response_action="push", view=modal())

    await opened(scene)
    for _ in range(2):
        await scene.person.submit({"text": "x"})

    with pytest.raises(NotAcknowledged, match="push_limit_reached"):
        await scene.person.submit({"text": "x"})

    assert len(scene.app.modals[(scene.team.id, scene.ann.id)]) == 3


@pytest.mark.parametrize(("everything", "told"), [(True, [True, True, True]), (False, [False])])
async def test_each_modal_of_a_stack_of_three_tells_that_it_was_closed(
    scene: Scene, bolt: AsyncApp, told: list[bool], *, everything: bool
) -> None:
    closed: list[Json] = []

    @bolt.view("form")
    async def deeper(ack: AsyncAck) -> None:
        await ack(response_action="push", view=modal(notify_on_close=True))

    @bolt.view_closed("form")
    async def gone(ack: AsyncAck, body: Json) -> None:
        closed.append(body)
        await ack()

    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id)
    await scene.client.views_open(trigger_id=trigger.id, view=modal(notify_on_close=True))
    for _ in range(2):
        await scene.person.submit({"text": "x"})
    await scene.person.dismiss(everything=everything)

    assert [body["is_cleared"] for body in closed] == told
    assert (scene.person.modal is None) == everything
    assert len({body["view"]["id"] for body in closed}) == len(told)
    assert {body["view"]["root_view_id"] for body in closed} == {closed[-1]["view"]["root_view_id"]}
