"""The limits of Slack's composition objects: texts, options, option groups, confirm dialogs, filters and files.

Source: docs.slack.dev, Block Kit, composition objects.
"""

from typing import Any

from sandbox.checks.rules import Rule, Whole, boolean, by_type, exactly_one, listing, one_of, record, string, typed

ACTION_ID = string(255, least=1)
BLOCK_ID = string(255, least=1)
STYLE = one_of("primary", "danger")
URL = string(3000, form=r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", like="an address such as https://example.com")
PICTURE_URL = string(3000, form=r"https?://\S+", like="an http or https address")


def block(kind: str, required: dict[str, Rule], optional: dict[str, Rule], *also: Whole) -> tuple[str, Rule]:
    """Make a row of the tables of blocks: its keys, and the two that every block has."""
    return kind, record({"type": one_of(kind), **required}, {"block_id": BLOCK_ID, **optional}, *also)


def plain(most: int = 3000) -> Rule:
    """Accept a plain_text object of 1 to `most` characters."""
    return typed("plain_text", {"text": string(most, least=1)}, {"emoji": boolean})


def mrkdwn(most: int = 3000) -> Rule:
    """Accept a mrkdwn object of 1 to `most` characters."""
    return typed("mrkdwn", {"text": string(most, least=1)}, {"verbatim": boolean})


def words(most: int = 3000) -> Rule:
    """Accept a text object of either type."""
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn(most)}, "a type of text (plain_text or mrkdwn)")


PLACEHOLDER = plain(150)
CONFIRM = record({"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)}, {"style": STYLE})
SLACK_FILE = record({}, {"id": string(least=1), "url": string(least=1)}, exactly_one("id", "url"))
DISPATCH = record(
    {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)},
)
FILTER = record(
    {},
    {
        "include": listing(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    lambda value, path: [] if value else [f"{path}: must say what to filter"],
)


def option(text: Rule, extra: dict[str, Rule] | None = None) -> Rule:
    """Accept an option whose label keeps the rule given."""
    return record({"text": text, "value": string(150, least=1)}, {"description": plain(75), **(extra or {})})


PLAIN_OPTION = option(plain(75))
RICH_OPTION = option(words(75))
OVERFLOW_OPTION = option(plain(75), {"url": URL})
OPTIONS = listing(PLAIN_OPTION, least=1, most=100)
OPTION_GROUPS = listing(record({"label": plain(75), "options": OPTIONS}), least=1, most=100)


def initial_among_options(value: dict[str, Any], path: str) -> list[str]:
    """Ask that what is chosen at first is one of the options, with the same text and value."""
    offered = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        offered += group["options"]
    faults = []
    if "initial_option" in value and value["initial_option"] not in offered:
        faults.append(f"{path}.initial_option: must equal one of the options")
    for index, each in enumerate(value.get("initial_options") or []):
        if each not in offered:
            faults.append(f"{path}.initial_options[{index}]: must equal one of the options")
    return faults
