"""The dumps for people, as a page, and the files themselves."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from portal.api.datasets import DATASETS
from portal.api.dumps.shelf import MANIFEST, SUMS, TYPES, Dump, Night
from portal.context import DATA_LICENCE

FRESH_FOR = timedelta(minutes=5)
NAMES = {dataset.name: dataset.title for dataset in DATASETS}
FORMS = {".jsonl": "JSON Lines", ".csv": "CSV", ".ics": "iCalendar"}


@require_safe
def dumps_for_visitor(request: HttpRequest) -> HttpResponse:
    """`/dumps/`: to the page in the visitor's language."""
    return redirect("dumps")


@require_safe
def dumps(request: HttpRequest) -> HttpResponse:
    """Every file of the last night. Not kept by the version of the record: a night does not change it."""
    night = Night.read()
    context = {
        "night": night,
        "groups": list(_groups(night.dumps)) if night else [],
        "sums": SUMS,
        "manifest": MANIFEST,
        "site": settings.SITE_URL.rstrip("/"),
    }
    response = render(request, "pages/dumps.html", context)
    patch_cache_control(response, no_cache=True)
    return response


def _groups(files: tuple[Dump, ...]) -> Iterator[dict[str, Any]]:
    for subject in dict.fromkeys(dump.subject for dump in files):
        own = [dump for dump in files if dump.subject == subject]
        rows = [{"dump": dump, "form": FORMS[f".{dump.name.rpartition('.')[2]}"]} for dump in own]
        yield {"name": NAMES[subject], "rows": rows}


@require_safe
def dump_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the last night, with a strong ETag: the digest of its bytes."""
    night = Night.read()
    sha256 = night.tag_of(name) if night else None
    if night is None or sha256 is None:
        raise Http404
    tag, made_at = f'"{sha256}"', int(night.made_at.timestamp())
    response: Any = get_conditional_response(request, etag=tag, last_modified=made_at)
    if response is None:
        response = _opened(night, name)
    response.headers["ETag"] = tag
    response.headers["Last-Modified"] = http_date(made_at)
    response.headers["Link"] = f'<{DATA_LICENCE}>; rel="license"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=int(FRESH_FOR.total_seconds()))
    return response


def _opened(night: Night, name: str) -> FileResponse:
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    try:
        file = (night.folder / name).open("rb")
    except FileNotFoundError:  # two nights have passed since the manifest was read
        raise Http404 from None
    return FileResponse(
        file, content_type=TYPES[ending], as_attachment=ending not in ("", ".json"), filename=name
    )
