"""Each block, element and view that Slack has, once with as little as it takes and once with everything it may have."""

from tests.sandbox.corpus.shapes import (
    Json,
    actions,
    alert,
    button,
    card,
    carousel,
    confirm,
    container,
    context,
    context_actions,
    data_table,
    element,
    entry,
    feedback,
    figure,
    icon,
    mrkdwn,
    opinion,
    option,
    options,
    picture,
    piece,
    plain,
    plan,
    raw,
    rich,
    rich_section,
    section,
    table,
    task,
    video,
    without,
)

SAID = rich(rich_section(piece("text", text="Hi")))
DESCRIBED = [option(str(index), description=plain("One")) for index in range(3)]
LINKED = [option(str(index), description=plain("One"), url="https://example.com") for index in range(3)]
HELD: Json = {"confirm": confirm(style="danger"), "focus_on_load": True}
ASKED: Json = {**HELD, "placeholder": plain("Choose")}
TYPED: Json = {
    "focus_on_load": True,
    "placeholder": plain("Your words"),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
}
FILTER: Json = {"include": ["im"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
FLOW: Json = {
    "trigger": {
        "url": "https://slack.com/shortcuts/Ft1/abc",
        "customizable_input_parameters": [{"name": "unit", "value": "Data"}],
    }
}
GROUPS = [{"label": plain("All"), "options": DESCRIBED}]
BARS: Json = {
    "type": "bar",
    "series": [{"name": "Score", "data": [{"label": "Data", "value": -4.5}]}],
    "axis_config": {"categories": ["Data"], "x_label": "Unit", "y_label": "Score"},
}
PIE: Json = {"type": "pie", "segments": [{"label": "Data", "value": 4.5}]}


def chart(what: Json, **more: object) -> Json:
    return {"type": "data_visualization", "title": "Scores", "chart": what, **more}


def menu(kind: str, single: Json, several: Json) -> dict[str, Json]:
    return {
        kind: element(kind, **ASKED, **single),
        f"multi_{kind}": element(f"multi_{kind}", **ASKED, **several, max_selected_items=2),
    }


LEAST_BLOCKS: dict[str, Json] = {
    "actions": actions(without("action_id", button())),
    "alert": alert("x"),
    "card": {"type": "card", "body": mrkdwn("x")},
    "carousel": carousel(card()),
    "container": container(section()),
    "context": context(plain("x")),
    "context_actions": context_actions(without("action_id", icon())),
    "data_table": data_table([raw("A")], [raw("B")]),
    "data_visualization": chart(PIE),
    "divider": {"type": "divider"},
    "file": {"type": "file", "source": "remote", "external_id": "x"},
    "header": {"type": "header", "text": plain("x")},
    "image": picture(),
    "input": entry({"type": "plain_text_input"}),
    "markdown": {"type": "markdown", "text": "x"},
    "plan": {"type": "plan", "title": "x"},
    "rich_text": rich(),
    "section": section("x"),
    "table": table([raw("A")]),
    "task_card": task(),
    "video": video(),
}
FULL_BLOCKS: dict[str, Json] = {
    "actions": actions(button(), block_id="b"),
    "alert": alert(level="info", block_id="b"),
    "card": card(
        hero_image=picture(), icon=picture(), subtitle=mrkdwn("x"), body=mrkdwn("x"), actions=[button()], block_id="b"
    ),
    "carousel": carousel(card(), block_id="b"),
    "container": container(
        section(),
        rich_text_title=SAID,
        subtitle=plain("x"),
        icon=picture(),
        width="wide",
        is_collapsible=True,
        default_collapsed=True,
        has_header_divider=False,
        block_id="b",
    ),
    "context": context(mrkdwn("x"), picture()) | {"block_id": "b"},
    "context_actions": context_actions(icon(), block_id="b"),
    "data_table": data_table([raw("A")], [figure(1)], page_size=5, row_header_column_index=0, block_id="b"),
    "data_visualization": chart(PIE, block_id="b"),
    "data_visualization, bars": chart(BARS, block_id="b"),
    "divider": {"type": "divider", "block_id": "b"},
    "file": {"type": "file", "source": "remote", "external_id": "x", "block_id": "b"},
    "header": {"type": "header", "text": plain("x"), "block_id": "b"},
    "image": picture(title=plain("x"), block_id="b"),
    "input": entry(element("plain_text_input"), hint=plain("x"), optional=True, dispatch_action=True, block_id="b"),
    "markdown": {"type": "markdown", "text": "x", "block_id": "b"},
    "plan": plan(task(), block_id="b"),
    "rich_text": {**SAID, "block_id": "b"},
    "section": section(fields=[mrkdwn("x")], accessory=button(), expand=True, block_id="b"),
    "table": table([raw("A")], column_settings=[{"align": "left", "is_wrapped": True}], block_id="b"),
    "task_card": task(
        details=SAID,
        output=SAID,
        sources=[{"type": "url", "url": "https://example.com", "text": "x"}],
        block_id="b",
    ),
    "video": video(
        title_url="https://example.com/v",
        author_name="x",
        provider_name="x",
        provider_icon_url="https://example.com/i.png",
        description=plain("x"),
        block_id="b",
    ),
}

LEAST_ELEMENTS: dict[str, Json] = {
    "button": {"type": "button", "text": plain("x")},
    "workflow_button": {"type": "workflow_button", "text": plain("x"), "workflow": {"trigger": {"url": "https://x.y"}}},
    "feedback_buttons": without("action_id", feedback()),
    "icon_button": without("action_id", icon()),
    "static_select": {"type": "static_select", "options": options(1)},
    "multi_static_select": {"type": "multi_static_select", "options": options(1)},
    "radio_buttons": {"type": "radio_buttons", "options": options(1)},
    "checkboxes": {"type": "checkboxes", "options": options(1)},
    "overflow": {"type": "overflow", "options": options(1)},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "image": picture(),
    **{
        kind: {"type": kind}
        for kind in (
            *("external_select", "multi_external_select", "users_select", "multi_users_select"),
            *("conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select"),
            *("datepicker", "timepicker", "datetimepicker", "plain_text_input", "email_text_input"),
            *("url_text_input", "rich_text_input", "file_input"),
        )
    },
}
FULL_ELEMENTS: dict[str, Json] = {
    "button": button(
        style="primary", value="x", url="https://example.com", accessibility_label="x", confirm=confirm(style="danger")
    ),
    "workflow_button": {
        "type": "workflow_button",
        "text": plain("x"),
        "action_id": "x",
        "workflow": FLOW,
        "style": "primary",
        "confirm": confirm(),
        "accessibility_label": "x",
    },
    "feedback_buttons": feedback(
        positive_button=opinion("x", accessibility_label="x"), negative_button=opinion("x", accessibility_label="x")
    ),
    "icon_button": icon(
        value="x", accessibility_label="x", visible_to_user_ids=["U1"], confirm=confirm(style="primary")
    ),
    **menu(
        "static_select",
        {"options": DESCRIBED, "initial_option": DESCRIBED[1]},
        {"options": DESCRIBED, "initial_options": DESCRIBED[1:2]},
    ),
    "static_select, groups": element("static_select", **ASKED, option_groups=GROUPS, initial_option=DESCRIBED[1]),
    **menu(
        "external_select",
        {"min_query_length": 2, "initial_option": option()},
        {"min_query_length": 2, "initial_options": [option()]},
    ),
    **menu("users_select", {"initial_user": "U1"}, {"initial_users": ["U1"]}),
    **menu(
        "conversations_select",
        {
            "filter": FILTER,
            "default_to_current_conversation": True,
            "initial_conversation": "C1",
            "response_url_enabled": True,
        },
        {"filter": FILTER, "default_to_current_conversation": True, "initial_conversations": ["C1"]},
    ),
    **menu("channels_select", {"initial_channel": "C1", "response_url_enabled": True}, {"initial_channels": ["C1"]}),
    "radio_buttons": element("radio_buttons", **HELD, options=DESCRIBED, initial_option=DESCRIBED[1]),
    "checkboxes": element("checkboxes", **HELD, options=DESCRIBED, initial_options=DESCRIBED[1:2]),
    "overflow": element("overflow", options=LINKED, confirm=confirm()),
    "datepicker": element("datepicker", **ASKED, initial_date="2026-03-09"),
    "timepicker": element("timepicker", **ASKED, initial_time="09:30", timezone="Europe/Brussels"),
    "datetimepicker": element("datetimepicker", **HELD, initial_date_time=1_773_047_400),
    "plain_text_input": element(
        "plain_text_input", **TYPED, initial_value="x", multiline=True, min_length=0, max_length=3000
    ),
    "number_input": element(
        "number_input", **TYPED, is_decimal_allowed=True, initial_value="1", min_value="0", max_value="2"
    ),
    "email_text_input": element("email_text_input", **TYPED, initial_value="ann@acme.test"),
    "url_text_input": element("url_text_input", **TYPED, initial_value="https://example.com"),
    "rich_text_input": element("rich_text_input", **TYPED, initial_value=SAID, min_lines=1, max_lines=9),
    "file_input": element("file_input", filetypes=["png"], max_files=1),
    "image": picture(),
}

MODAL: Json = {
    "type": "modal",
    "title": plain("x"),
    "submit": plain("x"),
    "close": plain("x"),
    "blocks": [section()],
    "private_metadata": "x",
    "callback_id": "x",
    "external_id": "x",
    "clear_on_close": True,
    "notify_on_close": True,
}
HOME: Json = {"type": "home", "blocks": [section()], "private_metadata": "x", "callback_id": "x", "external_id": "x"}
