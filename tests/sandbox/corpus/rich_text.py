"""Rich text: parts, pieces and styles."""

from tests.sandbox.corpus.shapes import Payload, home, modal, piece, plain, post, rich, rich_section

GOOD: dict[str, Payload] = {
    "rich text of every piece": post(
        rich(
            rich_section(
                {"type": "text", "text": "Hello ", "style": {"bold": True, "italic": False}},
                {"type": "link", "url": "https://example.com", "text": "here", "style": {"code": True}},
                {"type": "emoji", "name": "wave"},
                {"type": "user", "user_id": "U1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "team", "team_id": "T1"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#F405B3"},
                {"type": "date", "timestamp": 1_773_047_400, "format": "{date}", "fallback": "9 March"},
            )
        )
    ),
    "rich text of every part": post(
        rich(
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [rich_section()], "border": 0},
            {"type": "rich_text_list", "style": "ordered", "elements": [rich_section({"type": "text", "text": "1"})]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Said"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}], "border": 1},
        )
    ),
    "rich text in a modal": modal(rich(rich_section(piece("text", text="Hi")))),
    "rich text in a Home tab": home(rich(rich_section(piece("text", text="Hi"))) | {"block_id": "said"}),
    "every style at once": post(
        rich(
            rich_section(
                piece("text", text="Hi", style=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), True))
            )
        )
    ),
    "a styled mention": post(rich(rich_section(piece("user", user_id="U1", style={"bold": True})))),
    "a styled emoji": post(rich(rich_section(piece("emoji", name="wave", unicode="1f44b")))),
    "a link without a text": post(rich(rich_section(piece("link", url="https://example.com")))),
    "a link that may be unsafe": post(rich(rich_section(piece("link", url="https://example.com", unsafe=True)))),
    "everyone and the channel": post(
        rich(rich_section(piece("broadcast", range="everyone"), piece("broadcast", range="channel")))
    ),
    "a date with a link": post(
        rich(rich_section(piece("date", timestamp=1_773_047_400, format="{date_long}", url="https://example.com")))
    ),
    "a list in a list, by indents": post(
        rich(
            {"type": "rich_text_list", "style": "ordered", "elements": [rich_section(piece("text", text="One"))]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "border": 1,
                "elements": [rich_section(piece("text", text="Inner")), rich_section(piece("emoji", name="wave"))],
            },
            {"type": "rich_text_list", "style": "ordered", "elements": [rich_section(piece("text", text="Two"))]},
        )
    ),
    "a quote of a mention and a link": post(
        rich(
            {
                "type": "rich_text_quote",
                "border": 0,
                "elements": [piece("user", user_id="U1"), piece("link", url="https://example.com", text="said")],
            }
        )
    ),
    "code with a link": post(
        rich({"type": "rich_text_preformatted", "elements": [piece("link", url="https://example.com")], "border": 0})
    ),
    "rich text of nothing": post(rich()),
    "an empty section of rich text": post(rich(rich_section())),
}

BAD: dict[str, Payload] = {
    "rich text of a part that is not known": post(rich({"type": "rich_text_title", "elements": []})),
    "rich text of a piece that is not known": post(rich(rich_section({"type": "image", "url": "x"}))),
    "a list of bare text": post(
        rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "Hi"}]})
    ),
    "a list in a style that is not known": post(rich({"type": "rich_text_list", "style": "dash", "elements": []})),
    "rich text in a style that is not known": post(
        rich(rich_section({"type": "text", "text": "Hi", "style": {"blink": True}}))
    ),
    "rich text with a link to nowhere": post(rich(rich_section({"type": "link", "text": "Hi"}))),
    "rich text without elements": post({"type": "rich_text"}),
    "rich text of bare pieces": post(rich(piece("text", text="Hi"))),
    "rich text of strings": post(rich({"type": "rich_text_section", "elements": ["Hi"]})),
    "rich text with a key too many": post(rich(rich_section()) | {"text": "Hi"}),
    "a section of rich text without elements": post(rich({"type": "rich_text_section"})),
    "a section in a section": post(rich(rich_section(rich_section()))),
    "a text without a text": post(rich(rich_section(piece("text")))),
    "a text that is an object": post(rich(rich_section(piece("text", text=plain("Hi"))))),
    "a style that is a list": post(rich(rich_section(piece("text", text="Hi", style=["bold"])))),
    "a style in words": post(rich(rich_section(piece("text", text="Hi", style={"bold": "yes"})))),
    "a mention of nobody": post(rich(rich_section(piece("user")))),
    "a mention by name": post(rich(rich_section(piece("user", name="ann")))),
    "a mention of a channel by name": post(rich(rich_section(piece("channel", name="general")))),
    "a mention of no group": post(rich(rich_section(piece("usergroup")))),
    "a mention of no team": post(rich(rich_section(piece("team")))),
    "a broadcast to somebody": post(rich(rich_section(piece("broadcast", range="team")))),
    "an emoji without a name": post(rich(rich_section(piece("emoji", unicode="1f44b")))),
    "a colour without a value": post(rich(rich_section(piece("color")))),
    "a date without a format": post(rich(rich_section(piece("date", timestamp=1_773_047_400)))),
    "a date in a string": post(rich(rich_section(piece("date", timestamp="1773047400", format="{date}")))),
    "a list without a style": post(rich({"type": "rich_text_list", "elements": [rich_section()]})),
    "a list without elements": post(rich({"type": "rich_text_list", "style": "bullet"})),
    "an indent in words": post(rich({"type": "rich_text_list", "style": "bullet", "indent": "one", "elements": []})),
    "a border of two": post(rich({"type": "rich_text_quote", "elements": [], "border": 2})),
    "a list of a list": post(
        rich(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}],
            }
        )
    ),
    "code with a mention": post(rich({"type": "rich_text_preformatted", "elements": [piece("user", user_id="U1")]})),
    "code with an emoji": post(rich({"type": "rich_text_preformatted", "elements": [piece("emoji", name="wave")]})),
    "a quote with a list": post(
        rich({"type": "rich_text_quote", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}]})
    ),
}
