"""«Is it one of these?»: asked once, while an event is entered, of whoever may see the others.

The question comes back with the form and everything typed in it; each answer is a radio button of the same form.
While typing, the script asks how many there are; without it, saving asks.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from events import rights
from events.admin.forms import EventForm
from events.admin.side_by_side import facts_of, facts_typed, side_by_side
from events.lookalikes import (
    LookAlike,
    Sketch,
    lookalikes,
    plain_sketch,
    remember_different,
    sketch_of,
)
from events.models import Event
from events.moments import infer_precision
from institutions.merging import may_merge
from institutions.models import Institution

PART, DIFFERENT = "part", "different"
ANSWERS = [(PART, gettext_lazy("It is a part of that one")), (DIFFERENT, gettext_lazy("It is different"))]
MOST_ROWS = 60  # of a table, looked at while typing


def answer_name(event: Event) -> str:
    return f"lookalike_{event.pk}"


class AskingForm(EventForm):
    """The form of a new event; it is refused as long as a look-alike has no answer. ``user`` is set on the class."""

    user: Any
    found: list[LookAlike] = []
    typed: Event
    sketch: Sketch

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.typed, self.sketch = sketch_typed(cleaned, self.data)
        self.found = lookalikes(self.sketch, visible=Event.objects.visible_to(self.user))
        wholes = self.answered(PART)
        chosen = cleaned.get("super_event")
        if len({*(alike.event.pk for alike in wholes), *([chosen.pk] if chosen else [])}) > 1:
            self.add_error("super_event", _("Choose one event that this one is a part of."))
        elif wholes:
            cleaned["super_event"] = wholes[0].event
        if self.unanswered():
            self.add_error(None, ValidationError(self.question(), code="lookalikes"))
        return cleaned

    def answered(self, answer: str) -> list[LookAlike]:
        return [alike for alike in self.found if self.data.get(answer_name(alike.event)) == answer]

    def unanswered(self) -> list[LookAlike]:
        answers = {PART, DIFFERENT}
        return [alike for alike in self.found if self.data.get(answer_name(alike.event)) not in answers]

    def question(self) -> str:
        return _("Nothing is saved yet. Is it one of the events below? Answer for each, then save again.")


class UncheckedForm:
    """Mixin: fields are read, the row that they would make is not validated, which takes queries."""

    def _post_clean(self) -> None:
        pass


def sketch_typed(cleaned: dict[str, Any], data: Any) -> tuple[Event, Sketch]:
    """The event as far as it is typed, and its sketch; rows of tables are read as they were sent. One query."""
    columns = {field.name for field in Event._meta.concrete_fields}
    event = Event(**{name: value for name, value in cleaned.items() if name in columns and value is not None})
    for prefix in ("starts", "ends"):
        infer_precision(event, prefix)
    plain = plain_sketch(event)
    bodies = {key: data.get(f"{row}-role", "") for row, key in _rows(data, "involvements", "institution")}
    covered = list(cleaned.get("covered_territories") or [])
    places = {place.path for place in (event.territory, *covered) if place}
    parts = {
        "places": frozenset(places),
        "institutions": bodies,
        "above": dict(
            Institution.objects.filter(pk__in=bodies, parent__isnull=False).values_list("pk", "parent")
        ),
        "speakers": frozenset(key for _row, key in _rows(data, "speakers", "person")),
    }
    return event, Sketch(**{**plain.__dict__, **parts})


def _rows(data: Any, prefix: str, column: str) -> Iterator[tuple[str, int]]:
    """The rows of a table that name something and are not about to be deleted: prefix and key."""
    for number in range(MOST_ROWS):
        row = f"{prefix}-{number}"
        key = data.get(f"{row}-{column}", "")
        if key.isdecimal() and len(key) < 19 and not data.get(f"{row}-DELETE"):
            yield row, int(key)


class LookalikeDesk:
    """Mixin of the event's desk; comes before ``WorkflowDesk``, whose pages and context it extends."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("lookalikes/", wrap(self.lookalike_count), name="events_event_lookalike_count"),
            path("<path:object_id>/lookalikes/", wrap(self.lookalike_page), name="events_event_lookalikes"),
            *super().get_urls(),
        ]

    @property
    def media(self) -> Media:
        own = Media(js=[Script("js/lookalikes.js", type="module")], css={"all": ["css/admin-lookalikes.css"]})
        return super().media + own

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if change or request.method != "POST":
            return form
        return type(form.__name__, (AskingForm, form), {"user": request.user})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        context["lookalikes"] = self._panel(form, request.user) if getattr(form, "found", None) else None
        context["lookalike_count"] = reverse("admin:events_event_lookalike_count")
        return super().render_change_form(request, context, *args, **kwargs)

    def _panel(self, form: AskingForm, user: Any) -> dict[str, Any]:
        own = facts_typed(form.typed, form.sketch)
        return {
            "compared": [
                {
                    "row": row,
                    "name": answer_name(row.event),
                    "chosen": form.data.get(answer_name(row.event), ""),
                }
                for row in side_by_side(own, form.found, user)
            ],
            "answers": ANSWERS,
            "files_again": bool(form.files),
        }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form, AskingForm):
            for alike in form.answered(DIFFERENT):
                remember_different(form.instance, alike.event, by=request.user)

    # While typing

    def lookalike_count(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return require_GET(self._lookalike_count)(request)

    def _lookalike_count(self, request: HttpRequest) -> HttpResponse:
        form = type("Typed", (UncheckedForm, self.get_form(request, None, change=False)), {})(request.GET)
        form.is_valid()  # what is typed so far may be wrong; what is right is compared
        _event, sketch = sketch_typed(form.cleaned_data, request.GET)
        known = Event.objects.visible_to(request.user).exclude(pk__in=_keys(request.GET.getlist("known")))
        found = lookalikes(sketch, visible=known) if sketch.first_day and sketch.places else []
        text = ngettext(
            "%(count)d event of the record looks like this one.",
            "%(count)d events of the record look like this one.",
            len(found),
        )
        return JsonResponse(
            {
                "count": len(found),
                "text": text % {"count": len(found)} if found else "",
                "html": render_to_string("admin/events/event/lookalike_list.html", {"found": found})
                if found
                else "",
            }
        )

    # Of an event that is already there

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        from events.admin.plans import Link

        context = super().desk_context(request, event)
        if event is not None and rights.may_edit(request.user, event):
            address = reverse("admin:events_event_lookalikes", args=[event.pk])
            context["links"].append(Link(address, _("Look-alikes")))
        return context

    def lookalike_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, rights.may_edit)
        if isinstance(event, HttpResponse):
            return event
        found = lookalikes(sketch_of(event), visible=Event.objects.visible_to(request.user))
        if request.method == "POST":
            return self._told_apart(request, event, found)
        context = {
            **self.page_context(request, event, _("Look-alikes")),
            "compared": side_by_side(facts_of(event, request.user), found, request.user),
            "may_merge": may_merge(request.user),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/events/event/lookalikes.html", context)

    def _told_apart(self, request: HttpRequest, event: Event, found: list[LookAlike]) -> HttpResponse:
        for alike in found:
            if request.POST.get(answer_name(alike.event)) == DIFFERENT:
                remember_different(event, alike.event, by=request.user)
                text = _("«%(event)s» is known to be different: nobody is asked again.") % {
                    "event": alike.event
                }
                self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_event_lookalikes", args=[event.pk]))


def _keys(values: list[str]) -> list[int]:
    return [int(value) for value in values[:50] if value.isdecimal() and len(value) < 19]
