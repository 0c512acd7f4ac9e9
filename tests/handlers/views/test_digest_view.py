"""The digest as a message: every group it may show, what it hides by name, and a picture said in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digests.charts import trend_chart
from digests.issue import Digest, Line, Part
from handlers.views import digest as views
from handlers.views.words import Words, escaped, words_for
from sandbox.checks import message_errors, method_errors
from surveys.cells import COMPANY, Cell
from surveys.instruments import Instrument
from surveys.releases import Shown
from tests.handlers.views.shapes import ALL_WORDS, GROUPS, LONG_GROUPS, LONGEST_NAME, PULSE, WIDEST, language_of
from tests.mixture import MIXTURE

FEW, SOME = Shown((57, 100), (5, 7), "mostly_favourable"), Shown((43, 80), (12, 16), 60)
MANY = Shown((69, 81), (35, 48), 75, (5, 10, 10, 35, 40))
DAYS = tuple(date(2026, 1, 5) + timedelta(weeks=week) for week in range(12))
in_each_language = pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)


def part(cell: Cell, shown: Shown = SOME, before: Shown | None = None) -> Part:
    """A group with the same result for every item."""
    earlier = {} if before is None else {item.key: before for item in PULSE.items}
    return Part(cell, (60, 80), {item.key: shown for item in PULSE.items}, earlier)


def a_digest(*parts: Part, hidden: tuple[Cell, ...] = (), rounds: int = 12) -> Digest:
    return Digest(
        round_id="r1",
        opens_on=DAYS[rounds - 1],
        instrument=PULSE,
        parts=parts,
        hidden=hidden,
        days=DAYS[:rounds],
        course=tuple(Line(item.key, (*([None] * (rounds - 1)), (55, 65)), (True,) * rounds) for item in PULSE.items),
        comments=(17, 24),
    )


USUAL = a_digest(*(part(cell) for cell in reversed(GROUPS)))
TEAMS = tuple(Cell(str(number), COMPANY, (f"Team {number}",), (number,), 12) for number in range(1, 201))
DIGESTS = {
    "first": a_digest(part(GROUPS[0]), rounds=1),
    "usual": USUAL,
    "long names": a_digest(*(part(cell, MANY, FEW) for cell in LONG_GROUPS), hidden=LONG_GROUPS),
    "twenty-five groups": a_digest(*(part(cell, MANY, FEW) for cell in TEAMS[:25])),
    "two hundred groups": a_digest(*(part(cell, MANY, FEW) for cell in TEAMS)),
    "two thousand groups": a_digest(*(part(cell, MANY, FEW) for cell in TEAMS * 10)),
    "two hundred hidden": a_digest(part(GROUPS[0]), hidden=TEAMS),
}


def text_of(words: Words, digest: Digest) -> str:
    return "\n".join(block["text"]["text"] for block in views.message(words, digest)["blocks"] if "text" in block)


@in_each_language
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_is_a_message_that_slack_takes(words: Words, name: str) -> None:
    assert message_errors(views.message(words, DIGESTS[name])) == []


@in_each_language
@pytest.mark.parametrize("name", ["usual", "twenty-five groups", "two hundred groups"])
def test_every_group_is_told(words: Words, name: str) -> None:
    told = text_of(words, DIGESTS[name])

    assert all(each.cell.names[0] in told for each in DIGESTS[name].parts)
    assert told.count(PULSE.items[0].label(words.language)) == len(DIGESTS[name].parts)


@in_each_language
def test_a_hidden_group_is_named(words: Words) -> None:
    assert "Team 1," in text_of(words, a_digest(part(GROUPS[0]), hidden=TEAMS[:2]))


def test_a_name_cannot_call_people_or_pose_as_a_link() -> None:
    cell = Cell("9", COMPANY, ("<!channel> & <https://example.com|us>",), (9,), 12)

    told = text_of(words_for("en"), a_digest(part(cell), hidden=(cell,)))

    assert "<" not in told
    assert "&lt;!channel&gt; &amp;" in told


@in_each_language
@pytest.mark.parametrize("shown", [FEW, SOME, MANY])
def test_few_answers_are_told_in_words_and_more_in_percent(words: Words, shown: Shown) -> None:
    lines = text_of(words, a_digest(part(GROUPS[0], shown))).splitlines()

    line = next(line for line in lines if PULSE.items[0].label(words.language) in line)
    assert ("%" in line) == (shown is not FEW)


@pytest.mark.parametrize(
    ("before", "sign"), [(Shown((0, 42), (12, 16), 20), "↗"), (Shown((81, 100), (12, 16), 90), "↘")]
)
def test_a_clear_change_has_an_arrow_and_what_was_before(before: Shown, sign: str) -> None:
    told = text_of(words_for("en"), a_digest(part(GROUPS[0], SOME, before)))

    assert told.count(f"{sign} (was ") == len(PULSE.items)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SOME, SOME),
        (Shown((31, 67), (12, 16), 50), SOME),
        (Shown((38, 42), (49, 68), 40), Shown((43, 47), (49, 68), 45)),
        (Shown((0, 67), (5, 7), "mixed"), Shown((67, 100), (5, 7), "mostly_favourable")),
    ],
    ids=["the same", "neighbours", "five points", "words that meet"],
)
def test_a_change_that_chance_could_make_has_no_arrow(before: Shown, after: Shown) -> None:
    told = str(views.message(words_for("en"), a_digest(part(GROUPS[0], after, before))))

    assert not {"↗", "↘"} & set(told)
    assert "No arrow: no clear change." in told


@pytest.mark.parametrize(
    ("net", "told"),
    [
        (
            (10, 40),
            "more positive than negative: +10 to +40, where \N{MINUS SIGN}100 is all negative and +100 all positive.",
        ),
        ((-40, -10), "more negative than positive: \N{MINUS SIGN}40 to \N{MINUS SIGN}10, where"),
        ((-20, 10), "neither clearly positive nor clearly negative: \N{MINUS SIGN}20 to +10, where"),
        ((0, 20), "neither clearly positive nor clearly negative: 0 to +20, where"),
    ],
)
def test_how_comments_sound_is_told_with_its_error_and_no_way_where_that_is_not_clear(
    net: tuple[int, int], told: str
) -> None:
    said = text_of(words_for("en"), replace(USUAL, net=net))

    assert f"As a machine reads them, they are {told}" in said


@in_each_language
def test_without_enough_comments_nothing_is_said_of_how_they_sound(words: Words) -> None:
    with_net, without = (text_of(words, replace(USUAL, net=net)) for net in ((-40, -10), None))
    gone = text_of(words, replace(USUAL, net=(-40, -10), comments=None))

    assert "\N{MINUS SIGN}40" in with_net
    assert "\N{MINUS SIGN}" not in without + gone


@in_each_language
def test_a_team_that_changed_is_told_to_have_no_trend(words: Words) -> None:
    same = part(GROUPS[0])

    told, before = [text_of(words, a_digest(each)) for each in (replace(same, changed=True), same)]

    assert told.splitlines()[:-1] != before.splitlines()
    assert len(told.splitlines()) == len(before.splitlines()) + 1


def test_a_team_that_changed_reads_so_in_text_picture_and_alternative_text() -> None:
    digest = replace(a_digest(replace(part(GROUPS[0]), changed=True)), cut=True)
    words = words_for("en")

    assert "The team changed, no trend." in text_of(words, digest)
    assert "The team changed, no trend before that." in views.chart(words, digest).subtitle
    assert "The team changed, no trend before that." in views.alt_text(words, digest)


def test_a_team_that_stayed_is_not_said_to_have_changed() -> None:
    words = words_for("en")

    said = text_of(words, USUAL) + views.chart(words, USUAL).subtitle + views.alt_text(words, USUAL)

    assert "changed" not in said


def test_five_bars_stand_in_brackets_and_what_they_are_is_said_once() -> None:
    few, many = [str(views.message(words_for("en"), a_digest(part(GROUPS[0], shown)))) for shown in (SOME, MANY)]

    assert many.count("about 75% (5 · 10 · 10 · 35 · 40)") == len(PULSE.items)
    assert many.count("In brackets:") == 1
    assert "In brackets:" not in few


@in_each_language
def test_the_picture_is_of_the_first_group_and_said_in_words(words: Words) -> None:
    drawn, said = views.chart(words, USUAL), views.alt_text(words, USUAL)

    assert drawn.title.startswith("Data + Platform")
    assert [row.label for row in drawn.rows] == [item.label(words.language) for item in PULSE.items]
    assert all(row.label in said for row in drawn.rows)
    assert "60" in said


@in_each_language
@pytest.mark.parametrize("rounds", [1, 12])
def test_the_picture_of_the_longest_names_is_drawn_and_slack_takes_its_words(words: Words, rounds: int) -> None:
    digest = a_digest(part(LONG_GROUPS[-1], FEW), rounds=rounds)

    picture, said = trend_chart(views.chart(words, digest)), views.alt_text(words, digest)

    assert picture.startswith(b"\x89PNG")
    assert method_errors("files.getUploadURLExternal", {"filename": "a.png", "length": 1, "alt_txt": said}) == []


def test_an_item_that_may_not_be_shown_is_in_neither_words_nor_picture() -> None:
    words, item = words_for("en"), PULSE.items[0]
    whole = part(GROUPS[0])
    less = replace(whole, shown={key: shown for key, shown in whole.shown.items() if key != item.key})

    digest = a_digest(less)

    assert item.label("en") not in text_of(words, digest) + views.alt_text(words, digest)
    assert item.label("en") not in [row.label for row in views.chart(words, digest).rows]


def test_names_are_of_the_length_that_units_may_have() -> None:
    assert len(LONGEST_NAME) == 150


def every_type(instrument: Instrument, *cells: Cell) -> Digest:
    """A digest in which each figure of an instrument has the same result in each of these groups."""
    shown = {figure.key: SOME for figure in instrument.figures}
    return replace(
        a_digest(*(Part(cell, (60, 80), shown, {}) for cell in cells)),
        instrument=instrument,
        course=tuple(Line(key, (*([None] * 11), (55, 65)), (True,) * 12) for key in shown),
        texts={item.key: (17, 24) for item in instrument.items if item.takes_words},
    )


@in_each_language
@pytest.mark.parametrize("instrument", [MIXTURE, WIDEST], ids=["usual", "widest"])
@pytest.mark.parametrize("cells", [GROUPS[:1], GROUPS, TEAMS], ids=["one group", "usual", "two hundred groups"])
def test_a_digest_of_every_type_is_a_message_and_a_picture_that_slack_takes(
    words: Words, instrument: Instrument, cells: tuple[Cell, ...]
) -> None:
    digest = every_type(instrument, *cells)

    assert message_errors(views.message(words, digest)) == []
    assert len(views.alt_text(words, digest)) <= 1000
    assert trend_chart(views.chart(words, digest)).startswith(b"\x89PNG")


@in_each_language
def test_of_a_long_pulse_every_item_is_told(words: Words) -> None:
    told = text_of(words, every_type(WIDEST, *GROUPS))

    labels = [item.label(words.language) for item in WIDEST.items if item.figures]
    assert told.count(f"• {escaped(labels[0])}") == len(labels) * len(GROUPS)
    assert "…" not in told


def test_the_picture_has_a_row_for_each_option_and_says_of_what_its_shares_are() -> None:
    chart = views.chart(words_for("en"), every_type(MIXTURE, *GROUPS))

    assert [row.label for row in chart.rows][-6:] == [
        "Decides en: team en",
        "Decides en: boss en",
        "Decides en: nobody en",
        "Uses en: writing en",
        "Uses en: search en",
        "Uses en: code en",
    ]
    assert {row.shown for row in chart.rows[-6:]} == {"chosen by about 60%"}
    assert chart.subtitle.startswith("Share of favourable answers, or of who chose it")
