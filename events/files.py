"""Files of the record, sent by pages that pass the gate; nothing lies in a public folder.

The name in the store never leaves it; the type sent is one of a fixed table, never a guess; and no browser may
run anything of a file as if it were ours.
"""

import re
from hashlib import sha256
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.media_types import DOCUMENT_TYPES, PHOTO_TYPES, UNKNOWN_TYPE
from events.models import Document, Event, Photo, Publication
from events.previews import is_valid
from events.renditions import PREVIEW_PARAMETER
from events.uploads import rendition_name
from institutions.rights import holds, rule_for
from portal.lib.translated import answer

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
SANDBOX = "default-src 'none'; sandbox"
# Chromium shows a PDF in a page of its own making, which «sandbox» and «default-src» would leave blank.
PDF_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SECONDS_PUBLIC = 300  # what is withdrawn may be seen this much longer by whoever has just seen it


@require_safe
def photo_file(request: HttpRequest, photo_id: int) -> HttpResponseBase:
    photo, is_public = _photo(request, photo_id)
    return _sent(request, photo.image.storage, photo.image.name, PHOTO_TYPES["jpg"], is_public=is_public)


@require_safe
def photo_rendition(request: HttpRequest, photo_id: int, width: int, ending: str) -> HttpResponseBase:
    photo, is_public = _photo(request, photo_id)
    if width not in photo.renditions.get(ending, ()):
        raise Http404
    name = rendition_name(photo.image.name, width, ending)
    return _sent(request, photo.image.storage, name, PHOTO_TYPES[ending], is_public=is_public)


@require_safe
def document_file(request: HttpRequest, document_id: int) -> HttpResponseBase:
    rows = Document.objects.exclude(file="")
    document, is_public = _gated(
        request, rows.public(), rows.select_related("event", "agreement"), document_id
    )
    return _document(
        request, document, str(answer(document, "title", get_language() or "ar")), is_public=is_public
    )


@require_safe
def publication_file(request: HttpRequest, publication_id: int) -> HttpResponseBase:
    rows = Publication.objects.exclude(file="")
    publication, is_public = _gated(request, rows.public(), rows, publication_id)
    return _document(
        request, publication, str(publication.name_in(get_language() or "ar")), is_public=is_public
    )


def _photo(request: HttpRequest, photo_id: int) -> tuple[Any, bool]:
    return _gated(request, Photo.objects.public(), Photo.objects.select_related("event"), photo_id)


def _gated(
    request: HttpRequest, public: QuerySet[Any], all_rows: QuerySet[Any], number: int
) -> tuple[Any, bool]:
    """The row and whether the public may fetch it. The public is asked first: its answers may be cached."""
    if row := public.filter(pk=number).first():
        return row, True
    row = get_object_or_404(all_rows, pk=number)
    owner = getattr(row, "event", None) or getattr(row, "agreement", None) or row
    if not (_staff_may_see(request, owner) or _preview_shows(request, owner)):
        raise Http404
    return row, False


def _staff_may_see(request: HttpRequest, owner: Any) -> bool:
    """Staff with a session that counts: the second factor is asked for here as at the desk."""
    return admin.site.has_permission(request) and holds(rule_for(type(owner)).visible(request.user), owner)


def _preview_shows(request: HttpRequest, owner: Any) -> bool:
    return isinstance(owner, Event) and is_valid(request.GET.get(PREVIEW_PARAMETER, ""), owner)


def _document(request: HttpRequest, row: Any, title: str, *, is_public: bool) -> HttpResponseBase:
    ending = row.file.name.rpartition(".")[2]
    media_type = DOCUMENT_TYPES.get(ending, UNKNOWN_TYPE)
    response = _sent(request, row.file.storage, row.file.name, media_type, is_public=is_public)
    is_pdf = ending == "pdf"
    disposition = content_disposition_header(not is_pdf, download_name(title, ending))
    response.headers["Content-Disposition"] = disposition or "attachment"
    if is_pdf:
        response.headers["Content-Security-Policy"] = PDF_POLICY
    return response


def download_name(title: str, ending: str) -> str:
    """The title as a name that every system takes."""
    words = " ".join(NOT_IN_NAMES.sub(" ", title).split())[:100].strip(" .")
    return f"{words or 'document'}.{ending}"


def _sent(
    request: HttpRequest, storage: Any, name: str, media_type: str, *, is_public: bool
) -> HttpResponseBase:
    """The stored file. Its name in the store changes whenever the file does: a good ETag, once hashed."""
    tag = f'"{sha256(name.encode()).hexdigest()[:32]}"'
    response = (is_public and get_conditional_response(request, etag=tag)) or _opened(
        storage, name, media_type
    )
    response.headers["Content-Disposition"] = "inline"  # without the name in the store
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_public else "same-origin"
    response.headers["Cache-Control"] = (
        f"public, max-age={SECONDS_PUBLIC}" if is_public else "private, no-store"
    )
    if is_public:
        response.headers["ETag"] = tag
    return response


def _opened(storage: Any, name: str, media_type: str) -> FileResponse:
    try:
        return FileResponse(storage.open(name), content_type=media_type)
    except FileNotFoundError:
        raise Http404 from None
