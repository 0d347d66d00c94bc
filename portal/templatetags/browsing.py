"""Words and addresses of the pages one browses by: calendar, filters. Presentation only."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from events.feeds import asked_of
from portal.lib import date_text
from portal.wording import marked, page_language

register = template.Library()
CHECKED = {False: "", True: mark_safe(" checked")}
SELECTED = {False: "", True: mark_safe(" selected")}
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
        '<span>{}</span> <span class="num">{}</span></label>'
    )
    rows = (
        (parameter, row.value, parameter, row.value, CHECKED[row.chosen], marked(row.label), row.count)
        for row in choices
    )
    return format_html_join("", box, rows)


@register.simple_tag
def filter_select(facet: Any, nothing: str) -> SafeString:
    """A list of which one is taken; ``nothing``: the words for none."""
    rows = ((choice.value, SELECTED[choice.chosen], choice.label, choice.count) for choice in facet.choices)
    options = format_html_join("", '<option value="{}"{}>{} ({})</option>', rows)
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
