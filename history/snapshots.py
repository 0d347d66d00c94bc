"""A row with its parts as plain data, and back: what versions, revisions, merges and restores are made of.

A snapshot is ``{path: {field: value}}``. The path of the root is «»; that of a part is «speakers/12», of a part
below it «speakers/12/statements/40». Values are JSON: dates in ISO 8601, numbers of linked rows for keys, sorted
lists of them for many-to-many relations. Rows that are only proposed have negative numbers.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.files import FieldFile

from history.registry import Shape, shape_of

Snapshot = dict[str, dict[str, Any]]
ROOT = ""


def snapshot(row: models.Model) -> Snapshot:
    """What is stored of ``row`` and its parts; a query for each kind of parts and links, however many rows."""
    return snapshots(type(row), [row.pk])[row.pk]


def snapshots(model: type[models.Model], numbers: list[int]) -> dict[int, Snapshot]:
    """Snapshots by number of these rows; as many queries as for one."""
    found: dict[int, Snapshot] = {number: {} for number in numbers}
    owners = {number: (found[number], ROOT) for number in numbers}
    _describe(shape_of(model), model._base_manager.filter(pk__in=numbers), owners)
    return found


Place = tuple[Snapshot, str]  # the snapshot that a row belongs to, and its path there


def _describe(shape: Shape, rows: Any, owners: dict[int, Place], name: str = "") -> None:
    """Describe ``rows``, which belong to ``owners`` by number, and all below them."""
    places: dict[int, Place] = {}
    for row in rows.order_by("pk"):
        found, owner = owners[getattr(row, shape.link) if name else row.pk]
        places[row.pk] = found, below(owner, name, row.pk) if name else ROOT
        found[places[row.pk][1]] = {f.name: told(f, row) for f in shape.columns}
    for relation in shape.relations if places else ():
        links = _links(relation, list(places))
        for number, (found, path) in places.items():
            found[path][relation.name] = sorted(links[number])
    for part_name, part in shape.parts.items() if places else ():
        _describe(part, rows_below(shape, part, list(places)), places, part_name)


def rows_below(owner: Shape, part: Shape, numbers: list[int]) -> models.QuerySet[Any]:
    condition: dict[str, Any] = {f"{part.link}__in": numbers}
    if part.generic:
        condition[part.generic] = ContentType.objects.get_for_model(owner.model)
    return part.model._base_manager.filter(**condition)


def _links(relation: Any, numbers: list[int]) -> dict[int, list[int]]:
    source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
    links: dict[int, list[int]] = defaultdict(list)
    through = relation.remote_field.through._base_manager
    for number, linked in through.filter(**{f"{source}__in": numbers}).values_list(source, target):
        links[number].append(linked)
    return links


def told(column: models.Field, row: models.Model) -> Any:
    """What ``row`` says in ``column``. Forms leave NULL and programs "" in a translation that is missing: the same."""
    value = as_json(column.value_from_object(row))
    return "" if value is None and isinstance(column, models.CharField | models.TextField) else value


def as_json(value: Any) -> Any:
    """Raises ``TypeError`` for what JSON cannot say."""
    if value is None or isinstance(value, bool | int | str | list | dict | float):
        return value if not isinstance(value, str) else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"No JSON for {value!r}")


# Paths --------------------------------------------------------------------------------------------


def below(owner: str, name: str, number: int) -> str:
    return f"{owner}/{name}/{number}" if owner else f"{name}/{number}"


def number_in(path: str) -> int:
    """The number of the row at ``path``; not of the root, which has none there."""
    return int(path.rpartition("/")[2])


def names_in(path: str) -> tuple[str, ...]:
    """The names of the parts that lead to ``path``: («speakers», «statements»)."""
    return tuple(path.split("/")[::2]) if path else ()


def owner_of(path: str) -> str:
    return "/".join(path.split("/")[:-2])


def shape_at(root: Shape, path: str) -> Shape:
    shape = root
    for name in names_in(path):
        shape = shape.parts[name]
    return shape


# Rows that are only proposed ------------------------------------------------------------------------


def as_proposed(proposed: Snapshot, base: Snapshot, model: type[models.Model]) -> Snapshot:
    """``proposed`` with negative numbers for the rows that ``base`` does not know, wherever they are mentioned."""
    root = shape_of(model)
    new: dict[tuple[type[models.Model], int], int] = {}
    for path in sorted((path for path in proposed if path and path not in base), key=_numbers):
        key = (shape_at(root, path).model, number_in(path))
        new.setdefault(key, key[1] if key[1] < 0 else -len(new) - 1)
    return {
        _renumbered(path, root, new): _mentioning(fields, shape_at(root, path), new)
        for path, fields in proposed.items()
    }


def _numbers(path: str) -> tuple[int, list[int]]:
    steps = path.split("/")
    return len(steps), [int(number) for number in steps[1::2]]


def _renumbered(path: str, root: Shape, new: dict[Any, int]) -> str:
    steps = path.split("/") if path else []
    shape = root
    for place in range(0, len(steps), 2):
        shape = shape.parts[steps[place]]
        number = int(steps[place + 1])
        steps[place + 1] = str(new.get((shape.model, number), number))
    return "/".join(steps)


def _mentioning(fields: dict[str, Any], shape: Shape, new: dict[Any, int]) -> dict[str, Any]:
    return {
        name: translated_keys(shape.fields.get(name), value, lambda model, key: new.get((model, key), key))
        for name, value in fields.items()
    }


def translated_keys(field: Any, value: Any, translate: Any) -> Any:
    """``value`` of ``field`` with each number of a linked row passed through ``translate(model, number)``."""
    target = getattr(field, "related_model", None)
    if target is None or value is None:
        return value
    if isinstance(value, list):
        kept = (translate(target, number) for number in value)
        return sorted({number for number in kept if number is not None})
    return translate(target, value)


def linked_rows(shot: Snapshot, model: type[models.Model]) -> Iterator[tuple[type[models.Model], int]]:
    """The rows that ``shot`` mentions by their number."""
    root = shape_of(model)
    for path, fields in shot.items():
        shape = shape_at(root, path)
        for name, value in fields.items():
            target: Any = getattr(shape.fields.get(name), "related_model", None)
            for number in (value if isinstance(value, list) else [value]) if target else ():
                if number is not None:
                    yield target, number
