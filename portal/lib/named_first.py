"""``pk__named_first``: rows that another query names, found before anything else is thought of.

PostgreSQL takes «IN (SELECT …)» for one join among others. For the first rows of a list in its order it would rather
walk the whole record in that order, and expects the rows of one institution to lie evenly in it; they lie where its
years are. An array is made first, and its rows are found by their keys. For some thousands of rows at most.
"""

from typing import Any

from django.db.models import BigAutoField
from django.db.models.lookups import In


@BigAutoField.register_lookup
class NamedFirst(In):
    lookup_name = "named_first"

    def get_rhs_op(self, connection: Any, rhs: Any) -> str:
        if connection.vendor == "postgresql" and not self.rhs_is_direct_value():
            return f"= ANY(ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)
