"""The description of the API (OpenAPI 3.1): made from the code, committed, served as it is committed.

Making it takes seconds; what is served was compared with the code by the suite (`manage.py write_openapi`).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

PATH = Path(__file__).with_name("openapi.json")


def from_code() -> dict[str, Any]:
    """The description as the code gives it, in English."""
    from drf_spectacular.generators import SchemaGenerator

    with override("en"):
        described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    plain: dict[str, Any] = json.loads(json.dumps(described, default=str))
    return plain


def generated() -> dict[str, Any]:
    """The same with the examples that were committed."""
    from portal.api import examples

    described = from_code()
    examples.describe(described, examples.kept())
    return described


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


@cache
def committed() -> str:
    return PATH.read_text(encoding="utf-8")


@cache
def document() -> dict[str, Any]:
    """The committed description, read."""
    read: dict[str, Any] = json.loads(committed())
    return read


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """application/json, which browsers show."""
    return HttpResponse(committed(), content_type="application/json")
