from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = _("E-mail alerts")

    def ready(self) -> None:
        from staff.roles import Role, register_grants

        register_grants({"alerts.subscription": {Role.ADMINISTRATOR: ["view", "delete"]}})
