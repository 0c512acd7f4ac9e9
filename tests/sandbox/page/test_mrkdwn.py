"""How the page writes Slack's mrkdwn, and that nobody can write HTML by it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.mrkdwn import SAFE_SCHEMES, Reader, html, moment, plain_html
from tests.sandbox.markup import read

MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
NAMES = {("user", "U1"): "Ann Example", ("channel", "C1"): "general", ("usergroup", "S1"): "team-data"}
READER = Reader(MONDAY, ZoneInfo("Europe/Paris"), "fr-FR", lambda kind, number: NAMES.get((kind, number)))
TAGS = {"a", "b", "blockquote", "br", "code", "i", "pre", "s", "span", "time"}
ATTRIBUTES = {"class", "datetime", "href", "rel"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*bold* _italic_ ~gone~", "<b>bold</b> <i>italic</i> <s>gone</s>"),
        ("*bold with _italic_ inside*", "<b>bold with <i>italic</i> inside</b>"),
        ("*a _b* c_", "<b>a _b</b> c_"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("* not bold*", "* not bold*"),
        ("`code *as it is*`", "<code>code *as it is*</code>"),
        ("a\nb", "a<br>b"),
        ("> said\nthen", "<blockquote>said</blockquote>then"),
        ("&gt; said", "<blockquote>said</blockquote>"),
        ("> one\n> two", "<blockquote>one<br>two</blockquote>"),
        (">>> all\nof it", "<blockquote>all<br>of it</blockquote>"),
        ("see ```\nx = *1*\n``` there", "see <pre>x = *1*</pre> there"),
        ("a &amp; b &lt; c", "a &amp; b &lt; c"),
        ("&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;"),
        ("<b>", "&lt;b&gt;"),
        (":wave: :thumbsup::skin-tone-3:", "👋 👍🏼"),
        (":not_an_emoji: 10:30:00", ":not_an_emoji: 10:30:00"),
    ],
)
def test_text_is_formatted_as_in_slack(text: str, written: str) -> None:
    assert str(html(text, READER)) == written


@pytest.mark.parametrize(
    ("text", "href", "label"),
    [
        ("<https://example.com/a?b=1&amp;c=2|there>", "https://example.com/a?b=1&c=2", "there"),
        ("<https://example.com>", "https://example.com", "https://example.com"),
        ("<mailto:ann@acme.test|Ann>", "mailto:ann@acme.test", "Ann"),
        ("*<https://example.com|bold>*", "https://example.com", "bold"),
        ("see https://example.com/a_b_c.", "https://example.com/a_b_c", "https://example.com/a_b_c"),
    ],
)
def test_a_link_leads_where_it_says(text: str, href: str, label: str) -> None:
    found = read(html(text, READER))

    assert [link["href"] for link in found.all("a")] == [href]
    assert label in found.words


@pytest.mark.parametrize(
    "text", ["<javascript:alert(1)|x>", "<data:text/html,hi|x>", "<JaVaScRiPt:alert(1)>", "<//[|x>", "<http://[|x>"]
)
def test_a_link_to_anything_but_a_page_or_a_person_is_only_text(text: str) -> None:
    links = read(html(text, READER)).all("a")

    assert all(link["href"].partition(":")[0] in SAFE_SCHEMES for link in links)
    assert "script" not in "".join(link["href"] for link in links).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U1>", "@Ann Example"),
        ("<@U9|bob>", "@bob"),
        ("<@U9>", "@U9"),
        ("<#C1>", "#general"),
        ("<#C9|secret>", "#secret"),
        ("<!here>", "@here"),
        ("<!channel>", "@channel"),
        ("<!subteam^S1>", "@team-data"),
        ("<!subteam^S9|@others>", "@others"),
    ],
)
def test_a_mention_is_a_name(text: str, words: str) -> None:
    found = read(html(text, READER))

    assert found.words == words
    assert found.all("span") == [{"class": "mention"}]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{date_num} {time}", "2026-03-09 10:10"),
        ("{date_long}", "lundi 9 mars 2026"),
        ("{date_short_pretty} at {time}", "aujourd’hui at 10:10"),  # noqa: RUF001 - French writes this apostrophe
        ("{ago}", "dans 1 heure"),
        ("{nothing}", "{nothing}"),
    ],
)
def test_a_date_is_told_where_and_how_the_reader_lives(form: str, words: str) -> None:
    at = int((MONDAY + timedelta(minutes=70)).timestamp())

    assert read(html(f"<!date^{at}^{form}|then>", READER)).words == words


@pytest.mark.parametrize("text", ["<!date^soon^{date}|then>", "<!date^99999999999999^{date}|then>"])
def test_a_date_that_is_none_falls_back_on_its_words(text: str) -> None:
    assert html(text, READER) == "then"


@pytest.mark.parametrize("locale", ["xx-YY", "", "en_US.utf8", "nl-BE", "de-DE"])
def test_a_date_is_told_in_any_locale(locale: str) -> None:
    reader = Reader(MONDAY, ZoneInfo("UTC"), locale)

    assert "2026" in moment(MONDAY, "{date_long}", reader)


MARKS = [
    "*",
    "_",
    "~",
    "`",
    "```",
    "<",
    ">",
    "&",
    "|",
    "\n",
    " ",
    "a",
    "^",
    "0",
    ">>>",
    "&lt;",
    "\ue000",
    "\ue0010\ue001",
]
PARTS = [":wave:", "<@U1>", "<https://x.org|", "<!date^1^{date}", "<script>alert(1)</script>", '" onmouseover="x']
TEXTS = st.lists(st.sampled_from(MARKS + PARTS) | st.text(max_size=6), max_size=25).map("".join)


@given(text=TEXTS)
def test_no_text_becomes_html_of_its_own(text: str) -> None:
    for written in (html(text, READER), plain_html(text)):
        found = read(written)

        assert found.faults == []
        assert "<script" not in written.lower()
        assert {tag for tag, _ in found.tags} <= TAGS
        assert {name for _, attributes in found.tags for name in attributes} <= ATTRIBUTES
        assert all(link["href"].partition(":")[0].lower() in SAFE_SCHEMES for link in found.all("a"))


@given(
    text=st.text(alphabet=st.characters(blacklist_characters="*_~`<>&:|\r\ue000\ue001", blacklist_categories=["Cs"]))
)
def test_text_without_marks_is_read_as_it_was_written(text: str) -> None:
    assert read(html(text, READER)).words == text.replace("\n", "")
