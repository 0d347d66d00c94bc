"""HTML in which words that stand in another script than their page's say their language (WCAG 2.2, 3.1.2).

Pages in Amazigh are left to right and written in Tifinagh; what has no word yet falls back to Arabic, out of
templates, catalogues and code alike. One pass over the finished page marks all of it, so that nothing has to
remember to.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

ARABIC, TIFINAGH = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", "\u2d30-\u2d7f"
IN_ARABIC, IN_TIFINAGH = re.compile(f"[{ARABIC}]"), re.compile(f"[{TIFINAGH}]")
# From the first to the last letter of a script, whatever stands between them but letters of the other one.
ARABIC_RUN = re.compile(f"[{ARABIC}](?:[^{TIFINAGH}]*[{ARABIC}])?")
TIFINAGH_RUN = re.compile(f"[{TIFINAGH}](?:[^{ARABIC}]*[{TIFINAGH}])?")
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
OPAQUE = frozenset(("script", "style"))
TEXT_ONLY = frozenset(("title", "option", "textarea"))  # may hold no element: marked on their own tag
SPOKEN = frozenset(("alt", "aria-label", "content", "placeholder", "label"))
ON_THE_TAG = ' lang="ar" dir="rtl"'


def mark_fallbacks(html: str, language: str = "zgh") -> str:
    """The page, its Arabic marked as Arabic wherever the page does not say so yet."""
    marker = _Marker(language)
    marker.feed(html)
    marker.close()
    return "".join(marker.written)


@dataclass
class _Open:
    """An element not closed yet: its language and direction, and where its tag is written."""

    tag: str
    language: str
    direction: str
    place: int


class _Marker(HTMLParser):
    """Writes what it reads; text and tags gain a language where they need one."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self.open = [_Open("", language, "ltr", 0)]

    # Tags ---------------------------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        above = self.open[-1]
        spoken = any(name in SPOKEN and IN_ARABIC.search(value or "") for name, value in attrs)
        marked = spoken and "lang" not in said and above.language != "ar"
        text = self.get_starttag_text() or ""
        self.written.append(_with(text, ' lang="ar"') if marked else text)
        if tag not in VOID and not text.endswith("/>"):
            language = "ar" if marked else said.get("lang") or above.language
            direction = said.get("dir") or above.direction
            self.open.append(_Open(tag, language, direction, len(self.written) - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                break
        self.written.append(f"</{tag}>")

    # Text ---------------------------------------------------------------------------------------------
    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if here.tag in OPAQUE:
            self.written.append(data)
        elif IN_ARABIC.search(data) and (here.language, here.direction) != ("ar", "rtl"):
            self._write_arabic(data, here)
        elif here.language == "ar" and IN_TIFINAGH.search(data):
            self.written.append(TIFINAGH_RUN.sub(r'<span lang="zgh" dir="ltr">\g<0></span>', data))
        else:
            self.written.append(data)

    def _write_arabic(self, data: str, here: _Open) -> None:
        if here.tag in TEXT_ONLY or any(element.tag == "svg" for element in self.open):
            if not IN_TIFINAGH.search(data):
                self.written[here.place] = _with(self.written[here.place], ON_THE_TAG)
                here.language, here.direction = "ar", "rtl"
            self.written.append(data)
        elif IN_TIFINAGH.search(data):
            self.written.append(ARABIC_RUN.sub(_wrapped, data))
        else:  # numbers and brackets around the words belong to them
            self.written.append(re.sub(r"\S(?:.*\S)?", _wrapped, data, count=1, flags=re.DOTALL))

    # The rest, as it is -------------------------------------------------------------------------------
    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")


def _with(tag: str, attributes: str) -> str:
    """The tag with further attributes."""
    end = "/>" if tag.endswith("/>") else ">"
    return f"{tag.removesuffix(end)}{attributes}{end}"


def _wrapped(found: re.Match[str]) -> str:
    return f'<span lang="ar" dir="rtl">{found[0]}</span>'
