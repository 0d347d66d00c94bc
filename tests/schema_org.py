"""What is wrong with structured data, by the official vocabulary of schema.org (release 30.1, as a package).

Every type, property and value is looked up: an independent judge, not a copy of what our code means to say.
"""

from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from schema_org import enums, registry

TEXT = {"Text", "URL", "PronounceableText", "XPathType", "CssSelectorType"}
NUMBERS = {"Number", "Integer", "Float"}


@cache
def vocabulary(kind: str) -> Any:
    """The official description of a type; None where there is no such type."""
    module = registry._MODEL_MODULES.get(kind)
    return getattr(import_module(f"schema_org.models.{module}"), kind, None) if module else None


@cache
def properties(kind: str) -> dict[str, Any]:
    return {row.schema_name: row for row in vocabulary(kind).SCHEMA_PROPERTIES}


def faults(node: dict[str, Any], where: str = "") -> list[str]:
    """Every breach of the vocabulary in a node and all below it; none for sound data."""
    kind = node.get("@type", "")
    where = f"{where}/{kind}"
    if vocabulary(kind) is None:
        return [f"{where}: there is no such type"]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        known = next((properties(up)[name] for up in above(kind) if name in properties(up)), None)
        if known is None or known.superseded_by:
            found.append(f"{where}: no such property as {name}")
            continue
        for item in value if isinstance(value, list) else [value]:
            found += judged(item, known.ranges, f"{where}.{name}")
    return found


def above(kind: str) -> tuple[str, ...]:
    return vocabulary(kind).SCHEMA_TYPES


def judged(value: Any, ranges: tuple[str, ...], where: str) -> list[str]:
    if isinstance(value, dict):
        fits = vocabulary(value.get("@type", "")) is None or set(above(value["@type"])) & set(ranges)
        return faults(value, where) if fits else [f"{where}: may not be a {value['@type']}"]
    if isinstance(value, int | float):
        return [] if NUMBERS & set(ranges) else [f"{where}: {value} is a number"]
    fits = TEXT & set(ranges) or any(is_of(value, one) for one in ranges)
    return [] if value and fits else [f"{where}: «{value}» is none of {', '.join(ranges)}"]


def is_of(value: str, one: str) -> bool:
    """Whether a text is a date, an instant, or a word of an enumeration."""
    if one in ("Date", "DateTime"):
        try:
            read = date.fromisoformat(value) if one == "Date" else datetime.fromisoformat(value)
        except ValueError:
            return False
        return one == "Date" or ("T" in value and getattr(read, "tzinfo", None) is not None)
    listed = getattr(enums, one, None)
    return listed is not None and value in {word.value for word in listed}
