"""Words and addresses of the pages one browses by: calendar, filters. Presentation only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.forms import ChoiceField, ModelChoiceField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from events.feeds import asked_of
from events.month_grid import stay_of
from portal import event_cards
from portal.lib import date_text
from portal.marks import FOLLOW_UP_MARKS, badge, icon
from portal.wording import Grouped, marked, page_language

register = template.Library()
register.simple_tag(event_cards.is_now)
CHECKED = {False: "", True: mark_safe(" checked")}
SELECTED = {False: "", True: mark_safe(" selected")}
ON = {False: "", True: mark_safe(' class="on"')}
MOST_STROKES = 14
ON_DAYS = ("year", "month", "after", "before")


@register.filter
def weekday_words(day: date) -> str:
    return date_text.weekday_name(day.isoweekday(), page_language())


@register.filter
def month_only(day: date) -> str:
    """The month without its year, where the year stands above."""
    return date_text.month_name(day.month, page_language())


@register.simple_tag
def month_step(to: Any, here: Any) -> str:
    """The name of a neighbouring month, with its year where that is another."""
    name = date_text.month_name(to.month, page_language())
    return name if to.year == here.year else f"{name} {to.year}"


@register.simple_tag(takes_context=True)
def asked_on(context: Any, day: date) -> str:
    """The filters in force, on one day only."""
    return asked_of(context["request"], ON_DAYS, after=day, before=day)


# The filter form: a loop of the template takes five times as long, and there can be hundreds of places.


@register.simple_tag
def filter_options(choices: Any, parameter: str) -> SafeString:
    """Check boxes; each has an id, so that the form can be drawn anew around the one in use."""
    box = (
        '<label class="opt"><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}>'
        "<span>{}</span>{}</label>"
    )
    rows = (
        (
            parameter,
            row.value,
            parameter,
            row.value,
            CHECKED[row.chosen],
            marked(row.label),
            _number(row.count),
        )
        for row in choices
    )
    return format_html_join("", box, rows)


def _number(count: int | None) -> SafeString:
    """How many; nothing where that is not known to the end."""
    return mark_safe("") if count is None else mark_safe(f' <span class="num">{Grouped(count)}</span>')  # noqa: S308


@register.simple_tag
def filter_select(facet: Any, nothing: str) -> SafeString:
    """A list of which one is taken; ``nothing``: the words for none."""
    rows = (
        (
            choice.value,
            SELECTED[choice.chosen],
            choice.label,
            "" if choice.count is None else f" ({Grouped(choice.count)})",
        )
        for choice in facet.choices
    )
    options = format_html_join("", '<option value="{}"{}>{}{}</option>', rows)
    return format_html(
        '<select id="f-{}" name="{}"><option value="">{}</option>{}</select>',
        facet.parameter,
        facet.parameter,
        nothing,
        options,
    )


@register.simple_tag(takes_context=True)
def query_more(context: Any, parameter: str) -> str:
    """The current address with all choices of a filter shown."""
    query = context["request"].GET.copy()
    query.appendlist("more", parameter)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Refusal:
    """Why a parameter was refused; ``choices``: what may be asked instead, where that is a closed list."""

    words: str
    choices: list[tuple[str, str]]


@register.filter
def refusals(field: Any) -> list[Refusal]:
    """The errors of a field. The values of a closed list stand in the address; a page names them in words."""
    closed = isinstance(field.field, ChoiceField) and not isinstance(field.field, ModelChoiceField)
    return [_refusal(error, field.field.choices if closed else []) for error in field.errors.as_data()]


def _refusal(error: Any, choices: Any) -> Refusal:
    if not choices or error.code != "invalid_choice":
        return Refusal(" ".join(error.messages), [])
    words = gettext("“%(value)s” is not known here.") % error.params
    return Refusal(words, [(value, label) for value, label in choices if value])


# Home ---------------------------------------------------------------------------------------------------


@register.simple_tag
def arch_date(event: Any) -> tuple[int, int | None] | None:
    """The days of an event within one month, for large figures: (17, 21) or (17, None)."""
    stay = stay_of(event)
    if stay is None or (stay.first.year, stay.first.month) != (stay.last.year, stay.last.month):
        return None
    return stay.first.day, stay.last.day if stay.days > 1 else None


@register.simple_tag
def state_of(event: Any) -> SafeString:
    """The badge of an event today: what is on says so, whatever was announced."""
    if not event_cards.is_now(event):
        return badge(event.status)
    word = gettext("Going on now")
    return format_html('<span class="badge badge--now">{}{}</span>', icon("s-now"), word)


@register.simple_tag
def day_strip(bar: Any, on: date) -> SafeString:
    """How far an event has come: a stroke a day, and the same in words."""
    number, days = bar.day_number(on), bar.stay.days
    drawn = days if days <= MOST_STROKES else 0
    strokes = format_html_join("", "<span{}></span>", ((ON[day < number],) for day in range(drawn)))
    words = gettext("day %(number)s of %(days)s") % {"number": number, "days": days}
    return format_html(
        '<p class="days" aria-hidden="true">{}</p><p class="arch__note muted">{}</p>',
        strokes,
        capfirst(words),
    )


@register.simple_tag
def follow_up_bar(totals: Any) -> SafeString:
    """The shares of the steps of follow-up; the numbers stand in words beside it."""
    whole = sum(number for _status, number in totals)
    parts, at = [], 0.0
    for status, number in totals:
        share = 100 * number / whole if whole else 0
        parts.append((FOLLOW_UP_MARKS[status], f"{at:.2f}", f"{max(share - 0.4, 0):.2f}"))
        at += share
    rects = format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="1"/>', parts)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>',
        rects,
    )
