from enum import Enum, auto
from typing import Any


class Reason(Enum):
    """Why a file is not kept."""

    EMPTY = auto()
    TOO_BIG = auto()
    WEB_PAGE = auto()
    SVG = auto()
    # Pictures
    NO_PICTURE = auto()
    TOO_MANY_PIXELS = auto()
    DAMAGED_PICTURE = auto()
    # Documents
    UNKNOWN_TYPE = auto()
    PROGRAM = auto()
    PICTURE = auto()
    OLD_OFFICE = auto()
    DAMAGED = auto()
    PROTECTED = auto()
    SCRIPT = auto()
    LAUNCH = auto()
    ATTACHED_FILE = auto()
    MACROS = auto()
    ARCHIVE_BOMB = auto()
    NO_OFFICE_FILE = auto()
    ENTITIES = auto()
    LOADED_FROM_ELSEWHERE = auto()
    TOO_COMPLEX = auto()
    NOT_UTF8 = auto()
    MARKUP = auto()


class Refused(Exception):  # noqa: N818  (an answer rather than a fault of ours)
    """The file may not be kept; ``details`` are the numbers and names that the message tells."""

    def __init__(self, reason: Reason, **details: Any) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.details = details
