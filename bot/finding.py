"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing, and what to do where it is not well; advice stands beside what is well enough.

    What is not well keeps a process from starting, but for what does not `stop` it.
    """

    name: str
    ok: bool
    sentence: str
    remedy: str = ""
    advice: str = ""
    stops: bool = True
