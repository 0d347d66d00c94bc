"""Every public filter and order of events is entered by an index, on whichever database the suite runs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict

from events.enums import Precision
from events.filters import EventFilter, RecommendationFilter
from events.models import Event, FollowUp, Involvement, Recommendation, Speaker, Topic
from events.querysets import people_on_record
from institutions.models import Person
from portal.api.pagination import Cursor, Key
from tests import factories as make

ROWS, RARE = 2_000, 100  # one row in so many has the value asked for
SELECTIVE = (
    *("kind=conference", "status=cancelled", "scope=international", "access=members", "when=ongoing"),
    *("after=2003-05-01&before=2003-05-09", "year=2026", "series={series}", "parent={parent}"),
    *("institution={institution}", "speaker={speaker}", "topic={topic}"),
)
ORDERS = ("", "ordering=date", "ordering=title")
# A place is left out: «held there, or covering it» is answered in the order of the list, row by row.
WHOLE_TABLE = {"sqlite": "SCAN events_event\n", "postgresql": "Seq Scan on events_event "}
SORTED = {"sqlite": "USE TEMP B-TREE FOR ORDER BY", "postgresql": "Sort Key"}


@pytest.fixture(scope="module")
def rare(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Some thousand events, one in a hundred with each value that is asked for; taken away again at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield many_events()
        transaction.set_rollback(True)


def many_events() -> dict[str, str]:
    """By parameter: the address of what a few events have."""
    like, series, parent = make.event(kind="seminar"), make.series(), make.event()
    body, person, topic = make.institution(), make.person(), make.term(Topic, "rare")
    columns = {f.attname: getattr(like, f.attname) for f in Event._meta.concrete_fields if f.name != "id"}
    rows = [Event(**columns) for _ in range(ROWS)]
    for number, row in enumerate(rows):
        row.slug, row.sort_key = f"planned-{number}", f"title {number}"
        row.first_day = row.starts_on = date(2000, 1, 1) + timedelta(days=6 * number)
        row.ends_precision = Precision.DAY
        row.ends_on = row.last_day = row.first_day + timedelta(days=5)
        if number % RARE == 0:
            row.kind, row.status, row.scope, row.access = (
                "conference",
                "cancelled",
                "international",
                "members",
            )
            row.series, row.super_event = series, parent
    few = Event.objects.bulk_create(rows)[::RARE]
    Involvement.objects.bulk_create(Involvement(event=row, institution=body) for row in few)
    Speaker.objects.bulk_create(Speaker(event=row, person=person, name_is_public=True) for row in few)
    Event.topics.through.objects.bulk_create(Event.topics.through(event=row, topic=topic) for row in few)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    named = {"series": series, "parent": parent, "institution": body, "speaker": person}
    return {name: row.slug for name, row in {**named, "topic": topic}.items()}


def rows_asked(asked: str) -> QuerySet:
    found = EventFilter(QueryDict(asked), queryset=Event.objects.public())
    assert found.is_valid(), found.form.errors
    return found.qs[:20]


def plan(rows: QuerySet) -> str:
    return rows.explain() + "\n"


@pytest.mark.parametrize("asked", SELECTIVE)
def test_selective_filters_do_not_read_the_whole_table(db: None, rare: dict[str, str], asked: str) -> None:
    rows = rows_asked(asked.format(**rare))
    assert 0 < len(rows) <= 20
    assert WHOLE_TABLE[connection.vendor] not in plan(rows)


@pytest.mark.parametrize("asked", ORDERS)
def test_orders_are_read_from_an_index(db: None, rare: dict[str, str], asked: str) -> None:
    told = plan(rows_asked(asked))
    assert WHOLE_TABLE[connection.vendor] not in told
    assert SORTED[connection.vendor] not in told


def test_feeds_find_what_changed_last_by_an_index(db: None, rare: dict[str, str]) -> None:
    told = plan(Event.objects.public().order_by("-modified_at", "-pk")[:50])
    assert WHOLE_TABLE[connection.vendor] not in told
    assert SORTED[connection.vendor] not in told


def test_the_latest_of_one_kind_in_one_place_are_read_from_an_index(db: None, rare: dict[str, str]) -> None:
    place = make.territory()
    Event.objects.filter(kind="seminar").update(territory=place)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = plan(Event.objects.public().filter(territory=place, kind="seminar").newest_first()[:3])
    assert "event_of_place" in told
    assert SORTED[connection.vendor] not in told


def test_requests_at_a_rare_step_are_named_by_an_index(db: None, rare: dict[str, str]) -> None:
    asked = make.recommendation()
    columns = {f.attname: getattr(asked, f.attname) for f in Recommendation._meta.concrete_fields}
    others = Recommendation.objects.bulk_create(Recommendation(**columns | {"id": None}) for _ in range(ROWS))
    FollowUp.objects.bulk_create(
        FollowUp(recommendation=row, status="declined" if number % RARE == 0 else "done", on=date(2026, 1, 1),
                 evidence_url="https://example.ma/")
        for number, row in enumerate(others)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = Recommendation.objects.public().with_status()
    found = RecommendationFilter(QueryDict("status=declined"), queryset=rows)
    assert found.is_valid()
    assert found.qs.count() == ROWS // RARE
    assert "follow_up_by_status" in plan(found.qs)


def test_the_longest_event_is_found_by_an_index(db: None, rare: dict[str, str]) -> None:
    """Explained with its parameters, as it is asked: the words that a log shows are not what SQLite plans for."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        Event.objects.public().reaching(date(2026, 5, 1))
    [(sql, params)] = asked
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{sql}", params)
        told = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "event_by_length" in told
    assert SORTED[connection.vendor] not in told


@pytest.mark.parametrize("ordering", ["-first_day", "first_day", "sort_key"])
def test_a_deep_page_of_the_api_is_entered_where_the_one_before_ended(
    db: None, rare: dict[str, str], ordering: str
) -> None:
    name, turned = ordering.lstrip("-"), ordering.startswith("-")
    rows = Event.objects.public().newest_first() if turned else Event.objects.public().oldest_first()
    rows = Event.objects.public().order_by("sort_key", "pk") if name == "sort_key" else rows
    keys = [Key.of(rows, column) for column in rows.query.order_by]
    last = rows[ROWS // 2]
    first, *_ = Cursor([key.value(last) for key in keys], backwards=False).stretches(rows, keys)
    told = plan(first[:20])
    assert WHOLE_TABLE[connection.vendor] not in told
    assert SORTED[connection.vendor] not in told


def test_a_page_of_people_asks_of_these_people_only(db: None, rare: dict[str, str]) -> None:
    """PostgreSQL would rather read every speaker of every event once than look for the first of each person."""
    people = Person.objects.bulk_create(
        Person(slug=f"planned-{number}", name_fr=f"Personne {number}", sort_key=f"personne {number:04}")
        for number in range(ROWS)
    )
    events = Event.objects.order_by("pk")[:ROWS]
    Speaker.objects.bulk_create(
        Speaker(event=event, person=person, name_is_public=True)
        for event, person in zip(events, people, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = plan(people_on_record().order_by("sort_key", "id")[:20])
    assert WHOLE_TABLE[connection.vendor] not in told
    assert "hashed SubPlan" not in told
    assert SORTED[connection.vendor] not in told or "Presorted Key" in told
