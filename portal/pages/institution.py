"""What the page of an institution shows beside the institution itself."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import ExtractYear

from events import figures
from events.calendar_links import list_links
from events.enums import FollowUpStatus, InstitutionRole
from events.models import Citation, Involvement, Recommendation, Speaker
from events.pages import contradictions, follow_up_totals, sources
from events.querysets import people_on_record
from events.reaching import addressed_to
from institutions.enums import NameKind
from institutions.jsonld import organization_page, telling
from institutions.models import Agreement, Institution, Position, Signatory
from portal.lib.paging import MOST_COUNTED
from portal.pages.together import figure_of, partners_of, shared_events

ROWS = 30
LATEST_STARTED = F("starts_on").desc(nulls_last=True)
LATEST_SIGNED = F("signed_on").desc(nulls_last=True)  # the databases disagree about where nothing stands
EARLIER_NAMES = (NameKind.FORMER, NameKind.PREDECESSOR)


@dataclass(frozen=True)
class Counted:
    """What is counted, or put in order, over all that an institution has: of very much, once for each version."""

    shared: dict[int, int]
    years: "RolesByYear"
    totals: list[tuple[FollowUpStatus, int]]
    involvements: list[int]  # the keys of the rows that are shown
    appearances: list[int]
    requests: list[int]


def institution_context(institution: Any) -> dict[str, Any]:
    """Everything the page needs, in a number of queries that does not depend on how much there is.

    The institution knows its number of events (``changes.event_counts``).
    """
    agreements = list(agreements_with_parts().between(institution).order_by(LATEST_SIGNED, "-pk"))
    counted = figures.of_many(
        f"institution/{institution.pk}", institution.event_count, lambda: counted_of(institution)
    )
    partners = partners_of(institution, agreements, counted.shared)
    citations = Citation.objects.about(institution)
    asked = f"?institution={institution.slug}"
    return {
        "institution": institution,
        "agreements": agreements,
        "partners": partners,
        "figure": figure_of(partners),
        "years": counted.years,
        "involvements": list(involvements_of(institution).filter(pk__in=counted.involvements)),
        "people": spoke_for(institution, counted.appearances),
        "posts": posts_at(institution),
        "totals": counted.totals,
        "recommendations": list(Recommendation.objects.public().for_list().filter(pk__in=counted.requests)),
        "earlier_names": institution.other_names.filter(kind__in=EARLIER_NAMES).order_by(
            F("valid_until").desc(nulls_last=True), "pk"
        ),
        "units": related_bodies(institution),
        "contradictions": contradictions(citations),
        "sources": sources(citations),
        "asked": asked,
        "subscription": list_links(settings.SITE_URL.rstrip("/"), asked),
        "structured": organization_page(institution, telling()),
    }


def counted_of(institution: Any) -> Counted:
    requests = Recommendation.objects.public().filter(addressed_to([institution]))
    asked_of = Recommendation.addressees.through.objects.filter(institution=institution)
    speakers, events = Speaker.objects.filter(institution=institution), institution.event_count
    return Counted(
        shared_events(institution),
        roles_by_year(institution),
        follow_up_totals(requests),
        first_keys(involvements_of(institution), institution.involvements.values("pk"), events),
        first_keys(speakers.public().for_timeline(), speakers.values("pk"), events),
        first_keys(requests.for_list(), asked_of.values("recommendation_id"), events),
    )


def agreements_with_parts() -> Any:
    """Public agreements with what their panel shows: parties, areas and who signed."""
    signatories = Signatory.objects.select_related("person", "institution")
    return (
        Agreement.objects.public()
        .for_list()
        .prefetch_related("areas", Prefetch("signatories", queryset=signatories))
    )


def first_keys(rows: Any, named: Any, event_count: int) -> list[int]:
    """Of the first of ``rows``, which are among those that ``named`` names by an index.

    Of an institution with very many events, walking the record in its order soon meets some. Keys are sorted, not rows.
    """
    among = rows if event_count > MOST_COUNTED else rows.filter(pk__named_first=named)
    return list(among.values_list("pk", flat=True)[:ROWS])


def involvements_of(institution: Institution) -> Any:
    rows = Involvement.objects.public().filter(institution=institution)
    latest = F("event__first_day").desc(nulls_last=True)
    return rows.select_related("event__territory", "event__series").order_by(latest, "-event_id", "role")


@dataclass(frozen=True)
class Year:
    """In how many events of a year the institution had each role, in the order of the columns."""

    year: int | None
    counts: list[int]


@dataclass(frozen=True)
class RolesByYear:
    roles: list[InstitutionRole]
    rows: list[Year]


def roles_by_year(institution: Institution) -> RolesByYear:
    """One query. An event in which it had two roles counts in both columns."""
    involved = Involvement.objects.public().filter(institution=institution)
    counted = involved.annotate(year=ExtractYear("event__first_day")).values_list("year", "role")
    numbers: dict[int | None, dict[str, int]] = defaultdict(dict)
    for year, role, number in counted.order_by().annotate(Count("event", distinct=True)):
        numbers[year][role] = number
    roles = [role for role in InstitutionRole if any(role.value in found for found in numbers.values())]
    years = sorted(numbers, key=lambda year: -(year or 0))
    return RolesByYear(
        roles, [Year(year, [numbers[year].get(role.value, 0) for role in roles]) for year in years]
    )


@dataclass(frozen=True)
class SpokeFor:
    """A person, or an unnamed function, with every appearance for the institution, the latest first."""

    appearances: list[Any]

    @property
    def latest(self) -> Any:
        return self.appearances[0]


def spoke_for(institution: Institution, appearances: list[int]) -> list[SpokeFor]:
    by_person: dict[Any, list[Any]] = defaultdict(list)
    rows = Speaker.objects.public().filter(institution=institution, pk__in=appearances)
    for row in rows.for_timeline():
        by_person[row.person_id if row.may_be_named else f"row {row.pk}"].append(row)
    return [SpokeFor(rows) for rows in by_person.values()]


@dataclass(frozen=True)
class Post:
    """A post held over a time, with the sources that tell of it."""

    position: Any
    sources: list[Any]


def posts_at(institution: Institution) -> list[Post]:
    """Posts of people on record, the latest first."""
    rows = Position.objects.filter(institution=institution, person__in=people_on_record())
    return with_sources(list(rows.select_related("person", "institution").order_by(LATEST_STARTED, "pk")))


def with_sources(positions: list[Any]) -> list[Post]:
    """One query for the sources of all."""
    cited: dict[int, dict[int, Any]] = defaultdict(dict)
    for citation in Citation.objects.about(*positions):
        cited[citation.object_id][citation.source_id] = citation.source
    return [Post(row, list(cited[row.pk].values())) for row in positions]


def related_bodies(institution: Institution) -> Any:
    """Its units, and the bodies that act as one with it."""
    related = Q(parent=institution) | Q(joint_bodies=institution) | Q(members=institution)
    return Institution.objects.public().filter(related).distinct().order_by("sort_key", "pk")
