"""What is added to the description of the API when all of its parts are there (a hook of drf-spectacular)."""

import copy
from http import HTTPStatus
from typing import Any

from portal.api import linked
from portal.api.problems import problem
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

MEANINGS = {
    "200": "What was asked for.",
    "304": "What the client has, as its `If-None-Match` or `If-Modified-Since` says, is in force.",
    "308": "The record was merged into another: the address of that one.",
    "400": "A parameter is not known or has a value that is not known; `errors` names each.",
    "401": "The key is not in force.",
    "404": "There is nothing that the public may see.",
    "406": "There is no such representation.",
    "410": "The record was restored since the cursor was given: begin anew.",
    "429": "Too many requests in this minute.",
    "500": "The server failed.",
    "503": "The record is out of reach for a moment.",
}
LIMITS = ("RateLimit-Policy", "RateLimit")
VALIDATORS = ("ETag", "Last-Modified")
ALSO = {
    "200": VALIDATORS,
    "304": ("ETag",),
    "308": ("Location",),
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}


def _header(description: str, example: Any, schema: Schema = TEXT) -> Schema:
    return {"description": description, "schema": schema, "example": example}


HEADERS = {
    "RateLimit-Policy": _header("The rule: `q` requests in `w` seconds.", '"anonymous";q=300;w=60'),
    "RateLimit": _header("What is left: `r` requests for `t` seconds.", '"anonymous";r=299;t=41'),
    "Retry-After": _header("Seconds until the next request is answered.", 41, INTEGER),
    "WWW-Authenticate": _header("RFC 6750.", 'Bearer realm="Hakama API", error="invalid_token"'),
    "ETag": _header(
        "Of these bytes: strong (RFC 9110 §8.8.3).", '"7f3a09c21d4-5f1c2ab34d-0123456789abcdef0123"'
    ),
    "Last-Modified": _header(
        "When the record last changed; not told in its first seconds.", "Sun, 29 Nov 2026 09:00:00 GMT"
    ),
    "Location": _header("The address of the record that took its place.", "/api/v1/events/1/"),
}
KEYS: Schema = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key of a partner, which allows more."},
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "The same key."},
}


def complete(result: Schema, **_more: Any) -> Schema:
    """The hook: ``result`` is the whole document."""
    schemas = result["components"]["schemas"]
    schemas["Facet"] = FACET
    linked.describe(schemas, result["paths"])
    schemas["Change"]["required"].remove("record")  # there with `include=record` only
    _describe_included(schemas)
    for name in (*(_record(basename) for basename in INCLUDABLE), "Result"):
        del schemas[name]["required"]  # `fields=` asks for some; without it, all are there
    result["servers"] = [{"url": "/", "description": "This portal."}]
    result["components"]["headers"] = HEADERS
    result["components"]["securitySchemes"] = KEYS
    result["security"] = [{}, *({name: []} for name in KEYS)]
    for operations in result["paths"].values():
        _describe_answers(operations["get"])
    return result


def _describe_answers(operation: Schema) -> None:
    """What every answer has, whoever gives it: the limits, and a refusal of a wrong key."""
    answers = operation["responses"]
    answers["401"] = copy.deepcopy(answers["400"])
    answers["503"] = copy.deepcopy(answers["500"])
    answers["304"] = {}
    if "404" in answers:
        answers["308"] = {}
    operation["responses"] = {status: answers[status] for status in sorted(answers)}
    operation["security"] = [{}, *({name: []} for name in KEYS)]
    for status, answer in operation["responses"].items():
        answer["description"] = MEANINGS[status]
        names = (*LIMITS, *ALSO.get(status, ()))
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        for body in answer.get("content", {}).values() if status >= "400" else ():
            body["example"] = _problem(int(status))


def _problem(status: int) -> Schema:
    told = {"detail": MEANINGS[str(status)]}
    if status == HTTPStatus.BAD_REQUEST:
        return {
            **problem(status, told),
            "errors": [{"parameter": "lang", "detail": "“de” is not known here. Allowed: ar, fr, en, zgh."}],
        }
    return problem(status, told)


def _describe_included(schemas: Schema) -> None:
    """Beside the results of a list, and in the record at its own address."""
    for basename, allowed in INCLUDABLE.items():
        if not allowed:
            continue
        name = _record(basename)
        arrays = {key: {"type": "array", "items": reference(RECORDS[key])} for key in allowed}
        described = {"type": "object", "description": "What `include=` asked for.", "properties": arrays}
        schemas[f"IncludedWith{name}"] = described
        for component in (name, f"Paginated{name}List"):
            schemas[component]["properties"][INCLUDED] = reference(f"IncludedWith{name}")


def _record(basename: str) -> str:
    """The component of a resource."""
    return OWN.get(basename, basename.capitalize())
