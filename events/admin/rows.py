"""Rows of an event whose choices belong to the same event: its sessions, speakers and requests."""

from functools import cached_property
from typing import Any

from django.db import models

from events.models import Recommendation, Session, Speaker
from institutions.admin.rows import Rows

Choices = dict[type[models.Model], list[tuple[Any, str]]]
CHOSEN_WITHIN = (Session, Speaker, Recommendation)


def choose_within(event: models.Model, fields: dict[str, Any], known: Choices) -> None:
    """Leave in ``fields`` only choices of ``event``; ``known`` keeps them, so that each is fetched once."""
    for field in fields.values():
        model = getattr(getattr(field, "queryset", None), "model", None)
        if model not in CHOSEN_WITHIN:
            continue
        field.queryset = _of(event, model)
        if model not in known:
            known[model] = [(row.pk, str(row)) for row in field.queryset]
        many = getattr(field, "empty_label", None) is None
        field.choices = known[model] if many else [("", field.empty_label), *known[model]]


def _of(event: models.Model, model: type[models.Model]) -> models.QuerySet[Any]:
    if not event.pk:
        return model._default_manager.none()
    rows = model._default_manager.filter(event=event)
    return rows.select_related("person") if model is Speaker else rows


class EventRows(Rows):
    @cached_property
    def known(self) -> Choices:
        return {}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        choose_within(self.instance, form.fields, self.known)
