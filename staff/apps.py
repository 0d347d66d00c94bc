"""Who signs in, in which role, and what they did."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    default = True
    name = "staff"
    verbose_name = _("Staff and sign-in")

    def ready(self) -> None:
        from staff.policies import ensure_policies
        from staff.roles import Role, grant, register_grants

        register_grants(
            {
                "staff.auditentry": {Role.ADMINISTRATOR: ["view"]},
                "staff.grouppolicy": {Role.ADMINISTRATOR: ["view", "change"]},
                "auth.user": {Role.ADMINISTRATOR: ["view", "add", "change"]},
            }
        )
        from staff import rights, signals  # noqa: F401  (connect their receivers)

        post_migrate.connect(grant, dispatch_uid="staff.grant")
        post_migrate.connect(ensure_policies, sender=self, dispatch_uid="staff.ensure_policies")


class StaffAdminConfig(admin_apps.AdminConfig):
    """Django's admin, every address of it behind `staff.site`."""

    default = False
    default_site = "staff.site.StaffSite"
