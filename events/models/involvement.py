from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import InstitutionRole
from events.models.event import Event
from events.querysets import EventPartQuerySet
from institutions.models import Institution
from institutions.models.translated import Translated


class Involvement(Translated):
    """An institution's role in an event. Where sources disagree, citations of ``role`` keep each version."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="involvements", verbose_name=_("event"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="involvements", verbose_name=_("institution")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=InstitutionRole, default=InstitutionRole.ORGANIZER
    )
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution's role")
        verbose_name_plural = _("organisers, partners and participants")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution", "role"],
                name="institution_has_a_role_once",
                violation_error_message=_("This institution already has this role."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=InstitutionRole.values), name="involvement_role_is_known"
            ),
        ]
        indexes = [models.Index(fields=["institution", "role", "event"], name="involvement_by_institution")]

    def __str__(self) -> str:
        return f"{self.institution}, {self.get_role_display()}"
