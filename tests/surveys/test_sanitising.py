"""What a comment loses before it is sealed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.comments.sanitising import pointers_in, sanitised, says_nothing

PIECES = st.sampled_from(
    [
        "<@U012ABC>",
        "<@U012ABC|ann>",
        "<#C012ABC|general>",
        "<!here>",
        "<https://acme.test/x|our page>",
        "https://acme.test/?who=ann",
        "www.acme.test/ann",
        "linked.test/in/ann",
        "@ann.example",
        "#general-chat",
        "mailto:ann@acme.test",
        "ann.example+work@acme.test",
        "+33 6 12 34 56 78",
        "0612345678",
        "\u202e",
        "\u200d",
        "\u200b",
        "\u0301",
        "\ufe0f",
        "👩‍💻",
        "🇫🇷",
        "\ud800",
        "…",
        ".",
        "<",
        ">",
        "@",
        " ",
        "\n",
        "a",
        "9",
    ]
)
COMMENTS = st.lists(PIECES | st.text(max_size=8), max_size=120).map("".join) | st.text(
    st.characters(categories=["L", "M", "Zs"]), min_size=480, max_size=520
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ask <@U012ABC> about it", "Ask … about it"),
        ("Ask <@W012ABC|ann> about it", "Ask … about it"),
        ("It stands in <#C012ABC|general>.", "It stands in …"),
        ("<!subteam^S01|@data> and <!here> know", "… and … know"),
        ("See <https://acme.test/ann|our page>", "See …"),
        ("See https://acme.test/ann?x=1, please", "See …, please"),
        ("See (HTTP://acme.test/ann).", "See (…)."),
        ("See www.acme.test/ann!", "See …!"),
        ("Write to ann.example+work@acme.co.test or mailto:ann@acme.test", "Write to … or …"),
        ("Ask @ann.example, or @Jörg!", "Ask …, or …!"),
        ("It was said in #data-platform.", "It was said in …"),
        ("My page is linked.test/in/ann, look", "My page is …, look"),
        ("Write to ann＠acme.test", "Write to …"),  # noqa: RUF001 - the full-width sign is what is tested
    ],
)
def test_a_comment_loses_mentions_links_and_addresses(written: str, kept: str) -> None:
    assert sanitised(written) == kept


@pytest.mark.parametrize(
    "number",
    [
        "+33 6 12 34 56 78",
        "06.12.34.56.78",
        "0612345678",
        "+32 (0)2 123 45 67",
        "020-123 4567 89",
        "(555) 123-4567",
        "+49/30/1234567",
        "+４９ 30 1234567",  # noqa: RUF001 - full-width digits are what is tested
    ],
)
def test_a_comment_loses_telephone_numbers(number: str) -> None:
    assert sanitised(f"Call {number} today") == "Call … today"


@pytest.mark.parametrize(
    "text",
    [
        "It took 18 months and 10 000 000 euros.",
        "Since 2024-10-05 or 05/10/2024, 9 of 10 of us wait.",
        "Version 3.11.2 is 20 % better, and 1 < 2 > 1.",
        "Déjà vu: schön, één keer; ça ira !",
        "Quick-win: and/or @ work, 24/7.",
        "C#, F# and wish #1: 3.11/3.12, e.g. better docs (Node.js, acme.test).",
        "Love it 👩‍💻 👍🏽 🇫🇷 ❤️",
    ],
)
def test_what_points_to_nobody_stays_as_it_is(text: str) -> None:
    assert sanitised(text) == text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  two\n\n\tlines \u2028 and\u00a0more ", "two lines and more"),
        ("\u202eover\u2066ride\u2069 \ufeffand\x00 \x1b[31mcolour\u200b", "override and [31mcolour"),
        ("a hidden\u200djoiner", "a hiddenjoiner"),
        ("ht\u200btps://acme.test/ann", "…"),
        ("half a \ud83d pair", "half a pair"),
        ("ﬁne … wait....", "fine … wait…"),
        ("e\u0301te\u200b\u0301", "été"),
    ],
)
def test_what_hides_in_a_text_is_gone(written: str, kept: str) -> None:
    assert sanitised(written) == kept


def test_a_long_comment_is_cut_at_500_characters() -> None:
    assert sanitised("x" * 900) == "x" * 500


@pytest.mark.parametrize("cluster", ["q\u0303", "q\u0303\u0323\u0304", "👍🏽", "👩‍💻", "🇫🇷", "❤️"])
@pytest.mark.parametrize("before", range(495, 501))
def test_the_cut_leaves_no_accent_and_no_emoji_in_halves(cluster: str, before: int) -> None:
    cluster = unicodedata.normalize("NFKC", cluster)

    cut = sanitised("x" * before + cluster * 3)

    rest = cut[before:]
    assert len(cut) <= 500
    assert rest == cluster * (len(rest) // len(cluster))
    assert len(cut) + len(cluster) > 500


def test_a_letter_under_a_tower_of_accents_goes_with_them() -> None:
    assert sanitised("fine q" + "\u0303" * 900) == "fine"


@given(COMMENTS)
@example("<<@U1>@U2>")
@example("see https://acme.test/.....")
@example("9https://acme.test0612345678a")
@example("\u00b4\u200b\u0301")
def test_a_sanitised_comment_is_clean_short_and_stays_as_it_is(comment: str) -> None:
    clean = sanitised(comment)

    assert len(clean) <= 500
    assert clean == unicodedata.normalize("NFKC", clean).replace("...", "…")
    assert clean == " ".join(clean.split())
    assert not {unicodedata.category(letter) for letter in clean if letter != "\u200d"} & {"Cc", "Cf", "Cs", "Co"}
    assert not any(trace in clean.lower() for trace in ("<@u", "<#c", "://acme", "@acme", "0612345678"))
    assert pointers_in(clean) == frozenset()
    assert not any(word[0] in "@#" and word[1].isalpha() for word in clean.split() if word[2:].isalpha())
    assert sanitised(clean) == clean


@pytest.mark.parametrize(
    ("written", "pointers"),
    [
        ("Ask @ann", {"mention"}),
        ("Ask <@U012ABC> or ann@acme.test", {"mention", "address"}),
        ("ht\u200btps://acme.test/ann", {"link"}),
        ("Call +32 2 123 45 67", {"phone"}),
        ("Nothing here, 24/7.", set()),
    ],
)
def test_what_will_be_taken_out_is_known_beforehand(written: str, pointers: set[str]) -> None:
    assert pointers_in(written) == pointers


@pytest.mark.parametrize("written", ["<@U012ABC>", "@ann, ann@acme.test!", "… https://acme.test/ann"])
def test_a_comment_of_which_only_marks_are_left_says_nothing(written: str) -> None:
    assert says_nothing(sanitised(written))


@pytest.mark.parametrize("written", ["👍", "Ask @ann", "!"])
def test_a_comment_of_which_more_is_left_says_something(written: str) -> None:
    assert not says_nothing(sanitised(written))
