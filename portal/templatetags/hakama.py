"""Presentation only: no query, no rule. Texts say their language wherever it is not the page's."""

from datetime import date
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from events.enums import CountQualifier, CountScope, EventStatus, FollowUpStatus
from portal.lib import date_text
from portal.lib.moment import Moment
from portal.lib.translated import DIRECTION, Text, answer
from portal.lib.zellige import tile_definition, tile_svg
from portal.lib.zone import today

register = template.Library()

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


def page_language() -> str:
    return get_language() or "ar"


# Texts ------------------------------------------------------------------------------------------


def marked(text: Text) -> SafeString:
    """The text, wrapped in its language and direction when they are not the page's."""
    if text.language == page_language():
        return conditional_escape(text.value)
    return format_html('<span lang="{}" dir="{}">{}</span>', text.language, text.direction, text.value)


@register.simple_tag
def text_of(row: Any, field: str) -> SafeString:
    """A translated field, in the page's language or the one that answers."""
    return marked(answer(row, field, page_language()))


@register.simple_tag
def text_plain(row: Any, field: str) -> str:
    """The same without marks, cut at 160 characters, for titles and attributes."""
    return Truncator(answer(row, field, page_language()).value).chars(160)


@register.simple_tag
def name_of(row: Any) -> SafeString:
    """The name of an object; an event without a title is called by kind, place and date."""
    return marked(row.name_in(page_language()))


@register.simple_tag
def name_plain(row: Any) -> str:
    return row.name_in(page_language()).value


@register.simple_tag
def paragraphs_of(row: Any, field: str) -> SafeString:
    """A long text as paragraphs."""
    text = answer(row, field, page_language())
    blocks = [block.strip() for block in text.value.split("\n\n") if block.strip()]
    attributes = (
        mark_safe("")
        if text.language == page_language()
        else format_html(' lang="{}" dir="{}"', text.language, text.direction)
    )
    return format_html_join("\n", "<p{}>{}</p>", ((attributes, block) for block in blocks))


@register.simple_tag
def speaker_name(speaker: Any) -> SafeString:
    """The name, as far as it may be published, with the function of that day."""
    name = speaker.public_name(page_language())
    title = answer(speaker, "title", page_language())
    parts = [marked(name)] if name else [conditional_escape(gettext("Name not published"))]
    if title:
        parts.append(marked(title))
    return format_html_join(gettext(", "), "{}", ((part,) for part in parts))


@register.simple_tag
def public_name(speaker: Any) -> SafeString | str:
    name = speaker.public_name(page_language())
    return marked(name) if name else ""


@register.simple_tag
def institution_link(institution: Any) -> SafeString:
    """The name of an institution, linked where its page is public."""
    name = marked(institution.name_in(page_language()))
    if not institution.is_public:
        return name
    return format_html('<a href="{}">{}</a>', institution.get_absolute_url(), name)


@register.filter
def source_label(item: Any) -> str:
    """A source in a few words: its outlet or, where that is not known, the beginning of its title."""
    return item.outlet or Truncator(item.title or item.url).chars(40)


@register.filter
def direction(language: str) -> str:
    return DIRECTION.get(language, "auto")


@register.filter
def ltr(value: Any) -> SafeString:
    """Codes, addresses, numbers with signs: left to right whatever surrounds them."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.simple_tag
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


# Dates ------------------------------------------------------------------------------------------


@register.filter
def date_words(day: date) -> str:
    return date_text.date_text(day, page_language())


@register.filter
def month_words(day: date) -> str:
    return f"{date_text.month_name(day.month, page_language())} {day.year}"


@register.filter
def moment_words(moment: Moment) -> str:
    return date_text.moment_text(moment, page_language())


@register.simple_tag
def when(event: Any) -> str:
    return date_text.range_text(event.start, event.end, page_language())


@register.inclusion_tag("components/date_block.html")
def date_block(event: Any) -> dict[str, Any]:
    start, end = event.start, event.end
    first, last = start.first_day, (end.last_day if end else None)
    parts = date_text.day_parts(first, page_language()) if first else None
    return {
        "event": event,
        "exact": start.is_exact_day,
        "first": first,
        "last": last if last and last != first and start.is_exact_day else None,
        "parts": parts,
        "last_parts": date_text.day_parts(last, page_language()) if last else None,
        "weekday": date_text.weekday_name(start.weekday, page_language()) if start.weekday else "",
        "precision": start.precision.value,
        "tense": _tense(event),
    }


def _tense(event: Any) -> str:
    now = today()
    if event.last_day and event.last_day < now:
        return "past"
    return "now" if event.first_day and event.first_day <= now and event.start.is_exact_day else "next"


# Marks ------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, directional: bool = False) -> SafeString:
    """An icon of the sprite; decorative, so a word always stands beside it."""
    style = "i i--dir" if directional else "i"
    address = f"{static('img/icons.svg')}#i-{name}"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', style, address
    )


@register.simple_tag(takes_context=True)
def tile(
    context: Any, row: Any, tone: str = "pale", width: int = 320, height: int = 200, fluid: bool = False
) -> SafeString:
    """The tile of an object, the same on every page."""
    seed = row if isinstance(row, str) else f"{row._meta.model_name}:{row.pk}"
    svg = tile_svg(seed, tone=tone, width=width, height=height, fluid=fluid, pattern_id=_pattern_id(context))
    return mark_safe(svg)  # noqa: S308  (pure geometry: numbers of ours and an id counted here)


@register.inclusion_tag("components/arch.html", takes_context=True)
def arch(context: Any, seed: str = "home") -> dict[str, Any]:
    """The horseshoe door in a wall of tiles."""
    pattern_id = _pattern_id(context)
    return {"definition": mark_safe(tile_definition(seed, pattern_id)), "pattern_id": pattern_id}  # noqa: S308


def _pattern_id(context: Any) -> str:
    used = context.render_context.dicts[0]
    used["tiles"] = used.get("tiles", 0) + 1
    return f"z{used['tiles']}"


@register.simple_tag
def badge(status: str) -> SafeString:
    """Does it take place? A word and a shape, never a colour alone."""
    style, shape = STATUS_BADGES[EventStatus(status)]
    return format_html(
        '<span class="badge badge--{}">{}{}</span>', style, icon(shape), EventStatus(status).label
    )


@register.simple_tag
def change_label(status: str) -> str:
    return str(EventStatus(status).label)


@register.simple_tag
def kind_label(event: Any) -> SafeString:
    wording = answer(event, "kind_wording", page_language())
    if wording.language != page_language():
        wording = Text("", page_language())
    return format_html(
        '<span class="kind">{}</span>', wording.value or event.get_kind_display() or gettext("Event")
    )


@register.simple_tag
def follow_up_star(status: str) -> SafeString:
    mark = FOLLOW_UP_MARKS[FollowUpStatus(status)]
    return format_html(
        '<svg class="star star--{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        mark,
        f"{static('img/icons.svg')}#st-{mark}",
    )


@register.simple_tag
def follow_up_badge(status: str) -> SafeString:
    step = FollowUpStatus(status)
    return format_html('<span class="badge badge--{}">{}</span>', FOLLOW_UP_MARKS[step], step.label)


@register.simple_tag
def count_value(count: Any) -> SafeString:
    """A figure with its precision, scope and source: «about 20,000 (a day)»."""
    if count.value is None:
        value = format_html('<span lang="ar" dir="rtl">«{}»</span>', count.wording)
    else:
        number = f"{count.value:,}".replace(",", "." if page_language() == "ar" else "\u202f")
        value = format_html('<b class="num">{}</b>', number)
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
        details.append(date_words(count.on))
    notes = [marked(part) if isinstance(part, Text) else part for part in details if part]
    if count.source:
        notes.append(format_html("<bdi>{}</bdi>", source_label(count.source)))
    tail = format_html_join(" · ", "{}", ((note,) for note in notes))
    return format_html("{} {}<small> {}</small>", qualifier, value, tail)


# Addresses --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_without(context: Any, parameter: str, value: str) -> str:
    """The current address without one value of a filter, from the first page."""
    query = context["request"].GET.copy()
    query.setlist(parameter, [kept for kept in query.getlist(parameter) if kept != value])
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_with(context: Any, **parameters: Any) -> str:
    """The current address with these parameters changed."""
    query = context["request"].GET.copy()
    for name, value in parameters.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"
