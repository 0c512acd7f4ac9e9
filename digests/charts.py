"""Draws released shares over the rounds as one picture: equal charts give equal bytes, and a range stays a range."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from digests.sheet import BOLD, REGULAR, Sheet, Style, lines_of, width_of

WIDTH: Final = 1200  # pixels: twice the size at which Slack shows the picture

_INK, _GREY, _RULE, _TRACK = "#1a1d21", "#5a626b", "#c3c9d0", "#f1f3f5"
_PALE, _MIDDLE, _STRONG = "#bcd8ee", "#5596cc", "#0a5594"  # one hue, told apart by lightness alone
_TITLE, _SUBTITLE = Style(36, _INK, BOLD), Style(22, _GREY, REGULAR)
_LABEL, _SHOWN, _HIDDEN = Style(24, _INK, REGULAR), Style(24, _INK, BOLD), Style(24, _GREY, REGULAR)
_AXIS, _TICK = Style(19, _GREY, REGULAR), Style(16, _GREY, REGULAR)

_MARGIN: Final = 48
_GAP: Final = 32
_TICKS: Final = 76  # room for the scale, at the left of the lanes
_ROW: Final = 78
_LANE: Final = 52  # height of 0 to 100 % in a row
_BAR: Final = 10
_WIDEST_LABEL: Final = 330
_WIDEST_SHOWN: Final = 290


@dataclass(frozen=True, slots=True)
class Point:
    """What was released for one round: the range in percent in which the favourable share lies (one share: twice)."""

    lo: float
    hi: float

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        if not 0 <= self.lo <= self.hi <= 100:
            raise ValueError(f"a share lies between 0 and 100, lowest first, not {self.lo} to {self.hi}")


@dataclass(frozen=True, slots=True)
class Row:
    """One item: its name, a point per round (None where nothing was released), and the newest result in words.

    `asked` says which rounds asked it; none given means all.
    """

    label: str
    points: tuple[Point | None, ...]
    shown: str
    asked: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, in words of the reader's language: `rounds` are dates, `scale` names none, half and all."""

    title: str
    subtitle: str
    rounds: tuple[str, ...]
    rows: tuple[Row, ...]
    scale: tuple[str, str, str] = ("0 %", "50 %", "100 %")

    def __post_init__(self) -> None:
        """Refuse an empty chart, and a row that does not fit the rounds."""
        if not self.rows or not self.rounds:
            raise ValueError("a chart has at least one row and one round")
        rounds = len(self.rounds)
        if any(len(row.points) != rounds or len(row.asked) not in {0, rounds} for row in self.rows):
            raise ValueError(f"each row has a point or a gap for each of {len(self.rounds)} rounds")


def trend_chart(chart: Chart) -> bytes:
    """Return the chart as PNG, 1200 pixels wide; six rows under a title of one line make it 675 high."""
    sheet = Sheet(WIDTH)
    lanes = _lanes_of(chart)
    top = _draw_heading(sheet, chart)
    for number, row in enumerate(chart.rows):
        _draw_row(sheet, lanes, row, top + number * _ROW)
    bottom = top + len(chart.rows) * _ROW
    if lanes.rounds == 1:
        _draw_gauge_scale(sheet, lanes, chart, bottom)
    else:
        _draw_trend_scale(sheet, lanes, chart, top, bottom)
    return sheet.png(height=int(bottom) + 55)


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Where the column of the lanes stands, in pixels, and how many rounds share it."""

    left: float
    right: float
    rounds: int

    @property
    def step(self) -> float:
        """Pixels from one round to the next."""
        return (self.right - self.left - 4 * _BAR) / max(1, self.rounds - 1)

    def x_of(self, number: int) -> float:
        return self.left + 2 * _BAR + number * self.step


def _lanes_of(chart: Chart) -> _Lanes:
    """Give the words what they need, up to a bound, and the lanes the rest."""
    labels = max(width_of(row.label, _LABEL) for row in chart.rows)
    shown = max(width_of(row.shown, _SHOWN) for row in chart.rows)
    left = _MARGIN + min(labels, _WIDEST_LABEL) + (_GAP if len(chart.rounds) == 1 else _TICKS)
    right = WIDTH - _MARGIN - min(shown, _WIDEST_SHOWN) - _GAP
    return _Lanes(left, right, len(chart.rounds))


def _draw_heading(sheet: Sheet, chart: Chart) -> float:
    """Draw title and subtitle; return where the rows begin."""
    y = _MARGIN - 12.0
    for text, style in ((chart.title, _TITLE), (chart.subtitle, _SUBTITLE)):
        for line in lines_of(text, style, WIDTH - 2 * _MARGIN):
            y += style.size * 1.25
            sheet.write(_MARGIN, y, line, style)
        y += 8
    return y + 28


def _draw_row(sheet: Sheet, lanes: _Lanes, row: Row, top: float) -> None:
    middle = top + _ROW / 2
    shown = _HIDDEN if row.points[-1] is None else _SHOWN
    for x, text, style, widest in (
        (_MARGIN, row.label, _LABEL, _WIDEST_LABEL),
        (lanes.right + _GAP, row.shown, shown, _WIDEST_SHOWN),
    ):
        lines = lines_of(text, style, widest)
        for number, line in enumerate(lines):
            sheet.write(x, middle + style.size * (0.36 + 1.2 * (number - (len(lines) - 1) / 2)), line, style)
    if lanes.rounds == 1:
        _draw_gauge(sheet, lanes, row.points[0], middle)
    else:
        _draw_trend(sheet, lanes, row, middle)


def _draw_gauge(sheet: Sheet, lanes: _Lanes, point: Point | None, middle: float) -> None:
    """One round: the share from left to right."""
    top, bottom, percent = middle - 11, middle + 11, (lanes.right - lanes.left) / 100
    sheet.box((lanes.left, top), (lanes.right, bottom), _TRACK, above=0)
    if point:
        lo, hi = _visible(point, percent)
        sheet.box((lanes.left + lo * percent, top), (lanes.left + hi * percent, bottom), _STRONG, above=1)
    half = lanes.left + 50 * percent
    sheet.box((half - 1, top - 6), (half + 1, bottom + 6), _RULE, above=2)


def _draw_trend(sheet: Sheet, lanes: _Lanes, row: Row, middle: float) -> None:
    """Several rounds: the share from bottom to top, the rounds from left to right, nothing across what was hidden."""
    percent, floor = _LANE / 100, middle + _LANE / 2
    sheet.box((lanes.left, middle - _LANE / 2), (lanes.right, floor), _TRACK, above=0)
    sheet.box((lanes.left, middle - 1), (lanes.right, middle + 1), _RULE, above=2)
    bars = [_bar_of(point, lanes.x_of(n), floor, percent) if point else None for n, point in enumerate(row.points)]
    asked = row.asked or (True,) * len(bars)
    for before, after in pairwise(bar for bar, told in zip(bars, asked, strict=True) if told):
        if before and after:
            (x, top, bottom), (next_x, next_top, next_bottom) = before, after
            sheet.fill([(x, top), (next_x, next_top), (next_x, next_bottom), (x, bottom)], _PALE, above=1)
    for number, bar in enumerate(bars, start=1):
        if bar:
            x, top, bottom = bar
            colour = _STRONG if number == len(bars) else _MIDDLE
            sheet.box((x - _BAR / 2, top), (x + _BAR / 2, bottom), colour, above=3)


def _bar_of(point: Point, x: float, floor: float, percent: float) -> tuple[float, float, float]:
    lo, hi = _visible(point, percent)
    return x, floor - hi * percent, floor - lo * percent


def _visible(point: Point, percent: float) -> tuple[float, float]:
    """Return the range, widened where it is too thin to be seen: to 8 pixels around its middle."""
    half = max(point.hi - point.lo, 8 / percent) / 2
    middle = min(max((point.lo + point.hi) / 2, half), 100 - half)
    return middle - half, middle + half


def _draw_gauge_scale(sheet: Sheet, lanes: _Lanes, chart: Chart, bottom: float) -> None:
    for share, words in zip((0, 0.5, 1), chart.scale, strict=True):
        sheet.write(lanes.left + share * (lanes.right - lanes.left), bottom + 22, words, _AXIS, "center")


def _draw_trend_scale(sheet: Sheet, lanes: _Lanes, chart: Chart, top: float, bottom: float) -> None:
    """Name the ends of each lane, and as many rounds as there is room for, the newest always."""
    for number in range(len(chart.rows)):
        middle = top + (number + 0.5) * _ROW
        sheet.write(lanes.left - 8, middle + _LANE / 2, chart.scale[0], _TICK, "right")
        sheet.write(lanes.left - 8, middle - _LANE / 2 + 12, chart.scale[2], _TICK, "right")
    widest = max(width_of(date, _AXIS) for date in chart.rounds)
    for number in range(lanes.rounds - 1, -1, -ceil((widest + 20) / lanes.step)):
        sheet.write(lanes.x_of(number), bottom + 22, chart.rounds[number], _AXIS, "center")
