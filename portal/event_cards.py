"""The card of an event in lists, and the block with its date, as HTML.

In Python and not in templates: a page has twenty to two hundred of them, and a template takes five times as long.
Whatever is not ours goes through ``escape`` or ``marked_html``.
"""

from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from events.weeks import NOT_ON
from portal.lib import date_text
from portal.lib.moment import Moment
from portal.lib.translated import Text, answer
from portal.lib.zellige import tile_svg
from portal.lib.zone import today
from portal.marks import badge, icon

YEARS = ("year", "school_year")


def marked_html(text: Text, language: str) -> str:
    """As ``wording.marked``, on a page in ``language``."""
    value = escape(text.value)
    if text.language == language:
        return value
    return f'<span lang="{text.language}" dir="{text.direction}">{value}</span>'


# The date -----------------------------------------------------------------------------------------------
def date_block(event: Any, language: str) -> SafeString:
    """Octagon with the date, or a dashed block saying what is missing."""
    start, end = event.start, event.end
    first = start.first_day
    if first is None:
        block = (
            f'<p class="date date--approx"><span class="date__month">{escape(gettext("Date"))}</span>'
            '<span class="date__day" aria-hidden="true">؟</span>'
            f'<span class="date__year">{escape(gettext("not published"))}</span></p>\n'
        )
    elif start.is_exact_day:
        block = _exact(event, first, end.last_day if end else None, language)
    else:
        block = _approximate(start, first, language)
    return mark_safe(f"\n{block}\n")  # noqa: S308  (escaped above)


def _exact(event: Any, first: date, last: date | None, language: str) -> str:
    parts, style = date_text.day_parts(first, language), STYLES[tense(event)]
    if last is None or last == first:
        return (
            f'<p class="date{style}"><span class="date__dow">{parts.weekday}</span> '
            f'<time class="date__time" datetime="{first.isoformat()}"><span class="date__day num">{parts.day}</span> '
            f'<span class="date__month">{parts.month}</span> '
            f'<span class="date__year num">{parts.year}</span></time></p>\n'
        )
    ends = date_text.day_parts(last, language)
    month = (
        ""
        if (first.year, first.month) == (last.year, last.month)
        else f' <span class="date__month">{parts.month}</span>'
    )
    year = "" if first.year == last.year else f' <span class="date__year num">{parts.year}</span>'
    return (
        f'<p class="date{style} date--range"><time class="date__day num" datetime="{first.isoformat()}">{parts.day}'
        f'</time>{month}{year} <span class="date__to num">{escape(gettext("to"))} <time datetime="{last.isoformat()}">'
        f'{ends.day}</time></span> <span class="date__month">{ends.month}</span> '
        f'<span class="date__year num">{ends.year}</span></p>\n'
    )


def _approximate(start: Moment, first: date, language: str) -> str:
    parts = date_text.day_parts(first, language)
    weekday = date_text.weekday_name(start.weekday, language) if start.weekday else ""
    named = f'<span class="date__dow">{weekday}</span>' if weekday else ""
    if start.precision.value in YEARS:
        told = f'<span class="date__month num">{parts.year}</span>'
    else:
        told = (
            f'<span class="date__month">{parts.month}</span> <span class="date__year num">{parts.year}</span>'
        )
    unknown = escape(gettext("day unknown"))
    return f'<p class="date date--approx">{named}{told}<span class="date__dow">{unknown}</span></p>'


STYLES = {"past": " date--past", "now": " date--now", "next": ""}


def tense(event: Any) -> str:
    now = today()
    if event.last_day and event.last_day < now:
        return "past"
    return "now" if event.first_day and event.first_day <= now and event.start.is_exact_day else "next"


# The card -----------------------------------------------------------------------------------------------
def event_card(event: Any, language: str, heading: str, looks: str, pattern_id: str) -> SafeString:
    """``looks``: words of «tile», with ``pattern_id`` for it; «child», nested; «brief», without summary; «alone»,
    without institution.
    """
    style = f"row{' row--tile' if 'tile' in looks else ''}{' row--child' if 'child' in looks else ''}"
    summary = "" if "child" in looks or "brief" in looks else _summary(event, language)
    when = escape(date_text.range_text(event.start, event.end, language))
    html = (
        f'\n\n<article class="{style}">{date_block(event, language)}\n  <div>\n'
        f'    <p class="row__top">{kind_html(event, language)}{_state(event)}</p>\n'
        f'    <{heading} class="row__title"><a href="{event.get_absolute_url()}">'
        f"{marked_html(event.name_in(language), language)}</a></{heading}>\n"
        f'    {summary}\n    <p class="meta">\n'
        f"      <span>{icon('cal')}{when}</span>\n      {_where(event, language)}\n"
        f"      {'' if 'alone' in looks else _who(event, language)}\n    </p>\n  </div>\n"
        f"  {_tile(event, pattern_id) if 'tile' in looks else ''}</article>\n"
    )
    return mark_safe(html)  # noqa: S308  (escaped above)


def _tile(event: Any, pattern_id: str) -> str:
    tile = tile_svg(f"event:{event.pk}", tone="pale", width=104, height=104, pattern_id=pattern_id)
    return f'<div class="row__tile oct" aria-hidden="true">{tile}</div>'


def kind_html(event: Any, language: str) -> str:
    wording = answer(event, "kind_wording", language)
    own = wording.value if wording.language == language else ""
    return (
        f'<span class="kind">{escape(own or capfirst(event.get_kind_display()) or gettext("Event"))}</span>'
    )


def is_now(event: Any) -> bool:
    """Whether today is one of the days the event is known to take, and it takes place."""
    start, day = event.start, today()
    if event.status in NOT_ON or not start.is_exact_day or start.on > day:
        return False
    end = event.end
    return (end.on if end and end.is_exact_day else start.on) >= day


def _state(event: Any) -> str:
    if is_now(event):
        return f'<span class="badge badge--now">{icon("s-now")}{escape(gettext("Going on now"))}</span>'
    return badge(event.status) if event.status != "held" else ""


def _summary(event: Any, language: str) -> str:
    if not (event.abstract_ar or event.abstract_fr or event.abstract_en):
        return ""
    return f'<p class="row__text">{marked_html(answer(event, "abstract", language), language)}</p>'


def _where(event: Any, language: str) -> str:
    if event.territory:
        return f"<span>{icon('pin')}{marked_html(event.territory.name_in(language), language)}</span>"
    if event.place_kind == "online":
        return f"<span>{icon('globe')}{escape(gettext('Online'))}</span>"
    if event.place_kind == "nationwide":
        return f"<span>{icon('pin')}{escape(gettext('Nationwide'))}</span>"
    return ""


def _who(event: Any, language: str) -> str:
    first = next(iter(event.involvements.all()), None)
    if first is None:
        return ""
    return f"<span>{icon('building')}{marked_html(first.institution.name_in(language), language)}</span>"
