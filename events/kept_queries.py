"""Queries whose words are written once: Django takes longer to put them into words than databases to answer them.

They are always the same words; only the instant at which the record is looked at changes, and what is asked about
comes in as one parameter, so that the database can keep its plan too (``answered``).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from modeltranslation.manager import MultilingualQuerySet

AT = datetime(2999, 12, 31, 23, 59, 59, 123456, tzinfo=UTC)  # stands for the instant in the words kept

# One parameter however many keys, so that the words stay the same and the database can keep its plan.
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def among(using: str, keys: Sequence[Any]) -> Any:
    """The parameter of ``AMONG``."""
    return json.dumps(keys) if connections[using].vendor == "sqlite" else list(keys)


def plain(rows: Any) -> Any:
    """Modeltranslation would shuffle the columns of a UNION."""
    return rows.rewrite(False) if isinstance(rows, MultilingualQuerySet) else rows


@dataclass(frozen=True)
class KeptQuery:
    """The words of a query with its constants; the places of these in which the instant stands."""

    sql: str
    constants: tuple[Any, ...] = ()
    instants: tuple[int, ...] = ()

    @classmethod
    def of(cls, rows: Any, using: str) -> "KeptQuery":
        """Of a queryset that looks at the record at the instant ``AT``."""
        sql, constants = rows.query.get_compiler(using).as_sql()
        instant = connections[using].ops.adapt_datetimefield_value(AT)
        places = (place for place, value in enumerate(constants) if value == instant)
        return cls(sql, tuple(constants), tuple(places))

    def within(self, words: str) -> "KeptQuery":
        """The same inside of further words, where they say «{}»."""
        return KeptQuery(words.replace("{}", self.sql), self.constants, self.instants)

    def followed_by(self, words: str, other: "KeptQuery") -> "KeptQuery":
        """This one, and then the other inside of further words, where they say «{}»."""
        later = tuple(len(self.constants) + place for place in other.instants)
        return KeptQuery(
            self.sql + words.replace("{}", other.sql), self.constants + other.constants, self.instants + later
        )

    def parameters(self, connection: Any, at: datetime) -> list[Any]:
        parameters = list(self.constants)
        if self.instants:
            instant = connection.ops.adapt_datetimefield_value(at)
            for place in self.instants:
                parameters[place] = instant
        return parameters


# Plans ------------------------------------------------------------------------------------------------
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection to the server


def answered(connection: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows. PostgreSQL plans the query once for each connection: that takes longer than to answer it.

    Somebody between who hands out another connection for each transaction (PgBouncer) would lose the plan: where
    ``DISABLE_SERVER_SIDE_CURSORS`` says so, each query is planned.
    """
    if connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        sql = _planned_once(connection, sql, len(values))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _planned_once(connection: Any, sql: str, count: int) -> str:
    connection.ensure_connection()
    name, numbered = _named(sql)
    planned = _planned.setdefault(connection.connection, set())
    if name not in planned:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {numbered}")
        planned.add(name)  # outlives the transaction, even one that is rolled back
    return f"EXECUTE {name} ({', '.join(['%s'] * count)})" if count else f"EXECUTE {name}"


@lru_cache(500)
def _named(sql: str) -> tuple[str, str]:
    """A name for the query, and its words with the parameters numbered as PREPARE wants them."""
    first, *others = sql.split("%s")
    numbered = first + "".join(f"${place}{words}" for place, words in enumerate(others, start=1))
    return f"kept_{sha256(sql.encode()).hexdigest()[:16]}", numbered.replace("%%", "%")
