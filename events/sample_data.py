"""Brings the record of the five source articles (`events/sample/*.toml`) into the database.

The files mirror the models: a key is a column; a list under the name of a reverse relation holds rows of it;
a foreign key is written as the key of the row it leads to. Three keys have no column: «key» names a row for
the others, «cited» lists the sources of the whole row, «citations» those of one of its facts.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import override

from events.models import (
    Audience,
    Citation,
    Event,
    EventSeries,
    Occasion,
    PressItem,
    Room,
    Topic,
    Venue,
)
from institutions.enums import PublicationState
from institutions.models import Agreement, FormerAddress, Institution, Person, Publishable, Territory
from institutions.territory_data import load_territories

SAMPLE = Path(__file__).parent / "sample"
ROOTS = {"institutions": Institution, "people": Person, "agreements": Agreement, "events": Event}
# Loaded with the root that first refers to them, so that what staff renamed or removed does not come back.
REFERRED = {
    "audiences": Audience,
    "occasions": Occasion,
    "press": PressItem,
    "rooms": Room,
    "series": EventSeries,
    "territories": Territory,
    "topics": Topic,
    "venues": Venue,
}
# What tells a row without an address from the others.
IDENTITY = {
    Occasion: ("name_ar",),
    PressItem: ("outlet", "title", "url"),
    Room: ("name_ar",),
    Venue: ("name_ar",),
}

Model = type[models.Model]
Columns = dict[str, Any]


@transaction.atomic
def load_sample() -> Counter[str]:
    """Add what is missing of the sample; the number of rows added, by name of the model.

    What is in the database stays as it is, with all its parts: staff may have improved it.
    """
    load_territories()
    sample = Sample(_read())
    with override("ar"):  # errors and untranslated columns are those of the portal's first language
        for model in ROOTS.values():
            for key in sample.written[model]:
                sample.row(model, key)
    return sample.added


def _read() -> dict[Model, dict[str, Columns]]:
    """The rows of all files, by model and key."""
    kinds = ROOTS | REFERRED
    written: dict[Model, dict[str, Columns]] = {model: {} for model in kinds.values()}
    for path in sorted(SAMPLE.glob("*.toml")):
        for kind, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            written[kinds[kind]] |= {row.get("key") or row["slug"]: row for row in rows}
    for path in sorted((SAMPLE / "events").glob("*.toml")):
        event = tomllib.loads(path.read_text(encoding="utf-8"))
        written[Event][event["slug"]] = event
    return written


class Sample:
    """Rows of the files and of the database, found by key."""

    def __init__(self, written: dict[Model, dict[str, Columns]]) -> None:
        self.written = written
        self.added: Counter[str] = Counter()
        self._rows: dict[tuple[Model, str], models.Model] = {}

    def row(self, model: Model, key: str) -> models.Model:
        """The row that ``key`` names, added first if it is not there."""
        if (model, key) not in self._rows:
            self._rows[model, key] = self._found(model, key) or self._add(model, self.written[model][key])
        return self._rows[model, key]

    def _found(self, model: Model, key: str) -> models.Model | None:
        rows = model._default_manager
        if model in IDENTITY:
            columns = self.written[model][key]
            return rows.filter(**{name: columns.get(name, "") for name in IDENTITY[model]}).first()
        same = Q(slug=key) | Q(hcp_code=key) if model is Territory else Q(slug=key)
        former = FormerAddress.objects.filter(content_type=_content_type(model), slug=key)
        return rows.filter(same).first() or rows.filter(pk__in=former.values("object_id")).first()

    def _add(self, model: Model, columns: Columns, **owner: models.Model) -> models.Model:
        """Write one row, then what leads to it: its parts and its sources."""
        row = model(**owner)
        later: list[tuple[Any, Any]] = []
        for name, value in columns.items():
            if name in ("key", "cited", "citations"):
                continue
            field: Any = model._meta.get_field(name)
            if field.many_to_many or field.one_to_many:
                later.append((field, value))
            else:
                setattr(row, name, self.row(field.related_model, value) if field.many_to_one else value)
        if isinstance(row, Publishable):
            row.publication_state = PublicationState.PUBLISHED
        self._save(row)
        if "key" in columns:
            self._rows[model, columns["key"]] = row
        for field, value in later:
            self._add_related(row, field, value)
        self._cite(row, columns)
        return row

    def _add_related(self, row: models.Model, field: Any, value: list[Any]) -> None:
        if field.many_to_many:
            getattr(row, field.name).set(self.row(field.related_model, key) for key in value)
            return
        ordered = any(column.name == "position" for column in field.related_model._meta.fields)
        for position, columns in enumerate(value, start=1):
            place = {"position": position} if ordered else {}
            self._add(field.related_model, place | columns, **{field.field.name: row})

    def _cite(self, row: models.Model, columns: Columns) -> None:
        about = {"content_type": _content_type(type(row)), "object_id": row.pk}
        whole = [{"source": key} for key in columns.get("cited", [])]
        for citation in whole + columns.get("citations", []):
            source = self.row(PressItem, citation["source"])
            self._save(Citation(**citation | about | {"source": source}))

    def _save(self, row: models.Model) -> None:
        row.full_clean(validate_unique=False, validate_constraints=False)  # the database looks at those
        row.save()
        self.added[row._meta.model_name or ""] += 1


def _content_type(model: Model) -> ContentType:
    return ContentType.objects.get_for_model(model)
