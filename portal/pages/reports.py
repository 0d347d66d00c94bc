"""What browsers report: something a page of ours was not allowed to do (CSP Level 3 §5)."""

import json
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger("portal.csp")
LONGEST = 16 * 1024
A_MINUTE = 30  # reports written down; an extension of one browser must not fill the log
WORD = re.compile(r"[a-z-]{1,40}")


@csrf_exempt  # a browser sends it by itself, without a form
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Into the log and nowhere else: the rule and the site refused. Not the page: its address may be secret."""
    body = request.read(LONGEST + 1)
    if len(body) > LONGEST:
        return HttpResponse(status=413)
    for report in _reports(body)[:5]:
        if _is_counted():
            logger.warning("A page was not allowed to load something: %s from %s.", *_told(report))
    return HttpResponse(status=204)


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Both forms: {"csp-report": {…}} and the Reporting API's [{"type": "csp-violation", "body": {…}}]."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = [item.get("body") for item in sent if isinstance(item, dict)] if isinstance(sent, list) else []
    if isinstance(sent, dict):
        found = [sent.get("csp-report")]
    return [report for report in found if isinstance(report, dict)]


def _is_counted() -> bool:
    cache.add("csp-reports", 0, 60)
    try:
        return cache.incr("csp-reports") <= A_MINUTE
    except ValueError:  # it has just expired, or the cache is away
        return True


def _told(report: dict[str, Any]) -> tuple[str, str]:
    rule = str(report.get("effective-directive") or report.get("effectiveDirective") or "")
    blocked = str(report.get("blocked-uri") or report.get("blockedURL") or "")
    try:
        origin = urlsplit(blocked).hostname or blocked
    except ValueError:
        origin = ""
    return (
        rule if WORD.fullmatch(rule) else "unknown",
        origin if re.fullmatch(r"[a-z0-9.-]{1,100}", origin) else "elsewhere",
    )
