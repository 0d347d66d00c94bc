"""Reads of anonymous visitors may come from a streaming replica (DATABASE_REPLICA_URL); everything else does not.

A replica is some moments behind. Who has a session, and whoever has just sent something, reads what was written; so
does a request from its own first write on. A replica that does not answer, is too far behind or was promoted is not
asked: the primary is. Within a request the version of the record and the rows come from the same server, so a page made
from old rows is kept under the old version (docs/decisions/0009).
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
FRESH_COOKIE = "fresh"
FRESH_FOR = 10  # seconds after a write in which its author reads from the primary
MOST_BEHIND = 5  # seconds; less than FRESH_FOR, so that nobody sees their own writes go again
PAUSE = 15.0  # seconds before a replica that did not answer is asked again
# Whether it still is a replica (not promoted), and has replayed all that the primary sent, or something of just now.
# What was sent counts from the beginning of a segment after a restart, hence «<=». One that is cut off from the primary
# cannot know, and does not follow: what was withdrawn must not stay for its visitors.
FOLLOWS = """
SELECT pg_is_in_recovery() AND (
    (pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver))
    OR pg_last_xact_replay_timestamp() > now() - make_interval(secs => %s))
"""
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
        self.replica = Replica()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REPLICA not in connections.settings:
            return self.get_response(request)
        lags = _is_a_visitors_read(request) and self.replica.may_be_asked()
        response = self._answered(request, lags=lags)
        # The replica went, or called the query off.
        if lags and response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            response = self._answered(request, lags=False)
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

    def _answered(self, request: HttpRequest, *, lags: bool) -> HttpResponse:
        token = may_lag.set(lags)
        try:
            return self.get_response(request)
        finally:
            may_lag.reset(token)


class Replica:
    """Whether it is there, still a replica and not far behind: one small query a request, instead of Django's own."""

    def __init__(self) -> None:
        self._away_until = 0.0
        self._behind_since: float | None = None

    def may_be_asked(self) -> bool:
        now = time.monotonic()
        if now < self._away_until:
            return False
        was_away = self._away_until > 0
        if was_away:
            self._away_until = now + PAUSE  # one request tries; the others do not wait for the outcome
        try:
            follows = _follows()
        except (DatabaseError, InterfaceError):
            self._away_until = time.monotonic() + PAUSE
            if not was_away:
                logger.warning("The replica does not answer; reading from the primary.")
            return False
        if was_away:
            self._away_until = 0.0
            logger.warning("The replica answers again.")
        self._note(follows, now)
        return follows

    def _note(self, follows: bool, now: float) -> None:
        """Behind for the moment in which a write is on its way is nothing to tell."""
        if follows:
            self._behind_since = None
        elif self._behind_since is None:
            self._behind_since = now
        elif now - self._behind_since > PAUSE:
            self._behind_since = now
            logger.warning("The replica does not follow the primary; reading from the primary.")


def _follows() -> bool:
    """Asked of the connection that the request will use; one that broke since the last request is opened anew."""
    connection = connections[REPLICA]
    was_open = connection.connection is not None
    try:
        return _asked(connection)
    except (DatabaseError, InterfaceError):
        connection.close()
        if not was_open:
            raise
        return _asked(connection)


def _asked(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWS, [MOST_BEHIND])
        [follows] = cursor.fetchone()
    return bool(follows)


def _is_a_visitors_read(request: HttpRequest) -> bool:
    """No session, nothing just written, and not a machine that asks about the primary itself."""
    is_read = request.method in ("GET", "HEAD")
    knows_us = settings.SESSION_COOKIE_NAME in request.COOKIES or FRESH_COOKIE in request.COOKIES
    return is_read and not knows_us and not request.path_info.startswith(("/admin/", "/readyz", "/metrics"))
