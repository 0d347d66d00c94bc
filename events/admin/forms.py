"""Forms that infer what staff should not have to say twice."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import EventStatus, PlaceKind, Precision
from events.moments import infer_precision, moment_errors
from institutions.admin.forms import FIELD_TO_CORRECT, MESSAGES, CleanForm
from institutions.enums import PublicationState

FIELD_TO_CORRECT |= {
    "event_ends_after_it_starts_on_its_day": "ends_at",
    "published_event_says_when": "starts_on",
    "event_is_not_linked_to_itself": "to_event",
    "event_venue_names_a_venue_or_a_room": "venue",
    "speaker_has_a_person_or_a_function": "person",
    "count_has_a_number_or_words": "value",
    "press_item_says_what_it_is": "title",
    "follow_up_has_its_proof": "source",
    "document_can_be_read_somewhere": "file",
}
MESSAGES |= {
    "recording_has_a_title_in_arabic_or_french": _("Give the title in Arabic or in French."),
}
UNPLANNED = (EventStatus.SCHEDULED, EventStatus.CONFIRMED, EventStatus.HELD)
INFERRED = {Precision.UNKNOWN, Precision.DAY, Precision.HALF_DAY, Precision.MINUTE}


class MomentForm(CleanForm):
    """Takes the precision of each of ``moments`` from what was typed, unless staff chose another."""

    moments: tuple[str, ...] = ()
    is_checked_by_the_model = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        for prefix in self.moments:
            names = [name for name in self.fields if name.startswith(f"{prefix}_")]
            if all(name in self.cleaned_data for name in names):
                self._settle(prefix, names)
        return self.cleaned_data

    def _settle(self, prefix: str, names: list[str]) -> None:
        precision = f"{prefix}_precision"
        row = SimpleNamespace(**{name: self.cleaned_data[name] for name in names})
        if precision not in self.changed_data and getattr(row, precision) in INFERRED:
            setattr(row, precision, Precision.UNKNOWN.value)
        infer_precision(row, prefix)
        self.cleaned_data[precision] = getattr(row, precision)
        if not self.is_checked_by_the_model:
            for name, message in moment_errors(row, prefix).items():
                self.add_error(name, message)


class EventForm(MomentForm):
    moments = ("starts", "ends")
    is_checked_by_the_model = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields and self.instance.publication_state == PublicationState.PUBLISHED:
            self._leave_plans_to_their_pages()

    def _leave_plans_to_their_pages(self) -> None:
        """What the public was told is changed with a reason that it can read: by «Postpone» and the like."""
        field, kept = self.fields["status"], {*UNPLANNED, self.instance.status}
        field.choices = [choice for choice in EventStatus.choices if choice[0] in kept]
        field.help_text = _("To postpone, move or cancel, use the links above: they ask for the reason.")

    def _get_validation_exclusions(self) -> set[str]:
        """The state is not in the form, but a published event stays fit to be read."""
        return super()._get_validation_exclusions() - {"publication_state"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("place_kind"):
            cleaned["place_kind"] = self._place_kind(cleaned)
        return cleaned

    def _place_kind(self, cleaned: dict[str, Any]) -> str:
        if cleaned.get("territory"):
            return PlaceKind.PLACE
        return PlaceKind.ONLINE if cleaned.get("online_url") else ""

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name not in available_timezones():
            raise ValidationError(_("There is no such time zone."))
        return name


class DueForm(MomentForm):
    moments = ("due",)


class CoverForm(MomentForm):
    moments = ("cover",)


class ChangeForm(MomentForm):
    moments = ("previous_starts",)


class FactForm(CleanForm):
    """Which field a citation or a correction is about is chosen, not typed; unknown old values are kept."""

    subject: type[models.Model]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = facts_of(self.subject)
        kept = self.instance.field
        if kept and kept not in dict(choices):
            choices.append((kept, kept))
        old = self.fields["field"]
        self.fields["field"] = forms.ChoiceField(
            choices=[("", _("the whole entry")), *choices], required=False, label=old.label
        )
        self.fields["field"].widget.attrs["aria-label"] = old.label


def facts_of(model: type[models.Model]) -> list[tuple[str, Any]]:
    """The fields of ``model`` that staff fill in, by name; a translated one once."""
    return [
        (field.name, field.verbose_name)
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.primary_key and not hasattr(field, "translated_field")
    ]


def about(model: type[models.Model]) -> type[FactForm]:
    return type(f"{model.__name__}FactForm", (FactForm,), {"subject": model})
