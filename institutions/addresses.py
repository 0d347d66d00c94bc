"""From a slug in an address to the object it leads to, now or formerly."""

from typing import Any, TypeVar

from django.db import models
from django.http import Http404

from institutions.models import FormerAddress

Row = TypeVar("Row", bound=models.Model)


def object_at(rows: "models.QuerySet[Row]", slug: str) -> Row:
    """The row of ``rows`` at ``slug``, or the one that formerly lived there.

    The caller redirects when ``row.slug`` is not the slug asked. Raises Http404 when there is none.
    """
    row = rows.filter(slug=slug).first()
    if row is None:
        row = rows.filter(pk=_former_id(rows.model, slug)).first()
    if row is None:
        raise Http404(slug)
    return row


def _former_id(model: Any, slug: str) -> int | None:
    former = FormerAddress.objects.filter(
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, slug=slug
    )
    return former.values_list("object_id", flat=True).first()
