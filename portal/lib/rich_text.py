"""Rich text, limited: what staff type or paste becomes one small canonical HTML, safe to show as it is.

Allowed: p, h3, h4, blockquote, ul, ol, li, br, strong, em, a (http, https, mailto), and lang and dir with known
values. Whatever comes in is parsed by nh3 (html5ever), read into blocks of marked text, written anew from them and
passed through nh3 again, so that no byte of the input is trusted. Idempotent. Debris of Word and Google Docs goes.
"""

import re
from collections.abc import Iterator
from html import escape

import nh3

from portal.lib.rich_text_reader import PARSED_TAGS, Block, Line, Mark, Reader
from portal.lib.translated import LANGUAGES

TAGS = {"p", "h3", "h4", "blockquote", "ul", "ol", "li", "br", "strong", "em", "a", "span"}
DIRECTIONS = {"rtl", "ltr", "auto"}
LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto"}
LISTS = ("ul", "ol")
BULLET = "• "

# Controls that no database or browser wants, lone surrogates, and what only breaks words invisibly.
_DEBRIS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b\u00ad]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_HTML = re.compile(
    r"</?(?:p|br|b|i|u|s|strong|em|ul|ol|li|dl|dt|dd|blockquote|h[1-6]|a|span|div|font|table|tbody|thead|tr|td|th|img"
    r"|hr|pre|code|html|head|body|meta|style|script|iframe|svg|object|embed|form|input|button|link|title|section"
    r"|article|center|o:p)"
    r"(?:\s+[\w:-]+\s*=[^<>]*|\s*)/?>",
    re.IGNORECASE,
)

_parser = nh3.Cleaner(
    tags=PARSED_TAGS,
    clean_content_tags={"script", "style", "title", "xml", "head"},
    attributes={"*": {"lang", "dir", "style"}, "a": {"href"}},
    url_schemes=SCHEMES,
    link_rel=None,
)
_gate = nh3.Cleaner(
    tags=TAGS,
    attributes={
        "a": {"href"},
        **{tag: {"lang", "dir"} for tag in ("p", "h3", "h4", "span", "blockquote", "li")},
    },
    url_schemes=SCHEMES,
    link_rel="noopener",
    attribute_filter=lambda tag, name, value: value if _is_known(name, value) else None,
)


def clean(html: str) -> str:
    """Canonical HTML of rich or plain text; empty where nothing can be read. Idempotent."""
    return let_through("".join(map(_html, _read(html))))


def let_through(html: str) -> str:
    """Stored HTML without what is not allowed: fast, for showing it; it does not tidy."""
    return _gate.clean(html).replace("&nbsp;", "\xa0")  # a sign like any other: readable and searchable


def plain(html: str) -> str:
    """The words alone: a blank line between blocks, a line for each item of a list."""
    return "\n\n".join(_words(block) for block in _read(html))


def _read(text: str) -> list[Block]:
    text = _DEBRIS.sub("", text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return []
    return _blocks_of_html(text) if _HTML.search(text) else _blocks_of_plain(text)


def _blocks_of_html(text: str) -> list[Block]:
    reader = Reader(_mark)
    reader.feed(_parser.clean(text))
    reader.close()
    return reader.blocks()


def _blocks_of_plain(text: str) -> list[Block]:
    reader = Reader(_mark)
    for paragraph in _BLANK_LINE.split(text):
        reader.handle_starttag("p", [])
        for line in paragraph.split("\n"):
            reader.handle_data(line)
            reader.handle_starttag("br", [])
        reader.handle_endtag("p")
    return reader.blocks()


def _is_known(name: str, value: str) -> bool:
    if name == "lang":
        return value in LANGUAGES
    if name == "dir":
        return value in DIRECTIONS
    return name == "rel" or bool(LINK.fullmatch(value))


def _mark(name: str, value: str) -> str:
    """The value of an attribute as it is kept; empty where it is not."""
    value = (value.partition("-")[0] if name == "lang" else value).strip()
    value = value.lower() if name != "href" else value
    return value if _is_known(name, value) else ""


# Writing ------------------------------------------------------------------------------------------


def _html(block: Block) -> str:
    inside = "".join(map(_html, block.blocks)) if block.blocks else _html_of_line(block.line)
    return f"<{block.tag}{_attributes(block.attributes)}>{inside}</{block.tag}>"


def _html_of_line(line: Line) -> str:
    """Marks are opened in one order and closed in the reverse, each as late and as early as can be."""
    html, opened = [], list[Mark]()
    for text, marks in line:
        kept = 0
        while kept < min(len(opened), len(marks)) and opened[kept] == marks[kept]:
            kept += 1
        html += [f"</{tag}>" for tag, _attrs in reversed(opened[kept:])]
        html += [f"<{tag}{_attributes(attrs)}>" for tag, attrs in marks[kept:]]
        html.append(escape(text, quote=False).replace("\n", "<br>"))
        opened = list(marks)
    return "".join([*html, *(f"</{tag}>" for tag, _attrs in reversed(opened))])


def _attributes(attributes: tuple[tuple[str, str], ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)


def _words(block: Block) -> str:
    if block.tag in LISTS:
        return "\n".join(_items(block))
    if block.blocks:
        return "\n\n".join(map(_words, block.blocks))
    return "".join(text for text, _marks in block.line)


def _items(block: Block) -> Iterator[str]:
    for item in block.blocks:
        if item.line:
            yield BULLET + _words(item)
        for below in item.blocks:
            yield from _items(below) if below.tag in LISTS else [BULLET + _words(below)]
