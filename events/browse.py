"""Pages to browse by time and by subject: read the request, ask, render."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import archive as by_year
from events import figures, listing, months
from events.calendar_links import list_links
from events.feeds import asked_of
from events.filters import EventFilter, in_years
from events.models import Event, Topic
from events.months import Month
from institutions.querysets import public_condition
from portal.lib.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from portal.lib.paging import BoundedPaginator
from portal.lib.zone import today

PAGE_SIZE = 20
OF_A_MONTH = ("year", "month")  # on a calendar these are the address, not filters


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The month of today or, without events in it, the nearest that has some."""
    found = _found(request)
    if not found.is_valid():
        return _refused(request, found)
    year, month = (found.form.cleaned_data.get(name, ()) for name in OF_A_MONTH)
    if len(year) == len(month) == 1:
        return redirect(f"{Month(year[0], month[0]).get_absolute_url()}{asked_of(request, OF_A_MONTH)}")
    here = Month.of(today())
    around = months.neighbours(found.qs, here)
    shown = months.nearest(here, around) or here
    return _month_page(request, found, shown, around if shown == here else None, is_nearest=shown != here)


@require_safe
def calendar_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month, with the filters of the list."""
    if not (months.FIRST_YEAR <= year <= months.LAST_YEAR and 1 <= month <= 12):
        raise Http404
    found = _found(request)
    return _month_page(request, found, Month(year, month)) if found.is_valid() else _refused(request, found)


def _found(request: HttpRequest) -> EventFilter:
    return EventFilter(request.GET, queryset=Event.objects.public(), request=request)


def _refused(request: HttpRequest, found: EventFilter) -> HttpResponse:
    return render(request, "events/calendar_month.html", {"filter": found, "noindex": True}, status=400)


def _month_page(
    request: HttpRequest,
    found: EventFilter,
    month: Month,
    around: months.Neighbours | None = None,
    is_nearest: bool = False,
) -> HttpResponse:
    around = around or months.neighbours(found.qs, month)
    shown, applied, language = (
        months.shown(found.qs, month),
        listing.applied(found, request.GET),
        get_language(),
    )
    asked = asked_of(request, OF_A_MONTH, year=month.year, month=month.month)
    context = {
        "filter": found,
        "month": month,
        "shown": shown,
        "around": around,
        "is_nearest": is_nearest,
        "this_month": Month.of(today()),
        "today": today(),
        "weekdays": WEEKDAY_NAMES[language],
        "month_names": list(enumerate(MONTH_NAMES[language], start=1)),
        "years": sorted({*listing.years(), month.year}),
        "applied": applied,
        "asked": asked_of(request, OF_A_MONTH),
        "asked_month": asked,
        "hidden": [(name, v) for name, vs in request.GET.lists() for v in vs if v and name not in OF_A_MONTH],
        "subscription": list_links(settings.SITE_URL.rstrip("/"), asked),
        "noindex": bool(applied) or not around.has_events,
        "nofollow": len(applied) > 1,
    }
    return render(request, "events/calendar_month.html", context)


# By year ------------------------------------------------------------------------------------------------
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The years of the record."""
    return render(request, "events/archive.html", {"years": by_year.years()})


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """What touches a year, from its beginning; a year without events is not in the archive."""
    years = by_year.years()
    here = next((found for found in years if found.number == year), None)
    if here is None:
        raise Http404
    rows = (
        Event.objects.public()
        .filter(in_years([year]))
        .reaching(date(year, 1, 1))
        .for_list()
        .oldest_dated_first()
    )
    numbers = [found.number for found in years]
    context = {
        "year": here,
        "earlier": max((number for number in numbers if number < year), default=None),
        "later": min((number for number in numbers if number > year), default=None),
        **_listed(request, rows, {"year": year}, here.count),
    }
    return render(request, "events/archive_year.html", context)


# By subject ---------------------------------------------------------------------------------------------
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """The topics of public events, with how many each has."""
    counts = _events_by_topic()
    topics = sorted(Topic.objects.filter(pk__in=counts), key=lambda topic: (-counts[topic.pk], topic.slug))
    return render(
        request, "events/topic_list.html", {"topics": [(topic, counts[topic.pk]) for topic in topics]}
    )


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    counts = _events_by_topic()
    topic = get_object_or_404(Topic, pk__in=counts, slug=slug)
    rows = Event.objects.public().filter(topics=topic).for_list().newest_first()
    context = {"topic": topic, **_listed(request, rows, {"topic": slug}, counts[topic.pk])}
    return render(request, "events/topic_detail.html", context)


def _events_by_topic() -> dict[int, int]:
    """How many public events each topic has, by number; a draft alone does not make one known."""
    links = Event.topics.through.objects.filter(public_condition(None, "event__"))
    counted = links.values_list("topic").order_by().annotate(Count("pk"))
    return figures.of_record("topics", lambda: dict(counted))


def _listed(request: HttpRequest, rows: Any, asked: dict[str, Any], count: int) -> dict[str, Any]:
    """A page of events, ``count`` in all, under their months, and the same events to take along."""
    page = BoundedPaginator(rows, PAGE_SIZE, count).get_page(request.GET.get("page"))
    question = f"?{urlencode(asked)}"
    return {
        "page": page,
        "count": count,
        "months": listing.by_month(listing.nested(page)),
        "asked": question,
        "applied": [],
        "subscription": list_links(settings.SITE_URL.rstrip("/"), question),
        **listing.for_robots(request, page, []),
    }
