from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from events import finding
        from search import keeping, lists

        keeping.connect()
        finding.use(matching=lists.matching, by_relevance=lists.by_relevance, touch=keeping.touch)
