"""What staff does to an event as a whole: one verb, one function; who did it, when and why is recorded.

Rights are asked before (``events.rights``); what is written here holds whoever asks.
"""

from events.services.consents import ask_consents, consents_missing, give_consent
from events.services.photos import Added, add_photo
from events.services.plans import Dates, Place, cancel_event, move_event, postpone_event, reschedule_event
from events.services.publication import (
    drafts_named_by,
    publish_event,
    refuse_event,
    reopen_event,
    submit_event,
    unfit_for_publication,
    withdraw_event,
)

__all__ = [
    "Added",
    "Dates",
    "Place",
    "add_photo",
    "ask_consents",
    "cancel_event",
    "consents_missing",
    "drafts_named_by",
    "give_consent",
    "move_event",
    "postpone_event",
    "publish_event",
    "refuse_event",
    "reopen_event",
    "reschedule_event",
    "submit_event",
    "unfit_for_publication",
    "withdraw_event",
]
