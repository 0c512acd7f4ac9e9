"""Slack's mrkdwn as HTML in which every word of the text is escaped and every tag is closed.

Source: docs.slack.dev, "Formatting message text".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from markupsafe import Markup, escape

from sandbox import emoji
from sandbox.page.touch import Touch

SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
KEEP_OPEN, KEEP_SHUT = "\ue000", "\ue001"  # private characters: they mark what is HTML already
FENCED = re.compile(r"```(.+?)```", re.DOTALL)
QUOTED = re.compile(r"(?:>|&gt;) ?")
LEAF = re.compile(r"`[^`\n]+`|<[^<>\n]+>|https?://[^\s<>|" + KEEP_OPEN + r"]+[^\s<>|.,;:!?)'\"*_~" + KEEP_OPEN + "]")
STYLED = re.compile(r"(?<!\w)([*_~])(?=\S)([^\n]{1,2000}?)(?<=\S)\1(?!\w)")
TAGS = {"*": "b", "_": "i", "~": "s"}
MENTIONS = {"@": "user", "#": "channel"}
DATE_FORMATS = {
    "date": "long",
    "date_long": "full",
    "date_short": "medium",
    "date_num": "yyyy-MM-dd",
    "date_slash": "short",
}
NEAR_DAYS = {
    "en": ("yesterday", "today", "tomorrow"),
    "fr": ("hier", "aujourd’hui", "demain"),  # noqa: RUF001 - French writes this apostrophe
    "nl": ("gisteren", "vandaag", "morgen"),
    "de": ("gestern", "heute", "morgen"),
}


def _no_name(_kind: str, _id: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: what ids are called for them, the zone in which dates are told, and the pictures they may see.

    `name_of(kind, id)` answers for the kinds user, channel and usergroup; `picture_of` turns a file id or an address
    into an address of the sandbox, or None where the picture is elsewhere.
    """

    now: datetime
    zone: ZoneInfo
    locale: str = "en-US"
    name_of: Callable[[str, str], str | None] = _no_name
    picture_of: Callable[[str], str | None] = lambda _: None
    heading: int = 3
    touch: Touch | None = None
    """What lets them use the blocks; None where these are only shown."""

    @property
    def language(self) -> Locale:
        """The locale in which dates are written."""
        try:
            return Locale.parse(self.locale, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en_US")


def html(text: str, reader: Reader) -> Markup:
    """A text of type mrkdwn as HTML."""
    before, *rest = FENCED.split(text.replace(KEEP_OPEN, "").replace(KEEP_SHUT, ""))
    if not rest:
        return _paragraphs(before, reader)
    parts = [_paragraphs(before.strip("\n"), reader)]
    for fenced, after in zip(rest[::2], rest[1::2], strict=True):
        parts.append(Markup("<pre>{}</pre>").format(_bare(fenced.strip("\n"))))
        parts.append(_paragraphs(after.strip("\n"), reader))
    return Markup().join(parts)


def plain_html(text: str, *, with_emoji: bool = True) -> Markup:
    """A text of type plain_text as HTML."""
    return _lines(escape(emoji.replaced(text) if with_emoji else text))


def link(address: str, label: Markup) -> Markup:
    """A link to a safe address, or only its label."""
    if scheme_of(address) not in SAFE_SCHEMES:
        return label
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, label)


def moment(at: datetime, form: str, reader: Reader) -> str:
    """An instant in Slack's date format, such as `{date_short_pretty} at {time}`, where the reader is."""
    local = at.astimezone(reader.zone)
    return re.sub(r"\{(\w+)\}", lambda found: _part(found[1], local, reader) or found[0], form)


def _part(name: str, local: datetime, reader: Reader) -> str:
    language = reader.language
    if name.endswith("_pretty"):
        days = (local.date() - reader.now.astimezone(reader.zone).date()).days
        near = NEAR_DAYS.get(language.language, NEAR_DAYS["en"])
        return near[days + 1] if -1 <= days <= 1 else _part(name.removesuffix("_pretty"), local, reader)
    if name == "ago":
        return format_timedelta(local - reader.now, add_direction=True, locale=language)
    if name in {"time", "time_secs"}:
        return format_time(local, "short" if name == "time" else "medium", locale=language)
    return format_date(local, DATE_FORMATS[name], locale=language) if name in DATE_FORMATS else ""


def scheme_of(address: str) -> str:
    """The scheme of an address in small letters; empty where it is none."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(text: str) -> Markup:
    """Text in which nothing is formatted; of a link, its label."""
    labels = re.sub(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>", lambda found: found[2] or found[1], text)
    return escape(_unescaped(labels))


def _lines(text: Markup) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _paragraphs(text: str, reader: Reader) -> Markup:
    """Put the quoted lines into quotes and format the rest."""
    groups: list[tuple[bool, list[str]]] = []
    rest_quoted = False
    for line in text.split("\n"):
        rest_quoted = rest_quoted or bool(re.match(r"(?:>|&gt;){3}", line))
        found = QUOTED.match(line)
        words = re.sub(r"^(?:>|&gt;){3} ?", "", line) if rest_quoted else line[found.end() :] if found else line
        quoted = rest_quoted or found is not None
        if groups and groups[-1][0] == quoted:
            groups[-1][1].append(words)
        else:
            groups.append((quoted, [words]))
    tags = {True: Markup("<blockquote>{}</blockquote>"), False: Markup("{}")}
    return Markup().join(tags[quoted].format(_inline("\n".join(lines), reader)) for quoted, lines in groups)


def _inline(text: str, reader: Reader) -> Markup:
    """Format what stands in lines: leaves first, kept aside, then the styles around them."""
    kept: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_leaf(found[0], reader))
        return f"{KEEP_OPEN}{len(kept) - 1}{KEEP_SHUT}"

    styled = _styled(LEAF.sub(keep, text))
    whole = re.sub(f"{KEEP_OPEN}(\\d+){KEEP_SHUT}", lambda found: str(kept[int(found[1])]), str(_lines(styled)))
    return Markup(whole)  # noqa: S704 - made of escaped text and of leaves that are HTML already


def _styled(text: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in STYLED.finditer(text):
        parts.append(_words(text[end : found.start()]))
        tag = Markup(TAGS[found[1]])  # noqa: S704 - one of three tags
        parts.append(Markup("<{0}>{1}</{0}>").format(tag, _styled(found[2])))
        end = found.end()
    return Markup().join([*parts, _words(text[end:])])


def _words(text: str) -> Markup:
    return escape(emoji.replaced(_unescaped(text)))


def _leaf(source: str, reader: Reader) -> Markup:
    if source.startswith("`"):
        return Markup("<code>{}</code>").format(_bare(source[1:-1]))
    if not source.startswith("<"):
        return link(_unescaped(source), escape(_unescaped(source)))
    target, _, label = source[1:-1].partition("|")
    leaves = {"@": _mention, "#": _mention, "!": _special}
    return leaves.get(target[:1], _link)(target, label, reader)


def _link(target: str, label: str, _reader: Reader) -> Markup:
    address = _unescaped(target)
    if scheme_of(address) not in SAFE_SCHEMES:
        return _words(label) if label else _words(f"<{target}>")
    return link(address, _words(label or address))


def _mention(target: str, label: str, reader: Reader) -> Markup:
    sign, number = target[0], target[1:]
    name = reader.name_of(MENTIONS[sign], number) or _unescaped(label) or number
    return Markup('<span class="mention">{}{}</span>').format(sign, name.removeprefix(sign))


def _special(target: str, label: str, reader: Reader) -> Markup:
    kind, *parts = target[1:].split("^")
    if kind == "date" and len(parts) >= 2:
        return _date(parts, label, reader)
    if kind == "subteam" and parts:
        name = reader.name_of("usergroup", parts[0]) or _unescaped(label) or parts[0]
        return Markup('<span class="mention">@{}</span>').format(name.removeprefix("@"))
    return Markup('<span class="mention">@{}</span>').format(_unescaped(label or kind).removeprefix("@"))


def _date(parts: list[str], fallback: str, reader: Reader) -> Markup:
    try:
        at = datetime(1970, 1, 1, tzinfo=reader.now.tzinfo) + timedelta(seconds=int(parts[0]))
        words = escape(moment(at, _unescaped(parts[1]), reader))
    except (ValueError, OverflowError):
        return _words(fallback)
    told = Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)
    return link(_unescaped(parts[2]), told) if len(parts) > 2 else told
