"""Rows of an inline table: a repetition is named, with its row, before the database has to refuse it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint, Value
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext as _

from institutions.admin.forms import field_to_correct, values_of


class DistinctRows:
    """Mixin of formsets. Django checks unique constraints of inline rows only when they have no condition."""

    model: type[models.Model]
    forms: list[ModelForm]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)  # type: ignore[misc]  # a mixin
        if delete := form.fields.get("DELETE"):
            delete.widget.attrs["aria-label"] = delete.label

    def validate_unique(self) -> None:
        rows = list(self._rows())
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self._refuse_repetitions(constraint, rows)
        for _number, form in rows:
            self._check_with_owner(form)

    def save_new(self, form: ModelForm, commit: bool = True) -> Any:
        """New rows keep the order in which they were typed."""
        if getattr(form.instance, "position", None) == 0:
            form.instance.position = self.forms.index(form) + 1
        return super().save_new(form, commit=commit)  # type: ignore[misc]  # a mixin

    def owner_columns(self) -> set[str]:
        raise NotImplementedError

    def _rows(self) -> Iterator[tuple[int, ModelForm]]:
        """Rows that will stand after saving, numbered as they are seen."""
        for number, form in enumerate(self.forms, 1):
            stands = form.instance.pk or form.has_changed()
            if form.is_valid() and stands and not self._should_delete_form(form):  # type: ignore[attr-defined]  # Django's
                yield number, form

    def _refuse_repetitions(self, constraint: UniqueConstraint, rows: list[tuple[int, ModelForm]]) -> None:
        compared = [name for name in constraint.fields if name not in self.owner_columns()]
        seen: dict[tuple[Any, ...], int] = {}
        for number, form in rows:
            key = tuple(values_of(form.instance, compared).values())
            if None in key or not _applies(constraint, form.instance):
                continue
            first = seen.setdefault(key, number)
            if first != number:
                form.add_error(None, _repetition(constraint, number, first))

    def _check_with_owner(self, form: ModelForm) -> None:
        """Checks that compare a row with its owner («not linked to itself»): Django leaves those out."""
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, CheckConstraint):
                continue
            if not constraint.condition.referenced_base_fields & self.owner_columns():
                continue
            try:
                constraint.validate(self.model, form.instance, exclude=_not_in(form, self.owner_columns()))
            except ValidationError as error:
                form.add_error(field_to_correct(constraint, form.fields), error)


class Rows(DistinctRows, BaseInlineFormSet):
    @classmethod
    def get_default_prefix(cls) -> str:
        """A relation without a name back would give an id that no selector can name."""
        return super().get_default_prefix() or str(cls.model._meta.model_name)

    def owner_columns(self) -> set[str]:
        return {self.fk.name}


class GenericRows(DistinctRows, BaseGenericInlineFormSet):
    def owner_columns(self) -> set[str]:
        return {self.ct_field.name, self.ct_fk_field.name}


def _applies(constraint: UniqueConstraint, row: models.Model) -> bool:
    condition: Q | None = constraint.condition
    if condition is None:
        return True
    fields: list[Any] = [row._meta.get_field(name) for name in condition.referenced_base_fields]
    return condition.check({field.name: Value(getattr(row, field.attname), field) for field in fields})


def _repetition(constraint: UniqueConstraint, number: int, first: int) -> ValidationError:
    default = constraint.violation_error_message == constraint.default_violation_error_message
    said = "" if default else f" {constraint.violation_error_message}"
    message = _("Row %(row)d repeats row %(first)d.") % {"row": number, "first": first}
    return ValidationError(message + said, code="unique")


def _not_in(form: ModelForm, kept: set[str]) -> set[str]:
    return {f.name for f in form.instance._meta.fields if f.name not in form.fields} - kept - {"id"}
