"""Writes anything to any public model, by every way of writing; what the database refuses is not written."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from changes.watching import watched_models
from institutions.enums import PublicationState
from institutions.merging import merge
from institutions.models import Institution, Person, Publishable
from tests import factories as make

LEFT_ALONE = {"search.SearchDocument", "search.SearchTerm", "history.Tombstone", "institutions.FormerAddress"}
MODELS = [
    model
    for model in watched_models()
    if model._meta.label not in LEFT_ALONE and not model._meta.auto_created
]
STATES = list(PublicationState)
MOMENTS = (None, timedelta(days=-1), timedelta(seconds=-1), timedelta(milliseconds=300), timedelta(days=1))

REFUSALS = (
    DatabaseError, ValidationError, models.ProtectedError, models.RestrictedError,
    ObjectDoesNotExist,  # there is none left to write to
)  # fmt: skip


class Writer:
    """``write()`` does one thing at random; the same seed does the same things."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  (not a secret)
        self.done: list[str] = []
        self.number = 0

    def write(self) -> None:
        ways: list[tuple[Callable[[], str], int]] = [
            (self.change, 12), (self.change_in_bulk, 6), (self.publish, 6), (self.link, 5), (self.create, 6),
            (self.delete, 3), (self.merge, 1),
        ]  # fmt: skip
        [way] = self.random.choices([way for way, _ in ways], [weight for _, weight in ways])
        self.number += 1
        try:
            with transaction.atomic():
                self.done.append(way())
        except REFUSALS as error:
            self.done.append(f"{way.__name__} refused: {type(error).__name__}")

    # Ways -------------------------------------------------------------------------------------------------
    def change(self) -> str:
        row = self._any_row()
        values = self._values(type(row), 1)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return f"save {row._meta.label} {row.pk} {list(values)}"

    def change_in_bulk(self) -> str:
        row = self._any_row()
        values = self._values(type(row), 1)
        numbers = [row.pk, self.random.choice(self._numbers(type(row)))]
        type(row)._base_manager.filter(pk__in=numbers).update(**values)
        return f"update {row._meta.label} {numbers} {list(values)}"

    def publish(self) -> str:
        model = self.random.choice([model for model in MODELS if issubclass(model, Publishable)])
        state = PublicationState.PUBLISHED if self.random.random() < 0.6 else self.random.choice(STATES)
        start, end = self.random.choice(MOMENTS), self.random.choice(MOMENTS)
        now, number = timezone.now(), self.random.choice(self._numbers(model))
        model._base_manager.filter(pk=number).update(
            publication_state=state,
            publish_from=start if start is None else now + start,
            publish_until=end if end is None else now + end,
        )
        return f"publish {model._meta.label} {number} {state} {start} {end}"

    def link(self) -> str:
        model = self.random.choice([model for model in MODELS if model._meta.local_many_to_many])
        field = self.random.choice(model._meta.local_many_to_many)
        row = self._row(model)
        rows = getattr(row, field.name)
        if not field.remote_field.through._meta.auto_created:
            return "link refused: its rows are written by themselves"
        other = self.random.choice(self._numbers(field.related_model))
        (rows.add if self.random.random() < 0.6 else rows.remove)(other)
        return f"link {model._meta.label} {row.pk} {field.name} {other}"

    def create(self) -> str:
        event = self._row(apps.get_model("events.Event"))
        ways: list[Callable[..., Any]] = [
            make.speaker, make.session, make.recommendation, make.involvement, make.answer, make.count, make.document,
            make.recording, make.press_item, make.follow_up, make.statement,
        ]  # fmt: skip
        way = self.random.choice([*ways, make.event, make.institution, make.person, make.agreement])
        if way is make.press_item:
            made = way(event)
        elif way in (make.event, make.institution, make.person, make.agreement):
            made = way()
        elif way is make.follow_up:
            made = way(recommendation=self._row(apps.get_model("events.Recommendation")))
        elif way is make.statement:
            made = way(speaker=self._row(apps.get_model("events.Speaker")))
        else:
            made = way(event=event)
        return f"create {way.__name__} {made.pk}"

    def delete(self) -> str:
        row = self._any_row()
        told = f"delete {row._meta.label} {row.pk}"
        if row._meta.label in ("events.Event", "institutions.Territory") and self.random.random() < 0.8:
            return "delete refused: too much would go"
        row.delete()
        return told

    def merge(self) -> str:
        model = self.random.choice([Institution, Person])
        keep, remove = self._row(model), self._row(model)
        told = f"merge {model.__name__} {keep.pk} {remove.pk}"
        merge(keep=keep, remove=remove, by=None, reason="random", choices={})
        return told

    # What -------------------------------------------------------------------------------------------------
    def _numbers(self, model: type[models.Model]) -> list[int]:
        return list(model._base_manager.order_by("pk").values_list("pk", flat=True)) or [0]

    def _row(self, model: type[models.Model]) -> Any:
        return model._base_manager.get(pk=self.random.choice(self._numbers(model)))

    def _any_row(self) -> Any:
        full = [model for model in MODELS if model._base_manager.exists()]
        return self._row(self.random.choice(full))

    def _values(self, model: type[models.Model], count: int) -> dict[str, Any]:
        fields = [field for field in model._meta.local_concrete_fields if self._is_plain(field)]
        return {
            field.attname: self._value(field) for field in self.random.sample(fields, min(count, len(fields)))
        }

    def _is_plain(self, field: Any) -> bool:
        """What any value may be written to without a reader stumbling over it."""
        if field.primary_key or not field.editable or field.choices or field.name in ("slug", "content_type"):
            return False
        words = type(field).__name__ in (
            "TextField",
            "CharField",
            "TranslationCharField",
            "TranslationTextField",
        )
        texts = words and not field.unique and field.name.endswith(("_ar", "_fr"))
        return bool(texts or isinstance(field, (models.BooleanField, models.ForeignKey)))

    def _value(self, field: Any) -> Any:
        if isinstance(field, models.BooleanField):
            return self.random.random() < 0.5
        if isinstance(field, models.ForeignKey):
            if field.null and self.random.random() < 0.3:
                return None
            return self.random.choice(self._numbers(field.related_model))
        return f"كلام {self.number}" if field.name.endswith("_ar") else f"Mots {self.number}"
