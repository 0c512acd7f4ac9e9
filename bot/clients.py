"""Slack clients as the product uses them: one shared session, one limit of time, no silent repetition."""

from ipaddress import ip_address
from json import dumps, loads
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

PARALLEL = 400
"""Connections at once: more than a sender has on its way, so that people who click never wait for it."""
JSON = "application/json;charset=utf-8"


def session_for(seconds: float) -> aiohttp.ClientSession:
    """The session that all calls share, since a new one for each halves the speed; the SDK leaves time limits to it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=PARALLEL), timeout=aiohttp.ClientTimeout(total=seconds)
    )


class Client(AsyncWebClient):
    """The SDK's client with a shorter way for what is JSON and nothing else, as messages are: a third of their cost.

    The arguments, answers and errors are the SDK's.
    """

    async def chat_postMessage(self, **message: Any) -> AsyncSlackResponse:  # noqa: ANN401, N802 - the SDK's name; it looks for objects of its own in blocks, and ours are plain
        """Post a message whose blocks are plain dictionaries and lists."""
        return await self.api_call("chat.postMessage", json=message)

    async def api_call(self, api_method: str, *, json: dict[str, Any] | None = None, **rest: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the SDK's signature
        """Call a method of Slack's. Raises slack_sdk's SlackApiError for a refusal."""
        if json is None or rest or self.session is None or self.session.closed or self.ssl is not None:
            return await super().api_call(api_method, json=json, **rest)
        url, headers = self.base_url + api_method, {"Authorization": f"Bearer {self.token}", "Content-Type": JSON}
        body = dumps(json, separators=(",", ":")).encode()
        async with self.session.post(url, data=body, headers=headers, proxy=self.proxy) as response:
            content = await response.read()
        answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=_said(content),
            headers=response.headers,  # type: ignore[arg-type]  # as the SDK itself does
            status_code=response.status,
        )
        answer.validate()  # type: ignore[no-untyped-call]  # raises what the SDK raises
        return answer


def _said(content: bytes) -> dict[str, Any]:
    """What a body says; nothing where it is no JSON, say the page of a proxy that failed."""
    try:
        said = loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def client_for(url: str, session: aiohttp.ClientSession, *, token: str | None = None) -> AsyncWebClient:
    """A client that never repeats a call by itself: after a broken connection nobody knows whether a message left."""
    client = Client(token=token, base_url=url, session=session, retry_handlers=[])
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
