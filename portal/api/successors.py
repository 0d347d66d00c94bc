"""The address of a record that was merged into another leads to that one, for ever (RFC 9110 §15.4.9)."""

from http import HTTPStatus
from typing import Any

from rest_framework.response import Response

from history.tombstones import successor
from portal.api.addresses import record_path


def redirection(view: Any) -> Response | None:
    """A redirect with the same parameters; None where nothing public has taken the record's place."""
    rows = view.get_queryset()
    number = successor(rows.model, int(view.kwargs["pk"]))
    if number is None or not rows.filter(pk=number).exists():
        return None
    query = view.request.META.get("QUERY_STRING", "")
    address = record_path(view.basename, number) + (f"?{query}" if query else "")
    return Response(status=HTTPStatus.PERMANENT_REDIRECT, headers={"Location": address})
