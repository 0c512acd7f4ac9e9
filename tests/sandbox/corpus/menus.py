"""Menus, radio buttons, checkboxes and overflow menus, their options and groups."""

from tests.sandbox.corpus.shapes import (
    Payload,
    actions,
    confirm,
    element,
    entry,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    post,
    section,
    select,
    without,
)

GOOD: dict[str, Payload] = {
    "a section with a menu": post(section(accessory=select())),
    "a section with an overflow menu": post(section(accessory=element("overflow", options=options(5)))),
    "a section with radio buttons": post(section(accessory=element("radio_buttons", options=options(10)))),
    "a section with checkboxes": post(section(accessory=element("checkboxes", options=options(10)))),
    "a menu of 100 options": post(actions(select(options=options(100)))),
    "a menu with a choice made": post(actions(select(initial_option=option("1")))),
    "a menu of groups": post(
        actions(without("options", select(option_groups=[{"label": plain("All"), "options": options(2)}])))
    ),
    "a menu with descriptions": post(actions(select(options=[option(description=plain("The first"))]))),
    "a menu of users": post(actions(element("users_select", initial_user="U1", placeholder=plain("Who?")))),
    "a menu of conversations": post(actions(element("conversations_select", filter={"include": ["im", "public"]}))),
    "a menu of channels": post(actions(element("channels_select", initial_channel="C1"))),
    "a menu from outside": post(actions(element("external_select", min_query_length=2))),
    "menus of several choices": post(
        actions(
            element("multi_static_select", options=options(3), initial_options=[option("1")], max_selected_items=2),
            element("multi_users_select", initial_users=["U1"]) | {"action_id": "b"},
            element("multi_conversations_select", default_to_current_conversation=True) | {"action_id": "c"},
            element("multi_channels_select", initial_channels=["C1"]) | {"action_id": "d"},
            element("multi_external_select", initial_options=[option()]) | {"action_id": "e"},
        )
    ),
    "radio buttons of mrkdwn": post(actions(element("radio_buttons", options=[option() | {"text": mrkdwn("*A*")}]))),
    "an overflow menu with a link": post(actions(element("overflow", options=[option(url="https://example.com")]))),
    "an input of radio buttons": modal(
        entry(element("radio_buttons", options=options(5), initial_option=option("2")), block_id="q1")
    ),
    "an input of checkboxes": modal(
        entry(element("checkboxes", options=options(5), initial_options=[option("2"), option("3")]))
    ),
    "inputs of menus": modal(
        entry(select(placeholder=plain("x" * 150))),
        entry(element("users_select")),
        entry(element("conversations_select", response_url_enabled=True)),
        entry(element("multi_channels_select")),
    ),
    "a Home tab with an input": home(entry(select(), dispatch_action=True)),
    "an option at its limits": post(actions(select(options=[option("x" * 75, "x" * 75, description=plain("x" * 75))]))),
    "a placeholder of 150 characters in a Home tab": home(actions(select(placeholder=plain("x" * 150)))),
    "a menu of a hundred groups": post(
        actions(
            without(
                "options",
                select(option_groups=[{"label": plain(f"G{index}"), "options": options(1)} for index in range(100)]),
            )
        )
    ),
    "a menu of groups with a choice made": post(
        actions(
            without(
                "options",
                select(option_groups=[{"label": plain("x" * 75), "options": options(2)}], initial_option=option("1")),
            )
        )
    ),
    "a menu from outside with a choice made": home(actions(element("external_select", initial_option=option()))),
    "a menu of conversations that filters everything": post(
        actions(
            element(
                "conversations_select",
                filter={
                    "include": ["im", "mpim", "private", "public"],
                    "exclude_external_shared_channels": True,
                    "exclude_bot_users": True,
                },
                initial_conversation="C1",
            )
        )
    ),
    "a menu with a confirm dialog": post(actions(select(confirm=confirm()))),
    "checkboxes with a confirm dialog and a choice": post(
        actions(element("checkboxes", options=options(2), initial_options=[option("0")], confirm=confirm()))
    ),
    "checkboxes of mrkdwn": modal(
        entry(element("checkboxes", options=[option(description=plain("One")) | {"text": mrkdwn("*A*")}]))
    ),
    "radio buttons with a choice in a Home tab": home(
        section(accessory=element("radio_buttons", options=options(3), initial_option=option("2")))
    ),
    "an overflow menu of one with a confirm dialog": home(
        section(accessory=element("overflow", options=options(1), confirm=confirm()))
    ),
    "inputs of several choices": modal(
        entry(element("multi_static_select", options=options(3), initial_options=[option("0"), option("2")])),
        entry(element("multi_external_select", min_query_length=0)),
        entry(element("multi_users_select", initial_users=["U1", "U2"], max_selected_items=5)),
        entry(element("multi_conversations_select", filter={"include": ["public"]})),
        entry(element("multi_channels_select", placeholder=plain("Where?"))),
    ),
}

BAD: dict[str, Payload] = {
    "a menu without options": post(actions(without("options", select()))),
    "a menu of no options": post(actions(select(options=[]))),
    "a menu of 101 options": post(actions(select(options=options(101)))),
    "an option of 76 characters": post(actions(select(options=[option(text="x" * 76)]))),
    "an option of mrkdwn in a menu": post(actions(select(options=[option() | {"text": mrkdwn("A")}]))),
    "an option with a value that is a number": post(actions(select(options=[{"text": plain("A"), "value": 1}]))),
    "an option with a value of 151 characters": post(actions(select(options=[option("x" * 151)]))),
    "an option with a description of 76 characters": post(
        actions(select(options=[option(description=plain("x" * 76))]))
    ),
    "a group without a label": post(actions(without("options", select(option_groups=[{"options": options(1)}])))),
    "a placeholder of 151 characters": post(actions(select(placeholder=plain("x" * 151)))),
    "a placeholder that is a string": post(actions(select(placeholder="Choose"))),
    "eleven radio buttons": post(actions(element("radio_buttons", options=options(11)))),
    "eleven checkboxes": post(actions(element("checkboxes", options=options(11)))),
    "radio buttons without options": post(actions(element("radio_buttons"))),
    "six options in an overflow menu": post(actions(element("overflow", options=options(6)))),
    "an overflow menu with a placeholder": post(
        actions(element("overflow", options=options(2), placeholder=plain("More")))
    ),
    "a filter that is not known": post(actions(element("conversations_select", filter={"include": ["all"]}))),
    "an overflow menu as an input": modal(entry(element("overflow", options=options(2)))),
    "an option that is a string": post(actions(select(options=["A"]))),
    "an option without a text": post(actions(select(options=[{"value": "a"}]))),
    "an option with a key too many": post(actions(select(options=[option(colour="red")]))),
    "an option described in mrkdwn": post(actions(select(options=[option(description=mrkdwn("One"))]))),
    "an option of mrkdwn in an overflow menu": post(
        actions(element("overflow", options=[option() | {"text": mrkdwn("A")}]))
    ),
    "options that are no list": post(actions(select(options=option()))),
    "groups that are no list": post(actions(without("options", select(option_groups={"label": plain("All")})))),
    "a hundred and one groups": post(
        actions(without("options", select(option_groups=[{"label": plain("G"), "options": options(1)}] * 101)))
    ),
    "a group labelled in mrkdwn": post(
        actions(without("options", select(option_groups=[{"label": mrkdwn("G"), "options": options(1)}])))
    ),
    "a group without options": post(actions(without("options", select(option_groups=[{"label": plain("G")}])))),
    "a choice made that is a string": post(actions(select(initial_option="1"))),
    "choices made outside a list": post(
        actions(element("multi_static_select", options=options(2), initial_options=option("0")))
    ),
    "one choice in a menu of several": post(
        actions(element("multi_static_select", options=options(2), initial_option=option("0")))
    ),
    "several choices in a menu of one": post(actions(select(initial_options=[option("0")]))),
    "a user that is a list": post(actions(element("users_select", initial_user=["U1"]))),
    "users that are a string": post(actions(element("multi_users_select", initial_users="U1"))),
    "a number to choose in words": post(actions(element("multi_users_select", max_selected_items="two"))),
    "a menu of one that limits the choice": post(actions(select(max_selected_items=2))),
    "a filter with a key too many": post(actions(element("conversations_select", filter={"only": ["im"]}))),
    "a filter that is a list": post(actions(element("conversations_select", filter=["im"]))),
    "a menu from outside with options": post(actions(element("external_select", options=options(2)))),
    "a query's length in words": post(actions(element("external_select", min_query_length="two"))),
    "radio buttons with two choices": post(
        actions(element("radio_buttons", options=options(3), initial_options=[option("0"), option("1")]))
    ),
    "checkboxes with a placeholder": post(actions(element("checkboxes", options=options(2), placeholder=plain("A")))),
}
