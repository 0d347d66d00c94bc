from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("What happens")

    def ready(self) -> None:
        from events import merging, record, rights

        merging.register_all()
        record.register_all()
        rights.register_all()
