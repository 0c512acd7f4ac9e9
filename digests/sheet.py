"""A picture without axes, and the words on it: measured, broken and drawn with the fonts that come with matplotlib."""

import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import Polygon
from matplotlib.transforms import Affine2D

_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
REGULAR: Final = _FONTS / "DejaVuSans.ttf"
BOLD: Final = _FONTS / "DejaVuSans-Bold.ttf"


class Style(NamedTuple):
    """How a text looks; the size is in pixels."""

    size: int
    colour: str
    font: Path


class Sheet:
    """A picture under way: places are pixels from the upper left corner."""

    def __init__(self, width: int) -> None:
        """Begin a white sheet; its height is told at the end."""
        self._width = width
        self._figure = Figure(figsize=(width / 72, 1), dpi=72, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._place = Affine2D()

    def write(
        self, x: float, y: float, text: str, style: Style, align: Literal["left", "center", "right"] = "left"
    ) -> None:
        """Write one line that stands on y."""
        looks = FontProperties(fname=style.font, size=style.size)
        words = self._figure.text(
            x, y, drawable(text), fontproperties=looks, color=style.colour, ha=align, va="baseline"
        )
        words.set_parse_math(False)
        words.set_transform(self._place)

    def fill(self, corners: Sequence[tuple[float, float]], colour: str, *, above: int) -> None:
        """Fill a shape; what has a higher `above` covers it."""
        shape = Polygon(corners, facecolor=colour, edgecolor="none", zorder=above, transform=self._place)
        self._figure.add_artist(shape)

    def box(self, upper: tuple[float, float], lower: tuple[float, float], colour: str, *, above: int) -> None:
        """Fill the rectangle between its upper left and its lower right corner."""
        (left, top), (right, bottom) = upper, lower
        self.fill([(left, top), (right, top), (right, bottom), (left, bottom)], colour, above=above)

    def png(self, height: int) -> bytes:
        """Return the sheet, cut at this height; to be called once."""
        self._figure.set_size_inches(self._width / 72, height / 72)
        self._place.scale(1, -1).translate(0, height)
        picture = BytesIO()
        self._figure.savefig(picture, format="png", dpi=72, metadata={"Software": None})
        return picture.getvalue()


def lines_of(text: str, style: Style, widest: float) -> list[str]:
    """Break a text into at most two lines; what does not fit ends in an ellipsis."""
    words = drawable(text).split(" ")
    first = 1
    while first < len(words) and width_of(" ".join(words[: first + 1]), style) <= widest:
        first += 1
    lines = [" ".join(words[:first]), " ".join(words[first:])]
    return [_fitted(line, style, widest) for line in lines if line]


def _fitted(line: str, style: Style, widest: float) -> str:
    kept = line
    while len(kept) > 1 and width_of(kept, style) > widest:
        kept = kept.removesuffix("…")[:-1].rstrip() + "…"
    return kept


@lru_cache(maxsize=2048)
def width_of(text: str, style: Style) -> float:
    """Return the width of one line in pixels."""
    letters = get_font(str(style.font))
    letters.set_size(style.size, 72)
    letters.set_text(drawable(text))
    return letters.get_width_height()[0] / 64


def drawable(text: str) -> str:
    """Leave out what the fonts cannot draw, such as emoji in the name of a unit."""
    fonts = get_font(str(REGULAR)), get_font(str(BOLD))
    kept = "".join(letter for letter in text if all(font.get_char_index(ord(letter)) for font in fonts))
    return re.sub(r"[ \t\r\n]+", " ", kept).strip(" ")
