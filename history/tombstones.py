"""What is left of rows that are gone."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from history.models import Tombstone
from history.recording import label_of, name_of


def bury(
    row: models.Model, *, by: Any, reason: str = "", merged_into: models.Model | None = None
) -> Tombstone:
    """Keep that ``row`` was, before it is deleted; rows merged into it earlier now lead where it leads."""
    kind = ContentType.objects.get_for_model(row)
    target = merged_into.pk if merged_into else None
    Tombstone.objects.filter(content_type=kind, merged_into=row.pk).update(merged_into=target)
    return Tombstone.objects.create(
        content_type=kind,
        object_id=row.pk,
        label=label_of(row),
        by=by,
        by_name=name_of(by),
        reason=reason.strip()[:400],
        merged_into=target,
        was_public=bool(getattr(row, "is_public", False)),
        addresses=[getattr(row, "slug", "")] if getattr(row, "slug", "") else [],
    )


def successor(model: type[models.Model], number: int) -> int | None:
    """The number of the row into which ``number`` was merged; None for a row that was not. One query."""
    kind = ContentType.objects.get_for_model(model)
    rows = Tombstone.objects.filter(content_type=kind, object_id=number)
    return rows.values_list("merged_into", flat=True).first()
