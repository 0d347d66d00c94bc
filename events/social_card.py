"""What a message or a network shows where the address of a page is shared: a picture with the words of the page.

Its address holds a digest of its words, so it may be kept; for a day at most, since what is withdrawn must go.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import cache as kept
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from events import ical
from events.enums import EventStatus
from events.models import Event
from portal.lib.card import Card, draw
from portal.lib.date_text import range_text
from portal.lib.translated import Text, answer

SECONDS = 24 * 60 * 60
QUIET_STATUSES = (EventStatus.SCHEDULED, EventStatus.CONFIRMED, EventStatus.HELD)


@require_safe
def event_card(request: HttpRequest, event_id: int, language: str, digest: str) -> HttpResponse:
    """The card of a public event; an earlier address leads to the present one."""
    _known(language)
    rows = Event.objects.public().select_related("territory").with_parts("venues")
    event = get_object_or_404(rows, pk=event_id)
    card = card_of(event, language)
    return _sent(card) if card.digest == digest else redirect(card_address(event, language))


@require_safe
def site_card(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """The card of every page that has none of its own."""
    _known(language)
    card = card_of_site(language)
    return _sent(card) if card.digest == digest else redirect(site_card_address(language))


def card_address(event: Any, language: str) -> str:
    """``event`` is loaded with its venues. No query."""
    return reverse("event_card", args=[event.pk, language, card_of(event, language).digest])


@cache
def site_card_address(language: str) -> str:
    return reverse("site_card", args=[language, card_of_site(language).digest])


def card_of(event: Any, language: str) -> Card:
    with override(language):
        kind = answer(event, "kind_wording", language)
        words = [kind.value if kind.language == language and kind else capfirst(event.get_kind_display())]
        if event.status not in QUIET_STATUSES:
            words.append(capfirst(event.get_status_display()))
        return Card(
            language=language,
            seed=f"event:{event.pk}",
            kind=" · ".join(str(word) for word in words if word) or gettext("Event"),
            title=event.name_in(language),
            when=range_text(event.start, event.end, language),
            place=ical.place(event, language).translate(ical.ISOLATES),
            site=gettext("Security Governance Portal"),
        )


def card_of_site(language: str) -> Card:
    with override(language):
        return Card(
            language=language,
            seed="home",
            kind=gettext("Security Governance Portal"),
            title=Text(gettext("Record of meetings between security and society in Morocco"), language),
            when="",
            place="",
            site=settings.SITE_URL.partition("://")[2].rstrip("/"),
        )


def _known(language: str) -> None:
    if language not in settings.PUBLIC_LANGUAGES:
        raise Http404


def _sent(card: Card) -> HttpResponse:
    """Drawn once: a network's robots ask for a card in their hundreds when a page makes the news."""
    picture = kept.get_or_set(f"card:{card.digest}", lambda: draw(card), SECONDS)
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
