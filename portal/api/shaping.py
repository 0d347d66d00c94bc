"""What a client wants of an answer: some of the fields (`fields=`), and records beside it (`include=`).

`include=` adds, once each, the whole records to which the answer refers: `{"included": {"institutions": […]}}`. What
may be included is a closed list for each resource, and each entry of it costs a constant number of queries.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

FIELDS, INCLUDE, INCLUDED = "fields", "include", "included"
Paths = tuple[str, ...]
# Resource: what may stand beside its records, and the fields that lead there («involvements.institution»).
INCLUDABLE: dict[str, dict[str, Paths]] = {
    "event": {
        "agreements": ("agreements.agreement",),
        "institutions": ("involvements.institution", "speakers.institution"),
        "series": ("series",),
        "speakers": ("speakers.person",),
        "territories": ("place.territory", "place.covered_territories"),
    },
    "series": {"institutions": ("organizer",)},
    "institution": {
        "institutions": ("parent", "units", "members", "joint_bodies"),
        "territories": ("territory",),
    },
    "speaker": {
        "agreements": ("signatures.agreement",),
        "institutions": ("positions.institution", "appearances.institution"),
    },
    "agreement": {"institutions": ("parties",), "speakers": ("signatories.person",)},
    "recommendation": {"events": ("event",), "institutions": ("addressees",)},
    "territory": {"territories": ("parent",)},
    "topic": {},
    "document": {"agreements": ("agreement",), "events": ("event",)},
}
MOST_INCLUDED = 500  # records of one resource; an answer stays an answer, not a dump


def asked(request: Request, parameter: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """The names given in ``parameter``, separated by commas or repeated; each must be one of ``allowed``."""
    allowed = sorted(allowed)
    given = [name.strip() for text in request.query_params.getlist(parameter) for name in text.split(",")]
    unknown = [name for name in dict.fromkeys(given) if name not in allowed]
    if unknown:
        message = _("“%(value)s” is not known here. Allowed: %(values)s.")
        told = [message % {"value": name[:100], "values": ", ".join(allowed)} for name in unknown[:10]]
        raise ValidationError({parameter: told})
    return tuple(name for name in allowed if name in given)


def referred(records: Iterable[Mapping[str, Any]], paths: Paths) -> list[int]:
    """The identifiers of the records to which ``records``, as they are written, refer."""
    found = {reference["id"] for record in records for path in paths for reference in _at(record, path)}
    return sorted(found)[:MOST_INCLUDED]


def _at(record: Any, path: str) -> Iterator[Mapping[str, Any]]:
    here: list[Any] = [record]
    for step in path.split("."):
        below = [row.get(step) for row in here]
        here = [row for value in below for row in (value if isinstance(value, list) else [value]) if row]
    yield from here
