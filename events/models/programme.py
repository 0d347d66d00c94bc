from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.enums import SpeakerRole, StatementMedium
from events.models.event import Event
from events.models.venue import Room
from events.querysets import EventPartQuerySet, SpeakerQuerySet
from institutions.enums import Gender
from institutions.models import Institution, Person
from institutions.models.base import has_text
from institutions.models.translated import Translated
from portal.lib.translated import Text, answer


class Session(Translated):
    """A session or theme of the programme, in order. Times are wall-clock times in the event's zone."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("title or theme"), max_length=400)
    abstract = models.TextField(_("summary"), blank=True, default="")
    on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("programme")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("name"),
                name="session_has_a_title_in_arabic_or_french",
                violation_error_message=_("Give the title in Arabic or in French."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gte=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or ""


class Speaker(Translated):
    """A person's part in an event, with function, rank and institution as they were that day.

    Somebody known only by function has no ``person``. A name that may not be published is kept, not shown.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="speakers", verbose_name=_("session")
    )
    role = models.CharField(_("role"), max_length=20, choices=SpeakerRole, default=SpeakerRole.SPEAKER)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("person"),
        help_text=_("Empty for somebody known only by function."),
    )
    title = models.CharField(_("function that day"), max_length=300, blank=True, default="")
    rank = models.CharField(_("rank that day"), max_length=200, blank=True, default="")
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name=_("institution that day"),
    )
    gender = models.CharField(
        _("gender"),
        max_length=8,
        choices=Gender,
        default=Gender.UNKNOWN,
        help_text=_("For an unnamed person."),
    )
    is_group = models.BooleanField(_("several persons"), default=False)
    name_is_public = models.BooleanField(
        _("the name may be published"),
        default=True,
        help_text=_("Unticked: the function is shown without the name (serving officers)."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker or participant")
        verbose_name_plural = _("speakers and participants")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["person", "event"], name="speaker_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "role"],
                condition=Q(session__isnull=True),
                name="person_has_a_role_in_an_event_once",
                violation_error_message=_("This person already has this role in the event."),
            ),
            models.UniqueConstraint(
                fields=["event", "session", "person", "role"],
                condition=Q(session__isnull=False),
                name="person_has_a_role_in_a_session_once",
                violation_error_message=_("This person already has this role in the session."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | has_text("title"),
                name="speaker_has_a_person_or_a_function",
                violation_error_message=_("Name the person or give the function."),
            ),
            models.CheckConstraint(condition=Q(role__in=SpeakerRole.values), name="speaker_role_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.title or "")

    @property
    def may_be_named(self) -> bool:
        return bool(self.person_id and self.name_is_public and self.person and self.person.name_is_public)

    def public_name(self, language: str) -> Text | None:
        """The name to show in ``language``; None when it is unknown or may not be published."""
        return answer(self.person, "name", language) if self.may_be_named else None


class Statement(Translated):
    """What somebody said, in our own words, with its medium and source."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="statements", verbose_name=_("speaker"))
    text = models.TextField(_("paraphrase"))
    medium = models.CharField(
        _("medium"), max_length=20, choices=StatementMedium, default=StatementMedium.UNKNOWN
    )
    source = models.ForeignKey(
        "PressItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="statement_has_a_text_in_arabic_or_french",
                violation_error_message=_("Give the text in Arabic or in French."),
            )
        ]

    def __str__(self) -> str:
        return (self.text or "")[:80]
