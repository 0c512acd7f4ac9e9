"""Messages: their text, attachments, metadata and arguments."""

from tests.sandbox.corpus.shapes import Payload, call, section

GOOD: dict[str, Payload] = {
    "a message of text": call("chat.postMessage", channel="C1", text="Hello"),
    "a message of markdown": call("chat.postMessage", channel="C1", markdown_text="# Hello"),
    "a message of an attachment": call("chat.postMessage", channel="C1", attachments=[{"text": "Hi", "color": "#fff"}]),
    "an attachment with blocks": call("chat.postMessage", channel="C1", attachments=[{"blocks": [section()]}]),
    "a reply in a thread": call("chat.postMessage", channel="C1", text="Hello", thread_ts="1.2"),
    "a reply sent to the channel": call(
        "chat.postMessage", channel="C1", text="Hello", thread_ts="1.2", reply_broadcast=True
    ),
    "a message that unfurls nothing": call(
        "chat.postMessage", channel="C1", text="Hello", unfurl_links=False, unfurl_media=False
    ),
    "a message with metadata": call(
        "chat.postMessage", channel="C1", text="Hello", metadata={"event_type": "sent", "event_payload": {"id": 1}}
    ),
    "a call to which Bolt added the team": call("chat.postMessage", channel="C1", text="Hello", team_id="T1"),
    "an update of text": call("chat.update", channel="C1", ts="1.2", text="Bye"),
    "an update of blocks": call("chat.update", channel="C1", ts="1.2", text="Bye", blocks=[section()]),
    "an ephemeral message": call("chat.postEphemeral", channel="C1", user="U1", text="Psst"),
    "a deletion": call("chat.delete", channel="C1", ts="1.2"),
    "a message in a channel's name": call("chat.postMessage", channel="#general", text="Hello"),
    "a message with a name and an emoji": call(
        "chat.postMessage", channel="C1", text="Hello", username="Pulse", icon_emoji=":wave:"
    ),
    "a message with a name and a picture": call(
        "chat.postMessage", channel="C1", text="Hello", username="Pulse", icon_url="https://example.com/a.png"
    ),
    "a message that links names": call("chat.postMessage", channel="C1", text="@ann", link_names=True, parse="full"),
    "a message taken word for word": call("chat.postMessage", channel="C1", text="*Hello*", mrkdwn=False),
    "a text of 40000 characters": call("chat.postMessage", channel="C1", text="x" * 40_000),
    "markdown of 12000 characters": call("chat.postMessage", channel="C1", markdown_text="x" * 12_000),
    "an attachment with everything": call(
        "chat.postMessage",
        channel="C1",
        attachments=[
            {
                "fallback": "A pulse",
                "color": "good",
                "pretext": "See",
                "author_name": "Ann",
                "author_link": "https://example.com/ann",
                "author_icon": "https://example.com/ann.png",
                "title": "Pulse",
                "title_link": "https://example.com",
                "text": "*Hello*",
                "fields": [{"title": "Unit", "value": "Data", "short": True}],
                "image_url": "https://example.com/a.png",
                "thumb_url": "https://example.com/t.png",
                "footer": "Groundswell",
                "footer_icon": "https://example.com/f.png",
                "ts": "1773047400",
                "mrkdwn_in": ["text", "pretext"],
            }
        ],
    ),
    "two attachments": call("chat.postMessage", channel="C1", attachments=[{"text": "One"}, {"text": "Two"}]),
    "metadata of every type": call(
        "chat.postMessage",
        channel="C1",
        text="Hi",
        metadata={
            "event_type": "sent",
            "event_payload": {"id": "r1", "number": 3, "late": False, "tags": [{"a": "b"}]},
        },
    ),
    "an update of markdown": call("chat.update", channel="C1", ts="1.2", markdown_text="# Bye"),
    "an update of attachments": call("chat.update", channel="C1", ts="1.2", attachments=[{"text": "Bye"}]),
    "an update with metadata": call(
        "chat.update", channel="C1", ts="1.2", text="Bye", metadata={"event_type": "sent", "event_payload": {}}
    ),
    "an update of files": call("chat.update", channel="C1", ts="1.2", text="Bye", file_ids=["F1"]),
    "an update that links names": call("chat.update", channel="C1", ts="1.2", text="Bye", link_names=True),
    "an ephemeral message of blocks": call(
        "chat.postEphemeral", channel="C1", user="U1", blocks=[section()], text="Hi"
    ),
    "an ephemeral reply": call("chat.postEphemeral", channel="C1", user="U1", text="Psst", thread_ts="1.2"),
    "an ephemeral attachment": call("chat.postEphemeral", channel="C1", user="U1", attachments=[{"text": "Psst"}]),
    "a deletion as oneself": call("chat.delete", channel="C1", ts="1.2", as_user=True),
}

BAD: dict[str, Payload] = {
    "no text at all": call("chat.postMessage", channel="C1"),
    "an empty text": call("chat.postMessage", channel="C1", text=""),
    "no channel": call("chat.postMessage", text="Hello"),
    "a channel that is a number": call("chat.postMessage", channel=1, text="Hello"),
    "a text that is a list": call("chat.postMessage", channel="C1", text=["Hello"]),
    "an argument that is not known": call("chat.postMessage", channel="C1", text="Hello", colour="red"),
    "a broadcast outside a thread": call("chat.postMessage", channel="C1", text="Hello", reply_broadcast=True),
    "markdown beside text": call("chat.postMessage", channel="C1", text="Hello", markdown_text="# Hello"),
    "attachments still in a string": call("chat.postMessage", channel="C1", text="Hello", attachments="[]"),
    "a parse that is not known": call("chat.postMessage", channel="C1", text="Hello", parse="some"),
    "metadata that is a string": call("chat.postMessage", channel="C1", text="Hello", metadata="{}"),
    "an attachment of a colour that is a number": call(
        "chat.postMessage", channel="C1", attachments=[{"text": "Hi", "color": 1}]
    ),
    "an update of no message": call("chat.update", channel="C1", text="Bye"),
    "an update to nothing": call("chat.update", channel="C1", ts="1.2"),
    "an ephemeral message to nobody": call("chat.postEphemeral", channel="C1", text="Psst"),
    "a deletion of nothing": call("chat.delete", channel="C1"),
    "a method that is not there": call("chat.shout", channel="C1"),
    "a thread that is a number": call("chat.postMessage", channel="C1", text="Hello", thread_ts=1.2),
    "a broadcast in words": call("chat.postMessage", channel="C1", text="Hi", thread_ts="1.2", reply_broadcast="yes"),
    "unfurling in words": call("chat.postMessage", channel="C1", text="Hello", unfurl_links="never"),
    "a name that is a list": call("chat.postMessage", channel="C1", text="Hello", username=["Pulse"]),
    "blocks still in a string": call("chat.postMessage", channel="C1", text="Hello", blocks="[]"),
    "one block outside a list": call("chat.postMessage", channel="C1", text="Hello", blocks={"type": "divider"}),
    "markdown that is a number": call("chat.postMessage", channel="C1", markdown_text=7),
    "markdown beside blocks": call("chat.postMessage", channel="C1", markdown_text="# Hi", blocks=[section()]),
    "metadata without a name but with an unknown key": call(
        "chat.postMessage", channel="C1", text="Hi", metadata={"event_name": "sent"}
    ),
    "metadata whose payload is a string": call(
        "chat.postMessage", channel="C1", text="Hi", metadata={"event_type": "sent", "event_payload": "{}"}
    ),
    "an attachment with a key too many": call(
        "chat.postMessage", channel="C1", attachments=[{"text": "Hi", "colour": "red"}]
    ),
    "an attachment that is a string": call("chat.postMessage", channel="C1", attachments=["Hi"]),
    "a field of an attachment without a value": call(
        "chat.postMessage", channel="C1", attachments=[{"text": "Hi", "fields": [{"title": "Unit"}]}]
    ),
    "an attachment that formats what it has not": call(
        "chat.postMessage", channel="C1", attachments=[{"text": "Hi", "mrkdwn_in": ["title"]}]
    ),
    "a field that is short in words": call(
        "chat.postMessage", channel="C1", attachments=[{"fields": [{"title": "A", "value": "B", "short": "yes"}]}]
    ),
    "an update of a ts that is a number": call("chat.update", channel="C1", ts=1.2, text="Bye"),
    "an update of no channel": call("chat.update", ts="1.2", text="Bye"),
    "an update to a key too many": call("chat.update", channel="C1", ts="1.2", text="Bye", thread_ts="1.1"),
    "an update of files in a string": call("chat.update", channel="C1", ts="1.2", text="Bye", file_ids="F1"),
    "an ephemeral message to two": call("chat.postEphemeral", channel="C1", user=["U1", "U2"], text="Psst"),
    "an ephemeral message without a channel": call("chat.postEphemeral", user="U1", text="Psst"),
    "an ephemeral message of nothing": call("chat.postEphemeral", channel="C1", user="U1"),
    "an ephemeral message that unfurls": call(
        "chat.postEphemeral", channel="C1", user="U1", text="Hi", unfurl_links=True
    ),
    "an ephemeral broadcast": call("chat.postEphemeral", channel="C1", user="U1", text="Hi", reply_broadcast=True),
    "a deletion of a ts that is a number": call("chat.delete", channel="C1", ts=1.2),
    "a deletion in no channel": call("chat.delete", ts="1.2"),
}
