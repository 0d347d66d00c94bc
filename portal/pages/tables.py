"""Tables to take away: what a list shows, with its filters, as CSV and XLSX. Sent as they are made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events import listing
from events.feeds import asked_of
from events.filters import EventFilter, RecommendationFilter
from events.models import Event, Recommendation
from exchange.export import csv_lines
from exchange.tables import EVENTS, RECOMMENDATIONS, Reader, Sheet, Table, rows_of, workbook
from portal.caching.answers import RecordStream
from portal.context import DATA_LICENCE
from portal.lib.date_text import date_text
from portal.lib.zone import today

CSV = "text/csv; charset=utf-8; header=present"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEPARATORS = {"comma": ",", "semicolon": ";"}


@dataclass(frozen=True)
class Source:
    """A list of the public: its table, its filters, its rows before them, its page and what it is called."""

    table: Table
    filters: Any
    rows: Callable[[], Any]
    page: str
    name: Callable[[], str]


SOURCES = {
    "events": Source(
        EVENTS, EventFilter, Event.objects.public, "events:event_list", lambda: gettext("Events")
    ),
    "recommendations": Source(
        RECOMMENDATIONS,
        RecommendationFilter,
        lambda: Recommendation.objects.public().for_list(),
        "events:recommendation_list",
        lambda: gettext("Requests and recommendations"),
    ),
}


@require_safe
def table_csv(request: HttpRequest, name: str) -> HttpResponse | RecordStream:
    """Every row that the filters of the page find. ``separator=semicolon`` for the Excel of French Windows."""
    source, separator = SOURCES[name], request.GET.get("separator", "comma")
    found = source.filters(request.GET, queryset=source.rows(), request=request)
    if not found.is_valid() or separator not in SEPARATORS:
        return _refused(request, found, "" if separator in SEPARATORS else separator)
    reader = _reader()
    lines = csv_lines(
        source.table.titles(reader.language), _rows(request, found, source, reader), SEPARATORS[separator]
    )
    return _attached(request, lines, CSV, f"hakama-{name}-{today():%Y-%m-%d}.csv", source)


@require_safe
def table_xlsx(request: HttpRequest, name: str) -> HttpResponse | RecordStream:
    """The same as a workbook with real dates, from right to left in Arabic; a second sheet says what it is."""
    source = SOURCES[name]
    found = source.filters(request.GET, queryset=source.rows(), request=request)
    if not found.is_valid():
        return _refused(request, found)
    reader = _reader()
    sheets = [
        Sheet(
            source.name(),
            _rows(request, found, source, reader),
            source.table.widths,
            source.table.titles(reader.language),
        ),
        Sheet(gettext("About this table"), _about(request, found, source, reader), [24, 90], []),
    ]
    content = workbook(sheets, is_rtl=reader.language == "ar")
    return _attached(request, content, XLSX, f"hakama-{name}-{today():%Y-%m-%d}.xlsx", source)


def _reader() -> Reader:
    return Reader(get_language() or settings.LANGUAGE_CODE, settings.SITE_URL.rstrip("/"), DATA_LICENCE)


def _rows(request: HttpRequest, found: Any, source: Source, reader: Reader) -> Iterator[list[Any]]:
    """None to who asks for the head only."""
    return iter(()) if request.method == "HEAD" else rows_of(found.qs, source.table, reader)


def _about(request: HttpRequest, found: Any, source: Source, reader: Reader) -> list[list[Any]]:
    chips = [
        f"{capfirst(chip.label)}{gettext(': ')}{chip.text}" for chip in listing.applied(found, request.GET)
    ]
    page = reader.address(reverse(source.page) + asked_of(request))
    return [
        [gettext("Table"), source.name()],
        [gettext("Published by"), gettext("Security Governance Portal")],
        [gettext("Filters"), "\n".join(chips) or gettext("none: everything on record")],
        [gettext("Same list as a page"), page],
        [gettext("Made on"), date_text(today(), reader.language)],
        [gettext("Licence"), f"CC BY 4.0 {reader.licence}"],
        [
            gettext("Dates"),
            gettext(
                "A date stands in its column only where the day itself is known; otherwise the column in words says "
                "what is known. Times are local."
            ),
        ],
        [
            gettext("Texts"),
            gettext(
                "Each text stands in the column of its own language. An apostrophe before = + - or @ keeps "
                "spreadsheets from calculating it."
            ),
        ],
    ]


def _attached(
    request: HttpRequest, content: Any, content_type: str, name: str, source: Source
) -> RecordStream:
    """Made of the record alone. Links say where the same can be read and under what licence (RFC 8288)."""
    response = RecordStream(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=300"
    page = settings.SITE_URL.rstrip("/") + reverse(source.page) + asked_of(request, ("separator",))
    response.headers["Link"] = f'<{page}>; rel="alternate"; type="text/html", <{DATA_LICENCE}>; rel="license"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _refused(request: HttpRequest, found: Any, separator: str = "") -> HttpResponse:
    """What was wrong with the question, in words."""
    if separator:
        given = {"value": separator, "values": ", ".join(SEPARATORS)}
        words = gettext("“%(value)s” is not known here. Allowed: %(values)s.") % given
        found.form.add_error(None, f"separator{gettext(': ')}{words}")
    return render(request, "events/feed_refused.html", {"filter": found}, status=400)
