"""What the public can be led to, as tokens; the rows themselves and the gate stay where they are."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.positions import on_of
from search.querysets import SearchDocumentQuerySet


class Kind(models.TextChoices):
    """Kinds of results, in the order in which equals are listed."""

    EVENT = "event", _("event")
    SERIES = "series", _("series")
    INSTITUTION = "institution", _("institution")
    PERSON = "person", _("person")
    AGREEMENT = "agreement", _("agreement")
    RECOMMENDATION = "recommendation", _("request or recommendation")
    DOCUMENT = "document", _("document")
    PRESS_ITEM = "press_item", _("press item")


NAMED = (Kind.EVENT, Kind.SERIES, Kind.INSTITUTION, Kind.PERSON, Kind.AGREEMENT)  # suggested by name
ANSWERED = (Kind.INSTITUTION, Kind.PERSON)  # the direct answer to their exact name


class SearchDocument(models.Model):
    """One row for each thing that can be found, holding every language of it.

    ``search.index`` alone fills it. The database adds what it searches by (migration 0003): generated ``title_``,
    ``head`` and ``full_`` on PostgreSQL, the FTS5 tables ``search_words`` and ``search_names`` on SQLite. Whether
    the public may see it is never stored: ``public()`` asks the row itself. Long columns stand last, so that
    SQLite reads the others without them.
    """

    position = models.BigAutoField(primary_key=True)  # always given (search.positions); SQLite's own rowid
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    analyzer = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=400, default="")  # the path of its territory
    institutions = models.TextField(default=" ")  # keys between spaces
    title = models.TextField(default="")
    people = models.TextField(default="")
    filters = models.TextField(default="")  # tokens of what results are narrowed by
    body = models.TextField(default="")
    extra = models.TextField(default="")
    terms = models.TextField(default="")
    texts = models.TextField(default="[]")  # what passages are cut from: JSON, [[language, text], …]

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        db_table = "search_index"
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_position_for_each_thing")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def on(self) -> date | None:
        return on_of(self.position)


class SearchTerm(models.Model):
    """A word of the index and the number of documents that have it: what «did you mean» chooses from."""

    word = models.CharField(max_length=40, unique=True)
    document_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the search index")
        verbose_name_plural = _("words of the search index")

    def __str__(self) -> str:
        return self.word
