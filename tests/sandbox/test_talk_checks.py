"""What the sandbox accepts and refuses of calls about conversations; its checks and slackval agree on them."""

from collections.abc import Callable

import pytest

from sandbox import schema
from sandbox.checks import method_errors
from sandbox.workspace import Json
from tests.sandbox.judges import SHARED, needs_types

Payload = tuple[str, Json]
MESSAGE = {"channel": "C1", "timestamp": "1.000001"}

GOOD: dict[str, Payload] = {
    "a message deleted": ("chat.delete", {"channel": "C1", "ts": "1.000001"}),
    "the address of a message": ("chat.getPermalink", {"channel": "C1", "message_ts": "1.000001"}),
    "a channel joined": ("conversations.join", {"channel": "C1"}),
    "a channel left": ("conversations.leave", {"channel": "C1"}),
    "two users invited": ("conversations.invite", {"channel": "C1", "users": "U1,U2", "force": True}),
    "a history": ("conversations.history", {"channel": "C1"}),
    "a page of a history": (
        "conversations.history",
        {"channel": "C1", "oldest": "1", "latest": "2.5", "inclusive": True, "limit": 15, "cursor": "x"},
    ),
    "a thread": ("conversations.replies", {"channel": "C1", "ts": "1.000001", "include_all_metadata": True}),
    "a reaction added": ("reactions.add", {**MESSAGE, "name": "tada"}),
    "a reaction removed": ("reactions.remove", {**MESSAGE, "name": "tada"}),
    "the reactions of a message": ("reactions.get", {**MESSAGE, "full": True}),
    "the reactions of a file": ("reactions.get", {"file": "F1"}),
    "the reactions of a user": ("reactions.list", {"user": "U1", "limit": 10, "full": False}),
    "quiet hours of one user": ("dnd.info", {"user": "U1"}),
    "quiet hours of several users": ("dnd.teamInfo", {"users": "U1,U2"}),
    "a user by e-mail": ("users.lookupByEmail", {"email": "ann@acme.test"}),
    "the conversations of a user": ("users.conversations", {"user": "U1", "types": "im", "exclude_archived": True}),
    "the presence of a user": ("users.getPresence", {"user": "U1"}),
    "other users of a group": ("usergroups.users.update", {"usergroup": "S1", "users": "U1", "include_count": True}),
    "files": ("files.list", {"types": "images", "ts_from": "1", "ts_to": "2", "count": 5, "page": 2}),
    "a file deleted": ("files.delete", {"file": "F1"}),
}
BAD: dict[str, Payload] = {
    "nothing deleted": ("chat.delete", {"channel": "C1"}),
    "the address of nothing": ("chat.getPermalink", {"channel": "C1"}),
    "no channel joined": ("conversations.join", {}),
    "a channel joined by someone else": ("conversations.join", {"channel": "C1", "user": "U1"}),
    "no channel left": ("conversations.leave", {}),
    "nobody invited": ("conversations.invite", {"channel": "C1"}),
    "a list of users invited": ("conversations.invite", {"channel": "C1", "users": ["U1"]}),
    "the history of nothing": ("conversations.history", {}),
    "a history as long as it takes": ("conversations.history", {"channel": "C1", "limit": "all"}),
    "a history since a number": ("conversations.history", {"channel": "C1", "oldest": 1}),
    "a thread under nothing": ("conversations.replies", {"channel": "C1"}),
    "a reaction without a name": ("reactions.add", MESSAGE),
    "a reaction to a file": ("reactions.add", {"file": "F1", "name": "tada"}),
    "no reaction removed": ("reactions.remove", MESSAGE),
    "the reactions of nobody": ("reactions.list", {"user": 1}),
    "quiet hours of nobody": ("dnd.teamInfo", {}),
    "a user by nothing": ("users.lookupByEmail", {}),
    "a user by name": ("users.lookupByEmail", {"email": "a@b.test", "name": "ann"}),
    "the conversations of a list": ("users.conversations", {"user": ["U1"]}),
    "the presence of a list": ("users.getPresence", {"user": ["U1"]}),
    "a group without users": ("usergroups.users.update", {"usergroup": "S1"}),
    "files by name": ("files.list", {"name": "a.png"}),
    "no file deleted": ("files.delete", {}),
    "a reaction to nothing removed": ("reactions.remove", {"name": "tada"}),
    "the reactions of nothing": ("reactions.get", {}),
}


@pytest.fixture(scope="module")
def slackval() -> Callable[[str, Json], list[str]]:
    return schema.validator_at(SHARED / "slackval.py")


@pytest.mark.parametrize("name", GOOD)
def test_what_slack_takes_is_accepted(name: str) -> None:
    assert method_errors(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_slack_does_not_take_is_found(name: str) -> None:
    assert method_errors(*BAD[name])


@needs_types
@pytest.mark.parametrize("name", GOOD)
def test_slackval_accepts_it_too(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    assert slackval(*GOOD[name]) == []


@needs_types
@pytest.mark.parametrize("name", BAD)
def test_slackval_finds_it_too(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    assert slackval(*BAD[name])


@pytest.mark.parametrize("value", ["soon", "-1", True, "1e400", ["1"]])
def test_a_moment_that_is_none_is_found(value: object) -> None:
    assert method_errors("files.list", {"ts_from": value})
