"""Who signs in, in which role, and what they did."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff and sign-in")

    def ready(self) -> None:
        from staff.roles import Role, grant, register_grants

        register_grants(
            {
                "staff.auditentry": {Role.ADMINISTRATOR: ["view"]},
                "staff.grouppolicy": {Role.ADMINISTRATOR: ["view", "change"]},
                "auth.user": {Role.ADMINISTRATOR: ["view", "add", "change"]},
            }
        )
        post_migrate.connect(grant, dispatch_uid="staff.grant")
