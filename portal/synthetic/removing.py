"""Takes synthetic rows away again, by few statements however many there are."""

from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from changes import settling
from changes.models import Entry
from changes.resources import RESOURCES
from events import synthetic
from events.models import Citation, Event, PressItem, Topic
from institutions.models import Institution, Person
from portal.backup.loading import without_triggers
from search import index
from search.kinds import KINDS
from search.models import SearchDocument

ASIDE = "synthetic_events"


@transaction.atomic
def delete() -> int:
    """Remove every synthetic row; the number of events removed. Whoever followed the ledger has to begin anew."""
    settling.settle()
    with without_triggers(connection), index.filled_at_once():
        _remove(Citation._base_manager.filter(source__url__startswith=synthetic.SITE))
        _remove(PressItem._base_manager.filter(url__startswith=synthetic.SITE))
        removed = _remove(_noted(synthetic.events()))
        _remove(Person._base_manager.filter(**synthetic.PERSON))
        _remove(Institution._base_manager.filter(website__startswith=synthetic.SITE))
        _remove(Topic._base_manager.filter(slug=synthetic.MARK))
        index.recount()
    settling.begin_anew()
    return removed


def _noted(events: models.QuerySet[Event]) -> models.QuerySet[Event]:
    """The same rows, known without the topic that marks them: it is taken away before they are."""
    query, values = events.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {ASIDE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {ASIDE} (id bigint PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {ASIDE} {query}", values)
    return Event._base_manager.filter(pk__in=RawSQL(f"SELECT id FROM {ASIDE}", []))  # noqa: S608, S611  (a name of our own)


def _remove(rows: models.QuerySet[Any]) -> int:
    """As Django does, rows that lead to these first; but by conditions, not row by row, and without signals."""
    numbers = rows.order_by().values("pk")
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):  # those of tables between two models are hidden
            leading = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": numbers})
            if relation.on_delete is models.CASCADE:
                _remove(leading)
            elif relation.on_delete is models.SET_NULL:
                leading.update(**{relation.field.name: None})
    _forget(rows.model, numbers)
    return _gone(rows)


def _forget(model: type[models.Model], numbers: models.QuerySet[Any]) -> None:
    for kind in KINDS.values():
        if kind.model is model:
            _gone(SearchDocument.objects.filter(kind=kind.name, object_id__in=numbers))
    for name, resource in RESOURCES.items():
        if resource.model is model:
            _gone(Entry.objects.filter(resource=name, object_id__in=numbers))


def _gone(rows: models.QuerySet[Any]) -> int:
    return int(rows._raw_delete(rows.db))
