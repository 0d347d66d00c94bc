"""The programme of an event to print or pass on, as PDF: an event loaded ``for_page()`` in, bytes out. No query.

Says what the page says: people in the capacity of that day, names only where they may be given, hours only where they
are known, and the sources at the end.
"""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from events import ical
from events.enums import SpeakerRole
from portal.lib.date_text import date_text, range_text
from portal.lib.paper import BLUE, QR_SIZE, QUIET, Paper
from portal.lib.translated import Text, answer
from portal.lib.typefaces import HEADLINE, PLAIN, STRONG


def programme(event: Any, language: str, address: str) -> bytes:
    """``address``: the short link of the event, printed at the foot and as a code."""
    with override(language):
        written = _Programme(event, language, address)
        written.head()
        written.changes()
        written.parts()
        written.sessions()
        written.people()
        written.sources()
        return bytes(written.paper.output())


class _Programme:
    def __init__(self, event: Any, language: str, address: str) -> None:
        self.event, self.language = event, language
        foot = address.partition("://")[2]
        self.paper = Paper(language, event.name_in(language).value, foot, event.modified_at)
        self.paper.qr(address)

    def head(self) -> None:
        event, room = self.event, QR_SIZE + 6
        kind = answer(event, "kind_wording", self.language)
        label = kind.value if kind and kind.language == self.language else capfirst(event.get_kind_display())
        words = f"{label} · {capfirst(event.get_status_display())}" if label else event.get_status_display()
        self.paper.text_line(self.said(gettext("Security Governance Portal")), STRONG, 9, QUIET, room=room)
        self.paper.text_line(self.said(words), STRONG, 11, BLUE, room=room)
        self.paper.text_line(event.name_in(self.language), HEADLINE, 19, room=room)
        self.paper.gap(2)
        self.paper.text_line(self.said(range_text(event.start, event.end, self.language)), STRONG, 12)
        self.paper.text_line(self.said(ical.place(event, self.language).translate(ical.ISOLATES)), PLAIN, 11)
        for row in event.involvements.all():
            role = self.said(f"{capfirst(row.get_role_display())}{gettext(': ')}")
            name = row.institution.name_in(self.language)
            if name.language == self.language:
                self.paper.text_line(self.said(role.value + name.value), PLAIN, 10.5, QUIET)
            else:
                self.paper.text_line(role, PLAIN, 10.5, QUIET)
                self.paper.text_line(name, PLAIN, 10.5, QUIET)
        self.paper.gap(3)
        self.paper.text_line(answer(event, "abstract", self.language), PLAIN, 10.5)

    def changes(self) -> None:
        for change in self.event.changes.all():
            words = str(capfirst(change.get_kind_display()))
            if change.previous_start.on:
                former = range_text(change.previous_start, change.previous_end, self.language)
                words = f"{words} · {gettext('Former date:')} {former}"
            self.paper.text_line(self.said(words), STRONG, 10.5)
            self.paper.text_line(answer(change, "reason", self.language), PLAIN, 10.5)

    def parts(self) -> None:
        rows = self.event.sub_events.all()
        self.heading(gettext("Days and parts"), rows)
        for row in rows:
            self.entry(range_text(row.start, row.end, self.language), row.name_in(self.language))
            if row.territory:
                self.paper.text_line(row.territory.name_in(self.language), PLAIN, 9.5, QUIET)

    def sessions(self) -> None:
        rows = self.event.sessions.all()
        self.heading(gettext("Programme"), rows)
        for row in rows:
            clocks = [f"{clock:%H:%M}" for clock in (row.starts_at, row.ends_at) if clock]
            days = [date_text(row.on, self.language)] if row.on else []
            self.entry(" · ".join([*days, *clocks]), answer(row, "name", self.language))
            for speaker in self.event.speakers.all():
                if speaker.session_id == row.pk:
                    self.person(speaker)

    def people(self) -> None:
        everybody = [row for row in self.event.speakers.all() if row.session_id is None]
        speakers = [row for row in everybody if row.role != SpeakerRole.ATTENDED]
        self.heading(gettext("Speakers"), speakers)
        for speaker in speakers:
            self.person(speaker)

    def person(self, speaker: Any) -> None:
        name = speaker.public_name(self.language) or self.said(gettext("Name not published"))
        self.paper.text_line(name, STRONG, 10.5)
        self.paper.text_line(answer(speaker, "title", self.language), PLAIN, 10, QUIET)
        if speaker.institution:
            self.paper.text_line(speaker.institution.name_in(self.language), PLAIN, 10, QUIET)
        self.paper.gap(1)

    def sources(self) -> None:
        rows = self.event.press_items.all()
        self.heading(gettext("Sources"), rows)
        for row in rows:
            self.paper.text_line(Text(row.title or row.outlet, _written_in(row)), PLAIN, 10)
            if row.title and row.outlet:
                self.paper.text_line(Text(row.outlet, _written_in(row)), PLAIN, 9, QUIET)
            if row.published_on:
                self.paper.text_line(self.said(date_text(row.published_on, self.language)), PLAIN, 9, QUIET)
            self.paper.text_line(Text(row.url, "en"), PLAIN, 8.5, QUIET)
            self.paper.gap(1)

    def heading(self, words: str, rows: Any) -> None:
        if rows:
            self.paper.gap(5)
            self.paper.text_line(self.said(words), HEADLINE, 15, BLUE)
            self.paper.rule()

    def entry(self, when: str, title: Text) -> None:
        self.paper.text_line(self.said(when), STRONG, 9.5, BLUE)
        self.paper.text_line(title, STRONG, 11.5)

    def said(self, words: Any) -> Text:
        return Text(str(words), self.language)


def _written_in(item: Any) -> str:
    return item.language if item.language in ("ar", "fr", "en", "zgh") else "en"
