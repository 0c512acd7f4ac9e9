"""The limits that Slack documents, one a row: where, how much is allowed, and whether slackval knows of it.

Source: docs.slack.dev, the reference page of each block, element, view and method; written here a second time, apart
from the tables of the checks, so that a slip in either is seen.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tests.sandbox.corpus.extremes import FULL_BLOCKS, FULL_ELEMENTS, HOME, MODAL
from tests.sandbox.corpus.shapes import Json, Payload, call, context_actions, entry, modal, post, section

MODALS_ONLY = {"alert"}
BELOW_ANSWERS = {"feedback_buttons", "icon_button"}
NOT_AS_INPUT = {"button", "workflow_button", "overflow", "image"}


@dataclass(frozen=True, slots=True)
class Limit:
    """Characters of a string, members of a list, or a number: `most` at `path` of the full `what`, `least` as well."""

    what: str
    path: str
    most: int
    known: bool = True
    least: int = 1

    def __str__(self) -> str:
        """Name the place, for a test's report."""
        return f"{self.what}: {self.path} {self.most}"


def _rows(what: str, *limits: tuple[Any, ...]) -> list[Limit]:
    return [Limit(what, *limit) for limit in limits]


ALONE = False
"""Slackval does not know this limit."""
CONFIRM = (
    *(("confirm.title.text", 100), ("confirm.text.text", 300)),
    *(("confirm.confirm.text", 30), ("confirm.deny.text", 30)),
)

LIMITS: list[Limit] = [
    *_rows("section", ("text.text", 3000), ("fields", 10), ("fields.0.text", 2000), ("block_id", 255)),
    *_rows("header", ("text.text", 150), ("block_id", 255)),
    *_rows("divider", ("block_id", 255)),
    *_rows("context", ("elements", 10, True, 2), ("elements.1.image_url", 3000, ALONE, 20)),
    *_rows("image", ("alt_text", 2000), ("title.text", 2000), ("image_url", 3000, ALONE, 20)),
    *_rows("actions", ("elements", 25)),
    *_rows("input", ("label.text", 2000), ("hint.text", 2000)),
    *_rows("video", ("title.text", 200, ALONE), ("description.text", 200, ALONE), ("author_name", 50, ALONE)),
    *_rows("table", ("rows", 100), ("rows.0", 20, ALONE), ("column_settings", 20)),
    *_rows("data_table", ("rows", 201, ALONE, 2), ("page_size", 100, ALONE)),
    *_rows("data_table", ("row_header_column_index", 19, ALONE)),
    *_rows("markdown", ("text", 12_000)),
    *_rows("alert", ("text.text", 200, ALONE), ("block_id", 255)),
    *_rows("card", ("title.text", 150), ("subtitle.text", 150), ("body.text", 200)),
    *_rows("carousel", ("elements", 10), ("elements.0.title.text", 150)),
    *_rows("container", ("child_blocks", 10), ("title.text", 150), ("subtitle.text", 150)),
    *_rows("container", ("child_blocks.0.text.text", 3000)),
    *_rows("context_actions", ("elements", 5)),
    *_rows("data_visualization", ("title", 50, ALONE), ("chart.segments", 12, ALONE)),
    *_rows("data_visualization", ("chart.segments.0.label", 20, ALONE)),
    *_rows("data_visualization, bars", ("chart.series", 12, ALONE), ("chart.series.0.name", 20, ALONE)),
    *_rows("data_visualization, bars", ("chart.axis_config.x_label", 50, ALONE)),
    *_rows("data_visualization, bars", ("chart.axis_config.y_label", 50, ALONE)),
    *_rows("plan", ("block_id", 255)),
    *_rows("task_card", ("block_id", 255)),
    *_rows("button", ("text.text", 75), ("value", 2000), ("url", 3000, True, 20), *CONFIRM),
    *_rows("button", ("accessibility_label", 75), ("action_id", 255)),
    *_rows("workflow_button", ("text.text", 75), ("accessibility_label", 75), ("action_id", 255)),
    *_rows("feedback_buttons", ("positive_button.text.text", 75, ALONE), ("positive_button.value", 2000, ALONE)),
    *_rows("feedback_buttons", ("negative_button.accessibility_label", 75), ("action_id", 255)),
    *_rows("icon_button", ("value", 2000, ALONE), ("accessibility_label", 75), ("visible_to_user_ids", 10, ALONE)),
    *_rows("static_select", ("options", 100, True, 2), ("placeholder.text", 150), *CONFIRM),
    *_rows("static_select", ("options.0.text.text", 75), ("options.0.value", 150, ALONE)),
    *_rows("static_select", ("options.0.description.text", 75)),
    *_rows("static_select, groups", ("option_groups", 100), ("option_groups.0.label.text", 75, ALONE)),
    *_rows("static_select, groups", ("option_groups.0.options", 100, ALONE, 2)),
    *_rows("multi_static_select", ("options", 100, True, 2), ("placeholder.text", 150)),
    *_rows("external_select", ("placeholder.text", 150), ("initial_option.text.text", 75)),
    *_rows("multi_external_select", ("placeholder.text", 150), ("initial_options.0.text.text", 75)),
    *_rows("users_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("multi_users_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("conversations_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("multi_conversations_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("channels_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("multi_channels_select", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("radio_buttons", ("options", 10, True, 2), ("options.0.text.text", 75)),
    *_rows("checkboxes", ("options", 10, True, 2), ("options.0.description.text", 75)),
    *_rows("overflow", ("options", 5), ("options.0.text.text", 75), ("options.0.url", 3000, True, 20)),
    *_rows("datepicker", ("placeholder.text", 150), *CONFIRM),
    *_rows("timepicker", ("placeholder.text", 150), *CONFIRM),
    *_rows("datetimepicker", ("initial_date_time", 9_999_999_999, ALONE, 1_000_000_000), *CONFIRM),
    *_rows("plain_text_input", ("placeholder.text", 150), ("initial_value", 3000, ALONE), ("action_id", 255)),
    *_rows("plain_text_input", ("min_length", 3000, ALONE), ("max_length", 3000, ALONE)),
    *_rows("number_input", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("email_text_input", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("url_text_input", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("rich_text_input", ("placeholder.text", 150), ("action_id", 255)),
    *_rows("file_input", ("max_files", 10, ALONE), ("action_id", 255)),
    *_rows("modal", ("title.text", 24), ("submit.text", 24), ("close.text", 24), ("blocks", 100)),
    *_rows("modal", ("private_metadata", 3000), ("callback_id", 255), ("external_id", 255, ALONE)),
    *_rows("home", ("private_metadata", 3000), ("callback_id", 255), ("external_id", 255, ALONE), ("blocks", 100)),
    *_rows("message", ("text", 40_000, ALONE), ("blocks", 50), ("attachments", 100, ALONE)),
    *_rows("users.list", ("limit", 1000, ALONE)),
    *_rows("files.getUploadURLExternal", ("alt_text", 1000, ALONE)),
]

CALLS: dict[str, Payload] = {
    "modal": call("views.open", trigger_id="1.2.3", view=MODAL),
    "home": call("views.publish", user_id="U1", view=HOME),
    "users.list": call("users.list", limit=1),
    "files.getUploadURLExternal": call("files.getUploadURLExternal", filename="a.png", length=1, alt_text="x"),
}


def block_carried(kind: str, block: Json) -> Payload:
    """Make a call that carries a block to a surface where it may stand."""
    return modal(block) if kind in MODALS_ONLY else post(block)


def element_carried(kind: str, element: Json) -> Payload:
    """Make a call that carries an element in a block where it may stand."""
    if kind in BELOW_ANSWERS:
        return post(context_actions(element))
    return post(section(accessory=element)) if kind in NOT_AS_INPUT else modal(entry(element))


def sized(limit: Limit, size: int) -> Payload:
    """Make a sound call but for the place of the limit, which has that size."""
    if limit.what == "message":
        full: Json = {"channel": "C1", "text": "x", "blocks": [section()], "attachments": [{"text": "x"}]}
        return "chat.postMessage", resized({"channel": "C1", limit.path: full[limit.path]}, limit.path, size)
    if limit.what in CALLS:
        method, arguments = CALLS[limit.what]
        prefix = "view." if "view" in arguments else ""
        return method, resized(arguments, prefix + limit.path, size)
    kind = limit.what.partition(",")[0]
    if limit.what in FULL_BLOCKS:
        return block_carried(kind, resized(FULL_BLOCKS[limit.what], limit.path, size))
    return element_carried(kind, resized(FULL_ELEMENTS[limit.what], limit.path, size))


def resized(value: Json, path: str, size: int) -> Json:
    """Make a copy in which the string, list or number at the path has that size."""
    copy = deepcopy(value)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    holder: Any = copy
    for step in way:
        holder = holder[step]
    holder[last] = _of_size(holder[last], size)
    return copy


def _of_size(value: object, size: int) -> object:
    if isinstance(value, str):
        return value.ljust(size, "x")[:size]
    if isinstance(value, list):
        return value[:size] + [_distinct(value[0], index) for index in range(len(value), size)]
    return size


def _distinct(item: Any, index: int) -> Any:  # noqa: ANN401 - a member of any list
    """Make another member like this one, with ids of its own where it has some."""
    if not isinstance(item, dict):
        return item
    own = {key: f"{item[key]}-{index}" for key in ("action_id", "block_id", "name") if key in item}
    return {**deepcopy(item), **own}
