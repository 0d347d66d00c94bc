"""Erasing a row for good: what the law or a court asks for. Withdrawing is the way for everything else."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from history import versions
from history.models import PendingRevision, Tombstone
from history.tombstones import bury

NAMED = 5  # rows that stand in the way, told by name


@transaction.atomic
def purge(*, row: models.Model, by: Any, reason: str) -> Tombstone:
    """Delete ``row``, its parts and what its versions said; that it was, who erased it and why stays.

    Raises ``ValidationError`` without a reason, and when other rows need this one; then nothing is deleted.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    tombstone = bury(row, by=by, reason=reason)
    versions.of(row).update(snapshot={}, label=tombstone.label)
    kind = ContentType.objects.get_for_model(row)
    PendingRevision.objects.filter(content_type=kind, object_id=row.pk).update(proposed={})
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        rows = sorted(error.args[1], key=lambda needing: (needing._meta.label, needing.pk))
        names = "، ".join(f"{needing._meta.verbose_name} «{needing}»" for needing in rows[:NAMED])
        more = " …" if len(rows) > NAMED else ""
        raise ValidationError(
            _("Other entries need this one: %(names)s") % {"names": names + more}
        ) from error
    return tombstone
