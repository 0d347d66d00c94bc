from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.querysets import EventPartQuerySet
from institutions.fields import DerivedText
from institutions.models import Territory
from institutions.models.base import Named, arabic_or_french


class Venue(Named):
    """Where events are held (schema.org Place). Coordinates are WGS 84 degrees, area is square metres."""

    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("street address"), max_length=300, blank=True, default="")
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="venues", verbose_name=_("city or district")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    capacity = models.PositiveIntegerField(_("capacity (persons)"), null=True, blank=True)
    area = models.PositiveIntegerField(_("area (m²)"), null=True, blank=True)
    search_text = DerivedText(derive="derive_search_text", default="")

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            arabic_or_french("name", "venue_has_a_name_in_arabic_or_french"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, latitude__gte=-90, latitude__lte=90)
                & Q(longitude__isnull=False, longitude__gte=-180, longitude__lte=180),
                name="venue_coordinates_are_on_earth",
                violation_error_message=_("Give both latitude (-90 to 90) and longitude (-180 to 180)."),
            ),
        ]


class Room(Named):
    name = models.CharField(_("name"), max_length=200)
    venue = models.ForeignKey(
        Venue, models.CASCADE, null=True, blank=True, related_name="rooms", verbose_name=_("venue")
    )
    capacity = models.PositiveIntegerField(_("capacity (persons)"), null=True, blank=True)
    search_text = DerivedText(derive="derive_search_text", default="")

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [arabic_or_french("name", "room_has_a_name_in_arabic_or_french")]


class EventVenue(models.Model):
    """A venue, or a room of it, used by an event; an event may use several."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="venues", verbose_name=_("event"))
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="event_venues", verbose_name=_("venue")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="event_venues", verbose_name=_("room")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue of the event")
        verbose_name_plural = _("venues")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "venue", "room"],
                condition=Q(venue__isnull=False, room__isnull=False),
                name="event_uses_a_venue_once",
                violation_error_message=_("This venue is already listed."),
            ),
            models.UniqueConstraint(
                fields=["event", "venue"],
                condition=Q(venue__isnull=False, room__isnull=True),
                name="event_uses_a_whole_venue_once",
                violation_error_message=_("This venue is already listed."),
            ),
            models.UniqueConstraint(
                fields=["event", "room"],
                condition=Q(venue__isnull=True, room__isnull=False),
                name="event_uses_a_room_alone_once",
                violation_error_message=_("This venue is already listed."),
            ),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | Q(room__isnull=False),
                name="event_venue_names_a_venue_or_a_room",
                violation_error_message=_("Choose a venue or a room."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.room or self.venue)
