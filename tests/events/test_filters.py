"""The public query parameters: repeated they widen, together they narrow, unknown values are errors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.enums import EventKind, FollowUpStatus, InstitutionRole, RecommendationKind
from events.filters import EventFilter, RecommendationFilter
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventAgreement,
    Recommendation,
    SpokenLanguage,
    Topic,
)
from institutions.enums import TerritoryKind
from tests import factories
from tests.factories import saved

pytestmark = pytest.mark.django_db
SEMINAR_DAY, MEETING_DAY = date(2023, 5, 17), date(2014, 8, 7)
NOON = datetime(2023, 5, 17, 12, tzinfo=UTC)


def asked(filterset, query, rows):
    parameters = QueryDict(query) if isinstance(query, str) else QueryDict(urlencode(query, doseq=True))
    return filterset(parameters, queryset=rows)


def events(query):
    return asked(EventFilter, query, Event.objects.public())


def recommendations(query):
    return asked(RecommendationFilter, query, Recommendation.objects.public().for_list())


def found(filterset):
    assert filterset.errors == {}
    return list(filterset.qs)


# Two events that differ in everything -------------------------------------------------------------------
@dataclass(frozen=True)
class World:
    """``seminar`` and ``meeting`` share no value of any parameter; ``values`` gives one of each."""

    seminar: Event
    meeting: Event
    values: dict[str, tuple[str, str]]


def furnish(event: Event, mark: str, role: str) -> dict[str, str]:
    """Give the event something of every kind; the parameter values by which it is found."""
    body = factories.institution(name_fr=f"Institution {mark}")
    named = factories.person(name_fr=f"Personne {mark}")
    pact = factories.agreement(name_fr=f"Convention {mark}")
    factories.involvement(event=event, institution=body, role=role)
    factories.speaker(event=event, person=named)
    saved(EventAgreement(event=event, agreement=pact, relation="held_under"))
    event.topics.add(factories.term(Topic, f"topic-{mark}"))
    event.audiences.add(factories.term(Audience, f"audience-{mark}"))
    event.accessibility.add(factories.term(AccessibilityProvision, f"provision-{mark}"))
    event.spoken_languages.add(factories.term(SpokenLanguage, f"language-{mark}"))
    return {
        "kind": event.kind,
        "status": event.status,
        "scope": event.scope,
        "access": event.access,
        "series": event.series.slug,
        "parent": event.super_event.slug,
        "institution": body.slug,
        "speaker": named.slug,
        "territory": event.territory.slug,
        "topic": f"topic-{mark}",
        "audience": f"audience-{mark}",
        "accessibility": f"provision-{mark}",
        "language": f"language-{mark}",
        "agreement": pact.slug,
    }


@pytest.fixture
def world() -> World:
    hidden = {"publication_state": "draft"}
    above = [
        factories.event(
            name_ar="موعد أم", kind="conference", place_kind="online", starts_on=date(1999, 1, number)
        )
        for number in (1, 2)
    ]
    seminar = factories.event(
        name_ar="ندوة الحكامة الأمنية",
        kind="seminar",
        status="held",
        scope="national",
        access="open",
        series=factories.series(name_fr="Portes ouvertes"),
        super_event=above[0],
    )
    meeting = factories.event(
        name_ar="لقاء تواصلي",
        kind="community_meeting",
        status="cancelled",
        scope="local",
        access="invitation",
        series=factories.series(name_fr="Rencontres de proximité"),
        super_event=above[1],
        territory=factories.territory(name_ar="سيدي البرنوصي", name_fr="Sidi Bernoussi"),
        starts_on=MEETING_DAY,
    )
    factories.document(event=seminar)
    factories.photo(event=meeting)
    of_seminar, of_meeting = furnish(seminar, "a", "organizer"), furnish(meeting, "b", "partner")
    values = {name: (of_seminar[name], of_meeting[name]) for name in of_seminar}
    values["has"] = ("documents", "photos")
    for column in ("kind", "status", "scope", "access"):
        twin = {"kind": "seminar", column: values[column][0], "starts_on": SEMINAR_DAY}
        factories.event(**{**twin, **hidden})
    return World(seminar, meeting, values)


REPEATABLE = (
    *("kind", "status", "scope", "access", "series", "parent", "institution", "speaker", "territory"),
    *("topic", "audience", "accessibility", "language", "agreement", "has"),
)
SINGLE = ("q", "when", "after", "before", "year", "month", "role", "ordering")
CLOSED = ("kind", "status", "scope", "access", "when", "role", "has", "ordering")


def test_every_parameter_is_tested_here():
    assert set(EventFilter.base_filters) == {*REPEATABLE, *SINGLE}


@pytest.mark.parametrize("name", REPEATABLE)
def test_value_finds_the_event_that_has_it(name, world):
    first, second = world.values[name]

    assert (found(events({name: first})), found(events({name: second}))) == ([world.seminar], [world.meeting])


@pytest.mark.parametrize("name", REPEATABLE)
def test_repeated_parameter_finds_events_that_have_either_value_once(name, world):
    query = {name: world.values[name]}

    assert found(events(query)) == [world.seminar, world.meeting]


@pytest.mark.parametrize("name", REPEATABLE)
def test_two_parameters_find_only_events_that_have_both(name, world):
    value = world.values[name][0]
    of_seminar, of_meeting = world.seminar.starts_on.year, world.meeting.starts_on.year

    assert found(events({name: value, "year": of_seminar})) == [world.seminar]
    assert found(events({name: value, "year": of_meeting})) == []


@pytest.mark.parametrize("name", ["q", "after", "before", "year", "month", "ordering"])
def test_field_left_empty_in_a_form_does_not_filter(name):
    event = factories.event()

    assert found(events({name: ""})) == [event]


# Errors -----------------------------------------------------------------------------------------------------
SELECTING = (*REPEATABLE, "when", "role", "ordering")


@pytest.mark.parametrize("name", SELECTING)
def test_unknown_value_is_an_error_that_names_the_parameter_and_the_value(name):
    refused = events({name: "nowhere"})

    assert list(refused.errors) == [name]
    assert "nowhere" in refused.errors[name][0]


@pytest.mark.parametrize("name", SELECTING)
def test_unknown_value_beside_a_known_one_is_an_error_as_well(name, world):
    known = world.values.get(name, ("past", ""))[0]

    assert list(events({name: [known, "nowhere"]}).errors) == [name]


@pytest.mark.parametrize("name", CLOSED)
def test_error_lists_the_allowed_values_of_a_closed_list(name):
    allowed = [str(value) for value, _label in EventFilter.base_filters[name].extra["choices"]]

    message = events({name: "nowhere"}).errors[name][0]

    assert message.removesuffix(".").endswith(", ".join(allowed))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("after", "17/05"),
        ("after", "2023-02-30"),
        ("before", "yesterday"),
        ("year", "MMXXIII"),
        ("year", "99999"),
        ("year", "-1"),
        ("year", "NaN"),
        ("year", "2023.5"),
        ("month", "13"),
        ("month", "0"),
        ("month", "1.5"),
        ("q", "ك" * 201),
    ],
)
def test_value_that_means_nothing_is_an_error(name, value):
    assert list(events({name: value}).errors) == [name]


@pytest.mark.parametrize(
    "hidden", [{"publication_state": "draft"}, {"publish_from": NOON + timedelta(days=9999)}]
)
def test_what_is_not_public_is_not_known(hidden, world):
    secret = factories.event(**hidden)
    slugs = {
        "series": factories.series(**hidden).slug,
        "parent": secret.slug,
        "institution": factories.institution(**hidden).slug,
        "agreement": factories.agreement(**hidden).slug,
        "speaker": factories.speaker(event=secret, person=factories.person()).person.slug,
    }

    for name, slug in slugs.items():
        said, unknown = events({name: slug}).errors, events({name: "nowhere"}).errors
        assert [message.replace(slug, "nowhere") for message in said[name]] == unknown[name]


def test_person_whose_name_may_not_be_published_is_not_known():
    officer = factories.person(name_is_public=False)
    factories.speaker(person=officer)

    assert list(events({"speaker": officer.slug}).errors) == ["speaker"]


def test_event_in_which_a_name_may_not_be_published_is_not_found_by_it(world):
    slug = world.values["speaker"][0]
    factories.speaker(person=world.seminar.speakers.get().person, name_is_public=False)

    assert found(events({"speaker": slug})) == [world.seminar]


def test_parameter_of_somebody_else_is_ignored(world):
    assert found(events({"utm_source": "mail", "page": "2", "kind": "seminar"})) == [world.seminar]


# Institutions and places -----------------------------------------------------------------------------------
def test_role_narrows_the_institution_to_what_it_did(world):
    body = world.values["institution"][0]

    assert found(events({"institution": body, "role": "organizer"})) == [world.seminar]
    assert found(events({"institution": body, "role": ["organizer", "host"]})) == [world.seminar]
    assert found(events({"institution": body, "role": "partner"})) == []


def test_role_without_institution_does_not_filter(world):
    assert set(found(events({"role": "organizer"}))) == set(Event.objects.public())


@pytest.mark.parametrize("most", [0, 10_000], ids=["many held there", "few held there"])
def test_territory_includes_what_lies_within_and_what_is_covered(world, most, monkeypatch):
    """Found by their places where few are held there, or else looked for among all."""
    monkeypatch.setattr("events.reaching.MOST_COUNTED", most)
    region = factories.territory(name_fr="Casablanca-Settat", kind=TerritoryKind.REGION)
    district = factories.territory(name_fr="Hay Hassani", kind=TerritoryKind.DISTRICT, parent=region)
    inside = factories.event(territory=district)
    covering = factories.event(place_kind="nationwide", starts_on=MEETING_DAY)
    covering.covered_territories.add(district)

    assert found(events({"territory": region.slug})) == [inside, covering]
    assert found(events({"territory": [region.slug, "sidi-bernoussi"]})) == [inside, covering, world.meeting]


# Time ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def dated() -> dict[str, Event]:
    until = {"ends_precision": "day"}
    return {
        "yesterday": factories.event(starts_on=date(2023, 5, 16)),
        "today": factories.event(starts_on=SEMINAR_DAY),
        "these days": factories.event(starts_on=date(2023, 5, 15), ends_on=date(2023, 5, 21), **until),
        "tomorrow": factories.event(starts_on=date(2023, 5, 18)),
        "undated": factories.event(starts_on=None, when_words="في الربيع"),
    }


def named(dated, filterset):
    names = {event: name for name, event in dated.items()}
    return {names[event] for event in found(filterset)}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("past", {"yesterday"}),
        ("ongoing", {"today", "these days"}),
        ("upcoming", {"tomorrow"}),
        (["past", "upcoming"], {"yesterday", "tomorrow"}),
        (["past", "ongoing", "upcoming"], {"yesterday", "today", "these days", "tomorrow"}),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_when_is_measured_in_local_days(when, expected, dated):
    assert named(dated, events({"when": when})) == expected


@time_machine.travel(datetime(2023, 5, 17, 23, 30, tzinfo=UTC), tick=False)
def test_day_changes_at_midnight_in_morocco(dated):
    """At 23:30 UTC in May 2023 it was 00:30 of the 18th there."""
    assert named(dated, events({"when": "ongoing"})) == {"these days", "tomorrow"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"after": "2023-05-18"}, {"these days", "tomorrow"}),
        ({"before": "2023-05-15"}, {"these days"}),
        ({"after": "2023-05-16", "before": "2023-05-16"}, {"yesterday", "these days"}),
        ({"after": "2023-05-22"}, set()),
        ({"before": "2023-05-14"}, set()),
    ],
)
def test_bounds_are_included_and_touch_events_that_go_on(query, expected, dated):
    assert named(dated, events(query)) == expected


def test_iso_dates_are_understood_in_every_language(dated):
    found_in = {}
    for language in ("ar", "fr", "en"):
        with override(language):
            found_in[language] = named(dated, events({"before": "2023-05-15"}))

    assert found_in == {"ar": {"these days"}, "fr": {"these days"}, "en": {"these days"}}


def test_year_and_month_find_events_that_touch_them():
    winter = {"ends_precision": "day", "ends_on": date(2023, 1, 2)}
    over_new_year = factories.event(starts_on=date(2022, 12, 30), **winter)

    assert [found(events({"year": year})) for year in (2021, 2022, 2023)] == [
        [],
        [over_new_year],
        [over_new_year],
    ]
    assert found(events({"month": "12"})) == [over_new_year]


def test_month_finds_an_event_that_ends_in_it():
    winter = {"ends_precision": "day", "ends_on": date(2023, 1, 2)}
    over_new_year = factories.event(starts_on=date(2022, 12, 30), **winter)

    assert found(events({"month": "1"})) == [over_new_year]


def test_month_does_not_find_an_event_known_only_by_its_year():
    factories.event(starts_precision="year", starts_on=date(2019, 1, 1))

    assert found(events({"month": "1"})) == []


@pytest.mark.parametrize("query", ["year=2023&year=2014", "month=5&month=8"])
def test_repeated_year_or_month_finds_either(query, world):
    assert found(events(query)) == [world.seminar, world.meeting]


# Text, having, order ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["الحكامة", "الحكامه", "الامنية ندوه", "الحَكامة الأمنيّة", "الحكـــامة"])
def test_text_is_found_however_it_is_spelt(text, world):
    assert found(events({"q": text})) == [world.seminar]


def test_text_needs_every_word(world):
    assert found(events({"q": "الحكامة تواصلي"})) == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"'])
def test_signs_of_the_database_are_plain_text(text, world):
    assert found(events({"q": text})) == []


def test_has_finds_each_kind_once():
    filmed, asked_for = factories.event(), factories.event()
    for _ in range(2):
        factories.recording(event=filmed)
        factories.recommendation(event=asked_for)
    factories.recording(event=asked_for, kind="audio")

    assert found(events({"has": "video"})) == [filmed]
    assert found(events({"has": "recommendations"})) == [asked_for]
    assert found(events({"has": ["video", "recommendations", "photos"]})) == [asked_for, filmed]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("", ["late", "early", "undated"]),
        ("-date", ["late", "early", "undated"]),
        ("relevance", ["late", "early", "undated"]),
        ("date", ["early", "late", "undated"]),
        ("title", ["early", "undated", "late"]),
    ],
)
def test_order_is_the_same_on_both_databases(ordering, expected):
    rows = {
        "late": factories.event(name_ar="جلسة"),
        "early": factories.event(name_ar="الأبواب المفتوحة", starts_on=MEETING_DAY),
        "undated": factories.event(name_ar="بلاغ", starts_on=None, when_words="في الربيع"),
    }

    assert found(events({"ordering": ordering})) == [rows[name] for name in expected]


# Recommendations --------------------------------------------------------------------------------------------
@pytest.fixture
def requests(world) -> dict[str, Any]:
    """One request of the seminar, done; one proposal of the meeting, only recorded."""
    body = factories.institution(name_fr="Ministère")
    done = factories.recommendation(event=world.seminar, kind="request", text_ar="فتح دور الشباب")
    factories.follow_up(recommendation=done, status="done")
    done.addressees.add(body, factories.institution(name_fr="Commune"))
    recorded = factories.recommendation(event=world.meeting, kind="proposal", text_ar="صندوق للرسائل")
    recorded.addressees.add(factories.institution(name_fr="Commissariat"))
    factories.recommendation(event=factories.draft(), kind="request")
    return {
        "done": done,
        "recorded": recorded,
        "values": {
            "kind": ("request", "proposal"),
            "status": ("done", "recorded"),
            "institution": ("ministere", "commissariat"),
            "event": (world.seminar.slug, world.meeting.slug),
            "territory": ("fes", "sidi-bernoussi"),
        },
    }


REQUEST_PARAMETERS = ("kind", "status", "institution", "event", "territory")


def test_every_parameter_of_recommendations_is_tested_here():
    assert set(RecommendationFilter.base_filters) == {*REQUEST_PARAMETERS, "q", "year", "ordering"}


@pytest.mark.parametrize("name", REQUEST_PARAMETERS)
def test_recommendations_follow_the_same_rules(name, requests):
    first, second = requests["values"][name]
    done, recorded = requests["done"], requests["recorded"]

    assert found(recommendations({name: first})) == [done]
    assert found(recommendations({name: second})) == [recorded]
    assert found(recommendations({name: [first, second]})) == [done, recorded]
    assert found(recommendations({name: first, "year": "2014"})) == []
    assert list(recommendations({name: "nowhere"}).errors) == [name]


def test_recommendations_are_found_by_text_and_year(requests):
    assert found(recommendations({"q": "دور"})) == [requests["done"]]
    assert found(recommendations({"year": "2014"})) == [requests["recorded"]]
    assert found(recommendations({"ordering": "date"})) == [requests["recorded"], requests["done"]]


def test_recommendations_list_the_allowed_values(requests):
    kinds, steps = ", ".join(RecommendationKind.values), ", ".join(FollowUpStatus.values)
    refused = recommendations({"kind": "wish", "status": "soon"})

    assert refused.errors["kind"][0].removesuffix(".").endswith(kinds)
    assert refused.errors["status"][0].removesuffix(".").endswith(steps)


# Anything at all ---------------------------------------------------------------------------------------------
NAMES = sorted({*EventFilter.base_filters, *RecommendationFilter.base_filters})
WORDS = [
    *EventKind.values,
    *InstitutionRole.values,
    "fes",
    "past",
    "2023",
    "2023-05-17",
    "-date",
    "\0",
    "1e9",
]
VALUES = st.one_of(st.sampled_from(WORDS), st.text(max_size=20), st.integers().map(str), st.dates().map(str))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6)
ANY_QUERY = st.one_of(
    PAIRS.map(lambda pairs: "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)),
    st.binary(max_size=60).map(lambda octets: "&".join(f"{name}={quote(octets)}" for name in ("q", "topic"))),
    st.binary(max_size=60).map(quote),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ANY_QUERY)
def test_no_query_string_breaks_the_list_of_events(query):
    filterset = events(query)

    assert list(filterset.qs) == [] or not filterset.is_valid()


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ANY_QUERY)
def test_no_query_string_breaks_the_list_of_recommendations(query):
    filterset = recommendations(query)

    assert list(filterset.qs) == [] or not filterset.is_valid()


@pytest.mark.parametrize("name", NAMES)
def test_null_character_is_an_error_and_no_crash(name):
    filterset = events if name in EventFilter.base_filters else recommendations

    assert list(filterset(f"{name}=a%00b").errors) == [name]
