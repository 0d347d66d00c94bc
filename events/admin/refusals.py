"""Saying beside which field a verb was refused; services know columns and constraints, forms know fields."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from events import services
from events.media_rules import unready_photos
from events.models import Event, Photo
from institutions.admin.forms import field_to_correct


def tell(form: forms.Form | forms.ModelForm, error: ValidationError) -> None:
    """Put each message of ``error`` beside the field of ``form`` that it is about, once."""
    for name, problem in _placed(form, error):
        if not set(problem.messages) <= set(form.errors.get(name, [])):
            form.add_error(None if name == NON_FIELD_ERRORS else name, problem)


def tell_unbound(form: forms.ModelForm, error: ValidationError) -> None:
    """The same in a form that only shows what is stored, and that Django would take to be without errors."""
    form._errors = ErrorDict()
    form.cleaned_data = {}
    tell(form, error)


def _placed(form: Any, error: ValidationError) -> Iterator[tuple[str, ValidationError]]:
    by_name = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, problems in by_name.items():
        for problem in problems:
            yield (name if name in form.fields else _field_of(form, problem)), problem


def _field_of(form: Any, problem: ValidationError) -> str:
    for constraint in reversed(Event._meta.constraints):
        if problem.messages == [str(constraint.get_violation_error_message())]:
            return field_to_correct(constraint, form.fields) or NON_FIELD_ERRORS
    return NON_FIELD_ERRORS


# A form that was saved, whose verb was refused --------------------------------------------------
def say_what_is_missing(context: dict[str, Any], event: Event) -> None:
    """The form as it is stored, with what keeps the public from reading it said beside each field."""
    error = services.unfit_for_publication(event)
    if error is None:
        return
    form = context["adminform"].form
    tell_unbound(form, error)
    told = [form, *photos_without_words(context["inline_admin_formsets"], event)]
    context["errors"] = [
        message for form in told for messages in form.errors.values() for message in messages
    ]


def photos_without_words(tables: list[Any], event: Event) -> list[Any]:
    """The forms of photos that the public would not be shown, each with what it lacks."""
    waiting = {photo.pk for photo in unready_photos(event)}
    forms_of_photos = [form for table in tables if table.opts.model is Photo for form in table.formset.forms]
    told = [form for form in forms_of_photos if form.instance.pk in waiting]
    for form in told:
        field = "credit" if form.instance.alt_ar or form.instance.alt_fr else "alt_ar"
        tell_unbound(form, ValidationError({field: _("Needed before the public is shown the photo.")}))
    return told
