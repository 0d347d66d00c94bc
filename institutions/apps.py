from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = _("Who and where")

    def ready(self) -> None:
        from institutions import record, rights  # noqa: F401  (importing the rights registers their rules)

        record.register_all()
