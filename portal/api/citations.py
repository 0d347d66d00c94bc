"""Sources of the facts of a page of records and of their parts, in one query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from events.loading_parts import rows_of
from events.models import Citation
from portal.api.visibility import keeps_quiet


@dataclass(frozen=True)
class Subject:
    """What a citation is about: a row of the list ``part`` of its record, or the record itself."""

    part: str | None
    id: int


def attach_citations(records: Iterable[Any], parts: tuple[str, ...]) -> None:
    """Give each record its ``citations``, those of its ``parts`` («speakers.statements») included."""
    about: dict[tuple[str, str, int], list[tuple[Any, Subject]]] = defaultdict(list)
    rows = []
    for record in records:
        record.citations = []
        for part, row in _citable(record, parts):
            about[row._meta.app_label, row._meta.model_name, row.pk].append((record, Subject(part, row.pk)))
            rows.append(row)
    for citation in Citation.objects.about(*rows):
        model = citation.content_type
        for record, subject in about[model.app_label, model.model, citation.object_id]:
            citation.about = subject  # for the serializer
            record.citations.append(citation)


def _citable(record: Any, parts: tuple[str, ...]) -> Iterator[tuple[str | None, Any]]:
    yield None, record
    for path in parts:
        rows = [record]
        for step in path.split("."):
            rows = [below for row in rows for below in rows_of(row, step) if not keeps_quiet(below)]
        yield from ((path.rpartition(".")[2], row) for row in rows)
