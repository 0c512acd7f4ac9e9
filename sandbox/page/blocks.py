"""Block Kit as HTML, to use in front of a person and to read elsewhere."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup, escape

from sandbox.page.elements import element_html
from sandbox.page.fields import label_of
from sandbox.page.mrkdwn import Reader, html, link, plain_html
from sandbox.page.richtext import rich_text_html
from sandbox.page.shapes import dicts, text_html, text_of

Block = dict[str, Any]
NOTHING = Markup()


def blocks_html(blocks: Iterable[object], reader: Reader) -> Markup:
    """A list of blocks as HTML; a block that cannot be read is named in its place."""
    return Markup("\n").join(_block(block, reader) for block in blocks)


def picture_html(address: str, alt: str, reader: Reader, *, small: bool = False) -> Markup:
    """A picture of the sandbox, or a word on where a picture from elsewhere is: the page loads nothing from outside."""
    shown = reader.picture_of(address)
    if shown is None:
        return link(address, Markup('<span class="elsewhere">Picture: {}</span>').format(alt or address))
    form = (
        Markup('<img class="small" src="{}" alt="{}">') if small else Markup('<img src="{}" alt="{}" loading="lazy">')
    )
    return form.format(shown, alt)


def _block(block: object, reader: Reader) -> Markup:
    kind = str(block.get("type")) if isinstance(block, dict) else "unknown"
    draw = DRAWN.get(kind)
    if draw is None or not isinstance(block, dict):
        return Markup('<p class="undrawn">A block of type {} stands here.</p>').format(kind)
    return Markup('<div class="block block-{}">{}</div>').format(kind, draw(block, reader))


def _section(block: Block, reader: Reader) -> Markup:
    words = text_html(block.get("text"), reader)
    text = Markup('<div class="text">{}</div>').format(words) if words else NOTHING
    fields = Markup().join(
        Markup('<div class="field">{}</div>').format(text_html(field, reader)) for field in dicts(block.get("fields"))
    )
    grid = Markup('<div class="fields">{}</div>').format(fields) if fields else NOTHING
    accessory = _element(block.get("accessory"), block, reader)
    beside = Markup('<div class="accessory">{}</div>').format(accessory) if accessory else NOTHING
    return Markup('<div class="words">{}{}</div>{}').format(text, grid, beside)


def _header(block: Block, reader: Reader) -> Markup:
    return Markup("<h{0}>{1}</h{0}>").format(reader.heading, text_html(block.get("text"), reader))


def _divider(_block: Block, _reader: Reader) -> Markup:
    return Markup("<hr>")


def _context(block: Block, reader: Reader) -> Markup:
    parts = (
        picture_html(_address(each), str(each.get("alt_text", "")), reader, small=True)
        if each.get("type") == "image"
        else Markup("<span>{}</span>").format(text_html(each, reader))
        for each in dicts(block.get("elements"))
    )
    return Markup(" ").join(parts)


def _image(block: Block, reader: Reader) -> Markup:
    title = text_html(block.get("title"), reader)
    caption = Markup("<figcaption>{}</figcaption>").format(title) if title else NOTHING
    picture = picture_html(_address(block), str(block.get("alt_text", "")), reader)
    return Markup("<figure>{}{}</figure>").format(caption, picture)


def _actions(block: Block, reader: Reader) -> Markup:
    return Markup("\n").join(_element(each, block, reader) for each in dicts(block.get("elements")))


def _input(block: Block, reader: Reader) -> Markup:
    """An input under its label, with its hint or what is wrong with it below."""
    optional = Markup(' <span class="quiet">(optional)</span>') if block.get("optional") is True else NOTHING
    touch = reader.touch
    scope = label_of(touch.scope if touch else "", block)
    complaint = touch.errors.get(str(block.get("block_id")), "") if touch else ""
    note = Markup("{}").format(complaint) if complaint else text_html(block.get("hint"), reader)
    return Markup(
        '<div class="asked{}"><div class="label" id="{}-label">{}{}</div>{}<p class="{}" id="{}-note">{}</p></div>'
    ).format(
        " wrong" if complaint else "",
        scope,
        text_html(block.get("label"), reader),
        optional,
        _element(block.get("element"), block, reader),
        "complaint" if complaint else "quiet",
        scope,
        note,
    )


def _rich_text(block: Block, reader: Reader) -> Markup:
    return rich_text_html(block, reader)


def _video(block: Block, reader: Reader) -> Markup:
    about = text_html(block.get("description"), reader)
    title = Markup("▶ {}").format(text_of(block.get("title")) or "Video")
    words = Markup('<p class="quiet">{}</p>').format(about) if about else NOTHING
    return Markup("<p>{}</p>{}").format(link(str(block.get("video_url", "")), title), words)


def _table(block: Block, reader: Reader) -> Markup:
    rows = [row for row in _list(block.get("rows")) if isinstance(row, list)]
    sides = [str(each.get("align", "left")) for each in dicts(block.get("column_settings"))]
    lines = (_row(row, sides, "th" if index == 0 else "td", reader) for index, row in enumerate(rows))
    return Markup('<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>{}</table></div>').format(
        Markup().join(lines)
    )


def _row(row: list[Any], sides: list[str], tag: str, reader: Reader) -> Markup:
    cells = (
        Markup('<{0} class="{1}">{2}</{0}>').format(
            tag, sides[index] if index < len(sides) else "left", _cell(cell, reader)
        )
        for index, cell in enumerate(row)
    )
    return Markup("<tr>{}</tr>").format(Markup().join(cells))


def _cell(cell: object, reader: Reader) -> Markup:
    if not isinstance(cell, dict):
        return NOTHING
    return rich_text_html(cell, reader) if cell.get("type") == "rich_text" else escape(str(cell.get("text", "")))


def _markdown(block: Block, _reader: Reader) -> Markup:
    return Markup('<div class="markdown">{}</div>').format(plain_html(str(block.get("text", ""))))


def _file(block: Block, _reader: Reader) -> Markup:
    return Markup('<p class="quiet">Remote file {}</p>').format(str(block.get("external_id", "")))


def _element(element: object, block: Block, reader: Reader) -> Markup:
    if not isinstance(element, dict):
        return NOTHING
    if element.get("type") == "image":
        return picture_html(_address(element), str(element.get("alt_text", "")), reader)
    return element_html(element, block, reader)


def _address(picture: Block) -> str:
    """Where a picture is: its address, or the id or address of a file."""
    file = picture.get("slack_file")
    source = (file.get("id") or file.get("url")) if isinstance(file, dict) else picture.get("image_url")
    return str(source or "")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


DRAWN: dict[str, Callable[[Block, Reader], Markup]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "image": _image,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
    "video": _video,
    "table": _table,
    "markdown": _markdown,
    "file": _file,
}


def attachment_html(attachment: object, reader: Reader) -> Markup:
    """An attachment of a message: its texts and blocks beside a line."""
    if not isinstance(attachment, dict):
        return NOTHING
    words = [attachment.get(key) for key in ("pretext", "title", "text")]
    texts = [Markup("<div>{}</div>").format(html(each, reader)) for each in words if isinstance(each, str) and each]
    blocks = blocks_html(_list(attachment.get("blocks")), reader)
    fallback = attachment.get("fallback")
    if not texts and not blocks and isinstance(fallback, str):
        texts = [Markup("<p>{}</p>").format(plain_html(fallback))]
    return Markup('<div class="attachment">{}{}</div>').format(Markup().join(texts), blocks)
