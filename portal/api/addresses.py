"""Absolute addresses of records: their pages, one a language, and their entries in the API.

A page of results holds thousands of them: the pattern of each address is asked of the URL configuration once.
"""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def page_address(view: str, key: int | str, language: str = "ar") -> str:
    """The page ``view`` of the record ``key``; ``language`` matters where the address has a language."""
    before, after = _around_the_key(view, language)
    return f"{settings.SITE_URL}{before}{key}{after}"


def page_addresses(view: str, key: int | str) -> dict[str, str]:
    """In each language, by its code."""
    return {code: f"{before}{key}{after}" for code, before, after in _in_all(view, settings.SITE_URL)}


def api_address(resource: str, key: int) -> str:
    return page_address(f"api:{resource}-detail", key)


def record_path(resource: str, key: int) -> str:
    """The entry of a record in the API, on this host."""
    return reverse(f"api:{resource}-detail", args=[key])


def api_list_address(resource: str, query: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'api:{resource}-list')}?{query}"


@cache
def _in_all(view: str, site: str) -> list[tuple[str, str, str]]:
    around = ((code, *_around_the_key(view, code)) for code in settings.COMPLETE_LANGUAGES)
    return [(code, f"{site}{before}", after) for code, before, after in around]


@cache
def _around_the_key(view: str, language: str) -> tuple[str, str]:
    with override(language):
        before, _, after = reverse(view, args=[0]).rpartition("0")
    return before, after
