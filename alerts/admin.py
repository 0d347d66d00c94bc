"""What staff may know of the alerts: how many there are for each filter. An address is shown to whoever brings it."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts import asking, services
from alerts.enums import Frequency
from alerts.models import Subscription
from alerts.querysets import SubscriptionQuerySet

MOST_FILTERS = 200


@admin.register(Subscription)
class AlertDesk(admin.ModelAdmin):
    """Read-only; administrators honour requests under law 09-08 here. No page lists or searches addresses."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the page; no single row has one."""
        return obj is None and super().has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = request.POST.get("address", "").strip()[:254]
        if request.method == "POST" and address:
            return self._honour(request, address)
        return self._page(request)

    def _honour(self, request: HttpRequest, address: str) -> HttpResponse:
        """A request of the person whose address it is: to know, to have a copy, to be erased. Each is on record."""
        if "erase" in request.POST:
            count = services.erase_address(address=address, by=request.user, request=request)
            told = ngettext("%(count)d alert erased.", "%(count)d alerts erased.", count) % {"count": count}
            messages.success(request, told)
            return HttpResponseRedirect(reverse("admin:alerts_subscription_changelist"))
        held = services.give_copy(address=address, by=request.user, request=request)
        if "copy" in request.POST:
            text = json.dumps(held, ensure_ascii=False, indent=2, default=str)
            response = HttpResponse(text, content_type="application/json; charset=utf-8")
            response.headers["Content-Disposition"] = 'attachment; filename="alerts.json"'
            return response
        rows = [
            {**row, "filters": asking.in_words(row["query"]), "often": Frequency(row["frequency"]).label}
            for row in held
        ]
        return self._page(request, address=address, held=rows)

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        counts = counted(Subscription.objects.all())
        everything = {
            **admin.site.each_context(request),
            "title": _("E-mail alerts"),
            "subtitle": None,
            "is_popup": False,
            "opts": self.model._meta,
            "counts": counts,
            "total": Subscription.objects.confirmed().count(),
            "address": "",
            "held": None,
            **context,
        }
        return TemplateResponse(request, "alerts/desk.html", everything)


def counted(rows: SubscriptionQuerySet) -> list[dict[str, Any]]:
    """How many confirmed and waiting alerts there are for each filter, the most wanted first. One query, and those of
    the names of what is filtered for."""
    confirmed = Count("pk", filter=Q(confirmed_at__isnull=False))
    found = rows.order_by().values("query").annotate(confirmed=confirmed, all=Count("pk"))
    return [
        {"filters": row["query"], "confirmed": row["confirmed"], "waiting": row["all"] - row["confirmed"]}
        for row in found.order_by("-confirmed", "query")[:MOST_FILTERS]
    ]
