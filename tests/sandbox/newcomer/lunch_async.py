"""The lunch app with Bolt's `AsyncApp`: over Socket Mode where there is an app token, and else over its HTTP server."""

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.newcomer import lunch_views as views

Body = dict[str, Any]
app = AsyncApp(client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))


@app.command("/lunch")
@app.shortcut("lunch")
@app.action("order")
async def ask(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    """Open the form, from wherever one asks for it."""
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.form())


@app.options("dish")
async def suggest(ack: AsyncAck, payload: Body) -> None:
    """Fill the menu with dishes."""
    await ack(options=views.menu(payload["value"]))


@app.view("order")
async def order(ack: AsyncAck, view: Body, body: Body, client: AsyncWebClient) -> None:
    """Take an order, or say what is wrong with it."""
    dish, count = views.order_in(view)
    if not count.isdecimal():
        await ack(response_action="errors", errors={"count": "Please write a number."})
        return
    await ack(response_action="update", view=views.thanks(dish))
    await client.chat_postMessage(channel=body["user"]["id"], **views.receipt(dish, count))


@app.action("cancel")
async def cancel(ack: AsyncAck, respond: AsyncRespond, say: AsyncSay) -> None:
    """Take an order back."""
    await ack()
    await respond("The order is cancelled.", replace_original=True)
    await say("Come back when you are hungry.")


@app.event("app_home_opened")
async def show_home(event: Body, client: AsyncWebClient) -> None:
    """Show the Home."""
    await client.views_publish(user_id=event["user"], view=views.home(event["user"]))


async def listen() -> None:
    """Stay connected."""
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        asyncio.run(listen())
    else:
        app.start(port=int(os.environ["PORT"]))
