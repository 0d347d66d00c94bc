"""What the public can be led to, as tokens; the rows themselves and the gate stay where they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class SearchDocument(models.Model):
    """One row for each thing that can be found, holding every language of it.

    The columns of tokens are filled by ``search.index`` only. The database adds what it searches by (migration
    0002): generated ``title_``, ``head`` and ``full_`` on PostgreSQL, the FTS5 table ``search_fts`` on SQLite.
    Whether the public may see it is never stored: ``public()`` asks the row itself.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    kind_order = models.PositiveSmallIntegerField(default=0)
    object_id = models.PositiveBigIntegerField()
    title = models.TextField(default="")
    people = models.TextField(default="")
    body = models.TextField(default="")
    extra = models.TextField(default="")
    terms = models.TextField(default="")
    on = models.DateField(_("date"), null=True)
    place = models.CharField(max_length=400, default="")  # the path of its territory
    institutions = models.TextField(default=" ")  # keys between spaces
    analyzer = models.PositiveSmallIntegerField()

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_for_each_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """A word of the index and the number of documents that have it: what «did you mean» chooses from."""

    word = models.CharField(max_length=40, unique=True)
    document_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the search index")
        verbose_name_plural = _("words of the search index")

    def __str__(self) -> str:
        return self.word
