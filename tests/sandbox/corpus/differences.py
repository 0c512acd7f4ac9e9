"""Where the checks of the sandbox and slackval differ, each with what Slack documents.

Slackval is made of Slack's TypeScript packages: it knows what has a type, and little of what stands in prose only.
"""

from tests.sandbox.corpus.extremes import BARS, PIE, chart
from tests.sandbox.corpus.shapes import (
    Payload,
    actions,
    alert,
    button,
    call,
    card,
    container,
    context,
    context_actions,
    data_table,
    element,
    entry,
    feedback,
    home,
    icon,
    modal,
    mrkdwn,
    opinion,
    option,
    options,
    picture,
    plain,
    plan,
    post,
    raw,
    rich,
    rich_section,
    section,
    select,
    table,
    task,
    video,
    without,
)

# The sandbox accepts these, and is right: the types are older, or stricter than Slack is.
ONLY_SLACKVAL_REFUSES: dict[str, tuple[Payload, str]] = {
    "a long-lived token exchanged": (
        call("oauth.v2.exchange", client_id="1.2", client_secret="s"),
        "the token comes in the header, as for every method, and is no argument here",
    ),
    "a grant of a kind that is not known": (
        call("oauth.v2.access", client_id="1.2", client_secret="s", code="c", grant_type="password"),
        "the method itself answers it, by Slack's name invalid_grant_type",
    ),
    "an option with a value of 150 characters": (
        post(actions(select(options=[option("x" * 150)]))),
        "Slack raised the limit of a value from 75 to 150; the types still say 75",
    ),
    "a file with a description by its old name": (
        call("files.getUploadURLExternal", filename="a.png", length=10, alt_txt="A chart"),
        "Slack documents alt_txt, and its Python SDK sends it; the types say alt_text",
    ),
    "a file shared in several channels": (
        call("files.completeUploadExternal", files=[{"id": "F1"}], channels="C1,C2"),
        "documented, and missing in the types",
    ),
    "a list that starts at three": (
        post(rich({"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [rich_section()]})),
        "documented, and missing in the types",
    ),
    "a mention that is highlighted": (
        post(rich(rich_section({"type": "user", "user_id": "U1", "style": {"highlight": True}}))),
        "documented, and missing in the types",
    ),
    "a flag and a number of a form": (
        call("users.list", limit="200", include_locale="true"),
        "a GET or a form carries strings; slackval takes the types of the JSON encoding",
    ),
    "a name and two icons": (
        call("chat.postMessage", channel="C1", text="Hi", icon_emoji=":wave:", icon_url="https://example.com/a.png"),
        "Slack takes both and shows the emoji; the types ask for one",
    ),
    "text beside blocks and attachments": (
        call("chat.postMessage", channel="C1", text="Hi", blocks=[section()], attachments=[{"text": "One"}]),
        "Slack documents attachments as secondary to blocks; the types ask for one of the two",
    ),
    "a modal with a submit that is turned off": (
        modal(section(), submit_disabled=True),
        "documented for modals that configure; the types have it for workflow steps only",
    ),
    "a table that skips a column's settings": (
        post(table([raw("A"), raw("B")], column_settings=[None, {"align": "right"}])),
        "Slack's Python SDK takes null for a column without settings; the types do not",
    ),
    "a card of plain text": (
        post(card(title=plain("Pulse"), body=plain("Hello"))),
        "documented as a string; Slack's Python SDK takes either text object, and the types mrkdwn only",
    ),
    "a card with one of Slack's icons": (
        post(card(slack_icon={"type": "icon", "name": "rocket"})),
        "documented with the Slack icon object, and younger than the types",
    ),
    "a task that says nothing of its state": (
        post(without("status", task())),
        "documented as optional; the types require it",
    ),
    "a pie": (post(chart(PIE)), "documented since June 2026, and younger than the types"),
    "bars": (post(chart(BARS)), "documented since June 2026, and younger than the types"),
    "an area": (post(chart(BARS | {"type": "area"})), "documented since June 2026, and younger than the types"),
    "two lines": (
        post(chart(BARS | {"type": "line", "series": [*BARS["series"], BARS["series"][0] | {"name": "Goal"}]})),
        "documented since June 2026, and younger than the types",
    ),
    "an exchange by Basic auth": (
        call("oauth.v2.access", code="c", redirect_uri="https://example.com/cb"),
        "Slack takes the client's id and secret as Basic auth and prefers it; the types require them as arguments",
    ),
}

# The sandbox refuses these, and is right: slackval lacks the rule that is named.
ONLY_WE_REFUSE: dict[str, tuple[Payload, str]] = {
    "a text of 40001 characters": (call("chat.postMessage", channel="C1", text="x" * 40_001), "msg_too_long"),
    "an empty button": (post(actions(button(text=plain("")))), "Slack refuses texts of no characters"),
    "an empty placeholder": (post(actions(select(placeholder=plain("")))), "Slack refuses texts of no characters"),
    "an empty cell": (post(table([raw("")])), "Slack refuses texts of no characters"),
    "an empty piece of rich text": (
        post(rich(rich_section({"type": "text", "text": ""}))),
        "Slack refuses texts of no characters",
    ),
    "actions of nothing": (post(actions()), "at least one element"),
    "a context of nothing": (post(context()), "at least one element"),
    "a section of no fields": (
        post(section(fields=[])),
        "at least one field; slackval only asks for text or fields",
    ),
    "a row of no cells": (post(table([])), "at least one cell"),
    "a row of 21 cells": (post(table([raw("A")] * 21)), "20 cells; slackval limits the rows and the settings"),
    "two tables": (post(table([raw("A")]), table([raw("B")])), "one table in a message"),
    "two long markdown blocks": (
        post({"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "y" * 7000}),
        "12,000 characters for all of them together",
    ),
    "a picture from no address": (post(picture(image_url="chart.png")), "an http or https address"),
    "an option without a value": (post(actions(select(options=[{"text": plain("A")}]))), "documented as required"),
    "an option with a link in a menu": (
        post(actions(select(options=[option(url="https://example.com")]))),
        "links are for overflow menus",
    ),
    "a choice that is not offered": (
        post(actions(select(initial_option=option("z")))),
        "it must equal one of the options",
    ),
    "checks that are not offered": (
        modal(entry(element("checkboxes", options=options(2), initial_options=[option("z")]))),
        "they must equal some of the options",
    ),
    "options and groups": (
        post(actions(select(option_groups=[{"label": plain("All"), "options": options(2)}]))),
        "one or the other",
    ),
    "a group label of 76 characters": (
        post(actions(without("options", select(option_groups=[{"label": plain("x" * 76), "options": options(1)}])))),
        "75 characters",
    ),
    "a date that is none": (post(actions(element("datepicker", initial_date="9 March"))), "YYYY-MM-DD"),
    "a time that is none": (post(actions(element("timepicker", initial_time="25:00"))), "HH:mm"),
    "a moment in milliseconds": (
        post(actions(element("datetimepicker", initial_date_time=1_773_047_400_000))),
        "ten digits, seconds",
    ),
    "a confirm dialog without buttons": (
        post(actions(button(confirm={"title": plain("Sure?"), "text": plain("Really?")}))),
        "documented as required",
    ),
    "a minimum above the maximum": (
        modal(entry(element("plain_text_input", min_length=10, max_length=5))),
        "the lengths must be in order",
    ),
    "a length above 3000": (modal(entry(element("plain_text_input", max_length=3001))), "3000 characters"),
    "a decimal where none is allowed": (
        modal(entry(element("number_input", is_decimal_allowed=False, initial_value="4.5"))),
        "whole numbers only",
    ),
    "bounds in the wrong order": (
        modal(entry(element("number_input", is_decimal_allowed=False, min_value="9", max_value="1"))),
        "the bounds must be in order",
    ),
    "a bound in words": (
        modal(entry(element("number_input", is_decimal_allowed=False, min_value="few"))),
        "a number in a string",
    ),
    "two elements in focus": (
        modal(
            entry(element("plain_text_input", focus_on_load=True)),
            entry(element("email_text_input", focus_on_load=True)),
        ),
        "one in a view",
    ),
    "a response address outside a modal": (
        home(actions(element("channels_select", response_url_enabled=True))),
        "inputs of a modal only",
    ),
    "an external id of 256 characters": (modal(external_id="x" * 256), "255 characters"),
    "a view of 250 kB": (modal(*[section("x" * 2900)] * 90), "250 kB"),
    "a modal without blocks": (
        call("views.open", trigger_id="1", view={"type": "modal", "title": plain("Hi")}),
        "required; slackval looks at an empty list in its place",
    ),
    "a Home tab opened as a modal": (
        call("views.open", trigger_id="1", view=home()[1]["view"]),
        "views.open takes modals",
    ),
    "a modal published": (call("views.publish", user_id="U1", view=modal()[1]["view"]), "views.publish takes Home"),
    "a limit of 1001": (call("users.list", limit=1001), "1000 at most"),
    "an empty file": (call("files.getUploadURLExternal", filename="a.png", length=0), "Slack takes no empty files"),
    "a description of 1001 characters": (
        call("files.getUploadURLExternal", filename="a.png", length=1, alt_text="x" * 1001),
        "1000 characters",
    ),
    "a video title of 201 characters": (post(video(title=plain("x" * 201))), "200 characters"),
    "an alert of 201 characters": (modal(alert("x" * 201)), "200 characters, says Slack's Java SDK"),
    "an alert of an empty text": (modal(alert("")), "Slack refuses texts of no characters"),
    "a card of nothing": (post({"type": "card"}), "hero_image, title, actions or body is required"),
    "a card of a subtitle alone": (
        post({"type": "card", "subtitle": mrkdwn("Hi")}),
        "hero_image, title, actions or body is required",
    ),
    "a container without a title": (
        post(without("title", container(section()))),
        "title or rich_text_title is required; the types have both as optional",
    ),
    "a container of nothing": (post(container()), "at least one block, says Slack's Python SDK"),
    "a container that is divided and collapses": (
        post(container(section(), is_collapsible=True, has_header_divider=True)),
        "one or the other, says Slack's Python SDK",
    ),
    "nothing below an answer": (post(context_actions()), "at least one element, as in Slack's Python SDK"),
    "a bin in another shape": (post(context_actions(icon(icon="rocket"))), "trash is the only icon there is"),
    "a thumb of 76 characters": (post(context_actions(feedback(positive_button=opinion("x" * 76)))), "75 characters"),
    "a bin for eleven users": (
        post(context_actions(icon(visible_to_user_ids=[f"U{index}" for index in range(11)]))),
        "ten users, says Slack's Python SDK",
    ),
    "a data table of its header alone": (post(data_table([raw("A")])), "at least one row below the header"),
    "a data table of ragged rows": (
        post(data_table([raw("A"), raw("B")], [raw("1")])),
        "all rows have the same number of cells",
    ),
    "a data table headed by rich text": (
        post(data_table([rich(rich_section())], [raw("1")])),
        "the cells of the header are plain",
    ),
    "a page of 101 rows": (post(data_table([raw("A")], [raw("1")], page_size=101)), "1 to 100"),
    "a page of no rows": (post(data_table([raw("A")], [raw("1")], page_size=0)), "1 to 100"),
    "a task that is anything": (
        post(plan({"colour": "red"})),
        "tasks are task cards; the types take any object",
    ),
    "a history of 1001 messages": (call("conversations.history", channel="C1", limit=1001), "1000 at most"),
    "a link with 3001 characters": (post(video(title_url="https://example.com/" + "x" * 2981)), "3000 characters"),
    "a remote file from elsewhere": (
        post({"type": "file", "source": "local", "external_id": "abc"}),
        "source is always remote",
    ),
    "a name of no characters for a reaction": (
        call("reactions.add", channel="C1", timestamp="1.2", name=""),
        "a name is required",
    ),
}
