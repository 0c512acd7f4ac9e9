"""What Slack's own client refuses before a form is sent: what is required, too long, too small or no number."""

import re
from decimal import Decimal, InvalidOperation

from sandbox.forms import STATEFUL
from sandbox.workspace import Json

REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://\S+")


def complaints(view: Json) -> dict[str, str]:
    """Block id to complaint, for each input of a modal that Slack's client would not send."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            entry = view["state"]["values"][block["block_id"]][element["action_id"]]
            complaint = _complaint(block, element, entry[STATEFUL[element["type"]][0]])
            if complaint:
                found[block["block_id"]] = complaint
    return found


def _complaint(block: Json, element: Json, held: object) -> str:
    if held in (None, "", []):
        return "" if block.get("optional") else REQUIRED
    check = {
        "plain_text_input": _text,
        "number_input": _number,
        "email_text_input": _email,
        "url_text_input": _link,
    }.get(element["type"])
    return check(element, str(held)) if check else ""


def _text(element: Json, text: str) -> str:
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(text) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return ""


def _number(element: Json, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    limits = (
        (not element.get("is_decimal_allowed") and number != int(number), "Please enter a whole number."),
        (number < Decimal(element.get("min_value", "-Infinity")), f"The least number is {element.get('min_value')}."),
        (number > Decimal(element.get("max_value", "Infinity")), f"The greatest number is {element.get('max_value')}."),
    )
    return next((complaint for broken, complaint in limits if broken), "")


def _email(_: Json, text: str) -> str:
    return "" if EMAIL.fullmatch(text) else "Please enter a valid email address."


def _link(_: Json, text: str) -> str:
    return "" if LINK.fullmatch(text) else "Please enter a valid URL."
