"""The yardstick of the tests of contrast, held against figures that are known."""

import pytest

from tests.browser.contrast import Colour, colour_of, over, ratio_of, stacked

BLACK, WHITE, CLEAR = colour_of("rgb(0, 0, 0)"), colour_of("rgb(255, 255, 255)"), colour_of("rgba(0, 0, 0, 0)")


# From the examples of WCAG's own documents: 21 to 1, and the greys on either side of 4.5 to 1.
@pytest.mark.parametrize(
    ("ink", "ratio"), [(BLACK, 21.0), (WHITE, 1.0), ((118, 118, 118, 1.0), 4.54), ((119, 119, 119, 1.0), 4.48)]
)
def test_the_ratio_of_a_colour_on_white_is_the_known_one(ink: Colour, ratio: float) -> None:
    assert ratio_of(ink, WHITE) == ratio_of(WHITE, ink) == pytest.approx(ratio, abs=0.005)


def test_a_translucent_colour_is_mixed_with_what_is_behind_it() -> None:
    assert over((0, 0, 0, 0.5), WHITE) == (127.5, 127.5, 127.5, 1)
    assert stacked([CLEAR, BLACK, WHITE]) == BLACK
    assert stacked([CLEAR]) == WHITE


def test_a_colour_in_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="no computed colour"):
        colour_of("oklch(0.5 0.1 200)")
