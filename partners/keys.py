"""Making, recognising and revoking keys. A key is shown once, when it is made."""

import hashlib
import re
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from partners.models import ApiKey
from staff.audit import Action, record

# Secret scanners look for a fixed beginning; the part up to the second «_» is what the desk shows.
FORM = re.compile(r"(hk_[0-9a-f]{10})_[0-9a-zA-Z_-]{43}", re.ASCII)


def new_text() -> str:
    return f"hk_{secrets.token_hex(5)}_{secrets.token_urlsafe(32)}"


@transaction.atomic
def make_key(key: ApiKey, *, by: Any, request: Any = None) -> str:
    """Completes and saves a new ``key``; the answer is the only time that its text can be read."""
    text = new_text()
    key.prefix, key.digest = _prefix(text), digest(text)
    key.full_clean()
    key.save()
    record(
        Action.KEY_MADE,
        by=by,
        request=request,
        target=key,
        institution=str(key.institution),
        prefix=key.prefix,
    )
    return text


@transaction.atomic
def revoke(key: ApiKey, *, by: Any, request: Any = None) -> None:
    """The next request with it is refused. A second time changes nothing."""
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = key.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record(Action.KEY_REVOKED, by=by, request=request, target=locked, prefix=locked.prefix)


def recognise(text: str, at: datetime | None = None) -> ApiKey | None:
    """The key in force whose text this is. One query by its beginning; none for what has not the form of a key."""
    if not FORM.fullmatch(text):
        return None
    key = ApiKey.objects.in_force(at).filter(prefix=_prefix(text)).first()
    return key if key and secrets.compare_digest(key.digest, digest(text)) else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _prefix(text: str) -> str:
    found = FORM.fullmatch(text)
    return found[1] if found else ""
