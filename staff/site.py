"""The staff's site: Django's admin, whose every address asks for a session that counts and for the second factor."""

from functools import update_wrapper
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from staff import second_factor
from staff.audit import Action, record


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_satisfied(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's; but whoever is refused keeps what was typed, and is led to what is missing."""
        from staff.entrance import refuse

        guarded = super().admin_view(view, cacheable)
        refused = csrf_protect(never_cache(refuse))

        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_sign_out = request.path == reverse("admin:logout")
            if self.has_permission(request) or (is_sign_out and not request.user.is_authenticated):
                return guarded(request, *args, **kwargs)
            if is_sign_out:  # half signed in: without the code still owed
                return csrf_protect(self.logout)(request)
            return refused(request)

        return update_wrapper(door, view)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from staff.views import account, setup, sign_in, step

        guard = self.admin_view
        return [
            path("second-factor/", step.second_factor_step, name="second_factor"),
            path("second-factor/setup/", setup.second_factor_setup, name="second_factor_setup"),
            path("second-factor/setup/qr.svg", setup.second_factor_qr, name="second_factor_qr"),
            path("second-factor/change/", guard(account.second_factor_change), name="second_factor_change"),
            path("account/", guard(account.account), name="account"),
            path("account/end-sessions/", guard(account.end_sessions), name="end_sessions"),
            path("resume/", guard(sign_in.resume_view), name="resume"),
            # Without Django's way from any row's number to its public page: it would tell the address of a draft.
            *(entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What staff work with most comes first (``menu_rank``, 9 unless said); Django sorts by letters only."""
        ranks = {label: rank for rank, label in enumerate(settings.DESK_ORDER)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: getattr(self._registry[row["model"]], "menu_rank", 9))
        return sorted(apps, key=lambda app: ranks.get(app["app_label"], len(ranks)))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from staff.views.sign_in import sign_in

        return sign_in(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            user = cast("Model", request.user)
            record(Action.PASSWORD_CHANGED, by=user, request=request, target=user)
        return response
