"""What machines ask about this process. Nothing here is about a person, and nothing is cached."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from portal.away import RETRY_AFTER
from portal.metrics import may_read, text
from portal.readiness import findings


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody: a database that is away is no reason to kill the process."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests may be sent here, 503 when not, and why."""
    found = findings()
    ready = all(finding.ok for finding in found if finding.needed)
    whole = all(finding.ok for finding in found)
    status = "ready" if whole else ("ready, with less" if ready else "not ready")
    response = JsonResponse(
        {"status": status, "checks": {finding.name: finding.as_json() for finding in found}},
        status=200 if ready else 503,
        json_dumps_params={"indent": 1},
    )
    if not ready:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for whoever is configured to read them; for others the address does not exist."""
    if not may_read(request):
        raise Http404
    return HttpResponse(text(), content_type=CONTENT_TYPE_LATEST)
