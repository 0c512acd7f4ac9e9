"""The picture of a digest: what it shows, what it leaves open, and that it is the same each time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digests import charts
from digests.charts import Chart, Point, Row, trend_chart

HIGH, MIDDLING = Point(55, 100), Point(35, 65)


def chart(
    *rows: tuple[Point | None, ...], title: str = "Engineering", label: str = "My own choice", shown: str = "mixed"
) -> Chart:
    return Chart(
        title=title,
        subtitle="Share of favourable answers",
        rounds=tuple(f"{day} Jan" for day in range(1, len(rows[0]) + 1)),
        rows=tuple(Row(label, points, shown) for points in rows),
    )


def pixels(picture: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB"))


def painted(picture: bytes, colour: str) -> NDArray[np.bool_]:
    """Where the picture has exactly this colour, by row and column."""
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return np.asarray((pixels(picture) == wanted).all(axis=2))


def inked(picture: bytes) -> NDArray[np.bool_]:
    """Where the picture has words or marks, by row and column."""
    return np.asarray((pixels(picture) < 200).any(axis=2))


def extent(mask: NDArray[np.bool_], axis: int) -> int:
    """How many pixels lie between the first and the last that are painted."""
    found = np.flatnonzero(mask.any(axis=axis))
    return int(found[-1] - found[0]) + 1


def test_fourteen_rounds_of_six_items_fit_one_picture_that_slack_shows_at_once() -> None:
    points = tuple(Point(5 * n, 5 * n + 10) for n in range(14))

    picture = trend_chart(chart(*[points] * 6))

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert Image.open(BytesIO(picture)).size == (1200, 675)
    assert len(picture) < 150_000


def test_fewer_items_make_a_lower_picture() -> None:
    assert Image.open(BytesIO(trend_chart(chart((HIGH, HIGH))))).size == (1200, 675 - 5 * 78)


def test_equal_charts_are_equal_to_the_last_byte() -> None:
    assert trend_chart(chart((HIGH, MIDDLING))) == trend_chart(chart((HIGH, MIDDLING)))


def test_charts_drawn_side_by_side_do_not_disturb_each_other() -> None:
    wanted = [chart((Point(n, n + 20), MIDDLING), title=f"Unit {n}") for n in range(8)]
    alone = [trend_chart(each) for each in wanted]

    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(trend_chart, wanted))

    assert together == alone


def test_a_picture_does_not_say_when_or_with_what_it_was_made() -> None:
    assert set(Image.open(BytesIO(trend_chart(chart((HIGH, HIGH))))).info) <= {"dpi"}


def test_a_band_joins_neighbouring_rounds() -> None:
    assert painted(trend_chart(chart((HIGH, MIDDLING, HIGH))), charts._PALE).any()


def test_nothing_is_drawn_across_a_gap() -> None:
    assert not painted(trend_chart(chart((HIGH, None, HIGH))), charts._PALE).any()


def test_rounds_that_asked_something_else_are_no_gap() -> None:
    row = Row("My own choice", (HIGH, None, HIGH), "mixed", asked=(True, False, True))

    assert painted(trend_chart(replace(chart(row.points), rows=(row,))), charts._PALE).any()


def test_a_round_without_a_result_has_no_mark() -> None:
    picture = trend_chart(chart((None, MIDDLING, None)))

    assert painted(picture, charts._MIDDLE).any()
    assert not painted(picture, charts._STRONG).any()


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_row_without_any_result_is_empty(rounds: int) -> None:
    picture = trend_chart(chart((None,) * rounds, shown="not shown"))

    assert not any(painted(picture, colour).any() for colour in (charts._PALE, charts._MIDDLE, charts._STRONG))


@pytest.mark.parametrize("point", [HIGH, MIDDLING, Point(0, 100), Point(20, 50)])
def test_a_range_is_drawn_as_high_as_it_is(point: Point) -> None:
    mark = painted(trend_chart(chart((None, point))), charts._STRONG)

    assert extent(mark, axis=1) == pytest.approx((point.hi - point.lo) / 100 * charts._LANE, abs=2)


@pytest.mark.parametrize("point", [HIGH, MIDDLING, Point(20, 50)])
def test_in_a_first_round_a_range_is_drawn_as_wide_as_it_is(point: Point) -> None:
    whole = extent(painted(trend_chart(chart((Point(0, 100),))), charts._STRONG), axis=0)

    part = extent(painted(trend_chart(chart((point,))), charts._STRONG), axis=0)

    assert part == pytest.approx((point.hi - point.lo) / 100 * whole, abs=3)


@pytest.mark.parametrize("share", [0, 50, 100])
def test_an_exact_share_is_still_seen_and_stays_within_its_lane(share: int) -> None:
    picture = trend_chart(chart((None, Point(share, share))))
    lane = np.flatnonzero(painted(picture, charts._TRACK).any(axis=1))

    mark = np.flatnonzero(painted(picture, charts._STRONG).any(axis=1))

    assert len(mark) == pytest.approx(8, abs=2)
    assert lane[0] - 1 <= mark[0]
    assert mark[-1] <= lane[-1] + 1


def test_higher_shares_stand_higher() -> None:
    low, high = (
        np.flatnonzero(painted(trend_chart(chart((None, point))), charts._STRONG).any(axis=1)).mean()
        for point in (Point(10, 20), Point(80, 90))
    )

    assert high < low


@pytest.mark.parametrize("rounds", [1, 3, 14])
@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Mon savoir-faire et mon jugement comptent toujours", "majoritairement défavorable, sans changement"),
        ("Rechtsschutzversicherungsgesellschaften", "Donaudampfschifffahrtsgesellschaft"),
    ],
)
def test_long_words_stay_within_their_columns(rounds: int, label: str, shown: str) -> None:
    picture = trend_chart(chart((MIDDLING,) * rounds, title=f"{label} / {shown} / {label}", label=label, shown=shown))

    lane = np.flatnonzero(painted(picture, charts._TRACK).any(axis=0))
    drawn = inked(picture)
    heading = 175

    assert lane[-1] - lane[0] > 350
    assert not drawn[:, :40].any()
    assert not drawn[:, -40:].any()
    assert not drawn[heading:-60, lane[0] - 6 : lane[0]].any()
    assert not drawn[heading:-60, lane[-1] + 1 : lane[-1] + 20].any()


@pytest.mark.parametrize("odd", ["R&D $x$ \\alpha", "🚀 Growth 日本", "line\nbreak", "60\u202f%", "", "\ud800"])
def test_any_name_of_a_unit_can_be_drawn(odd: str) -> None:
    picture = trend_chart(Chart(odd, odd, (odd, odd), (Row(odd, (HIGH, None), odd),), scale=(odd, odd, odd)))

    assert Image.open(BytesIO(picture)).format == "PNG"


def test_dates_that_would_overlap_make_room_for_the_newest() -> None:
    rounds = tuple(f"{number}. September" for number in range(1, 31))
    crowded = Chart("Unit", "Shares", rounds, (Row("Item", (MIDDLING,) * 30, "mixed"),))

    columns = np.flatnonzero(inked(trend_chart(crowded))[-50:].any(axis=0))
    gaps = np.diff(columns) - 1

    assert 2 <= (gaps >= 16).sum() <= 5  # wider than a space between two words
    assert columns[-1] > 850


@pytest.mark.parametrize(("lo", "hi"), [(-1, 5), (5, 101), (60, 40), (float("nan"), 5)])
def test_what_is_no_share_is_refused(lo: float, hi: float) -> None:
    with pytest.raises(ValueError, match="a share lies between 0 and 100"):
        Point(lo, hi)


def test_a_row_has_a_place_for_each_round() -> None:
    with pytest.raises(ValueError, match="a point or a gap for each of 2 rounds"):
        Chart("Unit", "Shares", ("1 Jan", "8 Jan"), (Row("Item", (HIGH,), "mixed"),))


@pytest.mark.parametrize(("rounds", "rows"), [((), (Row("Item", (), "mixed"),)), (("1 Jan",), ())])
def test_an_empty_chart_is_refused(rounds: tuple[str, ...], rows: tuple[Row, ...]) -> None:
    with pytest.raises(ValueError, match="at least one row and one round"):
        Chart("Unit", "Shares", rounds, rows)
