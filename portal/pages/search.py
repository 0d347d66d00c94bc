"""The page of results, and the names suggested while somebody types."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from institutions.models import Institution, Territory
from portal.lib.search.queries import MAX_LENGTH
from portal.lib.translated import LANGUAGES
from search import answers, engine
from search.facets import Chosen, facets
from search.finding import found
from search.results import as_written, results
from search.searches import LIMIT, Search
from search.suggestions import suggestions

PAGE_SIZE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = _typed(request)
    if len(request.GET.get("q", "")) > MAX_LENGTH:  # links repeat what counts of it, not all of it
        parameters: Any = request.GET.copy()
        parameters["q"] = text
        request.GET = parameters
    language = get_language() or "ar"
    chosen = Chosen.of(request.GET)
    search = Search(engine.understood(text), chosen)
    query = search.query
    page = Paginator(search.shown[:LIMIT], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "query": text,
        "page": page,
        "has_more": search.has_more,
        "results": results(page, query, language),
        "facets": facets(search.everything[:LIMIT], chosen, language) if search.everything else [],
        "chosen": chosen,
        "answers": [_answer(row) for row in answers.called(text, query)] if page.number == 1 else [],
        "better": _better(text, language) if query and not search.everything else "",
        "noindex": True,
    }
    return render(request, "pages/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names as JSON: ``{"suggestions": [{"text", "language", "kind", "url"}]}``."""
    asked = request.GET.get("lang", "")
    with override(asked if asked in LANGUAGES else get_language()):
        found = suggestions(_typed(request), get_language() or "ar")
    response = JsonResponse({"suggestions": [asdict(name) for name in found]})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:MAX_LENGTH].strip("\r\n\t")


def _answer(row: Any) -> dict[str, Any]:
    """What is called exactly what was typed, and the icon of its kind."""
    icons = {Institution: "building", Territory: "pin"}
    return {"row": row, "icon": icons.get(type(row), "user")}


def _better(text: str, language: str) -> str:
    """The text spelled as the record spells it; empty when nothing near would be found."""
    better = engine.did_you_mean(text)
    if not better:
        return ""
    query = engine.understood(better)
    return as_written(better, results(found(query, 3), query, language))
