"""The page from which a meeting is repeated: a rule, the days that follow from it, and one draft for each."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from events import rights
from events.admin.plans import Link
from events.admin.refusals import tell
from events.models import Event
from events.recurrence import MOST, Frequency, Rule, days_of, existing, may_repeat, repeat_event
from institutions.admin.forms import clean_on_entry
from portal.lib.date_text import date_with_weekday_text

MAKE = "_make"
BETWEEN_DAYS = re.compile(r"[\n,;،؛]+")


class DaysField(forms.CharField):
    """Several days, one a line or with commas between them, in whatever order of day and month people write."""

    def to_python(self, value: Any) -> Any:
        parts = [part.strip() for part in BETWEEN_DAYS.split(super().to_python(value) or "") if part.strip()]
        return frozenset(self._day(part) for part in parts)

    def _day(self, part: str) -> date:
        try:
            return forms.DateField().clean(part)
        except ValidationError as error:
            raise ValidationError(_("«%(text)s» is not a date.") % {"text": part}) from error

    def validate(self, value: Any) -> None:
        """None at all is fine."""


def number_field(label: Any, most: int, initial: int | None = None) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "size": 4})
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, initial=initial, widget=widget
    )


class RuleForm(forms.Form):
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
    )
    interval = number_field(gettext_lazy("Every how many weeks or months"), 52, initial=1)
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=AdminDateWidget(attrs={"dir": "ltr"})
    )
    count = number_field(gettext_lazy("Or how many more meetings"), MOST)
    skipped = DaysField(
        label=gettext_lazy("Days without a meeting"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=gettext_lazy("Holidays, for example; one a line. Single days can also be unticked below."),
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.days: list[date] = []
        for field in self.fields.values():
            clean_on_entry(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        until, count = cleaned.get("until"), cleaned.get("count")
        if self.errors:
            return cleaned
        if bool(until) == bool(count):
            self.add_error("until", _("Say either until when, or how many."))
        elif until and self.event.starts_on and until <= self.event.starts_on:
            self.add_error("until", _("The last day must come after this event."))
        else:
            self._find_days(cleaned)
        return cleaned

    def _find_days(self, cleaned: dict[str, Any]) -> None:
        names = ("frequency", "until", "count", "skipped")
        rule = Rule(interval=cleaned["interval"] or 1, **{name: cleaned[name] for name in names})
        try:
            self.days = days_of(rule, self.event.starts_on or date.today())  # noqa: DTZ011  (only with a day)
        except ValidationError as error:
            self.add_error("until" if rule.until else "count", error)


@dataclass(frozen=True)
class Day:
    """A day of the preview; ``there`` is the event that it already has."""

    value: str
    text: str
    ticked: bool
    there: Event | None


def may_be_repeated(user: Any, event: Event) -> bool:
    return rights.may_add(user) and rights.may_edit(user, event)


class RepeatDesk:
    """Mixin of the event's desk; comes before ``WorkflowDesk``, whose pages and context it extends."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.repeat_view)
        return [path("<path:object_id>/repeat/", view, name="events_event_repeat"), *super().get_urls()]

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        context = super().desk_context(request, event)
        if event is not None and may_repeat(event) and may_be_repeated(request.user, event):
            address = reverse("admin:events_event_repeat", args=[event.pk])
            context["links"].append(Link(address, _("Repeat")))
        return context

    def repeat_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, may_be_repeated)
        if isinstance(event, HttpResponse):
            return event
        if not may_repeat(event):
            text = _("Give the day of this event first: the others are counted from it.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        form = RuleForm(event, request.POST if request.method == "POST" else None)
        is_asked = MAKE in request.POST
        ticked = request.POST.getlist("day") if is_asked else None
        if form.is_valid() and is_asked and (answer := self._repeat(request, event, form, ticked or [])):
            return answer
        context = {
            **self.page_context(request, event, _("Repeat")),
            "form": form,
            "days": preview(event, form.days, ticked),
            "present": date_with_weekday_text(event.starts_on, get_language() or "ar"),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/events/event/repeat.html", context)

    def _repeat(
        self, request: HttpRequest, event: Event, form: RuleForm, ticked: list[str]
    ) -> HttpResponse | None:
        days = [day for day in form.days if day.isoformat() in ticked]
        if not days:
            form.add_error(None, _("Tick at least one day."))
            return None
        try:
            made = repeat_event(event=event, by=request.user, days=days)
        except ValidationError as error:
            tell(form, error)
            return None
        text = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(made))
        text %= {"count": len(made)}
        if left := len(days) - len(made):
            there = ngettext(
                "%(count)d day had its event already.", "%(count)d days had their events already.", left
            )
            text = f"{text} {there % {'count': left}}"
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_event_changelist"))


def preview(event: Event, days: list[date], ticked: list[str] | None) -> list[Day]:
    language = get_language() or "ar"
    there = existing(event, days)
    return [
        Day(
            value=day.isoformat(),
            text=date_with_weekday_text(day, language),
            ticked=day not in there and (ticked is None or day.isoformat() in ticked),
            there=there.get(day),
        )
        for day in days
    ]
