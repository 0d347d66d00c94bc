from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from staff.roles import Role, register_grants

        register_grants(
            {
                "partners.apikey": {Role.ADMINISTRATOR: ["view", "add", "change"]},
                "partners.keyusage": {Role.ADMINISTRATOR: ["view"]},
            }
        )
