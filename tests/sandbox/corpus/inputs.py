"""Inputs of text, numbers, addresses, rich text and files, and pickers of dates and times."""

from tests.sandbox.corpus.shapes import (
    Payload,
    actions,
    confirm,
    element,
    entry,
    home,
    modal,
    mrkdwn,
    plain,
    post,
    rich,
    rich_section,
    section,
    without,
)

GOOD: dict[str, Payload] = {
    "a section with a date": post(section(accessory=element("datepicker", initial_date="2026-03-09"))),
    "a section with a time": post(section(accessory=element("timepicker", initial_time="09:30"))),
    "a date and time": post(actions(element("datetimepicker", initial_date_time=1_773_047_400))),
    "an input in a message": post(entry(element("plain_text_input"))),
    "an input of text": modal(
        entry(
            element(
                "plain_text_input",
                multiline=True,
                min_length=1,
                max_length=3000,
                initial_value="Hi",
                placeholder=plain("Your words"),
                dispatch_action_config={"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
            ),
            hint=plain("In your own words"),
            optional=True,
            dispatch_action=True,
        )
    ),
    "an input of a number": modal(
        entry(element("number_input", is_decimal_allowed=True, min_value="0", max_value="10.5", initial_value="3"))
    ),
    "an input of an e-mail address": modal(entry(element("email_text_input", initial_value="ann@acme.test"))),
    "an input of an address": modal(entry(element("url_text_input", focus_on_load=True))),
    "an input of rich text": modal(entry(element("rich_text_input", initial_value=rich(rich_section())))),
    "an input of files": modal(entry(element("file_input", filetypes=["png"], max_files=3))),
    "inputs of dates": modal(
        entry(element("datepicker")),
        entry(element("timepicker", timezone="Europe/Brussels")),
        entry(element("datetimepicker")),
    ),
    "pickers with a confirm dialog": post(
        actions(
            element("datepicker", confirm=confirm(), placeholder=plain("Day")),
            element("timepicker", confirm=confirm(), placeholder=plain("Time")) | {"action_id": "b"},
            element("datetimepicker", confirm=confirm()) | {"action_id": "c"},
        )
    ),
    "an input of rich text with everything": modal(
        entry(
            element(
                "rich_text_input",
                placeholder=plain("Your words"),
                focus_on_load=True,
                dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]},
            )
        )
    ),
    "an input of ten files": modal(entry(element("file_input", filetypes=["jpg", "gif"], max_files=10))),
    "an input of files in a message": post(entry(element("file_input"))),
    "an input of whole numbers": modal(
        entry(element("number_input", is_decimal_allowed=False, min_value="-5", max_value="5", initial_value="0"))
    ),
    "an input of decimals with a placeholder": modal(
        entry(element("number_input", is_decimal_allowed=True, placeholder=plain("0.5"), focus_on_load=True))
    ),
    "an input of an address with a value": modal(entry(element("url_text_input", initial_value="https://example.com"))),
    "an input of an e-mail address that dispatches": modal(
        entry(
            element("email_text_input", dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}),
            dispatch_action=True,
        )
    ),
    "inputs in a Home tab": home(
        entry(element("plain_text_input"), dispatch_action=True),
        entry(element("datepicker", initial_date="2026-12-31")),
    ),
    "a text of 0 to 3000 characters": modal(entry(element("plain_text_input", min_length=0, max_length=3000))),
    "midnight": modal(entry(element("timepicker", initial_time="00:00"))),
    "a minute before midnight": modal(entry(element("timepicker", initial_time="23:59"))),
}

BAD: dict[str, Payload] = {
    "an input as an accessory": post(section(accessory=element("plain_text_input"))),
    "a text input among actions": post(actions(element("plain_text_input"))),
    "a date and time in a string": post(actions(element("datetimepicker", initial_date_time="1773047400"))),
    "an input without a label": modal(without("label", entry(element("plain_text_input")))),
    "an input with a hint of mrkdwn": modal(entry(element("plain_text_input"), hint=mrkdwn("Hi"))),
    "an input that is optional in words": modal(entry(element("plain_text_input"), optional="yes")),
    "a number input that says nothing of decimals": modal(entry(element("number_input"))),
    "a number input bounded by numbers": modal(entry(element("number_input", is_decimal_allowed=False, min_value=1))),
    "a dispatch that is not known": modal(
        entry(element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}))
    ),
    "an e-mail input among actions": post(actions(element("email_text_input"))),
    "a number input among actions": post(actions(element("number_input", is_decimal_allowed=False))),
    "a file input among actions": post(actions(element("file_input"))),
    "a file input as an accessory": modal(section(accessory=element("file_input"))),
    "an address input as an accessory": modal(section(accessory=element("url_text_input"))),
    "a date that is a number": post(actions(element("datepicker", initial_date=20_260_309))),
    "a time that is a number": post(actions(element("timepicker", initial_time=930))),
    "a date and time with a placeholder": post(actions(element("datetimepicker", placeholder=plain("When?")))),
    "a focus in words": modal(entry(element("plain_text_input", focus_on_load="yes"))),
    "several lines in words": modal(entry(element("plain_text_input", multiline="yes"))),
    "a length in words": modal(entry(element("plain_text_input", max_length="long"))),
    "a value that is a number": modal(entry(element("plain_text_input", initial_value=7))),
    "a text input with a confirm dialog": modal(entry(element("plain_text_input", confirm=confirm()))),
    "a text input with a placeholder of mrkdwn": modal(entry(element("plain_text_input", placeholder=mrkdwn("Hi")))),
    "a text input with an action id of 256 characters": modal(entry(element("plain_text_input", action_id="x" * 256))),
    "decimals allowed in words": modal(entry(element("number_input", is_decimal_allowed="yes"))),
    "a number input with a value that is a number": modal(
        entry(element("number_input", is_decimal_allowed=True, initial_value=4.5))
    ),
    "an e-mail input with several lines": modal(entry(element("email_text_input", multiline=True))),
    "rich text with a value that is a string": modal(entry(element("rich_text_input", initial_value="Hi"))),
    "files of types in a string": modal(entry(element("file_input", filetypes="png"))),
    "files in a number of words": modal(entry(element("file_input", max_files="two"))),
    "a file input with a placeholder": modal(entry(element("file_input", placeholder=plain("Drop")))),
    "a dispatch that is a list": modal(entry(element("plain_text_input", dispatch_action_config=["on_enter_pressed"]))),
}
