"""Small marks of the pages: icons, states, figures. A word and a shape, never a colour alone."""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, npgettext

from events.enums import CountQualifier, EventStatus, FollowUpStatus
from portal.lib import date_text
from portal.lib.translated import Text, answer
from portal.wording import Grouped, marked, page_language, source_label

STATUS_BADGES = {
    EventStatus.SCHEDULED: ("planned", "s-planned"),
    EventStatus.CONFIRMED: ("planned", "s-planned"),
    EventStatus.HELD: ("held", "s-held"),
    EventStatus.RESCHEDULED: ("moved", "s-moved"),
    EventStatus.POSTPONED: ("moved", "s-moved"),
    EventStatus.MOVED: ("moved", "s-moved"),
    EventStatus.MOVED_ONLINE: ("moved", "s-moved"),
    EventStatus.CANCELLED: ("off", "s-off"),
}
FOLLOW_UP_MARKS = {
    FollowUpStatus.RECORDED: "proposed",
    FollowUpStatus.ACCEPTED: "accepted",
    FollowUpStatus.IN_PROGRESS: "progress",
    FollowUpStatus.DONE: "done",
    FollowUpStatus.DECLINED: "rejected",
}


@cache
def icon(name: str, directional: bool = False) -> SafeString:
    """An icon of the sprite; decorative, so a word always stands beside it."""
    style = "i i--dir" if directional else "i"
    address = f"{static('img/icons.svg')}#i-{name}"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', style, address
    )


def badge(status: str) -> SafeString:
    """Does it take place? A word and a shape, never a colour alone."""
    style, shape = STATUS_BADGES[EventStatus(status)]
    return format_html(
        '<span class="badge badge--{}">{}{}</span>',
        style,
        icon(shape, shape == "s-moved"),
        capfirst(EventStatus(status).label),
    )


def change_icon(status: str) -> SafeString:
    """The shape of the new state, as on its badge."""
    shape = STATUS_BADGES[EventStatus(status)][1]
    return icon(shape, shape == "s-moved")


def change_label(status: str) -> str:
    return str(capfirst(EventStatus(status).label))


def kind_label(event: Any) -> SafeString:
    wording = answer(event, "kind_wording", page_language())
    if wording.language != page_language():
        wording = Text("", page_language())
    return format_html(
        '<span class="kind">{}</span>',
        wording.value or capfirst(event.get_kind_display()) or gettext("Event"),
    )


def follow_up_star(status: str) -> SafeString:
    mark = FOLLOW_UP_MARKS[FollowUpStatus(status)]
    return format_html(
        '<svg class="star star--{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        mark,
        f"{static('img/icons.svg')}#st-{mark}",
    )


def follow_up_badge(status: str) -> SafeString:
    step = FollowUpStatus(status)
    return format_html('<span class="badge badge--{}">{}</span>', FOLLOW_UP_MARKS[step], capfirst(step.label))


STEPS = {
    FollowUpStatus.RECORDED: lambda number: npgettext("requests", "recorded", "recorded", number),
    FollowUpStatus.ACCEPTED: lambda number: npgettext("requests", "accepted", "accepted", number),
    FollowUpStatus.IN_PROGRESS: lambda number: npgettext("requests", "in progress", "in progress", number),
    FollowUpStatus.DONE: lambda number: npgettext("requests", "done", "done", number),
    FollowUpStatus.DECLINED: lambda number: npgettext("requests", "declined", "declined", number),
}


def follow_up_word(status: str, number: int) -> str:
    """The step as it stands below a number: «5 enregistrées»."""
    return str(capfirst(STEPS[FollowUpStatus(status)](number)))


def follow_up_bar(totals: list[tuple[FollowUpStatus, int]]) -> SafeString:
    """How the requests are spread over the steps; the same numbers stand in words below it."""
    whole = sum(number for _step, number in totals)
    if not whole:
        return mark_safe("")
    parts, done = [], 0
    for step, number in totals:
        if number:
            parts.append((FOLLOW_UP_MARKS[step], _share(done, whole), _share(number, whole, gap=0.3)))
        done += number
    rects = format_html_join("", '<rect class="{}" x="{}" width="{}" height="100%" rx="2"/>', parts)
    return format_html('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>', rects)


def _share(part: int, whole: int, gap: float = 0) -> str:
    return f"{100 * part / whole - gap:.2f}%"


def count_value(count: Any) -> SafeString:
    """A figure with its precision, scope and source: «about 20,000 · in one day · its source»."""
    if count.value is None:
        value = format_html('<span lang="ar" dir="rtl">«{}»</span>', count.wording)
    else:
        value = format_html('<b class="num">{}</b>', Grouped(count.value))
    qualifier = (
        ""
        if count.qualifier in (CountQualifier.EXACT, CountQualifier.VAGUE)
        else count.get_qualifier_display()
    )
    details = [
        count.get_scope_display() if count.scope != "total" else "",
        answer(count, "scope_words", page_language()),
    ]
    if count.on:
        details.append(date_text.date_text(count.on, page_language()))
    notes = [marked(part) if isinstance(part, Text) else part for part in details if part]
    if count.source:
        notes.append(format_html('<bdi class="muted">{}</bdi>', source_label(count.source)))
    tail = format_html_join("", "<small> · {}</small>", ((note,) for note in notes))
    return format_html("{} {}{}", qualifier, value, tail)


def institution_mark(institution: Any, large: bool = False) -> SafeString:
    """The acronym on an octagon, in two lines when it is long; bodies without one have no mark of letters."""
    acronym = institution.acronym
    lines = acronym.split("-", 1) if "-" in acronym else _halves(acronym)
    style = "mark mark--lg ltr" if large else "mark ltr"
    letters = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', style, letters)


def _halves(acronym: str) -> list[str]:
    middle = (len(acronym) + 1) // 2
    return [acronym] if len(acronym) <= 5 else [acronym[:middle], acronym[middle:]]
