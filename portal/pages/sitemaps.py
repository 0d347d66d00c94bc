"""The map of the record for search engines: an index, and below it pages of addresses with their twins.

Only what the public may read, and only addresses that are pages of their own: no filters, no empty months. Pages are
bounded and written row by row, so that a hundred thousand events take no more memory than one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from events import archive, figures
from events.models import Event, EventSeries, Recommendation, Topic
from events.querysets import people_on_record
from institutions.models import Agreement, Institution, Territory
from institutions.querysets import public_condition
from portal.caching.answers import RecordStream

ROWS = 5_000  # in three languages 15,000 addresses and some 10 MB: the protocol allows 50,000 and 50 MB
FRESH_FOR = 3_600  # seconds
XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
PAGES = (
    *("home", "events:event_list", "events:calendar", "events:archive", "events:topic_list"),
    *("events:recommendation_list", "institution_list", "speaker_list", "agreement_list", "about"),
    *("privacy", "accessibility"),
)


@dataclass(frozen=True)
class Kind:
    """Rows of one kind: ``rows`` begins with the gate; ``column`` of each is the argument of its address."""

    name: str
    rows: Callable[[], Any]
    column: str = "slug"
    changed: str = "modified_at"


def _places() -> Any:
    """Places in which public events were held."""
    return Territory.objects.filter(pk__in=Event.objects.public().order_by().values("territory"))


def _topics() -> Any:
    return Topic.objects.filter(public_condition(None, "events__")).distinct()


KINDS = {
    "events": Kind("events:event_detail", Event.objects.public),
    "series": Kind("events:series_detail", EventSeries.objects.public),
    "institutions": Kind("institution", Institution.objects.public),
    "speakers": Kind("speaker", people_on_record, changed=""),
    "agreements": Kind("agreement", Agreement.objects.public),
    "recommendations": Kind(
        "events:recommendation_detail", Recommendation.objects.public, "pk", "event__modified_at"
    ),
    "territories": Kind("territory", _places, changed=""),
    "topics": Kind("events:topic_detail", _topics, changed=""),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The maps there are, each with the day of its last change."""
    entries = [_sitemap("pages", 1), _sitemap("years", 1)]
    for name, (count, changed) in figures.of_record("maps", _sizes).items():
        entries += [_sitemap(name, page, changed) for page in range(1, -(-count // ROWS) + 1)]
    return _fresh(HttpResponse([HEAD, INDEX, *entries, "</sitemapindex>\n"], content_type=XML))


def _sizes() -> dict[str, tuple[int, Any]]:
    """How many rows of each kind there are, and when one of them was last changed."""
    rows_of = {name: kind.rows().order_by() for name, kind in KINDS.items()}
    last = {name: Max(kind.changed) for name, kind in KINDS.items() if kind.changed}
    changed = {name: rows_of[name].aggregate(last=maximum)["last"] for name, maximum in last.items()}
    return {name: (rows.count(), changed.get(name)) for name, rows in rows_of.items()}


@require_safe
def section(request: HttpRequest, name: str, page: int) -> RecordStream:
    """The addresses of one map, in every language, each naming its twins."""
    if name in ("pages", "years") and page == 1:
        addresses: Iterable[tuple[str, list[Any], Any]] = _fixed() if name == "pages" else _years()
    elif name in KINDS and page >= 1:
        kind = KINDS[name]
        columns = [kind.column, *filter(None, [kind.changed])]
        rows = kind.rows().order_by("pk").values_list(*columns)[(page - 1) * ROWS : page * ROWS]
        addresses = ((kind.name, [row[0]], row[1] if kind.changed else None) for row in rows.iterator())
    else:
        raise Http404
    return _fresh(RecordStream(_urlset(addresses), content_type=XML))


def _fixed() -> Iterator[tuple[str, list[Any], Any]]:
    yield from ((name, [], None) for name in PAGES)


def _years() -> Iterator[tuple[str, list[Any], Any]]:
    """Years of the archive, and months of the calendar that have events."""
    for year in archive.years():
        yield "events:archive_year", [year.number], None
        for known in year.months:
            yield "events:calendar_month", [known.month.year, known.month.month], None


def _urlset(addresses: Iterable[tuple[str, list[Any], Any]]) -> Iterator[str]:
    yield HEAD + URLSET
    for name, arguments, changed in addresses:
        twins = {language: _address(name, arguments, language) for language in settings.PUBLIC_LANGUAGES}
        links = "".join(_twin(language, address) for language, address in twins.items())
        links += _twin("x-default", twins[settings.LANGUAGE_CODE])
        last = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        yield "".join(f"<url><loc>{escape(address)}</loc>{last}{links}</url>\n" for address in twins.values())
    yield "</urlset>\n"


def _address(name: str, arguments: list[Any], language: str) -> str:
    with override(language):
        return settings.SITE_URL.rstrip("/") + reverse(name, args=arguments)


def _twin(language: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'


def _sitemap(name: str, page: int, changed: Any = None) -> str:
    address = settings.SITE_URL.rstrip("/") + reverse("sitemap_section", args=[name, page])
    last = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return f"<sitemap><loc>{escape(address)}</loc>{last}</sitemap>\n"


def _fresh(response: Any) -> Any:
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
