"""Sources of facts, found by what they speak of: rows of any model."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import connections, models

from events.json_rows import RowReader, Shared, stored_fields
from events.kept_queries import AMONG, among
from events.parts import SOURCE

CITED = {"source": SOURCE, "content_type": ("id", "app_label", "model")}


class CitationQuerySet(models.QuerySet):
    def about(self, *objects: models.Model) -> list[Any]:
        """Sources of the facts of these objects, whatever their models; one query for all.

        A page of the API has hundreds: they become instances as the parts of events do, and the words of the query
        are kept but for the models that are asked for.
        """
        by_model: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in objects:
            by_model[row._meta.app_label, str(row._meta.model_name)].append(row.pk)
        if not by_model:
            return []
        connection = connections[self.db]
        before, subject, after, reader = _citation_query(self.model, self.db)
        parameters: list[Any] = []
        for (app, model), keys in by_model.items():
            parameters += [app, model, among(self.db, keys)]
        with connection.cursor() as cursor:
            cursor.execute(before + " OR ".join([subject] * len(by_model)) + after, parameters)
            found = cursor.fetchall()
        shared: Shared = {}
        return [reader.instance(row, shared) for row in found]


@cache
def _citation_query(model: type[models.Model], using: str) -> tuple[str, str, str, RowReader]:
    """What stands before the conditions, the condition of one model, what stands after them; who reads the rows."""
    connection = connections[using]
    own = tuple(column.attname for column in stored_fields(model))
    beside = [f"{path}__{name}" for path, names in CITED.items() for name in names]
    # Django's own queryset, because modeltranslation's adds columns of its own.
    rows: Any = (
        models.QuerySet(model, using=using).order_by("field", "-is_chosen", "pk").values_list(*own, *beside)
    )
    sql, _parameters = rows.query.get_compiler(using).as_sql()
    before, order, after = sql.partition(" ORDER BY ")
    citation = connection.ops.quote_name(model._meta.db_table)
    # The model is found first: by a condition on the joined row PostgreSQL would read every citation there is.
    subject = (
        f"({citation}.content_type_id = (SELECT id FROM django_content_type WHERE app_label = %s AND model = %s)"  # noqa: S608  (names of columns)
        f" AND {citation}.object_id {AMONG[connection.vendor]})"
    )
    return f"{before} WHERE ", subject, order + after, RowReader.of(model, own, CITED, is_json=False)
