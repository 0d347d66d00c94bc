"""Content lines of iCalendar (RFC 5545 §3.1, RFC 6868), written at a twentieth of what a calendar library takes.

The bytes are those that the library ``icalendar`` writes, which reads them back in the tests.
"""

import re
from datetime import UTC, date, datetime

LONGEST = 74  # bytes of a line before it is folded; 75 are allowed
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\x7f\n\\\\;,]")
QUOTED = re.compile("[,;:' \N{RIGHT SINGLE QUOTATION MARK}]")
NEVER_LAST = b"\\^"  # some readers do not put an escaped character together again


def line(name: str, value: str, **parameters: str) -> str:
    """One property; ``value`` is as it stands in the file, the parameters are in the order of their names."""
    said = "".join(f";{key}={_parameter(key, told)}" for key, told in parameters.items())
    return folded(f"{name}{said}:{value}")


def text(value: str) -> str:
    """A value of type TEXT, without what no reader would take."""
    if not ESCAPED.search(value):
        return value
    plain = CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def moment(value: date | datetime) -> str:
    """20260517 for a day, 20260517T090000Z for an instant."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{value:%Y%m%d}"


def folded(said: str) -> str:
    """Broken where it is too long, between characters."""
    if said.isascii() and len(said) <= LONGEST:
        return said
    rest = said.encode()
    if len(rest) <= LONGEST:
        return said
    lines = []
    while len(rest) > LONGEST:
        end = LONGEST
        while rest[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        end -= rest[end - 1] in NEVER_LAST
        lines.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join([*lines, rest]).decode()


def _parameter(name: str, value: str) -> str:
    told = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{told}"' if name == "ALTREP" or (name == "CN" and QUOTED.search(told)) else told
