"""What the page keeps in mind of each person between two requests: complaints, a notice, a question, what was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sandbox.workspace import Json

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A dialog that Slack puts before an action: what it asks, and what is sent if the answer is yes."""

    title: str
    text: Json
    confirm: str
    deny: str
    danger: bool
    action: str
    fields: Fields


@dataclass(slots=True)
class Memory:
    """What is in mind of one person."""

    arrived: bool = False
    """Whether the page was opened as this person before."""
    notice: str = ""
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    """View id to block id to the complaint that stands there."""
    question: Question | None = None
    offered: dict[str, list[Json]] = field(default_factory=dict)
    """Key of a menu to what a search has found for it."""
    sought: dict[str, str] = field(default_factory=dict)
    """Key of a menu to what was typed to search it."""
    read: dict[str, str] = field(default_factory=dict)
    """Channel id to the ts of the newest message that was seen."""

    def said(self) -> str:
        """The notice, which is told once."""
        notice, self.notice = self.notice, ""
        return notice

    def forget_view(self, view_id: str) -> None:
        """Let go of what was wrong in a form that is sent again or closed."""
        self.errors.pop(view_id, None)


class Memories:
    """What is in mind of everybody."""

    def __init__(self) -> None:
        """Start with nothing in mind."""
        self._of: dict[tuple[str, str], Memory] = {}

    def of(self, workspace_id: str, user_id: str) -> Memory:
        """What is in mind of that person."""
        return self._of.setdefault((workspace_id, user_id), Memory())
