"""`python indoors.py SCRIPT`: run a script unchanged, but for that its servers listen to this machine only.

Bolt's own servers listen to every network that there is. That is no matter for a newcomer, and not for a test to do.
"""

import runpy
import socket
import sys
from typing import Any

bind = socket.socket.bind


def bind_here(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as `bind` has it
    """Bind to the loopback interface in place of all."""
    everywhere = isinstance(address, tuple) and address[0] in {"0.0.0.0", ""}  # noqa: S104 - what is not let through
    bind(self, ("127.0.0.1", address[1]) if everywhere else address)


if __name__ == "__main__":
    socket.socket.bind = bind_here  # type: ignore[assignment, method-assign]
    runpy.run_path(sys.argv[1], run_name="__main__")
