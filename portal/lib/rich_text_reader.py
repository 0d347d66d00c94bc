"""HTML into blocks of marked text: the small document model that rich text is written from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = tuple[tuple[str, str], ...]
Mark = tuple[str, Attributes]
Line = list[tuple[str, tuple[Mark, ...]]]  # pieces of text with their marks; "\n" is a line break

HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "a", "span": "span", "font": "span"}
ORDER_OF_MARKS = ("a", "span", "strong", "em")
BOXES = {"ul", "ol", "li", "blockquote"}
# What separates paragraphs, whatever it was meant to be.
PARAGRAPHS = {
    "p", "div", "table", "tr", "td", "th", "section", "article", "pre", "dl", "dt", "dd", "figure", "center", "hr",
}  # fmt: skip
PARSED_TAGS = {*HEADINGS, *MARKS, *BOXES, *PARAGRAPHS, "tbody", "thead", "br"}
DEEPEST_LIST = 4

_SPACES = re.compile(r"[ \t\n]+")
_BREAKS = re.compile(r"\s*\n\s*\n\s*")
_NEEDLESS = re.compile(r"(?<=[ \n]) +| +(?=\n)")
# A sign that is neither a space nor a control of direction.
_VISIBLE = re.compile("[^\\s\u200c-\u200f\u202a-\u202e\u2060-\u206f]")
_IS_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_IS_NORMAL = re.compile(r"font-weight\s*:\s*(?:normal|400)", re.IGNORECASE)
_IS_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_IS_LIST_ITEM = re.compile(r"mso-list\s*:\s*l\d", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[·•▪§o–-]|\d{1,2}[.)-])(?:\s+|$)")


@dataclass(eq=False)
class Block:
    tag: str
    attributes: Attributes = ()
    line: Line = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


class Reader(HTMLParser):
    """Takes well-formed HTML; ``kept(name, value)`` gives an attribute's value as it is kept, or nothing."""

    def __init__(self, kept: Callable[[str, str], str]) -> None:
        super().__init__()
        self.kept = kept
        self.boxes = [Block("root")]
        self.leaf: Block | None = None
        self.bullet_may_follow = False
        self.marks: list[list[Mark]] = []
        self.opened: list[Block | None] = []  # for each open box of the input, the box it made

    def blocks(self) -> list[Block]:
        self.leaf = None
        return _tidied(self.boxes[0].blocks)

    # Events ---------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in MARKS:
            self.marks.append(self._marks_of(tag, given))
        elif tag == "br":
            self._write("\n")
        elif tag in BOXES:
            self._open_box(tag, given)
        elif _IS_LIST_ITEM.search(given.get("style", "")):
            self._open_item_of_word(given)
        else:
            self._open_leaf(HEADINGS.get(tag, "p"), self._kept(given, "lang", "dir"))

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self.marks.pop()
        elif tag in BOXES:
            self._close_box(self.opened.pop())
        else:
            self.leaf = None

    def handle_data(self, data: str) -> None:
        if self.leaf is None and not data.strip():
            return
        if self.bullet_may_follow and data.strip():
            self.bullet_may_follow = False
            data = _BULLET.sub("", data)
        self._write(_SPACES.sub(" ", data))

    # Boxes ----------------------------------------------------------------------------------------

    def _close_box(self, box: Block | None) -> None:
        self.leaf = None
        if box in self.boxes:
            del self.boxes[self.boxes.index(box) :]

    def _open_box(self, tag: str, given: dict[str, str]) -> None:
        self.leaf = None
        names = [box.tag for box in self.boxes]
        if tag == "blockquote" and len(self.boxes) > 1:
            self.opened.append(None)
        elif tag in ("ul", "ol"):
            self._open_list(tag, names)
        else:
            outer = self._find_list(names) if tag == "li" and names[-1] not in ("ul", "ol") else None
            inner = self._push(Block(tag, self._kept(given, "lang", "dir")))
            self.opened.append(outer or inner)

    def _open_list(self, tag: str, names: list[str]) -> None:
        if names.count("ul") + names.count("ol") >= DEEPEST_LIST:
            self.opened.append(None)
            return
        made: Block | None = None
        if names[-1] in ("ul", "ol"):  # a list straight in a list: of the item before it
            made = self._push(self._last_item())
        inner = self._push(Block(tag))
        self.opened.append(made or inner)

    def _last_item(self) -> Block:
        items = self.boxes[-1].blocks
        return items.pop() if items else Block("li")

    def _find_list(self, names: list[str]) -> Block | None:
        """An item without a list of its own joins the list around it, or begins one, which is given back."""
        if "li" in names:
            del self.boxes[len(names) - 1 - names[::-1].index("li") :]
            return None
        return self._join_list()

    def _open_item_of_word(self, given: dict[str, str]) -> None:
        """Word writes the items of a list as paragraphs with a bullet in front."""
        self.leaf = None
        if self.boxes[-1].tag not in ("root", "blockquote"):
            self._open_leaf("p", ())
            return
        items = self._join_list()
        self.boxes.pop()
        self.leaf = Block("p")
        items.blocks.append(Block("li", self._kept(given, "lang", "dir"), blocks=[self.leaf]))
        self.bullet_may_follow = True

    def _join_list(self) -> Block:
        before = self.boxes[-1].blocks
        if not before or before[-1].tag != "ul":
            return self._push(Block("ul"))
        self.boxes.append(before[-1])
        return before[-1]

    def _push(self, box: Block) -> Block:
        self.boxes[-1].blocks.append(box)
        self.boxes.append(box)
        return box

    # Text -----------------------------------------------------------------------------------------

    def _open_leaf(self, tag: str, attributes: Attributes) -> None:
        box = self.boxes[-1]
        if box.tag in ("ul", "ol"):
            item = Block("li")
            box.blocks.append(item)
            box = item
        self.leaf = Block("p" if box.tag != "root" else tag, attributes)
        box.blocks.append(self.leaf)

    def _write(self, text: str) -> None:
        if self.leaf is None:
            self._open_leaf("p", ())
        assert self.leaf is not None  # noqa: S101  (for mypy: opened the line before)
        self.leaf.line.append((text, self._marks_now()))

    def _marks_of(self, tag: str, given: dict[str, str]) -> list[Mark]:
        style = given.get("style", "")
        marks: list[Mark] = []
        if MARKS[tag] == "a" and (href := self._kept(given, "href")):
            marks.append(("a", href))
        if said := self._kept(given, "lang", "dir"):
            marks.append(("span", said))
        if (MARKS[tag] == "strong" and not _IS_NORMAL.search(style)) or _IS_BOLD.search(style):
            marks.append(("strong", ()))
        if MARKS[tag] == "em" or _IS_ITALIC.search(style):
            marks.append(("em", ()))
        return marks

    def _marks_now(self) -> tuple[Mark, ...]:
        """One of each kind, the innermost, in one order."""
        by_kind = {mark[0]: mark for marks in self.marks for mark in marks}
        return tuple(by_kind[kind] for kind in ORDER_OF_MARKS if kind in by_kind)

    def _kept(self, given: dict[str, str], *names: str) -> Attributes:
        found = ((name, self.kept(name, given.get(name, ""))) for name in names)
        return tuple((name, value) for name, value in found if value)


# Tidying ------------------------------------------------------------------------------------------


def _tidied(blocks: list[Block]) -> list[Block]:
    """Without what is empty; paragraphs cut at blank lines; the text of an item stands in the item itself."""
    tidy: list[Block] = []
    for block in blocks:
        if block.tag in BOXES:
            block.blocks = _tidied(block.blocks)
            _lift_line(block)
            if block.line or block.blocks:
                tidy.append(block)
        else:
            tidy += [Block(block.tag, block.attributes, line) for line in _lines(block)]
    return tidy


def _lift_line(block: Block) -> None:
    if block.tag == "li" and len(block.blocks) == 1 and block.blocks[0].tag == "p":
        first = block.blocks[0]
        block.line, block.blocks = first.line, []
        block.attributes = block.attributes or first.attributes


def _lines(block: Block) -> list[Line]:
    text = "".join(piece for piece, _marks in block.line)
    marks = [marks for piece, marks in block.line for _character in piece]
    if block.tag in ("h3", "h4"):
        text = text.replace("\n", " ")
    spans = ((0, len(text)),) if "\n" not in text else _spans_between(_BREAKS, text)
    return [line for start, end in spans if (line := _pieces(text[start:end], marks[start:end]))]


def _spans_between(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    edges = [0, *(edge for found in pattern.finditer(text) for edge in found.span()), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _pieces(text: str, marks: list[tuple[Mark, ...]]) -> Line:
    """Without spaces at the ends, beside a line break or doubled; what has the same marks in one piece."""
    if not _VISIBLE.search(text):
        return []
    line: Line = []
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    for first, last in _spans_between(_NEEDLESS, text):
        at, stop = max(first, start), min(last, end)
        while at < stop:
            same = at + 1
            while same < stop and marks[same] == marks[at]:
                same += 1
            if line and line[-1][1] == marks[at]:
                line[-1] = (line[-1][0] + text[at:same], marks[at])
            else:
                line.append((text[at:same], marks[at]))
            at = same
    return line
