"""The event among the rows with a history: whose save is the record at once, and what a correction asks for."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events import rights
from events.corrections import objection_to_silence
from events.models import Event
from history.snapshots import Snapshot, snapshot


class EventRecordDesk:
    """Mixin of the event's desk; it also answers for the pages of parts of an event."""

    def takes_effect(self, request: HttpRequest, root: Event) -> bool:
        return rights.may_change_directly(request.user, root)

    def may_decide(self, request: HttpRequest, root: Event) -> bool:
        return rights.may_review(request.user, root)

    def editable(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.editable_by(request.user)

    def objection(self, request: HttpRequest, root: Any, before: Snapshot) -> str:
        if not objection_to_silence(root, before, snapshot(root)):
            return ""
        return _(
            "A published date, place, speaker, title or figure changes: say why below (the public reads it), "
            "or tick that it is a mere typing mistake."
        )
