from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from changes.settling import settled
        from webhooks import tasks

        settled.connect(tasks.after_changes, dispatch_uid="webhooks.after_changes")
