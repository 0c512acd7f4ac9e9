"""A lunch app with Bolt's `App`: over Socket Mode where there is an app token, and else over Bolt's own HTTP server."""

import os
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.sandbox.newcomer import lunch_views as views

Body = dict[str, Any]
app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))


@app.command("/lunch")
@app.shortcut("lunch")
@app.action("order")
def ask(ack: Ack, body: Body, client: WebClient) -> None:
    """Open the form, from wherever one asks for it."""
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=views.form())


@app.options("dish")
def suggest(ack: Ack, payload: Body) -> None:
    """Fill the menu with dishes."""
    ack(options=views.menu(payload["value"]))


@app.view("order")
def order(ack: Ack, view: Body, body: Body, client: WebClient) -> None:
    """Take an order, or say what is wrong with it."""
    dish, count = views.order_in(view)
    if not count.isdecimal():
        ack(response_action="errors", errors={"count": "Please write a number."})
        return
    ack(response_action="update", view=views.thanks(dish))
    client.chat_postMessage(channel=body["user"]["id"], **views.receipt(dish, count))


@app.action("cancel")
def cancel(ack: Ack, respond: Respond, say: Say) -> None:
    """Take an order back."""
    ack()
    respond("The order is cancelled.", replace_original=True)
    say("Come back when you are hungry.")


@app.event("app_home_opened")
def show_home(event: Body, client: WebClient) -> None:
    """Show the Home."""
    client.views_publish(user_id=event["user"], view=views.home(event["user"]))


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]
    else:
        app.start(port=int(os.environ["PORT"]))
