"""Presentation only: no query, no rule. Texts say their language wherever it is not the page's."""

from datetime import date, time
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from events.corrections import fact_label
from portal import event_cards, kept_nodes, marks
from portal.lib import date_text
from portal.lib.marked_html import IN_ARABIC
from portal.lib.moment import Moment, Precision
from portal.lib.moment_code import decode
from portal.lib.rich_text import let_through, plain
from portal.lib.translated import DIRECTION, Text, answer
from portal.lib.zellige import tile_definition, tile_svg
from portal.wording import grouped, marked, page_language, quoted, source_label

ARCH_AXIS = 200  # the middle of the door in arch.html
register = template.Library()
register.filter(source_label)
register.filter(quoted)
register.filter(grouped)
register.simple_tag(fact_label)
register.tag("translate", kept_nodes.translate)
register.tag("url", kept_nodes.url)
for mark in (
    marks.icon,
    marks.badge,
    marks.change_icon,
    marks.change_label,
    marks.kind_label,
    marks.follow_up_star,
    marks.follow_up_badge,
    marks.follow_up_word,
    marks.follow_up_bar,
    marks.count_value,
    marks.institution_mark,
):
    register.simple_tag(mark)


# Texts ------------------------------------------------------------------------------------------


@register.simple_tag
def text_of(row: Any, field: str) -> SafeString:
    """A translated field, in the page's language or the one that answers."""
    return marked(answer(row, field, page_language()))


@register.simple_tag
def text_plain(row: Any, field: str) -> str:
    """The same without marks, cut at 160 characters, for titles and attributes."""
    return Truncator(answer(row, field, page_language()).value).chars(160)


@register.simple_tag
def rich_text_plain(row: Any, field: str) -> str:
    """The words of a rich text on one line, cut at 160 characters."""
    return Truncator(" ".join(plain(answer(row, field, page_language()).value).split())).chars(160)


@register.simple_tag
def quoted_text(row: Any, field: str) -> SafeString:
    """A translated field between the quotation marks of the language that answers."""
    text = answer(row, field, page_language())
    return marked(Text(quoted(text.value, text.language), text.language))


@register.simple_tag
def name_of(row: Any) -> SafeString:
    """The name of an object; an event without a title is called by kind, place and date."""
    return marked(row.name_in(page_language()))


@register.simple_tag
def name_plain(row: Any) -> str:
    return row.name_in(page_language()).value


@register.simple_tag
def rich_text_of(row: Any, field: str) -> SafeString:
    """A rich text, let through the gate once more; in a box of its own where its language is not the page's."""
    text = answer(row, field, page_language())
    html = mark_safe(let_through(text.value))  # noqa: S308  (nothing but the allowed tags and attributes)
    if not html or text.language == page_language():
        return html
    return format_html('<div class="prose" lang="{}" dir="{}">{}</div>', text.language, text.direction, html)


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
def in_its_script(text: str) -> SafeString:
    """Words of a language that nobody noted: Arabic by its letters, anything else isolated as it is."""
    if IN_ARABIC.search(text):
        return format_html('<bdi lang="ar" dir="rtl">{}</bdi>', text)
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def direction(language: str) -> str:
    return DIRECTION.get(language, "auto")


@register.filter
def ltr(value: Any) -> SafeString:
    """Codes, addresses, numbers with signs: left to right whatever surrounds them."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


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


@register.filter
def code_words(text: str) -> str:
    """The moment that ``text`` is the code of, in words; other text as it is."""
    moment = decode(text)
    return date_text.moment_text(moment, page_language()) if moment else text


@register.simple_tag
def when(event: Any) -> str:
    return date_text.range_text(event.start, event.end, page_language())


@register.simple_tag
def time_of(event: Any) -> str:
    """The hours of an event below the heading of its day; '' where none is published."""
    start, end = event.start, event.end
    if start.precision is not Precision.MINUTE:
        return date_text.time_of_day_text(start, page_language())
    ends_at = end.at if end and end.on == start.on else None
    return date_text.hours_text(start.at, ends_at, page_language())


@register.simple_tag
def hours(begins: time | None, ends: time | None) -> str:
    """From when until when; '' where no hour is published."""
    return date_text.hours_text(begins, ends, page_language()) if begins else ""


@register.simple_tag
def when_before(change: Any) -> str:
    """The former date of a change of plan."""
    return date_text.range_text(change.previous_start, change.previous_end, page_language())


@register.simple_tag
def date_block(event: Any) -> SafeString:
    return event_cards.date_block(event, page_language())


@register.simple_tag(takes_context=True)
def event_row(context: Any, event: Any, heading: str, looks: str = "") -> SafeString:
    """An event in a list; ``heading``: the tag of its title, ``looks``: as ``event_cards.event_card``."""
    pattern_id = _pattern_id(context) if "tile" in looks else ""
    return event_cards.event_card(event, page_language(), heading, looks, pattern_id)


# Marks ------------------------------------------------------------------------------------------


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
    return {"definition": mark_safe(tile_definition(seed, pattern_id, ARCH_AXIS)), "pattern_id": pattern_id}  # noqa: S308


def _pattern_id(context: Any) -> str:
    used = context.render_context.dicts[0]
    used["tiles"] = used.get("tiles", 0) + 1
    return f"z{used['tiles']}"


# Addresses --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_without(context: Any, parameter: str, value: str) -> str:
    """The current address without one value of a filter, from the first page."""
    query = context["request"].GET.copy()
    query.setlist(parameter, [kept for kept in query.getlist(parameter) if kept != value])
    query.pop("page", None)
    asked = query.urlencode()
    return f"?{asked}" if asked else context["request"].path


@register.simple_tag(takes_context=True)
def query_adding(context: Any, parameter: str, value: str) -> str:
    """The current address with one more value of a filter, from the first page."""
    query = context["request"].GET.copy()
    query.appendlist(parameter, value)
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
def with_items(html: str) -> str:
    """A list of links as it is, or nothing where it has none."""
    return html if "<li>" in html else ""


@register.filter
def beside(values: list[Any], heads: list[Any]) -> list[tuple[Any, Any]]:
    """The heads of the columns, each with its value in this row."""
    return list(zip(heads, values, strict=True))


@register.simple_tag
def total_of(totals: list[tuple[Any, int]]) -> int:
    """All steps of the follow-up together."""
    return sum(number for _step, number in totals)


@register.filter
def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"
