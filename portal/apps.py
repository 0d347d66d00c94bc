"""The roof: what needs both the record of events and the institutions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from portal import checks  # noqa: F401  (registers the system checks)
        from portal.lib import named_first  # noqa: F401  (registers the lookup)
