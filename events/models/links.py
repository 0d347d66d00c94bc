from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.enums import AgreementRelation, EventLinkKind
from events.models.event import Event
from events.querysets import EventPartQuerySet
from institutions.models import Agreement


class EventLink(models.Model):
    """A link between events other than being a part: follows, is an output of."""

    from_event = models.ForeignKey(Event, models.CASCADE, related_name="links_from", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=12, choices=EventLinkKind)
    to_event = models.ForeignKey(
        Event, models.CASCADE, related_name="links_to", verbose_name=_("other event")
    )

    class Meta:
        verbose_name = _("link to another event")
        verbose_name_plural = _("links to other events")
        constraints = [
            models.UniqueConstraint(
                fields=["from_event", "kind", "to_event"], name="events_are_linked_once_in_one_way"
            ),
            models.CheckConstraint(
                condition=~Q(from_event=F("to_event")),
                name="event_is_not_linked_to_itself",
                violation_error_message=_("An event cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to_event}"


class EventAgreement(models.Model):
    """An agreement signed at an event, or under which an event was held."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="agreement_links", verbose_name=_("event"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="event_links", verbose_name=_("agreement")
    )
    relation = models.CharField(_("relation"), max_length=12, choices=AgreementRelation)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement of the event")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "agreement", "relation"], name="event_relates_to_an_agreement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.agreement}"
