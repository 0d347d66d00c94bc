"""An address of the sample for every public page, so that a test about all pages is about all."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, URLResolver
from django.utils import timezone, translation

from alerts.enums import Frequency
from alerts.models import Subscription
from alerts.tokens import link_token
from events.models import Event, Recommendation
from tests import factories as make

# What an address asks for, of the sample. A page whose address is missing here fails by name.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "events:event_detail": {"slug": "partnership-dgsn-governance-fes-2023"},
    "events:series_detail": {"slug": "national-security-open-days"},
    "events:calendar_month": {"year": 2023, "month": 5},
    "events:archive_year": {"year": 2023},
    "events:topic_detail": {"slug": "civil-society"},
    "institution": {"slug": "cndh"},
    "speaker": {"slug": "mohammed-al-abiad"},
    "agreement": {"slug": "cndh-dgsn-agreement-2022"},
    "territory": {"slug": "fes"},
}
# Pages worth a second look in another state.
MORE = {
    "an edition": ("events:event_detail", {"slug": "open-days-2023-fes"}, ""),
    "an event with requests": ("events:event_detail", {"slug": "sidi-bernoussi-meeting-2014"}, ""),
    "a filtered list": ("events:event_list", {}, "?territory=fes&kind=seminar"),
    "an empty list": ("events:event_list", {}, "?territory=fes&kind=visit"),
    "a refused filter": ("events:event_list", {}, "?kind=nothing"),
    "results of a search": ("search", {}, "?q=DGSN"),
    "no results": ("search", {}, "?q=qqqq"),
    "nothing there": ("events:event_detail", {"slug": "no-such-event"}, ""),
}
# Answers to scripts, and pages behind a secret: they have tests of their own.
NO_PAGES = {"suggest", "events:event_preview"}


def public_pages(language: str) -> dict[str, str]:
    """Name and address of every page in ``language``; fails for one whose address it cannot make up."""
    numbers = {"events:recommendation_detail": {"pk": Recommendation.objects.order_by("pk")[0].pk}}
    arguments = ARGUMENTS | numbers | _links_of_an_alert() | _page_of_a_photo()
    with translation.override(language):
        pages = {name: reverse(name, kwargs=arguments.get(name, {})) for name in page_names()}
        return pages | {
            name: reverse(url, kwargs=given) + query for name, (url, given, query) in MORE.items()
        }


def frames(language: str) -> dict[str, str]:
    """What stands in the pages of others."""
    event = ARGUMENTS["events:event_detail"]["slug"]
    return {
        "a list in a frame": f"{reverse('embed_events')}?lang={language}",
        "a calendar in a frame": f"{reverse('embed_events')}?lang={language}&view=calendar",
        "an event in a frame": f"{reverse('embed_event', args=[event])}?lang={language}",
        "a refused frame": f"{reverse('embed_events')}?lang={language}&kind=nothing",
    }


def _page_of_a_photo() -> dict[str, dict[str, Any]]:
    """The sample has no photo: one that shows a tile of colour."""
    event = Event.objects.get(slug=ARGUMENTS["events:event_detail"]["slug"])
    photo = event.photos.first() or make.photo(event=event)
    return {"events:photo_detail": {"slug": event.slug, "photo_id": photo.pk}}


def _links_of_an_alert() -> dict[str, dict[str, Any]]:
    """What mails lead to: a request that waits, and an alert in force."""
    given = {"address": "reader@example.ma", "language": "ar", "frequency": Frequency.WEEKLY}
    waiting, _ = Subscription.objects.get_or_create(query="kind=seminar", defaults=given)
    confirmed = {**given, "confirmed_at": timezone.now()}
    in_force, _ = Subscription.objects.get_or_create(query="territory=fes", defaults=confirmed)
    rows = {"confirm": waiting, "manage": in_force, "leave": in_force}
    return {f"alerts:{name}": {"token": link_token(name, row.key)} for name, row in rows.items()}


def page_names() -> list[str]:
    """The URL names of what is read below a language: those whose address ends like a page's."""
    return [name for name in _names(_below_a_language(), "") if name not in NO_PAGES]


def _below_a_language() -> URLResolver:
    return next(
        entry for entry in get_resolver().url_patterns if isinstance(entry.pattern, LocalePrefixPattern)
    )


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif str(entry.pattern).endswith("/") or not str(entry.pattern):
            yield f"{space}{entry.name}"
