"""After repeated failures a name is refused at an address: not everybody there, and not the name everywhere.

Two wider limits meet guessing from many addresses at one name, and from one address at many names. They spare
whoever has signed in from this address before: an attacker cannot keep an office or a person out of it.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from staff.addresses import counted_address, network
from staff.audit import Action, record
from staff.models import AuditEntry

FAILURES_OF_A_NAME = 30  # from all addresses
FAILURES_OF_AN_ADDRESS = 100  # of all names
KNOWN_FOR = timedelta(days=90)


class LockOut(AxesDatabaseHandler):
    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        name = (credentials or {}).get("username") or ""
        return super().is_locked(request, credentials) or _is_guessing(name, request)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        super().user_login_failed(sender, credentials, request, **kwargs)
        # Counted, and one too many: a further attempt is refused without being counted.
        if request is not None and request.axes_locked_out and request.axes_failures_since_start is not None:  # type: ignore[attr-defined]  # axes' own
            record(Action.LOCKED_OUT, request=request, username=credentials.get("username"))


def _is_guessing(name: str, request: HttpRequest) -> bool:
    too_many = (
        _failures(_recent().filter(username=name)) >= FAILURES_OF_A_NAME
        or _failures(_recent().filter(ip_address=counted_address(request))) >= FAILURES_OF_AN_ADDRESS
    )
    return too_many and not _has_signed_in_here(name, request)


def _recent() -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def _failures(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def _has_signed_in_here(name: str, request: HttpRequest) -> bool:
    here = counted_address(request)
    entries = AuditEntry.objects.filter(
        action=Action.SIGNED_IN, actor_name=name, at__gte=timezone.now() - KNOWN_FOR
    )
    addresses = entries.order_by().values_list("address", flat=True).distinct()
    return here is not None and any(network(address) == here for address in addresses if address)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429, and when to try again. Says nothing about whether the name exists."""
    name = (credentials or {}).get("username") or ""
    again = _opens_again(name, request)
    wait = max(60, ceil((again - timezone.now()).total_seconds()))
    context = {**admin.site.each_context(request), "again": again, "minutes": ceil(wait / 60)}
    page = render(request, "staff/locked_out.html", context, status=429)
    page.headers["Retry-After"] = str(wait)
    return page


def _opens_again(name: str, request: HttpRequest) -> datetime:
    of_pair = _recent().filter(username=name, ip_address=counted_address(request))
    of_name = _recent().filter(username=name)
    latest = (
        of_pair.aggregate(at=Max("attempt_time"))["at"] or of_name.aggregate(at=Max("attempt_time"))["at"]
    )
    return (latest or timezone.now()) + settings.AXES_COOLOFF_TIME
