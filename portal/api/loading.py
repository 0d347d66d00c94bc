"""What each resource loads: public rows only, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from changes.event_counts import event_count
from events.json_rows import lean_rows
from events.loading_parts import fill, rows_of
from events.models import (
    Answer,
    Document,
    Event,
    EventAgreement,
    EventSeries,
    FollowUp,
    Recommendation,
    Speaker,
    Topic,
)
from events.parts import EVENT, INSTITUTION, TERRITORY
from events.querysets import people_on_record
from institutions.models import (
    Agreement,
    Institution,
    InstitutionName,
    Person,
    PersonName,
    Position,
    Signatory,
    Territory,
    TerritoryAlias,
)
from institutions.querysets import public_condition

CITED_PARTS = (
    "other_names", "changes", "days", "venues", "involvements", "sessions", "speakers", "speakers.statements",
    "recommendations", "recommendations.follow_ups", "answers", "counts", "agreement_links", "publications",
    "documents", "photos", "recordings",
)  # fmt: skip


# Fields of an event that need none of its parts.
PLAIN_FIELDS = frozenset((
    "id", "url", "page_url", "short_url", "slug", "name", "name_is_composed", "slogan", "kind", "kind_label",
    "kind_wording", "scope", "scope_label", "abstract", "description", "description_html", "series",
    "edition_number", "occasion", "occasion_ordinal", "status", "status_label", "start", "end", "when_text",
    "when_words", "hijri_words", "first_day", "last_day", "access", "access_label", "registration",
    "registration_url", "modified_at",
))  # fmt: skip


# Below, rows without an order of their own are given one: PostgreSQL gives them as it pleases, and a mirror's copy by
# number would differ from the record's own list.
def is_plain(fields: Iterable[str]) -> bool:
    return bool(fields) and PLAIN_FIELDS.issuperset(fields)


def events(fields: Iterable[str] = ()) -> QuerySet[Event]:
    """All that is known of each or, where only ``fields`` without parts are asked for, no part."""
    rows = Event.objects.public()
    return rows.with_parts("place_series_and_occasion") if is_plain(fields) else rows.for_page()


def connect(rows: Iterable[Any]) -> None:
    """Between parts of an event that are loaded apart: who raised and answered what; links both ways."""
    for event in rows:
        speakers = {speaker.pk: speaker for speaker in rows_of(event, "speakers")}
        for recommendation in rows_of(event, "recommendations"):
            recommendation.raised_by = speakers.get(recommendation.raised_by_id)
        for answer in rows_of(event, "answers"):
            answer.speaker = speakers.get(answer.speaker_id)
        event.links = [*rows_of(event, "links_from"), *rows_of(event, "links_to")]
        for link in event.links:
            link.is_reverse = link.from_event_id != event.pk
            link.other_event = link.from_event if link.is_reverse else link.to_event


def series() -> QuerySet[EventSeries]:
    rows = EventSeries.objects.public().with_edition_counts()
    return rows.select_related("organizer").order_by("sort_key", "id")


def institutions() -> QuerySet[Institution]:
    related = Institution.objects.public().order_by("sort_key", "id")
    rows = Institution.objects.public().for_list().order_by("sort_key", "id")
    return rows.annotate(event_count=event_count("institutions")).prefetch_related(
        Prefetch("other_names", InstitutionName.objects.order_by("id")),
        Prefetch("units", related),
        Prefetch("members", related),
        Prefetch("joint_bodies", related),
    )


def attach_appearances(people: Iterable[Person]) -> None:
    """Those under the person's name only. Hundreds on a page: loaded with what the API says of an appearance."""
    rows = Speaker.objects.public().filter(name_is_public=True, person__in=[person.pk for person in people])
    beside = {"event": EVENT, "event__territory": TERRITORY, "institution": INSTITUTION}
    found: dict[int, list[Speaker]] = defaultdict(list)
    for row in lean_rows(rows.for_timeline().prefetch_related(None), beside):
        found[row.person_id].append(row)
    for person in people:
        fill(person, "appearances", found[person.pk])


def speakers() -> QuerySet[Person]:
    """Without their appearances."""
    signatures = Signatory.objects.filter(public_condition(prefix="agreement__"))
    return (
        people_on_record()
        .order_by("sort_key", "id")
        .prefetch_related(
            Prefetch("other_names", PersonName.objects.order_by("id")),
            Prefetch("positions", Position.objects.select_related("institution").order_by("starts_on", "id")),
            Prefetch("signatures", signatures.select_related("agreement", "institution").order_by("id")),
        )
    )


def agreements() -> QuerySet[Agreement]:
    held = EventAgreement.objects.public().select_related("event__territory")
    return (
        Agreement.objects.public()
        .for_list()
        .order_by(F("signed_on").desc(nulls_last=True), "-id")
        .prefetch_related(
            "areas",
            Prefetch("documents", Document.objects.order_by("id")),
            Prefetch("signatories", Signatory.objects.select_related("person", "institution")),
            Prefetch("event_links", held.order_by("event__first_day", "id")),
        )
    )


def recommendations() -> QuerySet[Recommendation]:
    answers = Answer.objects.public().select_related("speaker__person", "speaker__institution", "source")
    return (
        Recommendation.objects.public()
        .for_list()
        .select_related("raised_by__person", "raised_by__institution")
        .prefetch_related(None)
        .prefetch_related(
            Prefetch("addressees", Institution.objects.order_by("id")),
            Prefetch("follow_ups", FollowUp.objects.select_related("source")),
            Prefetch("answers", answers),
        )
    )


def drop_strangers(recommendations: Iterable[Any]) -> None:
    """Speakers entered by mistake from another event, which may not be public."""
    for recommendation in recommendations:
        if recommendation.raised_by and recommendation.raised_by.event_id != recommendation.event_id:
            recommendation.raised_by = None
        for answer in recommendation.answers.all():
            if answer.speaker and answer.speaker.event_id != answer.event_id:
                answer.speaker = None


def territories() -> QuerySet[Territory]:
    """From the country down, each place followed by those within it."""
    aliases = Prefetch("aliases", TerritoryAlias.objects.order_by("id"))
    return Territory.objects.select_related("parent").prefetch_related(aliases).order_by("path", "id")


def topics() -> QuerySet[Topic]:
    return Topic.objects.order_by("slug")


def documents() -> QuerySet[Document]:
    return Document.objects.public().select_related("event__territory", "agreement").order_by("-id")
