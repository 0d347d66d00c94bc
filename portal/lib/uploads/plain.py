"""Plain text and tables in text: UTF-8 without anything that a browser or a printer would obey."""

import re

from portal.lib.uploads.refusal import Reason, Refused
from portal.lib.uploads.signatures import MARKUP

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def verify_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_UTF8) from None
    if CONTROLS.search(text):
        raise Refused(Reason.UNKNOWN_TYPE)
    if MARKUP.search(content):
        raise Refused(Reason.MARKUP)
