"""What each role asks of those who hold it."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from staff.audit import Action, record
from staff.models import GroupPolicy


@admin.register(GroupPolicy)
class PolicyDesk(admin.ModelAdmin):
    list_display = ("role", "requires_second_factor")
    list_select_related = ("group",)
    fields = ("requires_second_factor",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("role"), ordering="group_id")
    def role(self, policy: GroupPolicy) -> str:
        return str(policy)

    def save_model(self, request: HttpRequest, obj: GroupPolicy, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            asked = obj.requires_second_factor
            record(
                Action.POLICY_CHANGED,
                by=request.user,
                request=request,
                target=obj,
                requires_second_factor=asked,
            )
