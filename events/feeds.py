"""Calendars and feeds of what the public may read: the same questions as the pages, answered for machines.

Each answer is bounded and says when it may be asked again. It has an ETag (ConditionalGetMiddleware) and, on purpose,
no Last-Modified: withdrawing an event changes a list without leaving a younger one in it.
"""

from collections.abc import Container
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events import atom, ical, listing
from events.enums import EventStatus
from events.filters import EventFilter, RecommendationFilter
from events.models import Correction, Event, EventChange, FollowUp, Recommendation
from institutions.addresses import object_at
from portal.lib.moment import EXACT_DAY

MOST_IN_A_CALENDAR, MOST_IN_A_FEED = 500, 50
FRESH_FOR = 300  # seconds
NOT_ASKED = ("page", "more")  # where on the page one is, not what was asked
CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"


@require_safe
def event_calendar(request: HttpRequest) -> HttpResponse:
    """Events with a day that the filters find, the latest first."""
    found = EventFilter(request.GET, queryset=_with_a_day(Event.objects.public()), request=request)
    if not found.is_valid():
        return _refused(request, found)
    events = _many(found.qs.newest_first()[:MOST_IN_A_CALENDAR])
    heading = _heading(request, gettext("Events"), "events:event_list", found)
    return _kept(ical.calendar(events, heading), CALENDAR, "events.ics")


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One event; not found where its day is not known."""
    event = object_at(_loaded(_with_a_day(Event.objects.public())), slug)
    if event.slug != slug:
        return redirect("events:event_ics", event.slug, permanent=True)
    return _kept(ical.calendar([event], heading_of(event)), CALENDAR, f"{event.slug}.ics")


@require_safe
def event_feed(request: HttpRequest) -> HttpResponse:
    """Events that the filters find, those last changed first."""
    found = EventFilter(request.GET, queryset=Event.objects.public(), request=request)
    if not found.is_valid():
        return _refused(request, found)
    events = _many(found.qs.order_by("-modified_at", "-pk")[:MOST_IN_A_FEED])
    heading = _heading(request, gettext("Events"), "events:event_list", found)
    return _fed((atom.event_item(event, _language()) for event in events), heading)


@require_safe
def recommendation_feed(request: HttpRequest) -> HttpResponse:
    """Requests and recommendations that the filters find, those of which something last became known first."""
    rows = Recommendation.objects.public().for_list()
    found = RecommendationFilter(request.GET, queryset=rows, request=request)
    if not found.is_valid():
        return _refused(request, found)
    moved = _moved_last(found.qs, rows)
    name = gettext("Requests and recommendations")
    heading = _heading(request, name, "events:recommendation_list", found)
    return _fed((atom.recommendation_item(row, _language()) for row in moved), heading)


@require_safe
def correction_feed(request: HttpRequest) -> HttpResponse:
    """What was published wrongly and has been put right, the latest first."""
    rows = Correction.objects.public().select_related("event__territory").order_by("-on", "-pk")
    heading = _heading(request, gettext("Corrections"), "events:event_list")
    return _fed((atom.correction_item(row, _language()) for row in rows[:MOST_IN_A_FEED]), heading)


# Rows ---------------------------------------------------------------------------------------------------
def _loaded(events: Any) -> Any:
    return events.select_related("territory", "super_event").with_parts(*ical.PARTS)


def _many(events: Any) -> list[Any]:
    return list(events.with_parts("place_and_gate_above", *ical.PARTS).lean(*ical.COLUMNS))


def _with_a_day(events: Any) -> Any:
    """Events that have a place in a calendar; as ``ical.slot_of`` decides."""
    former = EventChange.objects.filter(
        event_id=OuterRef("pk"),
        kind=EventStatus.POSTPONED,
        previous_starts_on__isnull=False,
        previous_starts_precision__in=EXACT_DAY,
    )
    exact = Q(starts_on__isnull=False, starts_precision__in=EXACT_DAY)
    return events.filter(exact | (Q(status=EventStatus.POSTPONED) & Exists(former)))


def _moved_last(found: QuerySet, rows: QuerySet) -> QuerySet:
    """Those of ``found`` that moved last, loaded as ``rows`` are.

    What is first of all is among the first by its event or by its last step: each is read from an index.
    """
    by_event = found.order_by("-event__modified_at", "-pk").values_list("pk", flat=True)
    steps = FollowUp.objects.filter(Exists(found.order_by().filter(pk=OuterRef("recommendation_id"))))
    by_step = steps.order_by("-on", "-recommendation").values_list("recommendation", flat=True)
    first = {*by_event[:MOST_IN_A_FEED], *_first_of_each(by_step, MOST_IN_A_FEED)}
    return _with_last_move(rows.filter(pk__in=first)).order_by("-moved_at", "-pk")[:MOST_IN_A_FEED]


def _first_of_each(numbers: Any, wanted: int) -> list[int]:
    """The first ``wanted`` different ones; one query unless they stand there many times."""
    asked = 2 * wanted
    while True:
        found = list(numbers[:asked])
        different = list(dict.fromkeys(found))
        if len(different) >= wanted or len(found) < asked:
            return different[:wanted]
        asked *= 4


def _with_last_move(rows: QuerySet) -> QuerySet:
    """Annotate ``moved_at``: the day of the last step or the last change of the event, whichever is later."""
    steps = FollowUp.objects.filter(recommendation_id=OuterRef("pk")).order_by("-on", "-pk")
    changed = F("event__modified_at")
    last = Coalesce(Subquery(steps.values("on")[:1]), changed, output_field=DateTimeField())
    return rows.annotate(moved_at=Greatest(last, changed, output_field=DateTimeField()))


# Answers ------------------------------------------------------------------------------------------------
def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _heading(request: HttpRequest, name: str, page: str, found: Any = None) -> ical.Heading:
    """What a calendar or feed of a list says of itself, with the filters in force."""
    site, asked = settings.SITE_URL.rstrip("/"), asked_of(request) if found else ""
    chips = listing.applied(found, request.GET) if found else []
    words = "".join(f" «{capfirst(str(chip.text))}»" for chip in chips)
    return ical.Heading(
        name=f"{gettext('Security Governance Portal')}{gettext(': ')}{name}{words}",
        language=_language(),
        site=site,
        page=f"{site}{reverse(page)}{asked}",
        source=f"{site}{request.path}{asked}",
    )


def heading_of(event: Event) -> ical.Heading:
    """What the calendar of one event says of itself."""
    language, site = _language(), settings.SITE_URL.rstrip("/")
    return ical.Heading(
        name=ical.title(event, language),
        language=language,
        site=site,
        page=site + event.get_absolute_url(),
        source=site + reverse("events:event_ics", args=[event.slug]),
    )


def asked_of(request: HttpRequest, without: Container[str] = (), **added: Any) -> str:
    """The filters asked for, in a stable order, as they stand in an address: «?kind=seminar»; empty without any."""
    asked = [
        (name, value)
        for name, values in sorted(request.GET.lists())
        for value in sorted(values)
        if value and name not in NOT_ASKED and name not in without
    ]
    asked += [(name, str(value)) for name, value in added.items()]
    return f"?{urlencode(asked)}" if asked else ""


def _fed(items: Any, heading: ical.Heading) -> HttpResponse:
    return _kept(atom.feed(items, heading, heading.source.partition("?")[2]), ATOM)


def _kept(content: bytes, content_type: str, name: str = "") -> HttpResponse:
    """An answer that anybody may keep for a few minutes."""
    response = HttpResponse(content, content_type=content_type)
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _refused(request: HttpRequest, found: Any) -> HttpResponse:
    """What was wrong with the question, in words."""
    return render(request, "events/feed_refused.html", {"filter": found}, status=400)
