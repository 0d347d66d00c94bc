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
    row = _only(rows.filter(slug=slug)) or _only(rows.filter(pk=_former_id(rows.model, slug)))
    if row is None:
        raise Http404(slug)
    return row


def _only(rows: "models.QuerySet[Row]") -> Row | None:
    """The one row there can be. ``first()`` would sort, and a sort makes Django compare every column."""
    return next(iter(rows.order_by()[:1]), None)


def _former_id(model: Any, slug: str) -> int | None:
    former = FormerAddress.objects.filter(
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, slug=slug
    )
    return former.values_list("object_id", flat=True).first()
