"""Where a document stands among equals: one number that says when, of which kind and which row.

Documents are ordered by it: the latest first, undated last, then by kind, then by key. It is the key of the
document, and both databases walk the words of the index in its order: SQLite because FTS5 keeps them so,
PostgreSQL along the primary key. A search takes the first thousand and never sorts what it does not show.
"""

from datetime import date

KEY_BITS, KIND_BITS = 38, 3
_DAY_SHIFT = KEY_BITS + KIND_BITS
_LAST_DAY = date.max.toordinal()
_UNDATED = _LAST_DAY + 1  # after every day
FIRST_UNDATED = _UNDATED << _DAY_SHIFT
BEFORE_ALL = -1


def position_of(on: date | None, order: int, number: int) -> int:
    """``order`` is that of the kind, from 0 to 7; ``number`` the key of the row."""
    days = _UNDATED if on is None else _LAST_DAY - on.toordinal()
    return (days << _DAY_SHIFT) | (order << KEY_BITS) | number


def on_of(position: int) -> date | None:
    days = position >> _DAY_SHIFT
    return None if days == _UNDATED else date.fromordinal(_LAST_DAY - days)


def order_of(position: int) -> int:
    return (position >> KEY_BITS) & ((1 << KIND_BITS) - 1)


def number_of(position: int) -> int:
    return position & ((1 << KEY_BITS) - 1)


def stretch_of(year: int) -> tuple[int, int]:
    """The first and the last position of a year."""
    first, last = (_LAST_DAY - date(year, *day).toordinal() for day in ((12, 31), (1, 1)))
    return first << _DAY_SHIFT, ((last + 1) << _DAY_SHIFT) - 1
