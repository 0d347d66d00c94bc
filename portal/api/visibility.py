"""What stays hidden inside a record that is public."""

from typing import Any


def may_be_named(row: Any) -> bool:
    """Whether the person behind a speaker or signatory may be named."""
    return bool(row.person_id and row.person.name_is_public and getattr(row, "name_is_public", True))


def keeps_quiet(row: Any) -> bool:
    """Whether the words of a source about this row could tell a name that may not be told."""
    institution = getattr(row, "institution", None)
    if institution is not None and not institution.is_public:
        return True
    return bool(getattr(row, "person_id", None)) and not may_be_named(row)
