"""The address of a record's page, in the language in force.

Lists and calendars hold hundreds of them, and Django resolves each from the beginning: the pattern of every kind of
address is asked of the URL configuration once for each language.
"""

import re
from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

PLAIN = re.compile(r"[-a-zA-Z0-9_]+")  # what needs no quoting; whether it is an address at all, Django judges


def record_address(view: str, key: int | str) -> str:
    """As ``reverse(view, args=[key])``."""
    if isinstance(key, str) and not PLAIN.fullmatch(key):
        return reverse(view, args=[key])
    before, after = _around_the_key(view, get_language(), get_script_prefix())
    return f"{before}{key}{after}"


@cache
def _around_the_key(view: str, _language: str | None, _prefix: str) -> tuple[str, str]:
    before, _, after = reverse(view, args=[0]).rpartition("0")
    return before, after
