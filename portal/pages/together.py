"""With whom an institution works: the numbers of the table, and the figure that draws them.

The geometry of the figure is that of the portal's tiles: octagons around an eight-pointed star, a thread for
each event in common, a dashed one for each agreement (docs: DESIGN 5.22).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin
from typing import Any

from django.db.models import Count

from events.models import Involvement
from institutions.models import Institution

MOST_DRAWN = 6  # the table has them all
MOST_THREADS = 5
CENTRE, REACH = (170.0, 210.0), (118.0, 156.0)
NODE, CORE = 44.0, 52.0


@dataclass(frozen=True)
class Partner:
    """An institution with what it shares with the one of the page."""

    institution: Any
    events: int
    agreements: int


def partners_of(institution: Institution, agreements: Iterable[Any], shared: dict[int, int]) -> list[Partner]:
    """Those with whom it shares most first; one query. ``agreements`` are loaded; ``shared``: see there."""
    signed = {party.pk: party for agreement in agreements for party in agreement.parties if party.is_public}
    pacts = Counter(party.pk for agreement in agreements for party in agreement.parties)
    met = sorted(
        Institution.objects.public().in_bulk(shared).values(),
        key=lambda row: (-shared[row.pk], row.sort_key, row.pk),
    )
    partners = [Partner(row, shared[row.pk], pacts.pop(row.pk, 0)) for row in met]
    also = [Partner(signed[key], 0, number) for key, number in pacts.items() if key in signed]
    others = [partner for partner in also if partner.institution.pk != institution.pk]
    return partners + sorted(others, key=lambda partner: partner.institution.sort_key)


def shared_events(institution: Institution) -> dict[int, int]:
    """By the keys of other institutions: how many public events they share with this one.

    Keys are counted: grouping the institutions themselves, by all their columns, took thirty times as long.
    """
    shared = Involvement.objects.public().filter(institution=institution).order_by().values("event")
    others = Involvement.objects.filter(event__in=shared).exclude(institution=institution).order_by()
    return dict(others.values_list("institution").annotate(Count("event", distinct=True)))


# The figure ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Node:
    """One partner as it is drawn: where, and by which sign the table calls it."""

    partner: Partner
    sign: str
    x: float
    y: float

    @cached_property
    def octagon(self) -> str:
        return _points(_ring(self.x, self.y, NODE, 8, pi / 8))

    @cached_property
    def threads(self) -> str:
        """Events in common, up to the number that can still be told apart."""
        return self._curves(0, min(self.partner.events, MOST_THREADS))

    @cached_property
    def pacts(self) -> str:
        drawn = min(self.partner.events, MOST_THREADS)
        return self._curves(drawn, min(self.partner.agreements, MOST_THREADS))

    @property
    def base(self) -> str:
        """Where the sign stands: its baseline."""
        return f"{self.y + 5:.1f}"

    def _curves(self, first: int, number: int) -> str:
        """Threads from the centre to the node, spread about the straight line."""
        drawn = min(self.partner.events, MOST_THREADS) + min(self.partner.agreements, MOST_THREADS)
        spread = [(place - (drawn - 1) / 2) * 34 for place in range(first, first + number)]
        return "".join(self._curve(aside) for aside in spread)

    def _curve(self, aside: float) -> str:
        (left, top), across, down = CENTRE, self.x - CENTRE[0], self.y - CENTRE[1]
        length = (across**2 + down**2) ** 0.5 or 1
        bend = (left + across / 2 - aside * down / length, top + down / 2 + aside * across / length)
        return f"M{left:.1f} {top:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {self.x:.1f} {self.y:.1f}"


@dataclass(frozen=True)
class Figure:
    nodes: Sequence[Node]

    @property
    def height(self) -> int:
        """Down to the lowest of centre and partners: a single partner stands above."""
        return int(max([CENTRE[1] + CORE, *(node.y + NODE for node in self.nodes)])) + 10

    @property
    def has_pacts(self) -> bool:
        return any(node.partner.agreements for node in self.nodes)

    @property
    def star(self) -> str:
        outer, inner = _ring(*CENTRE, CORE, 8, 0), _ring(*CENTRE, CORE * 0.77, 8, pi / 8)
        return _points([point for pair in zip(outer, inner, strict=True) for point in pair])


def figure_of(partners: Sequence[Partner]) -> Figure:
    """The partners around the institution, the first at the top; those without acronym have a number."""
    drawn = partners[:MOST_DRAWN]
    places = _ring(0, 0, 1, len(drawn), -pi / 2) if drawn else []
    return Figure(
        [
            Node(partner, partner.institution.acronym or str(number), *_placed(place))
            for number, (partner, place) in enumerate(zip(drawn, places, strict=True), start=1)
        ]
    )


def _placed(place: tuple[float, float]) -> tuple[float, float]:
    return CENTRE[0] + REACH[0] * place[0], CENTRE[1] + REACH[1] * place[1]


def _ring(x: float, y: float, radius: float, number: int, turn: float) -> list[tuple[float, float]]:
    angles = (turn + 2 * pi * step / number for step in range(number))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
