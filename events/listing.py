"""How a page of events is laid out: sub-events under their event, events under their month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.forms import ModelMultipleChoiceField
from django.utils.translation import get_language

from events import at_once, figures
from events.models import Event
from portal.lib.calendar_words import month_name
from portal.lib.date_text import date_text
from portal.lib.moment import Moment, Precision
from portal.lib.translated import Text

FALLBACK_LANGUAGE = "ar"
WITHOUT_MONTH = (Precision.YEAR, Precision.SCHOOL_YEAR)
MORE = "more"  # of which facets all choices are shown


@dataclass
class Row:
    """An event of a list, with those of its sub-events that are on the same page."""

    event: Any
    children: list[Any] = field(default_factory=list)


@dataclass
class Month:
    """Rows of one month; ``first_day`` is None for events without a date, ``moment`` says a date without a month."""

    first_day: date | None
    moment: Moment | None = None
    rows: list[Row] = field(default_factory=list)


def nested(events: Iterable[Any]) -> list[Row]:
    events = list(events)
    rows = {event.pk: Row(event) for event in events}
    top = []
    for event in events:
        parent = rows.get(event.super_event_id)
        if parent and parent.event.pk != event.pk:
            parent.children.append(event)
        else:
            top.append(rows[event.pk])
    return top


def by_month(rows: list[Row]) -> list[Month]:
    months: list[Month] = []
    for row in rows:
        first = row.event.first_day.replace(day=1) if row.event.first_day else None
        start = row.event.start
        moment = start if first and start.precision in WITHOUT_MONTH else None
        if not months or (months[-1].first_day, months[-1].moment) != (first, moment):
            months.append(Month(first, moment))
        months[-1].rows.append(row)
    return months


def years() -> list[int]:
    """Years that have public events, latest first."""
    return figures.of_record("years", lambda: at_once.years(Event.objects.public(), "first_day")[::-1])


def for_robots(request: Any, page: Any, applied: list[Any], *, is_sound: bool = True) -> dict[str, Any]:
    """No search engine walks the space of filters; the pages of a list without filters are its own."""
    context: dict[str, Any] = {
        "noindex": len(applied) > 1 or not is_sound or MORE in request.GET,
        "nofollow": len(applied) > 1 or MORE in request.GET,
    }
    if page.number > 1 and not applied:
        context["canonical_url"] = f"{settings.SITE_URL.rstrip('/')}{request.path}?page={page.number}"
    return context


@dataclass(frozen=True)
class Applied:
    """A filter in force, shown as a chip that removes it."""

    parameter: str
    value: str
    label: str
    text: Text


def applied(found: Any, parameters: Any) -> list[Applied]:
    """The valid values in force, in the order of the form; ``ordering`` is not a filter."""
    chips = []
    for name, form_field in found.form.fields.items():
        if name == "ordering" or name in found.form.errors:
            continue
        texts = _value_texts(name, form_field, found.form)
        chips += [
            Applied(
                name, value, str(form_field.label), texts.get(value) or _in_words(name, value, found.form)
            )
            for value in dict.fromkeys(parameters.getlist(name))
            if value
        ]
    return chips


def _value_texts(name: str, form_field: Any, form: Any) -> dict[str, Text]:
    """What the values are called: by the closed list, or by the rows the form has found."""
    language = get_language() or FALLBACK_LANGUAGE
    if isinstance(form_field, ModelMultipleChoiceField):
        return {row.slug: row.name_in(language) for row in form.cleaned_data.get(name) or ()}
    choices = getattr(form_field, "_choices", None) or []
    return {str(value): Text(str(label), language) for value, label in choices}


def _in_words(name: str, value: str, form: Any) -> Text:
    language = get_language() or FALLBACK_LANGUAGE
    asked = form.cleaned_data.get(name)
    if name == "month":
        value = month_name(int(value), language)
    elif isinstance(asked, date):
        value = date_text(asked, language)
    return Text(value, language)
