"""What the page of a place shows: where it lies, what lies in it, and what happened there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest

from events import figures
from events.calendar_links import list_links
from events.models import Event, Recommendation
from events.pages import follow_up_totals
from events.reaching import held_in
from institutions.models import Institution, Territory
from institutions.querysets import public_condition
from portal.lib.paging import BoundedPaginator, count

PAGE_SIZE = 20
INSTITUTIONS = 24


def territory_context(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Everything the page needs, in a number of queries that does not depend on how much there is."""
    events = Event.objects.public().filter(held_in([territory]))
    requests = Recommendation.objects.public().filter(event__in=events.values("pk"))
    asked = f"?territory={territory.slug}"
    size = count(events)
    totals = figures.of_many(f"place/{territory.pk}/follow-up", size, lambda: follow_up_totals(requests))
    return {
        "territory": territory,
        "above": above(territory),
        "page": BoundedPaginator(events.for_list().newest_first(), PAGE_SIZE, size).get_page(
            request.GET.get("page")
        ),
        "children": children_with_counts(territory, size),
        "institutions": Institution.objects.public()
        .filter(territory__path__startswith=territory.path)
        .order_by("sort_key", "pk")[:INSTITUTIONS],
        "totals": totals,
        "has_requests": any(number for _step, number in totals),
        "asked": asked,
        "subscription": list_links(settings.SITE_URL.rstrip("/"), asked),
    }


def above(territory: Territory) -> list[Territory]:
    """The places it lies in, the largest first; loaded with it (``select_related``)."""
    found: list[Territory] = []
    place = territory.parent
    while place:
        found.insert(0, place)
        place = place.parent
    return found


@dataclass(frozen=True)
class Child:
    """A place directly below, with how many public events its own page lists."""

    territory: Territory
    count: int


def children_with_counts(territory: Territory, size: int) -> list[Child]:
    """Three queries: the places, the events held below by place, and the events that cover places below.

    ``size``: how many events there are in the territory itself.
    """
    children = list(territory.children.order_by("sort_key", "pk"))
    numbers = figures.of_many(f"place/{territory.pk}/below", size, lambda: _numbers(territory, children))
    return [Child(child, numbers.get(child.pk, 0)) for child in children]


def _numbers(territory: Territory, children: list[Territory]) -> dict[int, int]:
    """Events by child."""
    below = Event.objects.public().filter(territory__path__startswith=territory.path)
    held = below.order_by().values_list("territory__path").annotate(Count("pk"))
    numbers: dict[int, int] = defaultdict(int)
    for path, number in held:
        for child in children:
            numbers[child.pk] += number * path.startswith(child.path)
    for key, events in covered(territory, children).items():
        numbers[key] += len(events)
    return dict(numbers)


def covered(territory: Territory, children: list[Territory]) -> dict[int, set[int]]:
    """By child: events that cover a place within it without being held in it."""
    through = Event.covered_territories.through.objects.filter(
        public_condition(prefix="event__"), territory__path__startswith=territory.path
    )
    found: dict[int, set[int]] = defaultdict(set)
    for event, own, path in through.values_list("event_id", "event__territory__path", "territory__path"):
        for child in children:
            if path.startswith(child.path) and not (own or "").startswith(child.path):
                found[child.pk].add(event)
    return found
