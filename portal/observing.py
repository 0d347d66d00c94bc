"""Every request gets a number, a line in the log and a place in the figures."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from portal import metrics
from portal.logs import request_id

logger = logging.getLogger("portal.request")
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = frozenset({"healthz", "readyz", "metrics"})  # asked every few seconds by machines


class ObservingMiddleware:
    """First of all: what the others refuse is counted too.

    A proxy's ``X-Request-ID`` is taken over when it is well formed, so that both logs tell of the same call.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if WELL_FORMED.fullmatch(given) else uuid4().hex
        token = request_id.set(number)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - begun)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "unmatched"
        metrics.note(request.method or "", route, response.status_code, seconds)
        if route not in QUIET:
            told = {
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            }
            logger.info("answered", extra=told)
