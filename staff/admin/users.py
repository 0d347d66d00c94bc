"""Who works here: roles instead of single permissions, and nobody lifts anybody above the own rank."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp import admin as otp_admin
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db import admin as task_admin

from staff import rights, second_factor
from staff.admin.audit import ReadableAddresses
from staff.audit import Action, record
from staff.backends import with_second_factor
from staff.roles import LADDER, Role

OF_SUPERUSERS = ("is_superuser",)


class HasSecondFactor(admin.SimpleListFilter):
    title = _("second factor")
    parameter_name = "second_factor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(has_second_factor=wanted)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


class RoleChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group: Group) -> str:
        return str(Role(group.name).label) if group.name in Role.values else group.name


@admin.action(description=_("Remove the second factor (lost telephone)"), permissions=["change"])
def reset_second_factor(desk: "UserDesk", request: HttpRequest, users: QuerySet[User]) -> None:
    """The users set a new one up at their next sign-in, if their role asks for it."""
    allowed = [
        user for user in users if desk.has_change_permission(request, user) and user.pk != request.user.pk
    ]  # the own one is changed with password and code
    done = sum(second_factor.remove(user, by=request.user, request=request) for user in allowed)
    text = ngettext(
        "The second factor of %(count)d person was removed.",
        "The second factor of %(count)d persons was removed.",
        done,
    )
    desk.message_user(request, text % {"count": done}, messages.SUCCESS if done else messages.WARNING)


class UserDesk(ReadableAddresses, UserAdmin):
    list_display = ("username", "full_name", "role", "factor", "last_login", "is_active")
    list_filter = (RoleFilter, HasSecondFactor, "is_active")
    list_per_page = 50
    show_full_result_count = False
    actions = [reset_second_factor]
    readonly_fields = ("last_login", "date_joined", "factor")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups", *OF_SUPERUSERS)}),
        (_("Sign-ins"), {"fields": ("factor", "last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return with_second_factor(super().get_queryset(request)).prefetch_related("groups")

    # Columns ------------------------------------------------------------------------------------------
    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "—"

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        names = {group.name for group in user.groups.all()}
        if user.is_superuser:
            return str(_("superuser"))
        return next((str(role.label) for role in reversed(LADDER) if role.value in names), "—")

    @admin.display(description=_("second factor"), boolean=True)
    def factor(self, user: Any) -> bool:
        return bool(getattr(user, "has_second_factor", False))

    # Who may change whom ------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: who has left is made inactive, and what they did keeps its name."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser or obj is None:
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in OF_SUPERUSERS]})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever manages users may not take the own way in, nor give the own account another rank."""
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, *(("is_active", "is_staff", "groups", "is_superuser") if own else ()))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return RoleChoice(
            Group.objects.order_by("pk"),
            label=_("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Each role includes the ones above it in this list."),
        )

    # What is written down -----------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True  # the public has no accounts
        form.rights_before = rights.of(obj.pk) if change else {}
        with rights.noted_elsewhere():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with rights.noted_elsewhere():
            super().save_related(request, form, formsets, change)
        user, before = form.instance, form.rights_before
        after = rights.of(user.pk)
        if not change:
            record(Action.ACCOUNT_CREATED, by=request.user, request=request, target=user, rights=after)
        elif before != after:
            record(
                Action.RIGHTS_CHANGED,
                by=request.user,
                request=request,
                target=user,
                before=before,
                after=after,
            )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  (Django's name)
        if id == str(request.user.pk):
            return redirect("admin:password_change")  # which asks for the old one
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, id)
        if request.method == "POST" and response.status_code == 302 and user is not None:
            record(Action.PASSWORD_CHANGED, by=request.user, request=request, target=user)
        return response


admin.site.unregister(task_admin.DBTaskResult)  # a machine's errand, in a machine's words
admin.site.unregister(Group)  # the roles are fixed; what they may do is written in the code
admin.site.unregister(User)
admin.site.register(User, UserDesk)
if admin.site.is_registered(otp_admin.TOTPDevice):
    admin.site.unregister(TOTPDevice)  # its page would show the secret
