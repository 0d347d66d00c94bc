"""oEmbed (oembed.com, version 1.0): the address of a page in, the frame that shows it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from events import listing
from events.embed import OF_A_MONTH, OWN, frame_title, snippet
from events.feeds import FRESH_FOR
from events.filters import EventFilter
from events.models import Event
from institutions.addresses import object_at

WIDTH, HEIGHT_OF_ONE, HEIGHT_OF_LIST, HEIGHT_OF_MONTH = 600, 260, 700, 860
FORMATS = ("json", "xml")
LISTS = {"event_list": "list", "calendar": "calendar", "calendar_month": "calendar"}


@dataclass(frozen=True)
class Frame:
    """What stands for a page: the frame's address and how tall it would like to be."""

    address: str
    title: str
    height: int
    language: str


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """404: no page of ours that can be shown so. 501: a format we do not write. 400: no address, or no number."""
    wanted = request.GET.get("format", "json")
    if wanted not in FORMATS:
        return _failed(501, f"format: {', '.join(FORMATS)}")
    try:
        width, height = (_bound(request, name) for name in ("maxwidth", "maxheight"))
        address = request.GET["url"]
    except (KeyError, ValueError):
        return _failed(400, "url, maxwidth, maxheight")
    try:
        frame = frame_of(address)
    except Http404:
        return _failed(404, "url")
    return _answered(_told(frame, width, height), wanted)


def frame_of(address: str) -> Frame:
    """The frame of a page of ours. Raises ``Http404`` for every other address, and for what is not public."""
    asked = _parsed(address)
    if asked.netloc != urlsplit(settings.SITE_URL).netloc:
        raise Http404
    language = asked.path.split("/")[1]
    with override(language if language in settings.PUBLIC_LANGUAGES else settings.LANGUAGE_CODE):
        return _frame_at(asked, language)


def _parsed(address: str) -> SplitResult:
    try:
        asked = urlsplit(address)
    except ValueError as error:
        raise Http404 from error
    if asked.scheme not in ("http", "https") or not asked.path.startswith("/"):
        raise Http404
    return asked


def _frame_at(asked: SplitResult, language: str) -> Frame:
    try:
        page = resolve(asked.path)
    except Resolver404 as error:
        raise Http404 from error
    if page.view_name == "short_link":
        return _of_one(
            _first(Event.objects.public().filter(pk=page.kwargs["event_id"])), settings.LANGUAGE_CODE
        )
    if page.view_name == "events:event_detail":
        return _of_one(object_at(Event.objects.public().for_list(), page.kwargs["slug"]), language)
    if page.namespace == "events" and page.url_name in LISTS:
        month = [(name, value) for name, value in page.kwargs.items() if name in OF_A_MONTH]
        return _of_list(asked.query, month, LISTS[page.url_name], language)
    raise Http404


def _first(rows: Iterable[Any]) -> Event:
    for event in rows:
        return event
    raise Http404


def _of_one(event: Event, language: str) -> Frame:
    """By number: a frame pasted today is right after any change of title and address."""
    query = urlencode({"lang": language})
    return Frame(
        f"{_site()}{reverse('embed_event', args=[event.pk])}?{query}",
        event.name_in(language).value,
        HEIGHT_OF_ONE,
        language,
    )


def _of_list(query: str, month: list[tuple[str, Any]], view: str, language: str) -> Frame:
    try:
        filters = QueryDict(query, mutable=True)
    except ValueError as error:  # too many parameters, or bytes that are no text
        raise Http404 from error
    for name in ("page", "more", *OWN):
        filters.pop(name, None)
    found = EventFilter(filters, queryset=Event.objects.public())
    if not found.is_valid():
        raise Http404
    chips = [chip.text for chip in listing.applied(found, filters)]
    given = [(name, value) for name, values in sorted(filters.lists()) for value in values if value]
    own = [("lang", language), ("view", view)]
    return Frame(
        f"{_site()}{reverse('embed_events')}?{urlencode([*own, *given, *month])}",
        frame_title(chips),
        HEIGHT_OF_MONTH if view == "calendar" else HEIGHT_OF_LIST,
        language,
    )


def _bound(request: HttpRequest, name: str) -> int | None:
    """A positive whole number, or none. Raises ``ValueError``."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdecimal() or not int(asked[:9]) > 0:
        raise ValueError(name)
    return int(asked[:9])


def _told(frame: Frame, most_width: int | None, most_height: int | None) -> dict[str, Any]:
    width = min(WIDTH, most_width or WIDTH)
    height = min(frame.height, most_height or frame.height)
    with override(frame.language):
        provider = gettext("Security Governance Portal")
    return {
        "version": "1.0",
        "type": "rich",
        "title": frame.title,
        "provider_name": provider,
        "provider_url": f"{_site()}/",
        "cache_age": FRESH_FOR,
        "html": snippet(frame.address, frame.title, height),
        "width": width,
        "height": height,
    }


def _answered(told: dict[str, Any], wanted: str) -> HttpResponse:
    response: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    if wanted == "xml":
        root = ET.Element("oembed")
        for name, value in told.items():
            ET.SubElement(root, name).text = str(value)
        response = HttpResponse(
            ET.tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml; charset=utf-8"
        )
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response


def _failed(status: int, about: str) -> HttpResponse:
    """The parameter that is wrong, for the programmer who reads it."""
    response = HttpResponse(f"{status} {about}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _site() -> str:
    return str(settings.SITE_URL).rstrip("/")
