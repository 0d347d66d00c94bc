"""For those who build on the record: what there is, shown by example, and the maker of frames."""

from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from changes.event_counts import event_count
from events import listing
from events.embed import FIRST, MOST, OWN, THEMES, VIEWS, frame_form, frame_title, snippet
from events.facets import kinds_on_record
from events.filters import WHEN, EventFilter
from events.models import Event
from events.oembed import HEIGHT_OF_LIST, HEIGHT_OF_MONTH
from institutions.models import Institution, Territory
from portal.pages import examples

OFFERED = (
    "kind",
    "institution",
    "territory",
    "when",
)  # filters in the form; the others can be typed into the address


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """API, changes, calendars, feeds, tables, frames: five minutes each."""
    context = {
        "api": examples.API,
        "changes": examples.CHANGES,
        "dumps": examples.DUMPS,
        "calendars": examples.CALENDARS,
        "tables": examples.TABLES,
        "embed": examples.EMBED,
    }
    return render(request, "pages/developers.html", context)


@csp_update({"frame-src": [SELF]})  # the preview
@require_safe
def embed_builder(request: HttpRequest) -> HttpResponse:
    """Choose what a frame shows, see it, copy the line. A plain form: each choice is in the address."""
    language = get_language() or settings.LANGUAGE_CODE
    asked = QueryDict(mutable=True)
    for name, values in request.GET.lists():  # a form sends what was left empty too
        asked.setlist(name, [value for value in values if value])
    asked.setdefault("lang", language)
    frame = frame_form(asked)
    filters = EventFilter(asked, queryset=Event.objects.public(), request=request)
    here = Event.objects.public().filter(territory=OuterRef("pk"))
    is_valid = frame.is_valid() and filters.is_valid()
    context = {
        "frame": frame,
        "filter": filters,
        "asked": {name: asked.get(name, "") for name in (*OWN, *OFFERED)},
        "kept": [
            (name, value)
            for name, values in sorted(asked.lists())
            for value in (values[:-1] if name in OFFERED else values)  # the form shows the last one
            if name not in OWN
        ],
        "languages": [row for row in settings.LANGUAGES if row[0] in settings.PUBLIC_LANGUAGES],
        "view_choices": VIEWS,
        "themes": THEMES,
        "when_choices": WHEN,
        "kinds": kinds_on_record(),
        "institutions": _named(
            Institution.objects.public().alias(events=event_count("institutions")).filter(events__gt=0),
            language,
        ),
        "places": _named(Territory.objects.filter(Exists(here)), language),
        "first": FIRST,
        "most": MOST,
        "made": _made(frame, filters, asked) if is_valid else None,
    }
    return render(request, "pages/embed_builder.html", context, status=200 if is_valid else 400)


def _named(rows: Any, language: str) -> list[tuple[str, str]]:
    """Addresses and names, in the order of an Arabic list."""
    return [(row.slug, row.name_in(language).value) for row in rows.order_by("sort_key", "pk")]


def _made(frame: Any, filters: Any, asked: Any) -> dict[str, Any]:
    """The frame that was chosen, and the lines to paste."""
    chosen = frame.cleaned_data
    usual = {"view": "list", "theme": "auto", "limit": FIRST}
    own = [(name, str(chosen[name])) for name in OWN if chosen[name] and chosen[name] != usual.get(name)]
    with override(chosen["lang"]):
        title = frame_title([chip.text for chip in listing.applied(filters, asked)])
    given = [
        (name, value)
        for name, values in sorted(asked.lists())
        for value in values
        if value and name not in OWN
    ]
    path = f"{reverse('embed_events')}?{urlencode([*own, *given])}"
    height = HEIGHT_OF_MONTH if chosen["view"] == "calendar" else HEIGHT_OF_LIST
    site = settings.SITE_URL.rstrip("/")
    return {
        "path": path,
        "title": title,
        "height": height,
        "line": snippet(f"{site}{path}", title, height),
        "script": f'<script src="{site}/static/js/embed.js" async></script>',
    }


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The portal for language models and those who steer them (llmstxt.org)."""
    return render(
        request,
        "pages/llms.txt",
        {"site": settings.SITE_URL.rstrip("/")},
        content_type="text/plain; charset=utf-8",
    )
