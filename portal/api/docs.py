"""The description of the API for people: made from the same document, served by ourselves, without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.api.description import document

# A question worth trying for each list; items are tried by the number that every record of the sample has.
QUESTIONS: dict[str, dict[str, str]] = {
    "events": {"when": "past", "lang": "fr", "page_size": "3"},
    "institutions": {"fields": "id,name,kind", "page_size": "5"},
    "recommendations": {"include": "institutions", "page_size": "3"},
    "search": {"q": "الشباب", "lang": "ar"},
    "changes": {"page_size": "5"},
}
MOST_VALUES = 40


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    kind: str
    text: str
    is_required: bool
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class Operation:
    """One address. ``curl`` can be pasted into a terminal; ``address`` opened in the browser."""

    name: str
    path: str
    text: str
    parameters: list[Parameter]
    answers: list[tuple[str, str]]
    address: str
    curl: str


@require_safe
def api_docs_for_visitor(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`: to the page in the visitor's language."""
    return redirect("api_docs")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    described = document()
    language = get_language() or settings.LANGUAGE_CODE
    operations = [_operation(path, told["get"], language) for path, told in described["paths"].items()]
    context = {
        "lists": [operation for operation in operations if "{" not in operation.path],
        "items": [operation for operation in operations if "{" in operation.path],
        "vocabularies": list(_vocabularies(described, language)),
        "headers": described["components"]["headers"].items(),
        "base": settings.SITE_URL.rstrip("/"),
    }
    return render(request, "pages/api_docs.html", context)


def _operation(path: str, told: Any, language: str) -> Operation:
    name = path.removeprefix("/api/v1/").partition("/")[0]
    question = QUESTIONS.get(name, {"page_size": "3"}) if "{" not in path else {}
    asked = f"?{urlencode(question, quote_via=quote)}" if question else ""
    address = path.replace("{id}", "1") + asked
    return Operation(
        name=told["operationId"],
        path=path,
        text=told.get("description", "").strip(),
        parameters=[_parameter(parameter, language) for parameter in told["parameters"]],
        answers=[(status, answer["description"]) for status, answer in told["responses"].items()],
        address=address,
        curl=f"curl '{settings.SITE_URL.rstrip('/')}{address}'",
    )


def _parameter(told: Any, language: str) -> Parameter:
    schema = told["schema"].get("items", told["schema"])
    labels = schema.get("x-enum-labels", {})
    values = [str(value) for value in schema.get("enum", ())][:MOST_VALUES]
    return Parameter(
        name=told["name"],
        place=told["in"],
        kind=_kind(told["schema"]),
        text=told.get("description", ""),
        is_required=bool(told.get("required")),
        values=[(value, labels.get(value, {}).get(_spoken(language), "")) for value in values],
    )


def _kind(schema: Any) -> str:
    """The type in the words of JSON Schema: «integer 1–100», «string (date)», «string, repeatable»."""
    one = schema.get("items", schema)
    words = str(one.get("type", "string"))
    if "maximum" in one:
        words += f" {one.get('minimum', 0)}–{one['maximum']}"
    if "format" in one:
        words += f" ({one['format']})"
    return f"{words}, …" if schema.get("type") == "array" else words


def _vocabularies(described: Any, language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Closed lists of the answers, with their words in the language of the page."""
    for name, schema in sorted(described["components"]["schemas"].items()):
        if labels := schema.get("x-enum-labels"):
            yield name, [(value, words[_spoken(language)]) for value, words in labels.items()]


def _spoken(language: str) -> str:
    return language if language in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE
