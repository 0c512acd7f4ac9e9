"""Buttons, workflow buttons, confirm dialogs, and what cannot stand in their place."""

from tests.sandbox.corpus.shapes import (
    Payload,
    actions,
    button,
    confirm,
    entry,
    modal,
    mrkdwn,
    picture,
    plain,
    post,
    section,
    without,
)

GOOD: dict[str, Payload] = {
    "a section with a button": post(section(accessory=button())),
    "a section with a picture": post(section(accessory=picture())),
    "a button with everything": post(
        actions(
            button(
                style="primary",
                value="x" * 2000,
                url="https://example.com",
                accessibility_label="Open the pulse",
                confirm=confirm(style="danger"),
            )
        )
    ),
    "a button of 75 characters": post(actions(button(text=plain("x" * 75)))),
    "a workflow button": post(
        actions(
            {
                "type": "workflow_button",
                "text": plain("Start"),
                "action_id": "start",
                "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}},
            }
        )
    ),
    "the same action id in two blocks": post(actions(button()), actions(button())),
    "a button without an id": post(actions(without("action_id", button()))),
    "a button in the colour of danger": post(actions(button(style="danger", value="no"))),
    "a confirm dialog at its limits": post(
        actions(
            button(
                confirm={
                    "title": plain("x" * 100),
                    "text": plain("x" * 300),
                    "confirm": plain("x" * 30),
                    "deny": plain("x" * 30),
                    "style": "primary",
                }
            )
        )
    ),
    "an action id of 255 characters": post(actions(button(action_id="x" * 255))),
    "a workflow button with inputs": post(
        section(
            accessory={
                "type": "workflow_button",
                "text": plain("Start"),
                "style": "primary",
                "workflow": {
                    "trigger": {
                        "url": "https://slack.com/shortcuts/Ft1/abc",
                        "customizable_input_parameters": [{"name": "unit", "value": "Data"}],
                    }
                },
            }
        )
    ),
}

BAD: dict[str, Payload] = {
    "one action id twice in a block": post(actions(button(), button())),
    "a button of 76 characters": post(actions(button(text=plain("x" * 76)))),
    "a button of mrkdwn": post(actions(button(text=mrkdwn("Open")))),
    "a button without text": post(actions(without("text", button()))),
    "a button with a value of 2001 characters": post(actions(button(value="x" * 2001))),
    "a button with a value that is a number": post(actions(button(value=7))),
    "a button in a style that is not known": post(actions(button(style="default"))),
    "an action id of 256 characters": post(actions(button(action_id="x" * 256))),
    "a label for screen readers of 76 characters": post(actions(button(accessibility_label="x" * 76))),
    "a confirm dialog without text": post(actions(button(confirm=without("text", confirm())))),
    "a confirm title of 101 characters": post(actions(button(confirm=confirm(title=plain("x" * 101))))),
    "a confirm text of 301 characters": post(actions(button(confirm=confirm(text=plain("x" * 301))))),
    "a confirm button of 31 characters": post(actions(button(confirm=confirm(confirm=plain("x" * 31))))),
    "a workflow button without a workflow": post(actions({"type": "workflow_button", "text": plain("Start")})),
    "an input of a button": modal(entry(button())),
    "a button that is a string": post({"type": "actions", "elements": ["Open"]}),
    "a button with a confirm dialog in words": post(actions(button(confirm="Sure?"))),
    "a button with a key too many": post(actions(button(colour="red"))),
    "a button with an address that is a number": post(actions(button(url=7))),
    "a button with an address of 3001 characters": post(actions(button(url="https://example.com/" + "x" * 2981))),
    "a button that leads nowhere": post(actions(button(text=None))),
    "a confirm dialog in a style that is not known": post(actions(button(confirm=confirm(style="default")))),
    "a confirm dialog with a title of mrkdwn": post(actions(button(confirm=confirm(title=mrkdwn("Sure?"))))),
    "a confirm dialog with a deny of 31 characters": post(actions(button(confirm=confirm(deny=plain("x" * 31))))),
    "a confirm dialog with a key too many": post(actions(button(confirm=confirm(cancel=plain("No"))))),
    "a workflow button without a trigger": post(
        actions({"type": "workflow_button", "text": plain("Start"), "workflow": {}})
    ),
    "a workflow button without an address": post(
        actions({"type": "workflow_button", "text": plain("Start"), "workflow": {"trigger": {}}})
    ),
    "a workflow button of 76 characters": post(
        actions(
            {
                "type": "workflow_button",
                "text": plain("x" * 76),
                "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}},
            }
        )
    ),
    "a feedback button among actions": post(actions({"type": "icon_button", "icon": "trash", "text": plain("Delete")})),
    "a picture among actions": post(actions(picture())),
    "a divider as an accessory": post(section(accessory={"type": "divider"})),
    "a picture as an input": modal(entry(picture())),
    "a workflow button as an input": modal(
        entry(
            {
                "type": "workflow_button",
                "text": plain("Start"),
                "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}},
            }
        )
    ),
}
