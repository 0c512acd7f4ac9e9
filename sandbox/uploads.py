"""Files on their way in: between the address that an app is given and the word that they are complete."""

from dataclasses import dataclass, field

from sandbox.apps import Installation


@dataclass(slots=True)
class Upload:
    """A file between its upload address and its completion."""

    id: str
    seat: Installation
    name: str
    length: int
    alt_text: str
    content: bytes | None = None


@dataclass(slots=True)
class Uploads:
    """The uploads under way, by the secret of their address and by the id of their file."""

    by_secret: dict[str, Upload] = field(default_factory=dict)
    by_id: dict[str, Upload] = field(default_factory=dict)
