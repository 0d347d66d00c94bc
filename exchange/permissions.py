"""What the sender of a file may do with each event it names: a constant number of queries a chunk."""

from dataclasses import dataclass
from typing import Any

from events.models import Event
from events.rights import directly_changeable, may_add
from institutions.enums import PublicationState
from institutions.rights import Institutions, institutions_of


@dataclass(frozen=True)
class Rights:
    may_add: bool
    institutions: Institutions
    visible: frozenset[int]
    editable: frozenset[int]
    direct: frozenset[int]

    def is_own(self, institutions: list[int]) -> bool:
        """Whether one of these is an institution of the user."""
        return any(pk in self.institutions for pk in institutions)

    @property
    def is_everywhere(self) -> bool:
        return not isinstance(self.institutions, frozenset)


def rights_on(numbers: list[int], user: Any) -> Rights:
    """Four queries at most."""

    def among(rows: Any) -> frozenset[int]:
        return frozenset(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else frozenset()

    return Rights(
        may_add=may_add(user),
        institutions=institutions_of(user),
        visible=among(Event.objects.visible_to(user)),
        editable=among(Event.objects.editable_by(user)),
        direct=among(Event.objects.filter(directly_changeable(user))),
    )


def is_published(event: Event) -> bool:
    """What is announced of it changes by a verb with a reason."""
    return bool(event.publication_state == PublicationState.PUBLISHED)
