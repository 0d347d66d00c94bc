"""Who may try, and who one is."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import GroupPolicy
from staff.roles import Role


def with_second_factor(users: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates whether each user has a second factor, and whether one of the user's roles asks for it."""
    required = GroupPolicy.objects.filter(requires_second_factor=True)
    of_role = required.filter(group__user=OuterRef("pk"))
    of_superusers = required.filter(group__name=Role.ADMINISTRATOR)
    return users.annotate(
        has_second_factor=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        role_asks_second_factor=Exists(of_role),
        superusers_asked_second_factor=Q(is_superuser=True) & Exists(of_superusers),
    )


class LockOutBackend(AxesStandaloneBackend):
    """Refuses whoever failed too often. A command of the operator has no address and is not counted."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        if request is not None:
            super().authenticate(request, **credentials)


class StaffBackend(ModelBackend):
    def get_user(self, user_id: Any) -> Any:
        """The user with what the staff's door asks of every request, in the one query that is made anyway."""
        users = with_second_factor(get_user_model()._default_manager.all())
        valid_from = F("staff_account__sessions_valid_from")
        user = users.annotate(sessions_valid_from=valid_from).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
