"""Whose event it is: a member of staff enters events of their own institutions, and attaches nothing to others'."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.models import Event
from events.rights import ORGANIZING, directly_changeable
from institutions.admin.rows import Rows
from institutions.rights import home_of, institutions_of, is_administrator


class OrganizerRows(Rows):
    """Rows of institutions, of which one of the user's own organises. ``user`` is set on each request's class."""

    user: Any

    def clean(self) -> None:
        super().clean()
        if is_administrator(self.user) or any(form.errors for form in self.forms):
            return
        standing = [form for _number, form in self._rows()]
        if any(self._is_own(form) for form in standing):
            return
        message = _("Name your institution here, as organiser or as joint organiser.")
        if offered := standing or [form for form in self.forms if not self._should_delete_form(form)]:
            offered[0].add_error("institution", message)
        else:
            raise ValidationError(message)

    def _is_own(self, form: ModelForm) -> bool:
        row = form.instance
        return row.role in ORGANIZING and row.institution_id in institutions_of(self.user)


def first_organizer(request: HttpRequest) -> list[dict[str, Any]]:
    """What the first row of a new event begins with: the user's institution, when there is just one.

    Only in a form to be filled in: a row that comes back as it was offered would count as not filled in.
    """
    home = home_of(request.user) if request.method == "GET" else None
    return [{"institution": home}] if home else []


class AttachedRows(Rows):
    """Rows that attach something to an event (``event``), which must be one the user changes directly."""

    user: Any

    def clean(self) -> None:
        super().clean()
        touched = [form for form in self.forms if form.has_changed() or self._should_delete_form(form)]
        events = {key for form in touched for key in _events_of(form)}
        conditions = directly_changeable(self.user)
        allowed = set(Event.objects.filter(conditions, pk__in=events).values_list("pk", flat=True))
        for form in touched:
            if _events_of(form) - allowed:
                self._refuse(form)

    def _refuse(self, form: ModelForm) -> None:
        message = _(
            "This event is published, or another institution's: only its publishers may attach this to it."
        )
        if self._should_delete_form(form):  # errors of a row to be removed are not looked at
            raise ValidationError(message)
        form.add_error("event", message)


def _events_of(form: ModelForm) -> set[int]:
    """The events a row was and would be attached to."""
    chosen = getattr(form, "cleaned_data", {}).get("event")
    return {form.initial.get("event"), chosen.pk if chosen else form.instance.event_id} - {None}


def for_user(formset: Any, request: HttpRequest) -> Any:
    """The class of rows, made for one request, knows who fills them in."""
    formset.user = request.user
    return formset
