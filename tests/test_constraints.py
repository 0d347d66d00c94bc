"""Every constraint on both levels: the form says what is wrong in the reader's language, the database refuses.

The table below has one line a constraint; a constraint that is not in it fails the first test.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import combinations
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory
from django.utils.translation import override

from events.enums import AgreementRelation, EventLinkKind, Precision
from events.models import (
    Consent,
    Decision,
    DistinctPair,
    Event,
    EventAgreement,
    EventDay,
    EventLink,
    EventName,
    EventVenue,
    PressItemEvent,
)
from institutions.models import (
    AgreementArea,
    AgreementParty,
    FormerAddress,
    InstitutionName,
    Membership,
    PersonName,
    Position,
    Signatory,
    TerritoryAlias,
)
from tests import factories
from tests.factories import saved

pytestmark = pytest.mark.django_db

SAME = "same row again"
DAY, NEXT_DAY = date(2023, 5, 17), date(2023, 5, 18)
NINE, TEN = time(9), time(10)


@dataclass(frozen=True)
class Case:
    """How to break one constraint.

    ``make`` returns a valid row; ``stored`` are the columns that the database must refuse in it (SAME: a
    second row like it); ``typed`` are what somebody types in a form to the same effect, where they differ.
    """

    make: Callable[[], models.Model]
    stored: Any
    typed: dict[str, Any] = field(default_factory=dict)


# Rows without a factory of their own -----------------------------------------------------------------------
def former_address() -> FormerAddress:
    moved = factories.institution(slug="before")
    moved.slug = "after"
    moved.save()
    return FormerAddress.objects.get()


def alias() -> TerritoryAlias:
    return saved(TerritoryAlias(territory=factories.fes(), text="Fez", language="en"))


def institution_name() -> InstitutionName:
    columns = {"text": "Conseil consultatif", "language": "fr", "kind": "former"}
    return saved(InstitutionName(institution=factories.institution(), **columns))


def person_name() -> PersonName:
    return saved(PersonName(person=factories.person(), text="Najwa Achergui", language="fr"))


def position() -> Position:
    return saved(Position(person=factories.person(), title_ar="رئيسة", title_fr="Présidente"))


def third_party() -> AgreementParty:
    return saved(AgreementParty(agreement=factories.agreement(), institution=factories.institution()))


def area() -> AgreementArea:
    return saved(AgreementArea(agreement=factories.agreement(), text_ar="التكوين", text_fr="Formation"))


def signatory() -> Signatory:
    agreement = factories.agreement()
    columns = {"person": factories.person(), "institution": agreement.first_party, "title_ar": ""}
    return saved(Signatory(agreement=agreement, **columns))


def membership() -> Membership:
    return saved(Membership(user=member_of_staff(), institution=factories.institution()))


def member_of_staff() -> Any:
    return get_user_model().objects.get_or_create(username="member")[0]


def decision() -> Decision:
    return saved(Decision(event=factories.event(), by=member_of_staff(), verb="refused", reason="بلا مصدر"))


def consent() -> Consent:
    return saved(Consent(event=factories.event(), institution=factories.institution(), by=member_of_staff()))


def distinct_pair() -> DistinctPair:
    return saved(DistinctPair(first=factories.event(), second=factories.event()))


def report() -> PressItemEvent:
    return factories.press_item(factories.event()).event_links.get()


def use_of_a_venue(**columns: Any) -> EventVenue:
    return saved(EventVenue(event=factories.event(), **columns))


def use_of_a_room() -> EventVenue:
    venue = factories.venue()
    return use_of_a_venue(venue=venue, room=factories.room(venue=venue))


def link() -> EventLink:
    ends = {"from_event": factories.event(), "to_event": factories.event()}
    return saved(EventLink(kind=EventLinkKind.FOLLOWS, **ends))


def agreement_link() -> EventAgreement:
    columns = {"event": factories.event(), "agreement": factories.agreement()}
    return saved(EventAgreement(relation=AgreementRelation.SIGNED_AT, **columns))


def named_speaker(**columns: Any) -> Any:
    """Known by name and, unlike others here, without a function."""
    return factories.speaker(person=factories.person(), title_ar="", title_fr="", **columns)


def speaker_of_a_session() -> Any:
    theme = factories.session()
    return named_speaker(event=theme.event, session=theme)


def series_edition() -> Any:
    return factories.event(series=factories.series(), edition_number=4)


def anniversary() -> Any:
    return factories.event(occasion=factories.occasion(), occasion_ordinal=67)


# The table ---------------------------------------------------------------------------------------------------
def missing(column: str) -> dict[str, Any]:
    """The text in no language but English, which is not enough."""
    return {f"{column}_ar": "", f"{column}_fr": "", f"{column}_en": "English only"}


def itself(column: str) -> dict[str, Any]:
    """The row's own key in ``column``."""
    return {column: models.F("pk")}


def publishable(prefix: str, make: Callable[[], models.Model]) -> dict[str, Case]:
    from_noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return {
        f"{prefix}_publication_ends_after_it_starts": Case(
            make, {"publish_from": from_noon, "publish_until": from_noon}
        ),
        f"{prefix}_publication_state_is_known": Case(make, {"publication_state": "secret"}),
    }


TABLE = {
    # institutions
    "former_address_leads_to_one_object": Case(former_address, SAME),
    "territory_has_a_name_in_arabic_or_french": Case(factories.territory, missing("name")),
    "territory_kind_is_known": Case(factories.territory, {"kind": "planet"}),
    "territory_alias_is_listed_once": Case(alias, SAME),
    **publishable("institutions_institution", factories.institution),
    "institution_has_a_name_in_arabic_or_french": Case(factories.institution, missing("name")),
    "institution_kind_is_known": Case(factories.institution, {"kind": "club"}),
    "institution_is_not_its_own_unit": Case(factories.institution, itself("parent_id")),
    "institution_other_name_is_listed_once": Case(institution_name, SAME),
    "institution_name_ends_after_it_starts": Case(
        institution_name, {"valid_from": NEXT_DAY, "valid_until": DAY}
    ),
    "person_has_a_name_in_arabic_or_french": Case(factories.person, missing("name")),
    "person_other_name_is_listed_once": Case(person_name, SAME),
    "position_has_a_title_in_arabic_or_french": Case(position, missing("title")),
    "position_ends_after_it_starts": Case(position, {"starts_on": NEXT_DAY, "ends_on": DAY}),
    **publishable("institutions_agreement", factories.agreement),
    "agreement_has_a_title_in_arabic_or_french": Case(factories.agreement, missing("name")),
    "agreement_has_two_different_parties": Case(
        factories.agreement, {"second_party_id": models.F("first_party_id")}
    ),
    "agreement_ends_after_it_is_signed": Case(factories.agreement, {"signed_on": NEXT_DAY, "ends_on": DAY}),
    "agreement_further_party_is_listed_once": Case(third_party, SAME),
    "agreement_area_has_a_text": Case(area, missing("text")),
    "person_signs_an_agreement_once": Case(signatory, SAME),
    "signatory_has_a_person_or_a_function": Case(signatory, {"person_id": None}),
    # events
    **publishable("events_eventseries", factories.series),
    "series_has_a_name_in_arabic_or_french": Case(factories.series, missing("name")),
    "occasion_has_a_name_in_arabic_or_french": Case(factories.occasion, missing("name")),
    **publishable("events_event", factories.event),
    "event_ends_after_it_starts": Case(
        factories.event,
        {"first_day": NEXT_DAY, "last_day": DAY},
        {"ends_precision": Precision.MONTH, "ends_on": date(2023, 4, 1)},
    ),
    "event_ends_after_it_starts_on_its_day": Case(
        factories.event,
        {
            "starts_precision": Precision.MINUTE,
            "starts_at": TEN,
            "ends_precision": Precision.MINUTE,
            "ends_on": DAY,
            "ends_at": NINE,
        },
    ),
    "event_last_date_is_not_before_its_first": Case(
        factories.event, {"starts_on": NEXT_DAY, "ends_precision": Precision.DAY, "ends_on": DAY}
    ),
    "edition_belongs_to_a_series": Case(series_edition, {"series_id": None}),
    "published_event_has_a_kind": Case(factories.event, {"kind": ""}),
    "published_event_says_when": Case(
        factories.event, {"starts_on": None, "starts_precision": Precision.UNKNOWN}
    ),
    "published_event_says_where": Case(factories.event, {"place_kind": ""}),
    "published_event_with_a_place_names_its_city": Case(factories.event, {"territory_id": None}),
    "event_is_not_part_of_itself": Case(factories.event, itself("super_event_id")),
    "ordinal_belongs_to_an_occasion": Case(anniversary, {"occasion_id": None}),
    "event_status_is_known": Case(factories.event, {"status": "perhaps"}),
    "event_kind_is_known": Case(factories.event, {"kind": "picnic"}),
    "press_item_says_what_it_is": Case(factories.press_item, {"title": "", "outlet": "", "url": ""}),
    "press_item_address_is_listed_once": Case(lambda: factories.press_item(url="https://example.ma/1"), SAME),
    "press_item_reports_an_event_once": Case(report, SAME),
    "count_has_a_number_or_words": Case(factories.count, {"value": None}),
    "one_chosen_total_for_each_unit": Case(lambda: factories.count(is_chosen=True), SAME),
    "fact_is_cited_once_from_a_source": Case(lambda: factories.citation(factories.event()), SAME),
    "venue_has_a_name_in_arabic_or_french": Case(factories.venue, missing("name")),
    "venue_coordinates_are_on_earth": Case(factories.venue, {"latitude": 91, "longitude": 0}),
    "room_has_a_name_in_arabic_or_french": Case(factories.room, missing("name")),
    "event_uses_a_venue_once": Case(use_of_a_room, SAME),
    "event_uses_a_whole_venue_once": Case(lambda: use_of_a_venue(venue=factories.venue()), SAME),
    "event_uses_a_room_alone_once": Case(lambda: use_of_a_venue(room=factories.room()), SAME),
    "event_venue_names_a_venue_or_a_room": Case(use_of_a_room, {"venue_id": None, "room_id": None}),
    "session_has_a_title_in_arabic_or_french": Case(factories.session, missing("name")),
    "session_ends_after_it_starts": Case(factories.session, {"starts_at": TEN, "ends_at": NINE}),
    "person_has_a_role_in_an_event_once": Case(named_speaker, SAME),
    "person_has_a_role_in_a_session_once": Case(speaker_of_a_session, SAME),
    "speaker_has_a_person_or_a_function": Case(named_speaker, {"person_id": None}),
    "speaker_role_is_known": Case(factories.speaker, {"role": "singer"}),
    "statement_has_a_text_in_arabic_or_french": Case(factories.statement, missing("text")),
    "recommendation_has_a_text_in_arabic_or_french": Case(factories.recommendation, missing("text")),
    "recommendation_kind_is_known": Case(factories.recommendation, {"kind": "wish"}),
    "follow_up_has_its_proof": Case(factories.follow_up, {"evidence_url": ""}),
    "follow_up_status_is_known": Case(factories.follow_up, {"status": "soon"}),
    "answer_has_a_text_in_arabic_or_french": Case(factories.answer, missing("text")),
    "institution_has_a_role_once": Case(factories.involvement, SAME),
    "involvement_role_is_known": Case(factories.involvement, {"role": "guest"}),
    "events_are_linked_once_in_one_way": Case(link, SAME),
    "event_is_not_linked_to_itself": Case(link, {"to_event_id": models.F("from_event_id")}),
    "event_relates_to_an_agreement_once": Case(agreement_link, SAME),
    "document_has_a_title_in_arabic_or_french": Case(factories.document, missing("title")),
    "document_belongs_to_one_event_or_agreement": Case(factories.document, {"event_id": None}),
    "document_can_be_read_somewhere": Case(factories.document, {"url": ""}),
    "photo_has_its_focus_inside": Case(factories.photo, {"focus_x": 101}),
    "recording_has_a_title_in_arabic_or_french": Case(factories.recording, missing("title")),
    **publishable("events_publication", factories.publication),
    "decision_verb_is_known": Case(decision, {"verb": "shelved"}),
    "refusal_withdrawal_and_objection_say_why": Case(decision, {"reason": ""}),
    "institution_is_asked_once": Case(consent, SAME),
    "consent_state_is_known": Case(consent, {"state": "shrugged"}),
    "objection_says_why": Case(consent, {"state": "objected"}),
    "distinct_pair_is_kept_once": Case(distinct_pair, SAME),
    "distinct_pair_names_the_older_first": Case(distinct_pair, {"second_id": models.F("first_id")}),
    "user_is_a_member_of_an_institution_once": Case(membership, SAME),
    "publication_has_a_title_in_arabic_or_french": Case(factories.publication, missing("name")),
    "event_day_closes_after_it_opens": Case(
        lambda: saved(EventDay(event=factories.event(), on=DAY)), {"opens_at": TEN, "closes_at": TEN}
    ),
    "event_other_title_is_listed_once": Case(
        lambda: saved(EventName(event=factories.event(), text="عنوان آخر")), SAME
    ),
}


def constraints() -> dict[str, type[models.Model]]:
    ours = [model for app in ("institutions", "events") for model in apps.get_app_config(app).get_models()]
    return {constraint.name: model for model in ours for constraint in model._meta.constraints}


def test_every_constraint_is_in_the_table():
    assert set(TABLE) == set(constraints())


@pytest.mark.parametrize("name", TABLE)
def test_table_breaks_the_model_that_has_the_constraint(name):
    assert isinstance(TABLE[name].make(), constraints()[name])


# The form -------------------------------------------------------------------------------------------------
def retyped(case: Case) -> models.Model:
    """The row as somebody would have typed it wrongly, not yet saved."""
    row = case.make()
    if case.stored is SAME:
        return again(row)
    for column, value in (case.typed or case.stored).items():
        setattr(row, column, getattr(row, value.name) if isinstance(value, models.F) else value)
    return row


def again(row: models.Model) -> models.Model:
    second = copy(row)
    second._state = copy(row._state)
    second.pk, second._state.adding = None, True
    if hasattr(second, "slug") and not isinstance(second, FormerAddress):
        second.slug = ""
    return second


def messages_of(row: models.Model, language: str) -> list[str]:
    """What the form says, in words."""
    with override(language):
        try:
            row.full_clean()
        except ValidationError as refused:
            return [message for messages in refused.message_dict.values() for message in messages]
    return []


LANGUAGES = ("ar", "fr", "en")


@pytest.mark.parametrize("name", TABLE)
def test_form_refuses_in_words_for_people(name):
    said = messages_of(retyped(TABLE[name]), "en")

    assert said
    assert [message for message in said if name in message] == []


@pytest.mark.parametrize("name", TABLE)
def test_form_refuses_in_the_language_of_the_reader(name):
    row = retyped(TABLE[name])

    said = {language: messages_of(row, language) for language in LANGUAGES}

    assert all(said.values())
    for one, other in combinations(LANGUAGES, 2):
        assert set(said[one]) & set(said[other]) == set()


@pytest.mark.parametrize("name", TABLE)
def test_form_says_the_words_of_the_constraint(name):
    """Where a constraint has words of its own they are said: no other rule stood in for it."""
    constraint = next(c for c in constraints()[name]._meta.constraints if c.name == name)
    with override("ar"):
        own = {str(constraint.violation_error_message)} - {str(constraint.default_violation_error_message)}

    said = messages_of(retyped(TABLE[name]), "ar")

    assert own - set(said) == set()


# The database ---------------------------------------------------------------------------------------------
def write_past_the_form(case: Case) -> None:
    row = case.make()
    if case.stored is SAME:
        type(row)._base_manager.bulk_create([again(row)])
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**case.stored)


@pytest.mark.parametrize("name", TABLE)
def test_database_refuses(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_form(TABLE[name])


# What SQL's third truth value would let through ------------------------------------------------------------
TEXTS = {
    name: case for name, case in TABLE.items() if case.stored is not SAME and "_ar" in "".join(case.stored)
}
EMPTY = [(None, None), ("", ""), (None, ""), ("", None)]


@pytest.mark.parametrize("arabic_and_french", EMPTY)
@pytest.mark.parametrize("name", TEXTS)
def test_database_takes_null_for_no_text(name, arabic_and_french):
    case = TEXTS[name]
    arabic, french = (column for column in case.stored if not column.endswith("_en"))
    columns = dict(zip((arabic, french), arabic_and_french, strict=True))

    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_form(Case(case.make, columns))


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_in_one_of_the_two_languages_is_enough(name, language):
    case = TEXTS[name]
    row = case.make()
    for column in case.stored:
        setattr(row, column, "نص" if column.endswith(f"_{language}") else None)

    saved(row)

    assert [getattr(type(row)._base_manager.get(pk=row.pk), column) for column in sorted(case.stored)] == [
        "نص" if column.endswith(f"_{language}") else None for column in sorted(case.stored)
    ]


HALF_KNOWN = [
    {"latitude": "34.0", "longitude": None},
    {"latitude": None, "longitude": "-5.0"},
    {"latitude": "91", "longitude": None},
    {"latitude": None, "longitude": "181"},
]


@pytest.mark.parametrize("columns", HALF_KNOWN)
def test_form_refuses_half_a_position(columns):
    assert messages_of(retyped(Case(factories.venue, columns)), "en")


@pytest.mark.parametrize("columns", HALF_KNOWN)
def test_database_refuses_half_a_position(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_form(Case(factories.venue, columns))


def use_of_a_whole_venue() -> EventVenue:
    return use_of_a_venue(venue=factories.venue())


def use_of_a_room_alone() -> EventVenue:
    return use_of_a_venue(room=factories.room())


@pytest.mark.parametrize("make", [use_of_a_whole_venue, use_of_a_room_alone])
def test_form_refuses_a_venue_listed_twice_without_its_room(make):
    assert messages_of(retyped(Case(make, SAME)), "en")


@pytest.mark.parametrize("make", [use_of_a_whole_venue, use_of_a_room_alone])
def test_database_refuses_a_venue_listed_twice_without_its_room(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_form(Case(make, SAME))


MINUTE = Precision.MINUTE
SOUND = [
    {"ends_precision": "day", "ends_on": DAY},
    {"starts_precision": MINUTE, "starts_at": TEN},
    {"starts_precision": MINUTE, "starts_at": TEN, "ends_precision": "day", "ends_on": DAY},
    {"ends_precision": MINUTE, "ends_on": DAY, "ends_at": NINE},
    {"starts_precision": MINUTE, "starts_at": TEN, "ends_precision": MINUTE, "ends_on": DAY, "ends_at": TEN},
    {
        "starts_precision": MINUTE,
        "starts_at": TEN,
        "ends_precision": MINUTE,
        "ends_on": NEXT_DAY,
        "ends_at": NINE,
    },
    {"starts_on": NEXT_DAY, "ends_precision": "month", "ends_on": date(2023, 5, 1)},
    {"starts_on": date(2023, 5, 1), "starts_precision": "month", "ends_precision": "day", "ends_on": DAY},
    {"starts_on": None, "when_words": "في الربيع", "ends_precision": "day", "ends_on": DAY},
]


@pytest.mark.parametrize("columns", SOUND)
def test_partly_known_dates_that_agree_are_accepted(columns):
    event = factories.event(**columns)

    event.refresh_from_db()

    assert {column: getattr(event, column) for column in columns} == columns


EARLIER = [
    {"ends_precision": "month", "ends_on": date(2023, 4, 1)},
    {"ends_precision": "year", "ends_on": date(2022, 1, 1)},
    {
        "starts_precision": "month",
        "starts_on": date(2023, 5, 1),
        "ends_precision": "day",
        "ends_on": date(2023, 4, 1),
    },
    {
        "starts_precision": "month",
        "starts_on": date(2023, 5, 1),
        "ends_precision": "month",
        "ends_on": date(2023, 4, 1),
    },
]


@pytest.mark.parametrize("columns", EARLIER)
def test_end_that_is_surely_before_the_start_is_refused_however_vague(columns):
    said = messages_of(retyped(Case(factories.event, columns)), "en")

    assert set(said) == {"The event cannot end before it starts."}


@pytest.mark.parametrize("columns", EARLIER)
def test_form_without_the_derived_days_says_so_beside_the_end(columns):
    event = factories.event()
    form_class = modelform_factory(
        Event, fields=["starts_precision", "starts_on", "ends_precision", "ends_on"]
    )
    kept = {"starts_precision": "day", "starts_on": event.starts_on}

    form = form_class({**kept, **columns}, instance=event)

    assert list(form.errors) == ["ends_on"]


def test_unnamed_people_may_be_many():
    event, agreement = factories.event(), factories.agreement()
    title = {"title_ar": "ممثلون عن المركز"}

    for _ in range(2):
        factories.speaker(event=event)
        saved(Signatory(agreement=agreement, institution=agreement.first_party, **title))

    assert (event.speakers.count(), agreement.signatories.count()) == (2, 2)


def test_figures_that_contradict_each_other_stand_side_by_side():
    event = factories.event()

    factories.count(event=event, value=1_150_000, is_chosen=True)
    factories.count(event=event, value=970_000)
    factories.count(event=event, value=142_500, on=DAY, is_chosen=True)
    factories.count(event=event, value=31, unit="stands", is_chosen=True)

    assert event.counts.count() == 4


def test_third_party_is_another_than_the_first_two():
    party = third_party()
    party.institution = party.agreement.second_party

    assert messages_of(party, "en") == ["This institution is already a party."]
