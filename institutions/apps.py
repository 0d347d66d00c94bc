from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = _("Who and where")

    def ready(self) -> None:
        from history.registry import let_see
        from institutions import record
        from institutions.rights import visible_rows

        record.register_all()
        let_see(visible_rows)
