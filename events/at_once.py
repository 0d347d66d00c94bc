"""Questions that have one answer each, asked in one query."""

from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from events.kept_queries import plain


def answers(*asked: Any) -> list[Any]:
    """The only value of each of these; None where there is none. SQLite says days as text."""
    connection = connections[asked[0].db]
    words: list[str] = []
    values: list[Any] = []
    for rows in asked:
        try:
            sql, parameters = plain(rows).query.get_compiler(rows.db).as_sql()
        except EmptyResultSet:
            sql, parameters = "NULL", ()
        words.append(f"({sql})")
        values += parameters
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(words)}", values)
        return list(cursor.fetchone())


def day_of(answer: date | str | None) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) else answer


def years(rows: Any, column: str) -> list[int]:
    """Those that a day in that column falls into, the earliest first. Two queries that look years up in an index."""
    known = rows.filter(**{f"{column}__isnull": False})
    ends = answers(*(known.order_by(order).values(column)[:1] for order in (column, f"-{column}")))
    first, last = map(day_of, ends)
    if not first or not last:
        return []
    between = range(first.year, last.year + 1)
    days = ((date(year, 1, 1), date(year, 12, 31)) for year in between)
    found = answers(*(known.filter(**{f"{column}__range": of}).order_by().values("pk")[:1] for of in days))
    return [year for year, key in zip(between, found, strict=True) if key is not None]
