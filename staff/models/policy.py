"""What is asked of the members of a group."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupPolicy(models.Model):
    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="policy", verbose_name=_("role"), editable=False
    )
    requires_second_factor = models.BooleanField(
        _("asks for a second factor"),
        default=False,
        help_text=_("Members without one are led to set it up at their next page, before anything else."),
    )

    class Meta:
        verbose_name = _("rule of a role")
        verbose_name_plural = _("rules of the roles")
        ordering = ("group_id",)

    def __str__(self) -> str:
        from staff.roles import Role

        name = self.group.name
        return str(Role(name).label) if name in Role.values else name
