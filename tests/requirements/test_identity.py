"""Points 1 to 7 of the requirements: what an event is, and what it belongs to."""

import pytest

from events.enums import AgreementRelation, EventKind, EventLinkKind, EventScope, EventStatus
from events.models import Event, EventAgreement, EventLink, EventName
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


# 1 ------------------------------------------------------------------------------------------------------------
def test_requirement_01_edition_number_is_not_unique_in_its_series():
    open_days = make.series()
    cancelled = make.event(
        series=open_days, edition_number=4, starts_on="2020-05-15", status=EventStatus.CANCELLED
    )
    held = make.event(series=open_days, edition_number=4, status=EventStatus.HELD)

    editions = [as_public(cancelled), as_public(held)]

    assert [(row.edition_number, row.status, row.starts_on.year) for row in editions] == [
        (4, "cancelled", 2020),
        (4, "held", 2023),
    ]
    assert {row.series for row in editions} == {open_days}


@pytest.mark.parametrize("number", [None, 1, 93])
def test_requirement_01_edition_number_may_be_absent_or_large(number):
    event = make.event(series=make.series(), edition_number=number)

    assert as_public(event).edition_number == number


# 2 ------------------------------------------------------------------------------------------------------------
def test_requirement_02_parts_of_an_event_have_parts():
    open_days = make.event(kind=EventKind.OPEN_DAYS)
    stand = make.event(kind=EventKind.STAND, super_event=open_days)
    visit = make.event(kind=EventKind.VISIT, super_event=stand, starts_on="2023-05-18")
    seminar = make.event(kind=EventKind.SEMINAR, super_event=open_days)

    shown = as_public(open_days)

    assert list(shown.sub_events.all()) == [stand, seminar]
    assert [list(as_public(row).sub_events.all()) for row in (stand, seminar)] == [[visit], []]
    assert as_public(visit).super_event.super_event == open_days


def test_requirement_02_parent_may_be_an_event_of_somebody_else():
    fair, stand_of_police = make.event(name_fr="Salon du livre"), None
    make.involvement(event=fair, institution=make.institution(name_fr="Ministère de la Culture"))
    stand_of_police = make.event(kind=EventKind.STAND, super_event=fair)
    make.involvement(event=stand_of_police, institution=make.police())

    shown = as_public(stand_of_police)

    assert [row.institution.acronym for row in shown.involvements.all()] == ["DGSN"]
    assert shown.super_event.name_in("fr").value == "Salon du livre"


# 3 ------------------------------------------------------------------------------------------------------------
def test_requirement_03_one_article_reports_several_events_and_several_articles_one_event():
    bernoussi, hay_hassani, rabat = make.event(), make.event(), make.event()
    both = make.press_item(bernoussi, hay_hassani, title="لقاء تواصلي", published_on="2014-08-08")
    map_agency = make.press_item(rabat, title="ندوة تجمع خبراء", published_on="2019-12-05")
    ahdath = make.press_item(rabat, title="أمن القرب", published_on="2019-12-06")

    reported = {event: list(as_public(event).press_items.all()) for event in (bernoussi, hay_hassani, rabat)}

    assert reported == {bernoussi: [both], hay_hassani: [both], rabat: [map_agency, ahdath]}


# 4 ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "لقاء تواصلي، سيدي البرنوصي، 7 غشت 2014"),
        ("fr", "Rencontre de proximité, Sidi Bernoussi, 7 août 2014"),
        ("en", "Community meeting, Sidi Bernoussi, 7 August 2014"),
    ],
)
def test_requirement_04_event_without_title_is_called_by_kind_place_and_date(language, name):
    district = make.territory(name_ar="سيدي البرنوصي", name_fr="Sidi Bernoussi", kind="district")
    meeting = make.event(
        name_ar="", name_fr="", kind=EventKind.COMMUNITY_MEETING, territory=district, starts_on="2014-08-07"
    )

    shown = as_public(meeting).name_in(language)

    assert (shown.value.casefold(), shown.language) == (name.casefold(), language)


def test_requirement_04_name_of_an_untitled_event_promises_no_precision_it_has_not():
    meeting = make.event(name_ar="", name_fr="", starts_precision="month", starts_on="2023-02-01")
    undated = make.event(name_ar="", name_fr="", starts_on=None, when_words="في الربيع")

    names = [as_public(event).name_in("ar").value for event in (meeting, undated)]

    assert names == ["ندوة، فاس، فبراير 2023", "ندوة، فاس"]


# 5 ------------------------------------------------------------------------------------------------------------
def test_requirement_05_other_titles_keep_their_language_and_source():
    seminar = make.event()
    wordings = [("أهمية الشراكة بين الأمن الوطني وهيئات الحكامة", "ar"), ("Police et gouvernance", "fr")]
    for text, language in wordings:
        source = make.press_item(seminar, title=text, language=language)
        saved(EventName(event=seminar, text=text, language=language, source=source))

    shown = as_public(seminar)

    assert [(row.text, row.language, row.source.title) for row in shown.other_names.all()] == [
        (text, language, text) for text, language in wordings
    ]
    assert shown.name_ar == seminar.name_ar


def test_requirement_05_slogan_is_not_the_title():
    untitled = make.event(name_ar="", name_fr="", slogan_ar="67 سنة من التحديث المتواصل لمرفق مواطن")

    shown = as_public(untitled)

    assert shown.slogan_ar == "67 سنة من التحديث المتواصل لمرفق مواطن"
    assert shown.slogan_ar not in shown.name_in("ar").value
    assert list(Event.objects.public().matching("مرفق مواطن")) == [untitled]


def test_requirement_05_two_events_may_share_a_title():
    events = [make.event(name_ar="الحكامة الأمنية", name_fr="Gouvernance") for _ in range(2)]

    shown = [as_public(event) for event in events]

    assert [row.name_ar for row in shown] == ["الحكامة الأمنية", "الحكامة الأمنية"]
    assert [row.slug for row in shown] == ["gouvernance-2023", "gouvernance-2023-2"]


# 6 ------------------------------------------------------------------------------------------------------------
KINDS = {
    *("open_days", "seminar", "study_day", "community_meeting", "open_meeting", "training"),
    *("awareness_campaign", "agreement_signing", "stand", "visit", "launch", "general_assembly"),
    *("coordination_meeting", "regional_consultation", "conference"),
}


def test_requirement_06_kinds_are_those_of_the_domain():
    assert set(EventKind.values) == {*KINDS, "lecture", "other"}


def test_requirement_06_every_kind_can_be_recorded():
    events = {kind: make.event(kind=kind) for kind in sorted(KINDS)}

    assert {kind: as_public(event).kind for kind, event in events.items()} == {kind: kind for kind in events}


@pytest.mark.parametrize("scope", ["", *EventScope.values])
def test_requirement_06_scope_is_apart_from_the_kind(scope):
    event = make.event(kind=EventKind.SEMINAR, kind_wording_ar="ندوة دولية", scope=scope)

    shown = as_public(event)

    assert (shown.kind, shown.kind_wording_ar, shown.scope) == ("seminar", "ندوة دولية", scope)


def test_requirement_06_kind_on_which_sources_disagree_stays_editable():
    event = make.event(kind=EventKind.CONFERENCE)
    for wording, chosen in (("ندوة", True), ("ندوة دولية", False)):
        make.citation(event, field="kind", wording=wording, is_chosen=chosen)
    event.kind = EventKind.SEMINAR
    saved(event)

    assert as_public(event).kind == "seminar"


# 7 ------------------------------------------------------------------------------------------------------------
def test_requirement_07_event_follows_an_earlier_one_and_has_an_output():
    earlier, meeting, launch = make.event(), make.event(), make.event()
    saved(EventLink(from_event=meeting, kind=EventLinkKind.FOLLOWS, to_event=earlier))
    saved(EventLink(from_event=launch, kind=EventLinkKind.OUTPUT_OF, to_event=meeting))

    shown = as_public(meeting)

    assert [(link.kind, link.to_event) for link in shown.links_from.all()] == [("follows", earlier)]
    assert [(link.kind, link.from_event) for link in shown.links_to.all()] == [("output_of", launch)]


def test_requirement_07_event_is_held_under_an_agreement():
    stand, agreement = make.event(), make.agreement()
    saved(EventAgreement(event=stand, agreement=agreement, relation=AgreementRelation.HELD_UNDER))

    shown = as_public(stand)

    assert [(link.relation, link.agreement) for link in shown.agreement_links.all()] == [
        ("held_under", agreement)
    ]
