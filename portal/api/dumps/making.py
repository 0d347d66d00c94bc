"""Writes the dumps: every resource in the API's own shape, tables and calendars, in chunks of constant size.

Each resource is asked for exactly as the API asks for it, so what is behind the gate is in no file. All files of a
night tell of one moment: on PostgreSQL they are read from one snapshot.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from rest_framework.renderers import JSONRenderer

from events import ical
from events.models import Event, Recommendation
from exchange.export import csv_lines
from exchange.tables import EVENTS, RECOMMENDATIONS, Reader, rows_of
from portal.api.dumps.shelf import Dump, digest, new_night
from portal.api.serializers.base import writer
from portal.api.urls import router
from portal.api.views import RecordViewSet
from portal.context import DATA_LICENCE
from portal.lib.chunks import chunks

CHUNK = 200
END = b"END:VCALENDAR\r\n"
TABLES: dict[str, tuple[Any, Callable[[], Any]]] = {
    "events": (EVENTS, Event.objects.public),
    "recommendations": (RECOMMENDATIONS, lambda: Recommendation.objects.public().for_list()),
}
Pieces = Iterator[tuple[bytes, int]]  # bytes, and how many records they hold


def resources() -> dict[str, type[RecordViewSet]]:
    """Those of the API that are records: the name of the list, and who loads and writes it."""
    return {name: view for name, view, _basename in router.registry if issubclass(view, RecordViewSet)}


def dump() -> Path:
    """The folder of the new night."""
    with new_night(DATA_LICENCE) as (folder, dumps), _one_moment(), override(settings.LANGUAGE_CODE):
        for name, view in resources().items():
            dumps.append(_written(folder, f"{name}.jsonl", name, "", _json_lines(view)))
        for language in settings.COMPLETE_LANGUAGES:
            for name, (table, rows) in TABLES.items():
                dumps.append(
                    _written(folder, f"{name}.{language}.csv", name, language, _csv(table, rows(), language))
                )
            dumps.append(_written(folder, f"events.{language}.ics", "events", language, _calendar(language)))
    return folder


@contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot for all files; within a transaction that somebody else began, that one's."""
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _written(folder: Path, name: str, subject: str, language: str, pieces: Pieces) -> Dump:
    path, records = folder / name, 0
    with path.open("xb") as file:
        for content, count in pieces:
            file.write(content)
            records += count
    return Dump(name, subject, language, records, path.stat().st_size, digest(path))


def _chunks(rows: Any) -> Iterator[list[int]]:
    """The keys of ``rows``, eight bytes each."""
    bare = rows.order_by("pk").prefetch_related(None).values_list("pk", flat=True)
    keys = array("q", bare.iterator(chunk_size=2_000))
    for some in chunks(keys, CHUNK):
        yield some.tolist()


def _json_lines(view: type[RecordViewSet]) -> Pieces:
    """A record a line, as complete as at its own address, in all its languages."""
    asked, render = view(), JSONRenderer().render
    shape: Any = asked.serializer_class
    write = writer(shape, None).to_representation
    for numbers in _chunks(asked.get_queryset()):
        rows = asked.complete(list(asked.get_queryset().filter(pk__in=numbers).order_by("pk")))
        yield b"".join(render(write(row)) + b"\n" for row in rows), len(rows)


def _csv(table: Any, rows: Any, language: str) -> Pieces:
    reader = Reader(language, settings.SITE_URL.rstrip("/"), DATA_LICENCE)
    lines = csv_lines(table.titles(language), rows_of(rows.order_by("pk"), table, reader), ",")
    yield next(lines).encode(), 0
    for line in lines:
        yield line.encode(), 1


def _calendar(language: str) -> Pieces:
    """Every event that has a day. What stands before the first and after the last entry is the same for any chunk."""
    heading = _heading(language)
    head = ical.calendar([], heading).removesuffix(END)
    yield head, 0
    for numbers in _chunks(Event.objects.public()):
        events = _dated(
            Event.objects.public()
            .filter(pk__in=numbers)
            .select_related("territory", "super_event")
            .with_parts(*ical.PARTS)
            .order_by("pk")
        )
        yield ical.calendar(events, heading).removeprefix(head).removesuffix(END), len(events)
    yield END, 0


def _dated(events: Iterable[Any]) -> list[Any]:
    return [event for event in events if ical.slot_of(event)]


def _heading(language: str) -> ical.Heading:
    site = settings.SITE_URL.rstrip("/")
    with override(language):
        return ical.Heading(
            name=f"{gettext('Security Governance Portal')}{gettext(': ')}{gettext('Events')}",
            language=language,
            site=site,
            page=site + reverse("events:event_list"),
            source=site + reverse("dump", args=[f"events.{language}.ics"]),
        )
