"""A page made from a template, with the headers that keep everything out that is not of this sandbox."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    # Nothing from outside, no scripts but the page's own, no frames: what an app sends can at most be ugly.
    "Content-Security-Policy": f"{POLICY}; form-action 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


REFRESHED = "x-refresh"
"""The header of a request by which the page draws itself anew, and nobody has opened anything."""
LOOKED = "look"
"""Its value where nobody has done anything either: what is told once waits for who did."""


class Missing(Exception):
    """There is no such page; the sentence says why."""


def drawn(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - a template's own
    """A page made from a template."""
    return HTMLResponse(TEMPLATES.get_template(template).render(values), status, HEADERS)
