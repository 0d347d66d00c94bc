"""What is added to the description of the API when all of its parts are there (a hook of drf-spectacular)."""

from typing import Any

from portal.api.schema import INTEGER, TEXT, Schema, reference, whole, words
from portal.api.shaping import INCLUDABLE, INCLUDED

# The component of each resource that an answer may include.
RECORDS = {
    "agreements": "Agreement",
    "events": "Event",
    "institutions": "Institution",
    "series": "Series",
    "speakers": "SpeakerProfile",
    "territories": "Territory",
}
OWN = {"event": "Event", "speaker": "SpeakerProfile"}
CHOICE = whole({"value": TEXT, "label": TEXT, "count": INTEGER, "is_chosen": {"type": "boolean"}})
FACET = whole(
    {
        "parameter": words(("kind", "year", "territory", "institution")),
        "choices": {"type": "array", "items": CHOICE},
    }
)


def complete(result: Schema, **_more: Any) -> Schema:
    """The hook: ``result`` is the whole document."""
    schemas = result["components"]["schemas"]
    schemas["Facet"] = FACET
    _describe_included(schemas)
    return result


def _describe_included(schemas: Schema) -> None:
    """Beside the results of a list, and in the record at its own address."""
    for basename, allowed in INCLUDABLE.items():
        if not allowed:
            continue
        name = OWN.get(basename, basename.capitalize())
        arrays = {key: {"type": "array", "items": reference(RECORDS[key])} for key in allowed}
        described = {"type": "object", "description": "What `include=` asked for.", "properties": arrays}
        schemas[f"IncludedWith{name}"] = described
        for component in (name, f"Paginated{name}List"):
            schemas[component]["properties"][INCLUDED] = reference(f"IncludedWith{name}")
