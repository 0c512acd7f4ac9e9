"""Any element of a block as HTML: what can be pressed and typed, and the menus."""

from markupsafe import Markup

from sandbox.forms import STATEFUL
from sandbox.page import controls, menus
from sandbox.page.controls import NOTHING, Element, Slot
from sandbox.page.mrkdwn import Reader

DRAWN = controls.DRAWN | menus.DRAWN


def element_html(element: Element, block: Element, reader: Reader) -> Markup:
    """A button, a menu, a choice or a field that stands in that block."""
    kind = str(element.get("type", ""))
    draw = DRAWN.get(kind)
    if draw is None:
        return Markup('<span class="undrawn">An element of type {} stands here.</span>').format(kind)
    slot = Slot(element, block, reader)
    return draw(slot) + (slot.there() if kind in STATEFUL else NOTHING)
