"""Items of every type as they are drawn and read back, and the thanks that show them once, within Slack's limits."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views import ids, questions, results, warning
from handlers.views import pulse as views
from handlers.views.malformed import Malformed
from handlers.views.thanks import thanks
from handlers.views.words import Words, words_for
from sandbox.checks import view_errors
from surveys import consent
from surveys.comments.hints import KINDS
from surveys.instruments import LANGUAGES, Instrument
from surveys.shown import Shown
from tests.handlers.views.shapes import ALL_WORDS, GROUPS, LONG_GROUPS, WIDEST, bent, json_objects, language_of
from tests.mixture import EVERYTHING, MIXTURE, ONE, SEVERAL, WORDED, item

in_each_language = pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
ENGLISH = words_for("en")


def entry(action_id: str, **said: object) -> dict[str, Any]:
    return {action_id: said}


def chosen(value: str) -> dict[str, Any]:
    return entry(ids.ANSWER, type="radio_buttons", selected_option={"value": value})


def ticked(*values: str) -> dict[str, Any]:
    return entry(ids.ANSWER, type="checkboxes", selected_options=[{"value": value} for value in values])


def form_with(**values: dict[str, Any]) -> dict[str, Any]:
    return {"private_metadata": "r1", "state": {"values": values}}


WHOLE = form_with(
    fair=chosen("4"),
    worth=chosen("8"),
    trained=chosen("1"),
    mood=chosen("4"),
    decides=chosen("2"),
    uses=ticked("writing", "code"),
    wish=entry(ids.ANSWER, type="plain_text_input", value="More time"),
    **{"pulse.comment.fair": entry("pulse.comment.fair", type="plain_text_input", value=" It  depends ")},
)


FULL = views.Answers(
    "r1",
    {metric.key: metric.values[-1] for metric in WIDEST.metrics},
    "Words.",
    {item.key: "Words." for item in WIDEST.items if item.takes_words},
)


@in_each_language
@pytest.mark.parametrize("instrument", [MIXTURE, WIDEST], ids=["usual", "widest"])
@pytest.mark.parametrize("warned", [False, True], ids=["first", "asking"])
def test_a_form_of_every_type_is_a_view_that_slack_takes(words: Words, instrument: Instrument, warned: bool) -> None:  # noqa: FBT001
    hints: warning.Hints = dict.fromkeys([ids.COMMENT, *questions.inputs_of_words(instrument)], KINDS)

    view = views.form(
        words, "r1", instrument, LONG_GROUPS, k=6, consent=consent.current(), warned=hints if warned else None
    )

    assert view_errors(view) == []


@in_each_language
def test_faces_are_drawn_with_emoji_and_words(words: Words) -> None:
    view = views.form(words, "r1", MIXTURE, GROUPS, k=6, consent=consent.current())

    options = next(block for block in view["blocks"] if block.get("block_id") == "mood")["element"]["options"]
    assert options[0]["text"] == {"type": "plain_text", "text": f":disappointed: Bad {words.language}", "emoji": True}


def test_every_type_is_read() -> None:
    answers = views.read_form(WHOLE, MIXTURE)

    assert answers == views.Answers("r1", EVERYTHING, None, {"wish": "More time", "fair": "It depends"})


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("decides", chosen("3")),
        ("decides", chosen("team")),
        ("mood", chosen("0")),
        ("uses", ticked("salary")),
        ("uses", ticked("writing", "0")),
        ("uses", entry(ids.ANSWER, selected_options={"value": "writing"})),
        ("uses", entry(ids.ANSWER, selected_options=["writing"])),
        ("wish", entry(ids.ANSWER, value=["More"])),
    ],
)
def test_what_a_choice_or_a_text_does_not_offer_is_refused(key: str, said: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match=key):
        views.read_form(form_with(**{key: said}), MIXTURE)


@given(bent(WHOLE) | json_objects)
def test_a_form_of_another_shape_is_read_within_what_is_offered_or_refused(view: dict[str, Any]) -> None:
    metrics = {metric.key: metric for metric in MIXTURE.metrics}
    with suppress(Malformed):
        answers = views.read_form(view, MIXTURE)

        assert all(value in metrics[key].values for key, value in answers.values.items())
        assert all(text.strip() for text in answers.texts.values())
        assert answers.texts.keys() <= {"fair", "decides", "wish"}


@given(st.text())
def test_words_on_an_item_are_cut_and_cleaned_as_a_comment_is(written: str) -> None:
    answers = views.read_form(form_with(wish=entry(ids.ANSWER, value=f"{written} @peter {'x' * 400}")), MIXTURE)

    assert len(answers.texts["wish"]) <= 300
    assert "@peter" not in answers.texts["wish"]


def test_words_of_which_nothing_is_left_are_no_answer() -> None:
    assert views.read_form(form_with(wish=entry(ids.ANSWER, value="@peter, @ann!")), MIXTURE).empty


SHARE = Shown((30, 60), (25, 34), 40)
WORD = Shown((30, 60), (8, 11), "mixed")


@in_each_language
@pytest.mark.parametrize("shown", [None, SHARE, WORD], ids=["no result", "percent", "word"])
@pytest.mark.parametrize(("instrument", "answers"), [(MIXTURE, views.read_form(WHOLE, MIXTURE)), (WIDEST, FULL)])
def test_the_thanks_are_a_view_that_slack_takes(
    words: Words, instrument: Instrument, answers: views.Answers, shown: Shown | None
) -> None:
    latest = {} if shown is None else {figure.key: shown for figure in instrument.figures}

    view = thanks(words, instrument, answers, latest)

    assert view_errors(view) == []
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert not any(text.endswith("…") for text in texts)
    assert sum(text.count("• ") for text in texts) == len(
        {key.partition(".")[0] for key in answers.values} | answers.texts.keys()
    )


def test_the_thanks_for_words_alone_repeat_none_of_them() -> None:
    said = str(thanks(ENGLISH, MIXTURE, views.Answers("r1", {}, "A comment", {"wish": "A wish"}), {}))

    assert "A comment" not in said
    assert "A wish" not in said
    assert "• Wish en: in your own words" in said


def test_the_thanks_for_a_comment_on_the_whole_alone_list_nothing() -> None:
    view = thanks(ENGLISH, MIXTURE, views.Answers("r1", {}, "A comment"), {})

    assert len(view["blocks"]) == 1


def test_that_nothing_was_ticked_but_none_of_these_is_shown_as_that() -> None:
    none = {choice.key: 0 for choice in SEVERAL.choices}

    said = str(thanks(ENGLISH, MIXTURE, views.Answers("r1", none, None), {"uses.code": SHARE}))

    assert "• Uses en: *None of these*" in said
    assert "last time" not in said


@in_each_language
def test_the_words_of_an_item_for_none_of_the_others_stand_last_and_once_and_are_not_counted(words: Words) -> None:
    blocked = item("blocked", "several_of", "time", "none", "rules")
    asked = Instrument("x", 1, (blocked,), {})
    (block,) = questions.drawn(words, blocked)
    options = [(each["value"], each["text"]["text"]) for each in block["element"]["options"]]
    language = words.language

    answers = views.read_form(form_with(blocked=ticked("none")), asked)

    assert options == [("time", f"time {language}"), ("rules", f"rules {language}"), ("none", f"none {language}")]
    assert answers.values == {"blocked.time": 0, "blocked.rules": 0}
    assert [metric.key for metric in asked.metrics] == ["blocked.time", "blocked.rules"]
    assert f"*none {language}*" in str(thanks(words, asked, answers, {}))


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (SHARE, "chosen by about 40%"),
        (replace(SHARE, said="mostly_favourable"), "chosen by more than half"),
        (WORD, "chosen by about half"),
        (replace(SHARE, said="mostly_unfavourable"), "chosen by fewer than half"),
    ],
)
def test_of_an_option_is_told_how_many_chose_it_and_never_that_it_is_favourable(shown: Shown, told: str) -> None:
    asked = Instrument("x", 1, (SEVERAL,), {})

    (line,) = results.lines_of(ENGLISH, asked, {"uses.code": shown}, before={})

    assert line == f"• Uses en: code en: {told}"


def test_the_key_speaks_only_of_what_is_shown() -> None:
    def key(*shown: str) -> str:
        return results.key_of(ENGLISH, MIXTURE, [dict.fromkeys(shown, SHARE)])

    assert key("fair") == "Percentages are shares of favourable answers."
    assert key("decides.team") == "Of options: how many of those who answered chose them."
    assert key("fair", "uses.code") == f"{key('fair')} {key('uses.code')}"


def test_an_item_without_a_language_is_asked_in_the_first_that_it_has() -> None:
    dutch = replace(WORDED, texts={"nl": "Wat wil je?"})

    (block,) = questions.drawn(words_for("fr"), dutch)

    assert block["label"]["text"] == "Wat wil je?"
    assert [dutch.speaks(language) for language in LANGUAGES] == [False, False, True, False]
    assert all(ONE.speaks(language) for language in LANGUAGES)
