"""Pages to browse by time and by subject: read the request, ask, render."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import listing, months
from events.calendar_links import list_links
from events.feeds import asked_of
from events.filters import EventFilter
from events.models import Event
from events.months import Month
from portal.lib.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from portal.lib.zone import today

OF_A_MONTH = ("year", "month")  # on a calendar these are the address, not filters


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The month of today or, without events in it, the nearest that has some."""
    found = _found(request)
    if not found.is_valid():
        return _refused(request, found)
    year, month = (found.form.cleaned_data[name] for name in OF_A_MONTH)
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
        "noindex": bool(applied) or not around.count,
        "nofollow": len(applied) > 1,
    }
    return render(request, "events/calendar_month.html", context)
