"""Figures, and where facts come from."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.cited import CitationQuerySet
from events.enums import CountQualifier, CountScope, CountUnit
from events.models.event import Event
from events.models.press import PressItem
from events.querysets import EventPartQuerySet
from institutions.enums import TextLanguage
from institutions.models.translated import Translated


class Count(Translated):
    """A figure as one source gives it. Conflicting figures stand side by side; the editor marks a choice."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="counts", verbose_name=_("event"))
    unit = models.CharField(_("what is counted"), max_length=20, choices=CountUnit)
    scope = models.CharField(_("scope"), max_length=12, choices=CountScope, default=CountScope.TOTAL)
    scope_words = models.CharField(_("scope in words"), max_length=200, blank=True, default="")
    on = models.DateField(_("day"), null=True, blank=True)
    value = models.PositiveBigIntegerField(_("number"), null=True, blank=True)
    qualifier = models.CharField(
        _("precision"), max_length=12, choices=CountQualifier, default=CountQualifier.EXACT
    )
    wording = models.CharField(
        _("as worded by the source"), max_length=200, blank=True, default="", help_text=_("«tens a day»")
    )
    source = models.ForeignKey(
        PressItem, models.SET_NULL, null=True, blank=True, related_name="counts", verbose_name=_("source")
    )
    is_chosen = models.BooleanField(_("editor's choice"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(wording=""),
                name="count_has_a_number_or_words",
                violation_error_message=_("Give the number, or the words of the source."),
            ),
            models.UniqueConstraint(
                fields=["event", "unit", "scope"],
                condition=Q(is_chosen=True, on__isnull=True, scope="total"),
                name="one_chosen_total_for_each_unit",
                violation_error_message=_("Another figure is already the editor's choice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value if self.value is not None else self.wording} {self.get_unit_display()}"


def name_of_fact(model: type[models.Model], field: str) -> str:
    """What people call a column or a relation of ``model``, in the active language; empty for what it has not."""
    try:
        fact: Any = model._meta.get_field(field)
    except FieldDoesNotExist:
        return ""
    return str(fact.related_model._meta.verbose_name_plural if fact.auto_created else fact.verbose_name)


class Citation(Translated):
    """Where a fact of any object comes from, and in which words: «the source says this of that field».

    Several citations of one field with different words are a contradiction; ``is_chosen`` marks the one the
    record follows. A citation is as public as the object it is about.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    field = models.CharField(
        _("fact"), max_length=60, blank=True, default="", help_text=_("Empty: the whole entry.")
    )
    source = models.ForeignKey(PressItem, models.PROTECT, related_name="citations", verbose_name=_("source"))
    wording = models.CharField(_("what the source says"), max_length=400, blank=True, default="")
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.ARABIC
    )
    is_chosen = models.BooleanField(_("followed by the record"), default=True)
    note = models.CharField(_("editor's note"), max_length=400, blank=True, default="")

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a fact")
        verbose_name_plural = _("sources of facts")
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "source", "wording"],
                name="fact_is_cited_once_from_a_source",
            )
        ]

    def __str__(self) -> str:
        model = ContentType.objects.get_for_id(self.content_type_id).model_class()
        fact = name_of_fact(model, self.field) if model else ""
        return f"{fact}: {self.source}" if fact else str(self.source)


class Correction(Translated):
    """A published fact that was wrong and has been put right, in public."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="corrections", verbose_name=_("event"))
    on = models.DateField(_("date"))
    field = models.CharField(_("fact"), max_length=60, blank=True, default="")
    before = models.CharField(_("before"), max_length=400, blank=True, default="")
    after = models.CharField(_("after"), max_length=400, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=400)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.reason or ""
