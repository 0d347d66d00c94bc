"""What was asked, what was promised, what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.enums import FollowUpStatus, Precision, RecommendationKind
from events.models.event import Event
from events.models.programme import Session, Speaker
from events.moments import moment_of
from events.querysets import EventPartQuerySet, RecommendationQuerySet
from institutions.fields import DerivedText
from institutions.models import Institution
from institutions.models.base import has_text
from institutions.models.translated import Translated
from portal.lib.moment import Moment
from portal.lib.record_address import record_address
from portal.lib.text import normalize
from portal.lib.translated import LANGUAGES


class Recommendation(Translated):
    """A remark, request, proposal, recommendation or commitment made at an event.

    Its status is never typed: ``with_status()`` reads it from the latest follow-up, and it is «recorded»
    as long as no source tells of any.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="recommendations", verbose_name=_("event"))
    session = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("session"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=RecommendationKind, default=RecommendationKind.RECOMMENDATION
    )
    text = models.TextField(_("text"))
    raised_by = models.ForeignKey(
        Speaker,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="raised_recommendations",
        verbose_name=_("raised by"),
    )
    raised_by_words = models.CharField(_("raised by (in words)"), max_length=300, blank=True, default="")
    addressees = models.ManyToManyField(
        Institution, blank=True, related_name="recommendations", verbose_name=_("addressed to")
    )
    addressed_to_words = models.CharField(
        _("addressed to (in words)"), max_length=300, blank=True, default=""
    )
    due_precision = models.CharField(
        _("due known"), max_length=20, choices=Precision, default=Precision.UNKNOWN
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_words = models.CharField(_("due, in words"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    search_text = DerivedText(derive="derive_search_text", default="")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request or recommendation")
        verbose_name_plural = _("requests and recommendations")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="recommendation_has_a_text_in_arabic_or_french",
                violation_error_message=_("Give the text in Arabic or in French."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecommendationKind.values), name="recommendation_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return (self.text or "")[:100]

    def get_absolute_url(self) -> str:
        return record_address("events:recommendation_detail", self.pk)

    @property
    def due(self) -> Moment:
        return moment_of(self, "due")

    def derive_search_text(self) -> str:
        return normalize(" ".join(filter(None, (getattr(self, f"text_{x}", None) for x in LANGUAGES))))


class FollowUp(Translated):
    """A dated step in the life of a recommendation, always with its proof."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="follow_ups", verbose_name=_("recommendation")
    )
    status = models.CharField(_("status"), max_length=12, choices=FollowUpStatus)
    on = models.DateField(_("date"))
    note = models.TextField(_("what happened"), blank=True, default="")
    source = models.ForeignKey(
        "PressItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("source"),
    )
    evidence_url = models.URLField(_("address of the proof"), blank=True, default="")

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-up")
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["recommendation", "-on", "-id"], name="follow_up_latest"),
            models.Index(fields=["-on", "-recommendation"], name="follow_up_by_day"),
            models.Index(fields=["status", "recommendation"], name="follow_up_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(evidence_url=""),
                name="follow_up_has_its_proof",
                violation_error_message=_("Progress needs a proof: a source or an address."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=FollowUpStatus.values), name="follow_up_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.on})"


class Answer(Translated):
    """What was answered on the spot. One general answer may cover many requests; without any, it is general."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="answers", verbose_name=_("event"))
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="answers", verbose_name=_("given by")
    )
    text = models.TextField(_("text"))
    covers = models.ManyToManyField(
        Recommendation, blank=True, related_name="answers", verbose_name=_("covers these requests")
    )
    source = models.ForeignKey(
        "PressItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="answer_has_a_text_in_arabic_or_french",
                violation_error_message=_("Give the text in Arabic or in French."),
            )
        ]

    def __str__(self) -> str:
        return (self.text or "")[:80]
