"""What a search asks of either database: which words, narrowed to what, from where on and in which direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from portal.lib.search.queries import Query
from search.expressions import EVERYTHING, FULL, HEAD, TITLE, Narrowing
from search.gates import gate
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE

PARTS = {
    IN_TITLE: (TITLE, None),
    IN_HEAD: (HEAD, TITLE),
    IN_BODY: (FULL, HEAD),
}  # and the part that had its turn


@dataclass
class Asking:
    query: Query
    narrowing: Narrowing = EVERYTHING
    backwards: bool = False

    def beyond(self, column: str, start: int | None) -> tuple[str, list[Any]]:
        """What follows «AND» for the positions after ``start``, within the stretches of the narrowing."""
        condition, values = "", []
        if start is not None:
            condition, values = f" AND {column} {'<' if self.backwards else '>'} %s", [start]
        if self.narrowing.stretches:
            either = " OR ".join([f"{column} BETWEEN %s AND %s"] * len(self.narrowing.stretches))
            condition += f" AND ({either})"
            values += [bound for stretch in self.narrowing.stretches for bound in stretch]
        return condition, values

    def order(self, column: str) -> str:
        return f"ORDER BY {column}{' DESC' if self.backwards else ''}"

    @staticmethod
    def gate() -> tuple[str, Sequence[Any]]:
        """The condition on rows called ``search_index``, and its parameters for now."""
        public = gate(connection.alias)
        return public.sql, public.parameters(connection, timezone.now())
