"""Words and addresses of the pages one browses by: calendar, filters. Presentation only."""

from datetime import date
from typing import Any

from django import template

from events.feeds import asked_of
from portal.lib import date_text
from portal.wording import page_language

register = template.Library()
ON_DAYS = ("year", "month", "after", "before")


@register.filter
def weekday_words(day: date) -> str:
    return date_text.weekday_name(day.isoweekday(), page_language())


@register.simple_tag
def month_step(to: Any, here: Any) -> str:
    """The name of a neighbouring month, with its year where that is another."""
    name = date_text.month_name(to.month, page_language())
    return name if to.year == here.year else f"{name} {to.year}"


@register.simple_tag(takes_context=True)
def asked_on(context: Any, day: date) -> str:
    """The filters in force, on one day only."""
    return asked_of(context["request"], ON_DAYS, after=day, before=day)
