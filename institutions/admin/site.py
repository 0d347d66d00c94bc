"""What the staff's site is called, and how its lists of choices are worded."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from institutions.admin.concealed import conceal


class LabelledChoices(AutocompleteJsonView):
    """Choices called as their own desk calls them: «فاس» alone is a region, a prefecture and a commune."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*getattr(self.model_admin, "choice_related", ()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["object_list"] = list(context["object_list"])
        conceal(context["object_list"], self.request.user, getattr(self.model_admin, "choice_related", ()))
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


def choices(request: HttpRequest) -> HttpResponseBase:
    return LabelledChoices.as_view(admin_site=admin.site)(request)


admin.site.site_header = _("Security governance portal")
admin.site.site_title = _("Security governance portal")
admin.site.index_title = _("The record")
admin.site.empty_value_display = "—"
# An AdminSite of our own would need a line in the settings to do no more than this.
admin.site.autocomplete_view = choices  # type: ignore[method-assign]
