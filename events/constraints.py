"""What no database holds of an event: facts that contradict each other, and publication that says too little."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.enums import EventKind, EventStatus, PlaceKind, Precision
from institutions.enums import PublicationState

EVENT_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
        name="event_ends_after_it_starts",
        violation_error_message=_("The event cannot end before it starts."),
    ),
    models.CheckConstraint(
        condition=~Q(ends_at__lt=F("starts_at"), ends_on=F("starts_on"))
        | Q(ends_at__isnull=True)
        | Q(starts_at__isnull=True),
        name="event_ends_after_it_starts_on_its_day",
        violation_error_message=_("The event cannot end before it starts."),
    ),
    models.CheckConstraint(
        condition=~(
            Q(starts_precision__in=(Precision.DAY, Precision.MINUTE, Precision.HALF_DAY))
            & Q(ends_precision__in=(Precision.DAY, Precision.MINUTE, Precision.HALF_DAY))
            & Q(starts_on__isnull=False)
            & Q(ends_on__isnull=False)
            & Q(ends_on__lt=F("starts_on"))
        ),
        name="event_last_date_is_not_before_its_first",
        violation_error_message=_("The event cannot end before it starts."),
    ),
    models.CheckConstraint(
        condition=Q(edition_number__isnull=True) | Q(series__isnull=False),
        name="edition_belongs_to_a_series",
        violation_error_message=_("An edition number needs a series."),
    ),
    models.CheckConstraint(
        condition=~Q(publication_state=PublicationState.PUBLISHED) | ~Q(kind=""),
        name="published_event_has_a_kind",
        violation_error_message=_("A published event needs a kind."),
    ),
    models.CheckConstraint(
        condition=~Q(publication_state=PublicationState.PUBLISHED)
        | Q(starts_on__isnull=False)
        | ~Q(when_words=""),
        name="published_event_says_when",
        violation_error_message=_("A published event says when it was, if only in the words of the source."),
    ),
    models.CheckConstraint(
        condition=~Q(publication_state=PublicationState.PUBLISHED) | ~Q(place_kind=""),
        name="published_event_says_where",
        violation_error_message=_(
            "A published event says where: a place, nationwide, online, or that it is not known."
        ),
    ),
    models.CheckConstraint(
        condition=~Q(publication_state=PublicationState.PUBLISHED, place_kind=PlaceKind.PLACE)
        | Q(territory__isnull=False),
        name="published_event_with_a_place_names_its_city",
        violation_error_message=_("Choose the city or district, or say that the place is not known."),
    ),
    models.CheckConstraint(
        condition=Q(super_event__isnull=True) | ~Q(super_event=F("id")),
        name="event_is_not_part_of_itself",
        violation_error_message=_("An event cannot be a part of itself."),
    ),
    models.CheckConstraint(
        condition=Q(occasion_ordinal__isnull=True) | Q(occasion__isnull=False),
        name="ordinal_belongs_to_an_occasion",
        violation_error_message=_("Say which occasion this number counts."),
    ),
    models.CheckConstraint(condition=Q(status__in=EventStatus.values), name="event_status_is_known"),
    models.CheckConstraint(condition=Q(kind="") | Q(kind__in=EventKind.values), name="event_kind_is_known"),
]
