"""The limits of Slack's rich_text block: sections, lists, quotes, preformatted text and what stands in them.

Source: docs.slack.dev, Block Kit, rich text block.
"""

from sandbox.checks.objects import BLOCK_ID
from sandbox.checks.rules import Rule, boolean, by_type, listing, number, one_of, record, string, typed

FLAGS = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLED: dict[str, Rule] = {"style": record({}, dict.fromkeys(FLAGS, boolean))}
SOME = string(least=1)

PIECES: dict[str, Rule] = {
    "text": typed("text", {"text": SOME}, STYLED),
    "link": typed("link", {"url": SOME}, STYLED | {"text": string(), "unsafe": boolean}),
    "emoji": typed("emoji", {"name": SOME}, STYLED | {"unicode": string(), "url": string()}),
    "user": typed("user", {"user_id": SOME}, STYLED),
    "usergroup": typed("usergroup", {"usergroup_id": SOME}, STYLED),
    "channel": typed("channel", {"channel_id": SOME}, STYLED),
    "team": typed("team", {"team_id": SOME}, STYLED),
    "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}, STYLED),
    "color": typed("color", {"value": SOME}, STYLED),
    "date": typed("date", {"timestamp": number(), "format": SOME}, STYLED | {"url": string(), "fallback": string()}),
}
PIECE = by_type(PIECES, "a piece of rich text")
PLAIN_PIECE = by_type({kind: PIECES[kind] for kind in ("text", "link")}, "a piece of preformatted text")
BORDER: dict[str, Rule] = {"border": one_of(0, 1)}
SECTION = typed("rich_text_section", {"elements": listing(PIECE)})

PARTS: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": typed(
        "rich_text_list",
        {
            "style": one_of("bullet", "ordered"),
            "elements": listing(by_type({"rich_text_section": SECTION}, "a rich_text_section")),
        },
        BORDER | {"indent": number(0), "offset": number(0)},
    ),
    "rich_text_quote": typed("rich_text_quote", {"elements": listing(PIECE)}, BORDER),
    "rich_text_preformatted": typed("rich_text_preformatted", {"elements": listing(PLAIN_PIECE)}, BORDER),
}
RICH_TEXT = typed("rich_text", {"elements": listing(by_type(PARTS, "a part of rich text"))}, {"block_id": BLOCK_ID})
