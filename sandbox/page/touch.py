"""What lets a person use the blocks of one message or view: what they hold, and what may be chosen in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.workspace import Json

Named = tuple[str, str]
"""An id and the name that a person reads for it."""


@dataclass(frozen=True, slots=True)
class Touch:
    """The state of a form: without one, blocks are drawn greyed, and nothing of what they hold is shown."""

    scope: str
    """Keeps the ids of one message or view apart from those of the others on the page."""
    values: Json
    """`state.values`: block id to action id to what is held."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Block id to the complaint that stands below it."""
    offered: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    """Key of a menu to the options that a search has found for it."""
    sought: Mapping[str, str] = field(default_factory=dict)
    """Key of a menu to what was typed to find them."""
    people: Sequence[Named] | None = ()
    """Everybody who can be chosen; None where they are too many to list and are searched."""
    channels: Sequence[Named] | None = ()
    conversations: Sequence[Named] | None = ()

    def held(self, block: Json, element: Json) -> Json:
        """The entry of `state.values` for an element; empty for one that holds nothing."""
        entry: Json = self.values.get(str(block.get("block_id")), {}).get(str(element.get("action_id")), {})
        return entry
