"""How the page draws Block Kit where nobody sits: all of it legible, none of it usable, nothing of what was typed."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.blocks import attachment_html, blocks_html
from sandbox.page.mrkdwn import Reader
from tests.sandbox.markup import Read, read

Json = dict[str, Any]
MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
READER = Reader(
    MONDAY,
    ZoneInfo("Europe/Brussels"),
    "en-GB",
    lambda _, number: {"U1": "Ann Example", "C1": "general", "S1": "team-data"}.get(number),
    lambda source: f"/files/T1/{source}/chart.png" if source.startswith("F") else None,
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, **more: object) -> Json:
    return {"text": plain(text), "value": text.lower(), **more}


def drawn(*blocks: object) -> Read:
    found = read(blocks_html(blocks, READER))
    assert found.faults == []
    return found


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def test_a_section_shows_its_text_fields_and_accessory() -> None:
    found = drawn(
        {
            "type": "section",
            "text": mrkdwn("*Hello*"),
            "fields": [mrkdwn("One"), plain("Two :wave:")],
            "accessory": {"type": "button", "text": plain("Open")},
        }
    )

    assert [word for word in ("Hello", "One", "Two 👋", "Open") if word not in found.words] == []
    assert found.all("b")


def test_a_header_stands_on_the_level_that_the_page_asks_for() -> None:
    assert drawn({"type": "header", "text": plain("Week 11")}).all("h3")


def test_a_button_is_drawn_and_cannot_be_pressed() -> None:
    found = drawn(actions({"type": "button", "text": plain("Answer"), "style": "primary", "value": "SECRET"}))

    [button] = found.all("button")
    assert "disabled" in button
    assert "cannot be used" in button["title"]
    assert "primary" in button["class"]
    assert "SECRET" not in blocks_html([actions({"type": "button", "text": plain("A"), "value": "SECRET"})], READER)


def test_an_overflow_menu_names_what_it_holds() -> None:
    [button] = drawn(actions({"type": "overflow", "options": [option("Pause"), option("Stop")]})).all("button")

    assert button["aria-label"] == "More: Pause, Stop"


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ({"type": "static_select", "options": [option("A")], "placeholder": plain("Which?")}, "Which?"),
        ({"type": "static_select", "options": [option("A")], "initial_option": option("A")}, "A"),
        ({"type": "multi_static_select", "options": [], "initial_options": [option("A"), option("B")]}, "A, B"),
        ({"type": "users_select", "initial_user": "U1"}, "Ann Example"),
        ({"type": "multi_users_select", "initial_users": ["U1", "U9"]}, "Ann Example, U9"),
        ({"type": "channels_select", "initial_channel": "C1"}, "general"),
        ({"type": "conversations_select"}, "Choose"),
        ({"type": "external_select"}, "Choose"),
    ],
)
def test_a_menu_shows_what_is_chosen_or_what_it_asks(element: Json, shown: str) -> None:
    found = drawn(actions(element))

    assert found.words == shown
    assert all("disabled" in each for each in found.all("select"))


@pytest.mark.parametrize(("kind", "drawn_as"), [("radio_buttons", "radio"), ("checkboxes", "checkbox")])
def test_choices_are_drawn_with_the_one_made(kind: str, drawn_as: str) -> None:
    chosen = {"initial_option": option("B")} if drawn_as == "radio" else {"initial_options": [option("B")]}
    found = drawn(actions({"type": kind, "options": [option("A", description=plain("first")), option("B")], **chosen}))

    assert [("checked" in each, each["type"]) for each in found.all("input")] == [(False, drawn_as), (True, drawn_as)]
    assert "first" in found.words


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "initial_value": "SECRET"},
        {"type": "plain_text_input", "initial_value": "SECRET", "multiline": True},
        {"type": "number_input", "is_decimal_allowed": False, "initial_value": "SECRET"},
        {"type": "email_text_input", "initial_value": "SECRET"},
        {"type": "url_text_input", "initial_value": "SECRET"},
        {"type": "rich_text_input", "initial_value": {"type": "rich_text", "elements": [{"text": "SECRET"}]}},
    ],
)
def test_what_stands_in_a_field_is_never_shown(element: Json) -> None:
    block = {"type": "input", "label": plain("Anything?"), "hint": plain("Few words"), "optional": True}

    written = blocks_html([{**block, "element": element}], READER)

    assert "SECRET" not in written
    assert "Anything? (optional)" in read(written).words
    assert "Few words" in read(written).words


def test_a_date_that_was_set_is_shown() -> None:
    [field] = drawn(actions({"type": "datepicker", "initial_date": "2026-03-20"})).all("input")

    assert field["value"] == "2026-03-20"


def test_a_picture_of_the_sandbox_is_shown_with_its_alt_text() -> None:
    found = drawn(
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A line that rises", "title": plain("Trend")}
    )

    [picture] = found.all("img")
    assert (picture["src"], picture["alt"]) == ("/files/T1/F1/chart.png", "A line that rises")
    assert "Trend" in found.words


def test_a_picture_from_elsewhere_is_a_link_and_is_not_loaded() -> None:
    found = drawn({"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A cat"})

    assert found.all("img") == []
    assert [link["href"] for link in found.all("a")] == ["https://example.com/a.png"]
    assert "A cat" in found.words


def test_rich_text_keeps_its_lists_styles_and_names() -> None:
    found = drawn(
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Dear ", "style": {"bold": True, "italic": True}},
                        {"type": "user", "user_id": "U1"},
                        {"type": "channel", "channel_id": "C1"},
                        {"type": "usergroup", "usergroup_id": "S1"},
                        {"type": "emoji", "name": "tada"},
                        {"type": "broadcast", "range": "here"},
                        {"type": "link", "url": "javascript:alert(1)", "text": "bad"},
                        {"type": "date", "timestamp": 1_773_047_400, "format": "{date_num}", "fallback": "?"},
                    ],
                },
                {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [{"elements": []}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x\ny"}]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
            ],
        }
    )

    assert "Dear @Ann Example#general@team-data🎉@herebad2026-03-09" in found.words
    assert found.all("a") == []
    assert [tag for tag, _ in found.tags if tag in {"ol", "li", "pre", "blockquote", "b", "i"}] == [
        *("i", "b", "ol", "li", "pre", "blockquote")
    ]


def test_a_table_has_a_first_row_of_headings_and_its_columns_aligned() -> None:
    rows: list[list[Json]] = [[{"type": "raw_text", "text": "Unit"}, {"type": "raw_text", "text": "Share"}]]
    rows += [[{"type": "raw_text", "text": "Data"}, {"type": "raw_number", "value": 71, "text": "71 %"}]]

    found = drawn({"type": "table", "rows": rows, "column_settings": [{}, {"align": "right"}]})

    assert len(found.all("th")) == 2
    assert [cell["class"] for cell in found.all("td")] == ["left", "right"]


def test_context_video_markdown_and_remote_files_are_drawn() -> None:
    found = drawn(
        {"type": "context", "elements": [mrkdwn("_small_"), {"type": "image", "slack_file": {"id": "F1"}}]},
        {"type": "video", "video_url": "https://example.com/v", "title": plain("A talk"), "description": plain("Long")},
        {"type": "markdown", "text": "# Hello\nthere"},
        {"type": "file", "source": "remote", "external_id": "abc"},
        {"type": "divider"},
    )

    assert [word for word in ("small", "▶ A talk", "Long", "# Hello", "abc") if word not in found.words] == []
    assert found.all("hr")


def test_a_block_that_is_not_known_is_named() -> None:
    assert "<banner>" in drawn({"type": "<banner>"}).words


def test_an_attachment_shows_its_texts_and_blocks() -> None:
    blocks = [{"type": "section", "text": mrkdwn("inside")}]
    written = attachment_html({"pretext": "*before*", "title": "title", "text": "text", "blocks": blocks}, READER)

    assert [word for word in ("before", "title", "text", "inside") if word not in read(written).words] == []
    assert "fall back" in attachment_html({"fallback": "fall back"}, READER)


KEYS = ["type", "text", "elements", "element", "accessory", "options", "fields", "rows", "title", "style", "image_url"]
KEYS += ["initial_option", "initial_options", "label", "hint", "alt_text", "url", "name", "value", "indent", "format"]
KINDS = ["section", "header", "context", "image", "actions", "input", "rich_text", "video", "table", "markdown", "file"]
KINDS += [
    "button",
    "overflow",
    "static_select",
    "radio_buttons",
    "plain_text_input",
    "datepicker",
    "mrkdwn",
    "plain_text",
]
KINDS += ["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted", "link", "date", "emoji"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*KINDS, "<script>alert(1)</script>", '"><img src=x>']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)


@given(blocks=st.lists(JUNK | st.fixed_dictionaries({"type": st.sampled_from(KINDS), "elements": JUNK}), max_size=4))
def test_no_block_however_malformed_breaks_the_page_or_writes_html(blocks: list[Any]) -> None:
    written = blocks_html(blocks, READER)
    found = read(written)

    assert found.faults == []
    assert "<script" not in written
    assert all(picture["src"].startswith("/files/") for picture in found.all("img"))
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
