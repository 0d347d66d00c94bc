"""Cells that a spreadsheet would take for formulas: an apostrophe in front when written, taken off when read.

A cell beginning with = + - @, tab or a line break would be calculated by whoever opens the file («CSV injection»,
OWASP). Text that itself begins with apostrophes before such a sign gets one more, so that reading back is exact.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def escaped(text: str) -> str:
    return f"'{text}" if _DANGEROUS.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text
