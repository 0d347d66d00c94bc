"""What surrounds the main date and place of an event."""

from events.admin.forms import ChangeForm
from events.models import EventAgreement, EventChange, EventDay, EventLink, EventName, EventVenue
from institutions.admin.desk import TableRows, TranslatedCards, TranslatedTable


class VenueRows(TableRows):
    model = EventVenue
    extra = 1
    classes = []
    autocomplete_fields = ("venue", "room")
    fields = ("venue", "room", "position")


class DayRows(TranslatedTable):
    model = EventDay
    fields = ("on", "opens_at", "closes_at", "access", "note")


class ChangeCards(TranslatedCards):
    model = EventChange
    form = ChangeForm
    fields = (
        ("kind", "announced_on"),
        "reason",
        ("previous_starts_on", "previous_starts_at", "previous_starts_half_day"),
        ("previous_ends_on", "previous_starts_precision"),
        "previous_place",
    )


class NameRows(TableRows):
    model = EventName
    autocomplete_fields = ("source",)
    fields = ("text", "language", "source")


class AgreementRows(TableRows):
    model = EventAgreement
    autocomplete_fields = ("agreement",)


class LinkRows(TableRows):
    model = EventLink
    fk_name = "from_event"
    autocomplete_fields = ("to_event",)
