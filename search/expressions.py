"""The condition that a document meets a query, in the words of each database; nothing else differs between them."""

from typing import Any

from django.db.models import BooleanField, Expression, F, Func

from portal.lib.search.queries import Group, Query

TITLE, HEAD, FULL = "title", "head", "full"
_FTS5_COLUMNS = {TITLE: "{title} : ", HEAD: "{title people} : ", FULL: ""}
_VECTORS = {TITLE: "title_", HEAD: "head", FULL: "full_"}


class Meets(Func):
    """True where the title, the head (title, people and places) or the full document meets every group."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, query: Query, part: str = FULL) -> None:
        super().__init__(F("pk"))
        self.query, self.part = query, part

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        column: Any = self.get_source_expressions()[0]
        key, parameters = compiler.compile(column)
        if connection.vendor == "postgresql":
            table = key.rpartition(".")[0]
            return f"({table}.{_VECTORS[self.part]} @@ %s::tsquery)", [tsquery(self.query)]
        matching = f"{_FTS5_COLUMNS[self.part]}({fts5(self.query)})"
        sql = f"({key} IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s))"  # noqa: S608  (a column's name)
        return sql, [*parameters, matching]

    def get_source_expressions(self) -> list[Expression]:
        return list(self.source_expressions)


def tsquery(query: Query) -> str:
    """Tokens are letters and digits only: quoted, they mean nothing to the parser."""
    beginning = [f"'{query.prefix}':*"] if query.prefix else []
    return " & ".join([*(_group(group, "'{}'", " & ", " | ") for group in query.groups), *beginning])


def fts5(query: Query) -> str:
    beginning = [f'"{query.prefix}" *'] if query.prefix else []
    return " AND ".join([*(_group(group, '"{}"', " AND ", " OR ") for group in query.groups), *beginning])


def _group(group: Group, quoted: str, every: str, any_: str) -> str:
    ways = (every.join(quoted.format(token) for token in way) for way in group)
    return f"({any_.join(f'({way})' for way in ways)})"
