"""Secret, expiring addresses that show an event as the public would see it, whatever its state.

The secret is shown once and kept as a digest only: whoever reads the database cannot open a preview.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from events.models import Event, PreviewLink
from history.applying import as_if
from history.models import PendingRevision, RevisionState
from history.recording import name_of
from history.revisions import brought_up_to_date
from staff.audit import Action, record

LIFETIME = timedelta(days=7)
TOKEN_LENGTH = 43  # of 32 bytes in URL-safe base64


def create_preview(
    *, event: Event, by: Any, revision: PendingRevision | None = None, request: HttpRequest | None = None
) -> tuple[PreviewLink, str]:
    """A link to ``event``, or to what ``revision`` would make of it, and its secret, which nobody can read again."""
    token = secrets.token_urlsafe(32)
    link = PreviewLink(event=event, revision=revision, digest=digest_of(token), by=by, by_name=name_of(by))
    link.expires_at = timezone.now() + LIFETIME
    link.save()
    record(Action.PREVIEW_CREATED, by=by, request=request, target=event, link=link.pk)
    return link, token


def revoke_preview(*, link: PreviewLink, by: Any, request: HttpRequest | None = None) -> None:
    """Close ``link`` before its time; closing it twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record(Action.PREVIEW_REVOKED, by=by, request=request, target=link.event, link=link.pk)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_of(token: str) -> PreviewLink | None:
    """The link behind a secret, open or not; None when there never was one. One query."""
    return PreviewLink.objects.filter(digest=digest_of(token)).first()


def open_links(event: Event) -> Any:
    """Links of ``event`` that still open, latest first."""
    return event.preview_links.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


@contextmanager
def shown(link: PreviewLink) -> Iterator[None]:
    """Within the block, the event says what the link shows: itself, or what a proposed change would make of it."""
    revision = link.revision
    if revision is None or revision.state != RevisionState.OPEN:
        yield
        return
    with as_if(brought_up_to_date(revision).result, link.event):
        yield


def is_valid(token: str, event: Event) -> bool:
    """Whether ``token`` opens ``event`` now, and so its photos and documents. One query."""
    link = link_of(token) if token else None
    return link is not None and link.event_id == event.pk and link.is_open_at(timezone.now())


def kept_secret(response: HttpResponse) -> HttpResponse:
    """A page behind a secret address: not indexed, not kept, and its address told to no other site."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
