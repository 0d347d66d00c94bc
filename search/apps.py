from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from events import finding
        from search import keeping, lists

        keeping.connect()
        finding.use(matching=lists.matching, by_relevance=lists.by_relevance, touch=keeping.touch)
        post_migrate.connect(fill, sender=self)


def fill(using: str, **kwargs: Any) -> None:
    """A new index is filled as soon as its table is there, while the release before still asks the old one."""
    from search.index import rebuild

    if using == DEFAULT_DB_ALIAS and _is_unfilled():
        rebuild()


def _is_unfilled() -> bool:
    from django.db.migrations.executor import MigrationExecutor

    from search.kinds import KINDS
    from search.models import SearchDocument

    if SearchDocument._meta.db_table not in connection.introspection.table_names():
        return False  # on the way to an earlier state
    if SearchDocument.objects.exists() or not any(k.model._base_manager.exists() for k in KINDS.values()):
        return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
