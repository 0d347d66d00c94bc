"""What the first bytes of a file say that it is, whatever its name says."""

import re

from portal.lib.uploads.refusal import Reason

HEAD = 4096  # bytes that are looked at
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007; also an Office file behind a password
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
SVG_TAG = re.compile(rb"<\s*(?:[\w.-]+:)?svg\b", re.I)
WEB_TAGS = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|form|meta|link|style|img|a\s)", re.I
)
MARKUP = re.compile(rb"<(?:\?|!doctype|!entity|!\[cdata|!--|/?[a-z][\w-]*[\s/>])", re.I)


def without_mark(head: bytes) -> bytes:
    """Without byte order mark, NULs of UTF-16 and blanks: what a browser would begin to read."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"").lstrip()


def web_reason(head: bytes) -> Reason | None:
    """SVG or a web page: text that a browser would run, under any name."""
    text = without_mark(head)
    if not text.startswith(b"<"):
        return None
    if SVG_TAG.search(text):
        return Reason.SVG
    return Reason.WEB_PAGE if WEB_TAGS.search(text) else None


def is_picture(head: bytes) -> bool:
    return head.startswith(PICTURES) or head[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"}
