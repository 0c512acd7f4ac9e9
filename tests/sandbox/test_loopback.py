"""The server of the sandbox takes its port for itself."""

import socket

import pytest

from sandbox.server import Sandbox


async def test_nobody_else_can_take_the_port_once_the_sandbox_has_it() -> None:
    async with Sandbox(port=0) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", port))


async def test_two_that_start_at_the_same_moment_do_not_share_a_port() -> None:
    with socket.socket() as first:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first.bind(("127.0.0.1", 0))  # it has the port, and does not listen yet
        async with Sandbox(port=first.getsockname()[1]):
            with pytest.raises(OSError, match="in use"):
                first.listen()
