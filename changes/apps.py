from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = _("Changes of the record")

    def ready(self) -> None:
        from changes import checks, installing, prompting, version  # noqa: F401  (checks register themselves)
        from events import figures

        pre_migrate.connect(installing.before_migrations, sender=self)
        post_migrate.connect(installing.after_migrations, sender=self)
        prompting.connect()
        figures.follow(
            partial(version.current, settling=False)
        )  # to settle is for those who are about to answer
