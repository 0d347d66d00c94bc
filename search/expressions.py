"""The condition that a document meets a query, in the words of each database; nothing else differs between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Expression, F, Func

from portal.lib.search.queries import Group, Query
from search.stretches import blocks_of

TITLE, HEAD, FULL = "title", "head", "full"
VECTORS = {TITLE: "title_", HEAD: "head", FULL: "full_"}
# On SQLite one list of words holds all three parts; these signs begin those of the title and of the head.
MARKS = {TITLE: "¹", HEAD: "²", FULL: ""}


@dataclass(frozen=True)
class Narrowing:
    """What is chosen beside the words: of each group of tokens one, and a position in one of the stretches."""

    groups: tuple[Sequence[str], ...] = ()
    stretches: tuple[tuple[int, int], ...] = ()

    def and_one_of(self, tokens: Sequence[str]) -> "Narrowing":
        return replace(self, groups=(*self.groups, tokens)) if tokens else self


EVERYTHING = Narrowing()


def indexed(part: str, table: str = "search_index") -> str:
    """What PostgreSQL's index of a part is made of: its words and when it was (migration 0005)."""
    return f"({table}.{VECTORS[part]} || {blocks_of(f'{table}.position')})"


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
            return f"({indexed(self.part, table)} @@ %s::tsquery)", [tsquery(self.query)]
        sql = f"({key} IN (SELECT rowid FROM search_words WHERE search_words MATCH %s))"  # noqa: S608  (a column's name)
        return sql, [*parameters, fts5(self.query, MARKS[self.part])]

    def get_source_expressions(self) -> list[Expression]:
        return list(self.source_expressions)


def tsquery(query: Query, narrowing: Narrowing = EVERYTHING) -> str:
    """Tokens are letters and digits only: quoted, they mean nothing to the parser."""
    beginning = [f"'{query.prefix}':*"] if query.prefix else []
    groups = [_group(group, "'{}'", " & ", " | ") for group in (*query.groups, *_chosen(narrowing))]
    return " & ".join([*groups, *beginning])


def fts5(query: Query, mark: str = "", narrowing: Narrowing = EVERYTHING) -> str:
    beginning = [f'"{mark}{query.prefix}" *'] if query.prefix else []
    groups = [_group(group, f'"{mark}{{}}"', " AND ", " OR ") for group in query.groups]
    chosen = [_group(group, '"{}"', " AND ", " OR ") for group in _chosen(narrowing)]
    return " AND ".join([*groups, *chosen, *beginning])


def _chosen(narrowing: Narrowing) -> list[Group]:
    return [tuple((token,) for token in tokens) for tokens in narrowing.groups]


def _group(group: Group, quoted: str, every: str, any_: str) -> str:
    ways = (every.join(quoted.format(token) for token in way) for way in group)
    return f"({any_.join(f'({way})' for way in ways)})"
