"""An address of the sample for everything that is asked by machines, so that a table about all of it is about all."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from events.models import Document, Event
from institutions.models import Agreement
from portal.api.urls import router
from tests import factories as make
from tests.public_pages import ARGUMENTS, page_names

SLUG = ARGUMENTS["events:event_detail"]["slug"]
# What an address asks for, of the sample. One whose address is missing here fails by name.
GIVEN: dict[str, dict[str, Any]] = {
    "dump": {"name": "events.jsonl"},
    "embed_accent": {"theme": "auto", "accent_hex": "1b4192"},
    "embed_event": {"event": SLUG},
    "events:event_ics": {"slug": SLUG},
    "events:event_programme": {"slug": SLUG},
    "sitemap_section": {"name": "events", "page": 1},
}
QUERIES = {"api:search-list": "?q=الأمن", "oembed": f"?url={settings.SITE_URL}/ar/events/{SLUG}/"}
# Asked by browsers for pages of ours, by the machine next door, or answered by leading elsewhere; and files of the
# staff, which are sent as they are.
NOT_FOR_PARTNERS = {
    "api:nothing_here", "api_docs_for_visitor", "csp_report", "document_file", "dumps_for_visitor", "event_card",
    "event_qr", "events:event_preview", "favicon", "healthz", "language_choice", "metrics", "photo_file",
    "photo_rendition", "publication_file", "readyz", "robots", "security_txt", "set_language", "short_link",
    "site_card", "suggest",
}  # fmt: skip


def names() -> list[str]:
    pages = set(page_names())
    return sorted(name for name in _names(get_resolver(), "") if name not in pages | NOT_FOR_PARTNERS)


def addresses(language: str) -> dict[str, str]:
    """Name and address of each in ``language``, where it has one."""
    with translation.override(language):
        return {name: reverse(name, kwargs=_given(name)) + QUERIES.get(name, "") for name in names()}


def _given(name: str) -> dict[str, Any]:
    if name.startswith("api:") and name.endswith("-detail"):
        resource = name.removeprefix("api:").removesuffix("-detail")
        return {"pk": _number_of(resource)}
    return GIVEN.get(name, {})


def _number_of(resource: str) -> int:
    """Any record of the resource; of events, the one that stands for events elsewhere."""
    if resource == "event":
        return int(Event.objects.get(slug=SLUG).pk)
    if resource == "document" and not Document.objects.exists():  # the sample has none
        make.document(agreement=Agreement.objects.all()[0])
    [view] = [view for _prefix, view, name in router.registry if name == resource]
    return int(view().get_queryset().order_by("pk")[0].pk)


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in ("admin", "alerts"):
                yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"
