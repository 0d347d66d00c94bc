"""What every page knows about itself and its twins in other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from events.social_card import site_card_address
from portal.lib.translated import DIRECTION

LOCALES = {"ar": "ar_AR", "fr": "fr_FR", "en": "en_GB", "zgh": "tz_MA"}  # as Open Graph's readers know them

DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "page_language": language,
        "page_direction": DIRECTION[language],
        "section": _section(request.path),
        "site_url": settings.SITE_URL.rstrip("/"),
        "canonical_url": settings.SITE_URL.rstrip("/") + request.path,
        "twins": [
            _twin(request, code, name)
            for code, name in settings.LANGUAGES
            if code in settings.PUBLIC_LANGUAGES
        ],
        "site_card_url": settings.SITE_URL.rstrip("/") + site_card_address(language),
        "card_locale": LOCALES[language],
        "data_licence_url": DATA_LICENCE,
    }


def _twin(request: HttpRequest, code: str, name: str) -> dict[str, str]:
    """The same page in another language: with its filters for the visitor, bare for search engines."""
    return {
        "code": code,
        "name": name,
        "href": _translated(request, request.get_full_path(), code),
        "absolute": settings.SITE_URL.rstrip("/") + _translated(request, request.path, code),
    }


def _translated(request: HttpRequest, address: str, code: str) -> str:
    """As ``translate_url``, without looking the address up: only its first word says the language."""
    _, language, rest = address.split("/", 2) if address.count("/") > 1 else ("", "", "")
    known = request.resolver_match and language in settings.PUBLIC_LANGUAGES
    return f"/{code}/{rest}" if known else address


BY_TIME_AND_SUBJECT = {"calendar": "events", "archive": "events", "topics": "events"}


def _section(path: str) -> str:
    """The part of the site a page is in: the word after the language («/ar/events/…»)."""
    word = path.strip("/").partition("/")[2].partition("/")[0]
    return BY_TIME_AND_SUBJECT.get(word, word)
