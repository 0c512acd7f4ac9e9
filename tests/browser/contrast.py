"""Whether what a page says can be read: each text in its colour before the colours behind it, by WCAG 2.2."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

TEXT, LARGE_TEXT, PARTS = 4.5, 3.0, 3.0
LARGE, LARGE_BOLD, BOLD = 24.0, 18.66, 700

# Every visible piece of text, each menu and each placeholder, with the colours of all that it stands in, inmost first.
# Edges are those of fields that can be used.
COLOURS = """() => {
  const layers = (element) => {
    const found = [];
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.opacity !== "1") throw new Error(`${each.tagName} is translucent`);
      found.push(style.backgroundColor);
    }
    return found;
  };
  const told = (element, words, style) => ({
    words: words.trim().slice(0, 60), ink: style.color, layers: layers(element),
    size: parseFloat(style.fontSize), weight: Number(style.fontWeight), edge: false,
  });
  const found = [], shown = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, words = texts.currentNode.data;
    const seen = shown(element) && element.tagName !== "OPTION";
    if (seen && words.trim()) found.push(told(element, words, getComputedStyle(element)));
  }
  for (const each of all("select"))
    found.push(told(each, each.selectedOptions[0].text, getComputedStyle(each)));
  for (const each of all("[placeholder]:not([placeholder=''])"))
    found.push(told(each, each.placeholder, getComputedStyle(each, "::placeholder")));
  for (const each of all(":is(select, input, textarea):not(:disabled)"))
    found.push({...told(each, `edge of ${each.name}`, getComputedStyle(each)), layers: layers(each.parentElement),
                ink: getComputedStyle(each).borderTopColor, edge: true});
  return found;
}"""

Colour = tuple[float, float, float, float]
"""Red, green and blue from 0 to 255, and opacity from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on a page: its ratio of contrast, and the least that it needs."""

    words: str
    ratio: float
    needed: float

    @property
    def too_faint(self) -> bool:
        """Whether it is hard to read."""
        return self.ratio < self.needed


async def seen_on(page: Page) -> list[Seen]:
    """All that stands on the page."""
    return [_seen(each) for each in await page.evaluate(COLOURS)]


def _seen(told: dict[str, Any]) -> Seen:
    behind = stacked([colour_of(each) for each in told["layers"]])
    ink = over(colour_of(told["ink"]), behind)
    large = told["size"] >= LARGE or (told["size"] >= LARGE_BOLD and told["weight"] >= BOLD)
    needed = PARTS if told["edge"] else LARGE_TEXT if large else TEXT
    return Seen(told["words"], ratio_of(ink, behind), needed)


def colour_of(css: str) -> Colour:
    """Read `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.4)`, the two forms in which browsers compute colours; else ValueError."""
    if not re.fullmatch(r"rgba?\([\d., ]+\)", css):
        raise ValueError(f"{css} is no computed colour")
    red, green, blue, *opacity = (float(each) for each in re.findall(r"[\d.]+", css))
    return red, green, blue, opacity[0] if opacity else 1.0


def stacked(layers: list[Colour]) -> Colour:
    """What is seen of layers, inmost first, before the white of an empty page."""
    behind: Colour = (255, 255, 255, 1)
    for layer in reversed(layers):
        behind = over(layer, behind)
    return behind


def over(front: Colour, behind: Colour) -> Colour:
    """What is seen of a colour in front of an opaque one."""
    red, green, blue = (
        part * front[3] + back * (1 - front[3]) for part, back in zip(front[:3], behind[:3], strict=True)
    )
    return red, green, blue, 1.0


def ratio_of(one: Colour, other: Colour) -> float:
    """The ratio of contrast of two opaque colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
