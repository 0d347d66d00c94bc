"""What happens. One module an aggregate."""

from events.models.distinct import DistinctPair
from events.models.event import Event
from events.models.facts import Citation, Correction, Count
from events.models.followup import Answer, FollowUp, Recommendation
from events.models.involvement import Involvement
from events.models.links import EventAgreement, EventLink
from events.models.media import Document, Photo, Recording
from events.models.press import PressItem, PressItemEvent
from events.models.programme import Session, Speaker, Statement
from events.models.publication import Publication
from events.models.schedule import EventChange, EventDay, EventName
from events.models.series import EventSeries, Occasion
from events.models.venue import EventVenue, Room, Venue
from events.models.vocabulary import AccessibilityProvision, Audience, SpokenLanguage, Topic
from events.models.workflow import Consent, Decision, PreviewLink

__all__ = [
    "AccessibilityProvision",
    "Answer",
    "Audience",
    "Citation",
    "Consent",
    "Correction",
    "Count",
    "Decision",
    "DistinctPair",
    "Document",
    "Event",
    "EventAgreement",
    "EventChange",
    "EventDay",
    "EventLink",
    "EventName",
    "EventSeries",
    "EventVenue",
    "FollowUp",
    "Involvement",
    "Occasion",
    "Photo",
    "PressItem",
    "PressItemEvent",
    "PreviewLink",
    "Publication",
    "Recommendation",
    "Recording",
    "Room",
    "Session",
    "Speaker",
    "SpokenLanguage",
    "Statement",
    "Topic",
    "Venue",
]
