"""The forms of apps as they are filled in on the page: what was typed is held, pressed, sought or sent."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from sandbox.page.fields import choice_of, key_of
from sandbox.workspace import Json, Message
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import button, home, modal, options, plain, question, text_input
from tests.sandbox.ears import Ear
from tests.sandbox.page.desk import Desk, held


def told(ear: Ear) -> Json:
    """The interaction that the app heard last."""
    payload: Json = json.loads(parse_qs(ear.bodies[-1].decode())["payload"][0])
    return payload


def row(**element: Any) -> Json:  # noqa: ANN401 - the fields of an element
    return {"type": "actions", "block_id": "row", "elements": [{"action_id": "it", **element}]}


async def asked(scene: Scene, *blocks: Json) -> Message:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=list(blocks))
    return scene.person.messages()[-1]


async def open_form(scene: Scene, *blocks: Json, notify_on_close: bool = False) -> Json:
    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id).id
    await scene.client.views_open(trigger_id=trigger, view=modal(*blocks, notify_on_close=notify_on_close))
    assert scene.person.modal is not None
    return scene.person.modal


async def test_a_button_of_a_message_is_pressed_with_its_value(desk: Desk, ear: Ear) -> None:
    message = await asked(desk.scene, button("go"))

    await desk.touch(message, {"press": "row-go/go"})

    assert (told(ear)["actions"][0]["value"], told(ear)["container"]["message_ts"]) == ("yes", message.ts)


async def test_of_two_buttons_with_one_name_the_one_is_pressed_that_was_meant(desk: Desk, ear: Ear) -> None:
    twins = [{**button("go", value), "block_id": value} for value in ("first", "second")]
    message = await asked(desk.scene, *twins)

    await desk.touch(message, {"press": "second/go"})

    assert told(ear)["actions"][0]["value"] == "second"


async def test_ids_that_look_like_addresses_are_told_apart(desk: Desk, ear: Ear) -> None:
    odd = {**button("a/b=c&d"), "block_id": "x/y"}
    message = await asked(desk.scene, odd)

    await desk.touch(message, {"press": key_of(odd, odd["elements"][0])})

    assert told(ear)["actions"][0]["action_id"] == "a/b=c&d"


CHOICES = [
    ({"type": "static_select", "options": options("red", "blue")}, "blue", "selected_option"),
    ({"type": "radio_buttons", "options": options("red", "blue")}, "blue", "selected_option"),
    ({"type": "checkboxes", "options": options("red", "blue")}, ["red", "blue"], "selected_options"),
    ({"type": "datepicker"}, "2026-03-09", "selected_date"),
    ({"type": "timepicker"}, "09:30", "selected_time"),
    ({"type": "users_select"}, "U1", "selected_user"),
    ({"type": "multi_channels_select"}, ["C1"], "selected_channels"),
]


@pytest.mark.parametrize(("element", "value", "name"), CHOICES, ids=lambda each: each if isinstance(each, str) else "")
async def test_a_choice_is_told_at_once_and_kept(desk: Desk, ear: Ear, element: Json, value: Any, name: str) -> None:  # noqa: ANN401
    message = await asked(desk.scene, row(**element))

    await desk.touch(message, {**held("row", "it", value), "press": "row/it"})

    entry = told(ear)["state"]["values"]["row"]["it"]
    chosen = [each.get("value") if isinstance(each, dict) else each for each in _several(entry[name])]
    assert chosen == _several(value)
    assert told(ear)["actions"][0][name] == entry[name]


def _several(value: Any) -> list[Any]:  # noqa: ANN401 - one or several
    return value if isinstance(value, list) else [value]


async def test_an_instant_is_chosen_where_the_person_is(desk: Desk, ear: Ear) -> None:
    message = await asked(desk.scene, row(type="datetimepicker"))

    await desk.touch(message, {**held("row", "it", "2026-03-09T09:30"), "press": "row/it"})

    assert told(ear)["actions"][0]["selected_date_time"] == 1773045000  # 08:30 UTC, half past nine in Paris


async def test_what_is_no_date_is_refused_kindly(desk: Desk) -> None:
    message = await asked(desk.scene, row(type="datepicker"))

    found = await desk.touch(message, {**held("row", "it", "soon"), "press": "row/it"})

    assert "'soon' is no date or time that can be chosen here" in found.words


async def test_an_item_of_an_overflow_menu_is_chosen(desk: Desk, ear: Ear) -> None:
    message = await asked(desk.scene, row(type="overflow", options=options("later", "never")))

    await desk.touch(message, {"press": choice_of("row/it", "never")})

    assert told(ear)["actions"][0]["selected_option"]["value"] == "never"


async def test_a_question_is_asked_before_what_cannot_be_undone(desk: Desk, ear: Ear) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("For ever"), "confirm": plain("Do it"), "deny": plain("Leave")}
    message = await asked(desk.scene, row(type="button", text=plain("Delete"), confirm=confirm))
    back = {"back": desk.at(f"/c/{message.channel_id}")}

    asking = await desk.touch(message, {"press": "row/it", **back})
    heard = len(ear.bodies)
    await desk.touch(message, {"press": "row/it", "sure": "1", **back})

    assert [word for word in ("Sure?", "For ever", "Do it", "Leave") if word not in asking.words] == []
    assert (heard, told(ear)["actions"][0]["action_id"]) == (0, "it")


async def test_a_question_is_answered_with_no(desk: Desk, ear: Ear) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("For ever"), "confirm": plain("Do it"), "deny": plain("Leave")}
    message = await asked(desk.scene, row(type="button", text=plain("Delete"), confirm=confirm))
    await desk.touch(message, {"press": "row/it"})

    found = await desk.send("/answer")

    assert "Sure?" not in found.words
    assert ear.bodies == []


async def test_a_message_that_changed_meanwhile_is_said_to_have(desk: Desk) -> None:
    message = await asked(desk.scene, button("go"))
    message.blocks = ()

    found = await desk.touch(message, {"press": "row-go/go"})

    assert "What you pressed is no longer there" in found.words


async def test_a_form_is_sent_with_what_was_typed(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, question("word", text_input("text", multiline=True)))

    await desk.fill({**held("word", "text", "one\r\ntwo"), "do": "submit"})

    assert told(ear)["view"]["state"]["values"]["word"]["text"]["value"] == "one\ntwo"
    assert desk.scene.person.modal is None


async def test_what_slack_refuses_is_said_below_the_field_and_stays_typed(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, question("word", text_input("text", min_length=9)))

    found = await desk.fill({**held("word", "text", "short"), "do": "submit"})

    assert "Please enter at least 9 characters." in found.words
    assert {"value": "short"}.items() <= next(
        each for each in found.all("input") if each["name"] == "word/text"
    ).items()
    assert ear.bodies == []


async def test_what_the_app_refuses_is_said_below_the_field(desk: Desk, ear: Ear) -> None:
    ear.text = json.dumps({"response_action": "errors", "errors": {"word": "Not this word"}})
    await open_form(desk.scene)

    found = await desk.fill({**held("word", "text", "that"), "do": "submit"})

    assert "Not this word" in found.words


async def test_a_form_that_the_app_does_not_take_is_still_there_with_what_was_typed(desk: Desk, ear: Ear) -> None:
    ear.status = 503
    await open_form(desk.scene)

    found = await desk.fill({**held("word", "text", "dear"), "do": "submit"})

    assert "The app did not acknowledge: refused with status 503. What you typed is still here" in found.words
    assert "dear" in str(found.all("input"))


async def test_what_was_typed_is_held_when_something_else_is_pressed(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, question("word", text_input("text")), button("more"))

    await desk.fill({**held("word", "text", "half"), "press": "row-more/more"})

    assert told(ear)["view"]["state"]["values"]["word"]["text"]["value"] == "half"


async def test_a_form_is_left_and_the_app_hears_it_if_it_asked(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, notify_on_close=True)

    await desk.fill({"do": "dismiss"})

    assert told(ear)["type"] == "view_closed"
    assert desk.scene.person.modal is None


async def test_a_form_that_is_not_open_any_more_is_not_sent(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene)
    await desk.scene.person.dismiss()

    found = await desk.send("/modal", {"view": "V9", "do": "submit"})

    assert "This form is not open any more." in found.words
    assert ear.bodies == []


async def test_an_app_fills_its_menu_while_one_types(desk: Desk, ear: Ear) -> None:
    ear.text = json.dumps({"options": options("antwerp", "arlon")})
    element = {"type": "external_select", "action_id": "place", "min_query_length": 1}
    await open_form(desk.scene, question("place", element))

    found = await desk.fill({"seek": "place/place", "typed:place/place": "a"})
    await desk.fill({**held("place", "place", "arlon"), "do": "submit"})

    assert "ANTWERP" in found.words
    assert told(ear)["view"]["state"]["values"]["place"]["place"]["selected_option"]["value"] == "arlon"


async def test_people_are_searched_where_they_are_many(desk: Desk, ear: Ear) -> None:
    for number in range(700):
        desk.scene.team.add_user(f"p{number}", id=f"U{number}", real_name=f"Person {number}")
    await open_form(desk.scene, question("who", {"type": "users_select", "action_id": "who"}))

    found = await desk.fill({"seek": "who/who", "typed:who/who": "person 55"})
    await desk.fill({**held("who", "who", "U55"), "do": "submit"})

    assert "Person 559" in found.words
    assert told(ear)["view"]["state"]["values"]["who"]["who"]["selected_user"] == "U55"


async def test_a_file_is_given_with_a_form(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, question("papers", {"type": "file_input", "action_id": "papers"}))

    files = [("papers/papers", ("a.txt", b"words", "text/plain"))]
    await desk.fill({"do": "submit"}, files=files)

    (file,) = told(ear)["view"]["state"]["values"]["papers"]["papers"]["files"]
    assert (file["name"], desk.scene.team.files[file["id"]].content) == ("a.txt", b"words")


async def test_words_with_format_arrive_as_rich_text(desk: Desk, ear: Ear) -> None:
    await open_form(desk.scene, question("words", {"type": "rich_text_input", "action_id": "words"}))

    await desk.fill({**held("words", "words", "Hello"), "do": "submit"})

    rich = told(ear)["view"]["state"]["values"]["words"]["words"]["rich_text_value"]
    assert rich["elements"][0]["elements"] == [{"type": "text", "text": "Hello"}]


async def test_a_button_of_home_is_pressed(desk: Desk, ear: Ear) -> None:
    await desk.scene.client.views_publish(user_id=desk.scene.ann.id, view=home(button("go")))

    await desk.send(f"/home/{desk.scene.app.id}/touch", {"press": "row-go/go"})

    assert (told(ear)["container"]["type"], told(ear)["view"]["type"]) == ("view", "home")
