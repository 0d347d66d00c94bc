"""What a serializer writes of a row, as one plain function: a dict literal with an expression for each field.

A page of the API holds fifteen thousand values. The framework asks a field object for the attribute and again for the
representation of each; these functions are made of the same fields, once for each serializer and language.
"""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from events.loading_parts import rows_of
from portal.api.fields import Value


def function_of(serializer: serializers.Serializer) -> Callable[[Any], dict[str, Any]]:
    """From a row to the dict of the fields of ``serializer``."""
    scope: dict[str, Any] = {"rows_of": rows_of}
    entries = [
        f"{name!r}: {_expression(field, f'write_{name}', scope)}" for name, field in serializer.fields.items()
    ]
    source = f"def write(row):\n    return {{{', '.join(entries)}}}"
    exec(compile(source, f"<{type(serializer).__name__}>", "exec"), scope)  # noqa: S102  (names of our own fields)
    write: Callable[[Any], dict[str, Any]] = scope["write"]
    return write


def _expression(field: Any, write: str, scope: dict[str, Any]) -> str:
    scope[write] = getattr(field, "writing", field.to_representation)
    if not field.source_attrs:
        return f"{write}({getattr(field, 'takes', 'row')})"
    value = "row." + ".".join(field.source_attrs)
    if isinstance(field, serializers.ListSerializer):
        return f"{write}(rows) if (rows := rows_of(row, {field.source!r})) else []"
    if getattr(field, "is_as_stored", False):
        return value
    if type(field).to_representation is Value.to_representation:
        return f"value if (value := {value}) != '' else None"
    return f"{write}(value) if (value := {value}) is not None else None"
