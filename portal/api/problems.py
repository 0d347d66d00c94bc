"""Errors as RFC 9457 problem details, in the language of the request."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from portal.away import is_away, is_full, said_so

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger("django.request")


class ParameterErrorSerializer(serializers.Serializer):
    """What is wrong with a parameter."""

    parameter = serializers.CharField(read_only=True)
    detail = serializers.CharField(read_only=True)


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField(read_only=True, help_text="`about:blank`: the status says it all.")
    title = serializers.CharField(read_only=True)
    status = serializers.IntegerField(read_only=True)
    detail = serializers.CharField(read_only=True)
    errors = ParameterErrorSerializer(many=True, read_only=True)  # type: ignore[assignment]  # RFC 9457's word


def problem_json(exc: Exception, context: dict[str, Any]) -> Response:
    """The handler of all exceptions in the API; an unforeseen one is reported and answered as well."""
    # Django names the model in its 404; ours says it in the language of the request.
    response = exception_handler(NotFound() if isinstance(exc, Http404) else exc, context)
    if response is None:
        response = _failure(exc, context["request"])
    response.data = problem(response.status_code, response.data)
    response.content_type = MEDIA_TYPE
    return response


def problem(status: int, said: Any) -> dict[str, Any]:
    """``said`` is what the REST framework wants to answer: {"detail": …}, or messages by parameter."""
    told = said.get("detail") or _("The request has parameters that are not valid.")
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(told),
        "errors": [] if "detail" in said else _errors(said),
    }


def _errors(messages: dict[str, list[Any]]) -> list[dict[str, str]]:
    return [
        {"parameter": parameter, "detail": str(message)}
        for parameter, found in messages.items()
        for message in found
    ]


def _failure(exc: Exception, request: Any) -> Response:
    """What Django does for a page that fails: tell the log and whoever listens."""
    logger.error("Internal Server Error: %s", request.path, exc_info=exc)
    got_request_exception.send(sender=problem_json, request=request)
    set_rollback()
    if is_away(exc):
        told = (
            _("There is no room left on the portal's disk: nothing new can be saved.")
            if is_full(exc)
            else _("The record is out of reach for a moment. Try again in a few seconds.")
        )
        return Response({"detail": told}, status=503, headers=said_so(get_language() or "ar"))
    return Response({"detail": _("The server failed to answer. It has been told why.")}, status=500)
