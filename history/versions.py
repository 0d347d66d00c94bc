"""Reading the versions of a row."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max

from history.models import Version


def of(row: models.Model) -> models.QuerySet[Version]:
    """The versions of ``row``, latest first."""
    return numbered(type(row), row.pk).order_by("-number")


def numbered(model: type[models.Model], number: Any) -> models.QuerySet[Version]:
    kind = ContentType.objects.get_for_model(model)
    return Version.objects.filter(content_type=kind, object_id=number)


def current_number(row: models.Model) -> int:
    """The number of the latest version; 0 for a row that nobody has changed since history is kept. One query."""
    return of(row).order_by().aggregate(latest=Max("number"))["latest"] or 0
