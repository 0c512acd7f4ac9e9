"""The limits of the blocks that frame something: alerts, cards, rows of cards, and the tasks of a plan.

Source: docs.slack.dev, Block Kit, the block of each name; the 200 characters of an alert are in Slack's Java SDK.
"""

from sandbox.checks.elements import ELEMENTS
from sandbox.checks.objects import URL, block, words
from sandbox.checks.rich_text import RICH_TEXT
from sandbox.checks.rules import Rule, at_least_one, listing, one_of, string, typed

LEVEL = one_of("default", "info", "warning", "error", "success")
STATUS = one_of("pending", "in_progress", "complete", "error")
ICON = typed("icon", {"name": string(least=1)})
SOURCE = typed("url", {"url": URL, "text": string(least=1)})

CARD = block(
    "card",
    {},
    {
        "hero_image": ELEMENTS["image"],
        "icon": ELEMENTS["image"],
        "slack_icon": ICON,
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "actions": listing(ELEMENTS["button"], least=1),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
TASK = block(
    "task_card",
    {"task_id": string(least=1), "title": string(least=1)},
    {"details": RICH_TEXT, "output": RICH_TEXT, "sources": listing(SOURCE), "status": STATUS},
)
CARDS: dict[str, Rule] = dict(
    [
        block("alert", {"text": words(200)}, {"level": LEVEL}),
        CARD,
        block("carousel", {"elements": listing(CARD[1], least=1, most=10)}, {}),
        TASK,
        block("plan", {"title": string(least=1)}, {"tasks": listing(TASK[1])}),
    ]
)
