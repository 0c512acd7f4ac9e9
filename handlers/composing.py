"""What a message that may not leave yet becomes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, but at `until`: in quiet hours, say. `code` is kept with the delivery; it says why, in a word."""

    until: datetime
    code: str
