"""Reads of anonymous visitors may come from a streaming replica (DATABASE_REPLICA_URL); everything else does not.

A replica is some moments behind. Who has a session, and whoever has just sent something, reads what was written; so
does a request from its own first write on. When the replica does not answer, the primary does.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
FRESH_COOKIE = "fresh"
FRESH_FOR = 10  # seconds after a write in which its author reads from the primary
PAUSE = 15.0  # seconds before a replica that did not answer is asked again
may_lag: ContextVar[bool] = ContextVar("may_lag", default=False)
logger = logging.getLogger("portal.replica")


class ReplicaRouter:
    """Django's questions about where to read and write (DATABASE_ROUTERS)."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return REPLICA if may_lag.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        may_lag.set(False)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA


class ReplicaMiddleware:
    """Decides for each request; costs nothing when no replica is configured."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._away_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REPLICA not in connections.settings:
            return self.get_response(request)
        token = may_lag.set(_is_a_visitors_read(request) and self._answers())
        try:
            response = self.get_response(request)
        finally:
            may_lag.reset(token)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            response.set_cookie(
                FRESH_COOKIE,
                "1",
                max_age=FRESH_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def _answers(self) -> bool:
        if time.monotonic() < self._away_until:
            return False
        try:
            connections[REPLICA].ensure_connection()
        except (OperationalError, InterfaceError):
            self._away_until = time.monotonic() + PAUSE
            logger.warning("The replica does not answer; reading from the primary.")
            return False
        return True


def _is_a_visitors_read(request: HttpRequest) -> bool:
    """No session, nothing just written, and not a machine that asks about the primary itself."""
    is_read = request.method in ("GET", "HEAD")
    knows_us = settings.SESSION_COOKIE_NAME in request.COOKIES or FRESH_COOKIE in request.COOKIES
    return is_read and not knows_us and not request.path_info.startswith(("/admin/", "/readyz", "/metrics"))
