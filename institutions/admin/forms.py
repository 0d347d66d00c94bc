"""Forms of the staff: text is cleaned on entry, and every refusal stands beside the field it is about."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, Model, Q, UniqueConstraint
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

from institutions.admin.concealed import keep_chosen
from portal.lib.text import clean_input

# The field to correct when a constraint is violated, where it is not the last one the constraint mentions.
FIELD_TO_CORRECT = {
    "agreement_has_two_different_parties": "second_party",
    "signatory_has_a_person_or_a_function": "person",
}
# Words for constraints that have none of their own.
MESSAGES = {
    "agreement_area_has_a_text": _("Give the text in Arabic or in French."),
}


class CleanForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            clean_on_entry(field)
            keep_chosen(self.instance, name, field)

    def add_error(self, field: str | None, error: Any) -> None:
        """Constraints speak of the whole row: say it at the field to correct, and say it once."""
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(dict(self._beside_fields(error)))
        super().add_error(field, error)

    def _beside_fields(self, error: ValidationError) -> Iterator[tuple[str, list[ValidationError]]]:
        by_field: dict[str, list[ValidationError]] = {}
        for name, problems in error.error_dict.items():
            for problem in problems:
                place, message = self._place(problem) if name == NON_FIELD_ERRORS else (name, problem)
                by_field.setdefault(place, []).append(message)
        for name, problems in by_field.items():
            said = set(self.errors.get(name, []))
            fresh = {str(message): problem for problem in problems for message in problem.messages}
            if unsaid := [problem for message, problem in fresh.items() if message not in said]:
                yield name if name in self.fields else NON_FIELD_ERRORS, unsaid

    def _place(self, problem: ValidationError) -> tuple[str, ValidationError]:
        constraint = self._violated(problem)
        if constraint is None:
            return NON_FIELD_ERRORS, problem
        own = MESSAGES.get(constraint.name)
        name = field_to_correct(constraint, self.fields)
        return name or NON_FIELD_ERRORS, ValidationError(own) if own else problem

    def _violated(self, problem: ValidationError) -> BaseConstraint | None:
        """The constraint that speaks; where several say the same, the violated one is asked for (a query each)."""
        model = type(self.instance)
        speaking = [
            constraint
            for constraint in model._meta.constraints
            if problem.messages == [str(constraint.get_violation_error_message())]
        ]
        for constraint in speaking[:-1]:
            try:
                constraint.validate(model, self.instance, exclude=self._get_validation_exclusions())
            except ValidationError:
                return constraint
        return speaking[-1] if speaking else None


def clean_on_entry(field: forms.Field) -> None:
    """Pass what is typed through ``clean_input``: dates and numbers in any digits, text without debris."""
    parts = getattr(field, "fields", ())  # of a split date and time
    for part in parts:
        clean_on_entry(part)
    if not parts:
        field.to_python = _cleaned(field.to_python)  # type: ignore[method-assign]  # this field of this form


def _cleaned(to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: to_python(clean_input(value) if isinstance(value, str) else value)


def field_to_correct(constraint: BaseConstraint, fields: Any) -> str | None:
    """The field of the form beside which a violation of ``constraint`` is best explained."""
    if constraint.name in FIELD_TO_CORRECT:
        return FIELD_TO_CORRECT[constraint.name]
    if isinstance(constraint, UniqueConstraint):
        mentioned = [name for name in constraint.fields if name in fields]
    elif isinstance(constraint, CheckConstraint):
        mentioned = [name for name in _mentioned(constraint.condition) if name in fields]
        if any(name.endswith("_ar") for name in mentioned):
            return next(name for name in mentioned if name.endswith("_ar"))
    else:
        return None
    return mentioned[-1] if mentioned else None


def _mentioned(condition: Any) -> Iterator[str]:
    for child in getattr(condition, "children", ()):
        if isinstance(child, Q):
            yield from _mentioned(child)
        else:
            yield child[0].split("__")[0]


def values_of(row: Model, names: Any) -> dict[str, Any]:
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}
