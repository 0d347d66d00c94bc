"""Which rows of what happens are kept with their history, and what belongs to each."""

from events.corrections import keep_corrections
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventSeries,
    Occasion,
    PressItem,
    Publication,
    Room,
    Speaker,
    SpokenLanguage,
    Topic,
    Venue,
)
from history.recording import recording_changes
from history.registry import Part, call_with, extend, register
from institutions.models import Agreement

CITATIONS = Part("citations", model="events.Citation")


def register_all() -> None:
    register(
        Event,
        "sessions",
        "venues",
        "days",
        "other_names",
        Part("involvements", (CITATIONS,)),
        Part("speakers", ("statements", CITATIONS)),
        Part("recommendations", ("follow_ups", CITATIONS)),
        "answers",
        Part("counts", (CITATIONS,)),
        "press_links",
        "documents",
        "photos",
        "recordings",
        "agreement_links",
        "links_from",
        Part("changes", stays=True),
        Part("corrections", stays=True),
        CITATIONS,
        decided_by_acts=frozenset({"status"}),
    )
    extend(Agreement, "documents", CITATIONS)
    register(PressItem, "event_links")
    register(Venue, "rooms")
    for model in (EventSeries, Occasion, Publication, Room):
        register(model)
    for word in (Topic, Audience, AccessibilityProvision, SpokenLanguage):
        register(word)
    recording_changes.connect(keep_corrections, sender=Event)
    call_with(Event, "territory")
    call_with(Speaker, "person")
    call_with(Room, "venue")
