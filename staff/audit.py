"""One verb: `record`. Whatever staff do that another may ask about later is written down here."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from staff.addresses import client_address
from staff.models import Action, AuditEntry

__all__ = ["Action", "record"]


def record(
    action: Action,
    *,
    by: Any = None,
    request: HttpRequest | None = None,
    target: Model | None = None,
    **details: Any,
) -> AuditEntry:
    """Adds an entry; never put a password, a secret or a code into ``details``."""
    entry = AuditEntry(action=Action(action), details=_storable(details))
    if by is not None and by.pk is not None:  # nobody, or somebody who has not signed in
        entry.actor_id, entry.actor_name = by.pk, by.get_username()
    if target is not None:
        entry.target_type = target._meta.label_lower
        entry.target_id = str(target.pk)
        entry.target_label = _text(str(target), 300)
    if request is not None:
        entry.address = client_address(request)
    entry.save()
    return entry


def _text(value: str, length: int) -> str:
    """PostgreSQL stores no NUL."""
    return value.replace("\0", "�")[:length]


def _storable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [_storable(item) for item in items]
    return _text(value, 2000) if isinstance(value, str) else value
