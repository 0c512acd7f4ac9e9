"""Slack clients as the product uses them: one shared session, one limit of time, no silent repetition."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

PARALLEL = 20


def session_for(seconds: float) -> aiohttp.ClientSession:
    """The session that all calls share, since a new one for each halves the speed; the SDK leaves time limits to it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=PARALLEL), timeout=aiohttp.ClientTimeout(total=seconds)
    )


def client_for(url: str, session: aiohttp.ClientSession, *, token: str | None = None) -> AsyncWebClient:
    """A client that never repeats a call by itself: after a broken connection nobody knows whether a message left."""
    client = AsyncWebClient(token=token, base_url=url, session=session, retry_handlers=[])
    if on_this_machine(url):
        client.proxy = None  # the SDK takes the proxy of the environment for every address
    return client


def on_this_machine(url: str) -> bool:
    """Whether an address is of the loopback interface."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
