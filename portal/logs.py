"""How the log is written: one JSON object a line, with the request's number and nothing about a person.

No network address, no query, no address of a page (a preview's is a secret, a search's may name somebody): the route
says which page it was, and the request's number, which the visitor sees too, which call.
"""

import json
import logging
import time
from contextvars import ContextVar
from typing import Any

from django.core.mail import mail_admins

request_id: ContextVar[str] = ContextVar("request_id", default="")
# What a record may carry beside its message (logger.info(…, extra={…})).
EXTRA = ("method", "route", "status", "milliseconds", "task", "event_id", "count")
# PostgreSQL puts the values of a row there.
PERSONAL = ("DETAIL:", "CONTEXT:")


class UtcFormatter(logging.Formatter):
    """Lines stamped in UTC: the process's local time comes from the host's zone data, which may be stale."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class JsonFormatter(UtcFormatter):
    """RFC 8259, one line: what log collectors read without rules of their own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if number := request_id.get():
            line["request_id"] = number
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's name)
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.startswith(PERSONAL))


def _message(record: logging.LogRecord) -> str:
    """Django's words about a request end with its address; the route stands in for it."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    route = (match.view_name or match.route) if match else "unmatched"
    path = getattr(request, "path", "/")
    said = record.getMessage()
    return f"{said.replace(path, '')} {route}" if path in said else said


class ErrorMail(logging.Handler):
    """Failures by mail to ADMINS, without the request that Django's own handler adds; at most one a minute."""

    PAUSE = 60.0

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._silent_until = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        if time.monotonic() < self._silent_until:
            return
        self._silent_until = time.monotonic() + self.PAUSE
        try:
            text = self.format(record).replace("\\n", "\n")
            mail_admins(f"{record.levelname} {record.name}", text, fail_silently=True)
        except Exception:  # noqa: BLE001  (as every handler: logging must not raise)
            self.handleError(record)
