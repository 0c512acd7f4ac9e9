"""What the lunch app shows: an order form, a word of thanks, a receipt with a button, and a Home."""

from typing import Any

View = dict[str, Any]
DISHES = ("Lasagne", "Lentil soup", "Salad")


def plain(text: str) -> View:
    """Plain text."""
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str) -> View:
    """A row with a button."""
    return {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "text": plain(text)}]}


def form() -> View:
    """Ask what one wants to eat."""
    dish = {"type": "external_select", "action_id": "dish", "min_query_length": 0, "placeholder": plain("Type a dish")}
    count = {"type": "plain_text_input", "action_id": "count", "initial_value": "1"}
    return {
        "type": "modal",
        "callback_id": "order",
        "title": plain("Lunch"),
        "submit": plain("Order"),
        "blocks": [
            {"type": "input", "block_id": "dish", "label": plain("Dish"), "element": dish},
            {"type": "input", "block_id": "count", "label": plain("How many?"), "element": count},
        ],
    }


def menu(typed: str) -> list[View]:
    """The dishes that begin with what was typed."""
    found = [dish for dish in DISHES if dish.lower().startswith(typed.lower())]
    return [{"text": plain(dish), "value": dish} for dish in found]


def order_in(view: View) -> tuple[str, str]:
    """The dish and the number that stand in a form."""
    values = view["state"]["values"]
    return values["dish"]["dish"]["selected_option"]["value"], values["count"]["count"]["value"]


def thanks(dish: str) -> View:
    """Say that it is on its way."""
    text = {"type": "mrkdwn", "text": f"*{dish}* is on its way."}
    return {"type": "modal", "title": plain("Thank you"), "blocks": [{"type": "section", "text": text}]}


def receipt(dish: str, count: str) -> View:
    """The message after an order."""
    text = f"You ordered {count} x {dish}."
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}, button("cancel", "Cancel")]
    return {"text": text, "blocks": blocks}


def home(user_id: str) -> View:
    """The Home of a person."""
    text = {"type": "mrkdwn", "text": f"Hungry, <@{user_id}>?"}
    return {"type": "home", "blocks": [{"type": "section", "text": text}, button("order", "Order lunch")]}
