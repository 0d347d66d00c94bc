"""What is new, as Atom (RFC 4287): rows in, bytes out. Entries keep their id whatever becomes of their addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext, override

from events import ical
from events.corrections import fact_label
from portal.lib import content_lines
from portal.lib.date_text import date_text, moment_text
from portal.lib.moment_code import decode
from portal.lib.translated import DIRECTION, Text, answer
from portal.lib.zone import MOROCCO, wall_clock_to_utc

SINCE = "2026"  # the year in which the host was surely the portal's (RFC 4151 §2.1)


@dataclass(frozen=True)
class Item:
    """An entry before it is written; ``id`` is «event/12»."""

    id: str
    title: Text
    path: str
    updated: datetime
    lines: list[Text]
    kind: str = ""


class Feed(Atom1Feed):
    """Atom whose entries say their language. An empty one stays the same until something happens."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(int(SINCE), 1, 1, tzinfo=UTC)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


def feed(items: Iterable[Item], heading: ical.Heading, asked: str) -> bytes:
    """The items, in their order. ``asked`` is the query: each has a feed, and an id, of its own. No query."""
    with override(heading.language):
        portal = gettext("Security Governance Portal")
        made = Feed(
            title=_clean(heading.name),
            link=heading.page,
            description="",
            language=heading.language,
            author_name=portal,
            author_link=f"{heading.site}/{heading.language}/",
            feed_url=heading.source,
            feed_guid=_tag(heading, _feed_name(heading, asked)),
        )
        for item in items:
            made.add_item(
                title=_clean(item.title.value),
                link=heading.site + item.path,
                description=_summary(item.lines),
                updateddate=item.updated,
                unique_id=_tag(heading, item.id),
                categories=[item.kind] if item.kind else [],
                language=item.title.language,
            )
        return made.writeString("utf-8").encode()


def _tag(heading: ical.Heading, name: str) -> str:
    """An id by RFC 4151."""
    return f"tag:{heading.host.partition(':')[0]},{SINCE}:{name}"


def _feed_name(heading: ical.Heading, asked: str) -> str:
    path = heading.source.removeprefix(heading.site).partition("?")[0].strip("/")
    return f"{path}/{sha256(asked.encode()).hexdigest()[:16]}" if asked else path


def _summary(lines: list[Text]) -> str:
    """Paragraphs that say their language and direction, as HTML."""
    shown = ((text.language, DIRECTION[text.language], _clean(text.value)) for text in lines if text)
    return format_html_join("", '<p lang="{}" dir="{}">{}</p>', shown)


def _clean(text: str) -> str:
    return content_lines.CONTROLS.sub("", text)


# Rows ---------------------------------------------------------------------------------------------------
def event_item(event: Any, language: str) -> Item:
    name = event.name_in(language)
    warned = event.status in ical.NOT_ON_THAT_DAY
    title = Text(ical.title(event, language), language) if warned else name
    words = [ical.when(event, language), ical.place(event, language)]
    return Item(
        id=f"event/{event.pk}",
        title=title,
        path=event.get_absolute_url(),
        updated=event.modified_at,
        lines=[*(Text(line, language) for line in words), answer(event, "abstract", language)],
        kind=event.kind,
    )


def recommendation_item(row: Any, language: str) -> Item:
    """A request with its steps; ``moved_at`` says when anything last became known of it."""
    text = answer(row, "text", language)
    steps = [
        Text(f"{date_text(step.on, language)}{gettext(': ')}{capfirst(step.get_status_display())}", language)
        for step in row.follow_ups.all()
    ]
    return Item(
        id=f"recommendation/{row.pk}",
        title=Text(text.value.replace("\n", " "), text.language),
        path=row.get_absolute_url(),
        updated=row.moved_at,
        lines=[row.event.name_in(language), *steps],
        kind=row.kind,
    )


def correction_item(row: Any, language: str) -> Item:
    fact = fact_label(row.field)
    name = row.event.name_in(language)
    told = [_now_and_before(row, language)] if row.before else []
    return Item(
        id=f"correction/{row.pk}",
        title=Text(
            f"{capfirst(fact) or gettext('Correction')}{gettext(': ')}{ical.isolated(name.value)}", language
        ),
        path=row.event.get_absolute_url(),
        updated=wall_clock_to_utc(row.on, time(), MOROCCO),
        lines=[answer(row, "reason", language), *told],
        kind=slugify(row.field),
    )


def _now_and_before(row: Any, language: str) -> Text:
    """«قبل: … الآن: …» with dates in words."""
    said = [(gettext("Before:"), row.before), (gettext("Now:"), row.after)]
    parts = (f"{label} {ical.isolated(_in_words(value, language))}" for label, value in said if value)
    return Text(" ".join(parts), language)


def _in_words(code: str, language: str) -> str:
    moment = decode(code)
    return moment_text(moment, language) if moment else code
