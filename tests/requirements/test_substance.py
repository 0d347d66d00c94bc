"""Points 19 to 25 of the requirements: what it was about, what was asked, promised, signed, counted."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from events.enums import (
    Access,
    AgreementRelation,
    CountQualifier,
    CountScope,
    CountUnit,
    FollowUpStatus,
    RecommendationKind,
    SpeakerRole,
)
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventAgreement,
    FollowUp,
    Publication,
    Recommendation,
    SpokenLanguage,
)
from events.reaching import under
from institutions.enums import AgreementKind
from institutions.models import Agreement, AgreementArea, AgreementParty, Signatory
from portal.lib.date_text import moment_text
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


# 19 -----------------------------------------------------------------------------------------------------------
def test_requirement_19_sessions_stand_in_order_with_times_and_room():
    seminar, hall = make.event(), make.room()
    themes = ["سياسة التواصل في المجال الأمني", "شرطة القرب، لماذا وكيف؟"]
    make.session(event=seminar, name_ar=themes[0], position=2)
    hours = {"on": date(2023, 5, 17), "starts_at": time(9, 30), "ends_at": time(11)}
    make.session(event=seminar, name_ar=themes[1], position=1, room=hall, **hours)

    first, second = as_public(seminar).sessions.all()

    assert (first.name_ar, first.room, {name: getattr(first, name) for name in hours}) == (
        themes[1],
        hall,
        hours,
    )
    assert (second.name_ar, second.room, second.starts_at) == (themes[0], None, None)


def test_requirement_19_session_has_its_chair_speakers_and_documents():
    theme = make.session()
    chair = make.speaker(event=theme.event, session=theme, role=SpeakerRole.CHAIR)
    speaker = make.speaker(event=theme.event, session=theme, position=1)
    outside = make.speaker(event=theme.event, position=2)
    slides = make.document(event=theme.event, session=theme)

    shown = as_public(theme.event)

    assert [(row, row.role, row.session_id) for row in shown.speakers.all()] == [
        (chair, "chair", theme.pk),
        (speaker, "speaker", theme.pk),
        (outside, "speaker", None),
    ]
    assert [(row, row.session_id) for row in shown.documents.all()] == [(slides, theme.pk)]


# 20 -----------------------------------------------------------------------------------------------------------
def test_requirement_20_what_is_asked_and_promised_has_its_kind():
    assert set(RecommendationKind.values) == {
        *("remark", "request", "proposal", "recommendation", "commitment")
    }
    event = make.event()
    for position, kind in enumerate(RecommendationKind.values):
        make.recommendation(event=event, kind=kind, position=position)

    assert [row.kind for row in as_public(event).recommendations.all()] == RecommendationKind.values


def test_requirement_20_request_says_who_raised_it_for_whom_and_until_when():
    speaker = make.speaker()
    words = {
        "raised_by_words_ar": "ممثلو الجمعيات",
        "addressed_to_words_ar": "الجهات المختصة عبر الأمن",
        "due_words_ar": "خلال الموسم الدراسي المقبل",
    }
    asked = make.recommendation(
        event=speaker.event, raised_by=speaker, due_precision="school_year", due_on=date(2014, 9, 1), **words
    )
    bodies = [make.police(), make.institution()]
    for body in bodies:
        asked.addressees.add(body)

    (shown,) = as_public(speaker.event).recommendations.all()

    assert {name: getattr(shown, name) for name in words} == words
    assert (shown.raised_by_id, list(shown.addressees.all())) == (speaker.pk, bodies)
    assert moment_text(shown.due, "ar") == "الموسم الدراسي 2014-2015"


def test_requirement_20_without_evidence_the_status_is_recorded():
    asked = make.recommendation()

    (shown,) = as_public(asked.event).recommendations.all()

    assert (shown.status, list(shown.follow_ups.all())) == (FollowUpStatus.RECORDED, [])
    assert Recommendation.objects.public().with_status().get().status == FollowUpStatus.RECORDED


def test_requirement_20_status_cannot_be_typed():
    assert "status" not in {field.name for field in Recommendation._meta.get_fields()}


def test_requirement_20_follow_up_has_its_date_and_proof():
    asked, report = make.recommendation(), make.press_item(title="افتتاح دار الشباب")
    make.follow_up(recommendation=asked, status="accepted", on=date(2014, 10, 1), note_ar="قبلت")
    proven = {"evidence_url": "", "source": report}
    make.follow_up(recommendation=asked, status="done", on=date(2015, 6, 1), **proven)

    (shown,) = as_public(asked.event).recommendations.all()

    assert [(step.status, step.on, step.evidence_url, step.source) for step in shown.follow_ups.all()] == [
        ("accepted", date(2014, 10, 1), "https://example.ma/proof", None),
        ("done", date(2015, 6, 1), "", report),
    ]
    assert shown.status == "done"


@pytest.mark.parametrize("status", FollowUpStatus.values)
def test_requirement_20_progress_without_proof_is_refused(status):
    step = FollowUp(recommendation=make.recommendation(), status=status, on=date(2024, 1, 1))

    with pytest.raises(ValidationError):
        step.full_clean()


def test_requirement_20_one_general_answer_covers_many_requests():
    event = make.event()
    requests = [make.recommendation(event=event, position=number) for number in range(8)]
    chair = make.speaker(event=event, title_ar="رئيس المنطقة الأمنية")
    general = make.answer(event=event, speaker=chair, text_ar="المديرية تسعى إلى توفير كل الإمكانيات")
    for asked in requests:
        general.covers.add(asked)

    (shown,) = as_public(event).answers.all()

    assert (shown.text_ar, shown.speaker_id) == ("المديرية تسعى إلى توفير كل الإمكانيات", chair.pk)
    assert [link.recommendation_id for link in shown.covered_links] == [asked.pk for asked in requests]
    assert {row.status for row in as_public(event).recommendations.all()} == {FollowUpStatus.RECORDED}


# 21 -----------------------------------------------------------------------------------------------------------
def test_requirement_21_agreement_has_two_or_more_parties():
    cndh, dgsn, ministry = make.institution(), make.police(), make.institution(name_fr="Ministère")
    agreement = make.agreement(first_party=cndh, second_party=dgsn)
    saved(AgreementParty(agreement=agreement, institution=ministry))

    read = Agreement.objects.public().for_list().get()

    assert read.parties == [cndh, dgsn, ministry]
    assert [list(Agreement.objects.public().between(body)) for body in read.parties] == [[agreement]] * 3


def test_requirement_21_agreement_has_signatories_date_areas_kind_and_term():
    agreement = make.agreement(
        kind=AgreementKind.FRAMEWORK,
        term_ar="ثلاث سنوات",
        ends_on=date(2025, 9, 14),
        text_url="https://example.ma/text",
    )
    bouayach = make.person(name_ar="آمنة بوعياش")
    cndh, dgsn = agreement.parties[:2]
    saved(Signatory(agreement=agreement, person=bouayach, institution=cndh, title_ar="رئيسة المجلس"))
    saved(Signatory(agreement=agreement, institution=dgsn, title_ar="المدير العام", position=1))
    for position, text in enumerate(("التكوين", "الثقافة الحقوقية")):
        saved(AgreementArea(agreement=agreement, text_ar=text, position=position))

    read = Agreement.objects.public().get()

    read.full_clean()
    assert (read.kind, read.signed_on, read.ends_on, read.term_ar, read.text_url) == (
        *("framework", date(2022, 9, 14), date(2025, 9, 14), "ثلاث سنوات", "https://example.ma/text"),
    )
    assert [(row.person, row.institution, row.title_ar) for row in read.signatories.all()] == [
        (bouayach, cndh, "رئيسة المجلس"),
        (None, dgsn, "المدير العام"),
    ]
    assert [area.text_ar for area in read.areas.all()] == ["التكوين", "الثقافة الحقوقية"]


def test_requirement_21_events_are_signed_at_and_held_under_an_agreement():
    agreement, signing, lecture = make.agreement(), make.event(kind="agreement_signing"), make.event()
    saved(EventAgreement(event=signing, agreement=agreement, relation=AgreementRelation.SIGNED_AT))
    saved(EventAgreement(event=lecture, agreement=agreement, relation=AgreementRelation.HELD_UNDER))

    shown = [link for event in (signing, lecture) for link in as_public(event).agreement_links.all()]

    assert [(link.relation, link.agreement) for link in shown] == [
        ("signed_at", agreement),
        ("held_under", agreement),
    ]
    assert set(Event.objects.public().filter(under([agreement]))) == {signing, lecture}


# 22 -----------------------------------------------------------------------------------------------------------
def test_requirement_22_publication_has_what_a_library_asks_for():
    columns = {
        "name_fr": "Gouvernance du secteur de la sécurité au niveau local - Actes de séminaire",
        "isbn": "978-9920-9494-2-2",
        "legal_deposit": "2020MO3457",
        "printer": "Imprimerie Bidaoui",
        "cover_precision": "month",
        "cover_on": date(2020, 9, 1),
        "online_on": date(2020, 12, 8),
        "page_count": 143,
        "url": "https://example.ma/actes.pdf",
    }
    seminar = make.event()
    acts = make.publication(name_ar="", source_event=seminar, **columns)
    publishers = [make.institution(acronym=acronym) for acronym in ("CEDHD", "DCAF")]
    for publisher in publishers:
        acts.publishers.add(publisher)

    (shown,) = as_public(seminar).publications.all()

    Publication.objects.public().get().full_clean()
    assert {name: getattr(shown, name) for name in columns} == columns
    assert (list(shown.publishers.all()), shown.source_event) == (publishers, seminar)
    assert moment_text(shown.cover, "ar") == "شتنبر 2020"


def test_requirement_22_publication_may_have_a_file():
    book = make.publication()
    book.file.save("actes.pdf", make.image())

    assert Publication.objects.public().get().file.size > 0


# 23 -----------------------------------------------------------------------------------------------------------
def test_requirement_23_event_marks_an_anniversary_by_its_number():
    founding = make.occasion(name_ar="تأسيس الأمن الوطني", first_year=1956)

    shown = as_public(make.event(occasion=founding, occasion_ordinal=67))

    assert (shown.occasion_ordinal, shown.occasion, shown.occasion.first_year) == (67, founding, 1956)


def test_requirement_23_international_day_has_no_number():
    day = make.occasion(name_ar="اليوم العالمي لحقوق الإنسان", name_fr="Journée des droits de l'Homme")

    shown = as_public(make.event(occasion=day))

    assert (shown.occasion.name_ar, shown.occasion_ordinal) == ("اليوم العالمي لحقوق الإنسان", None)


# 24 -----------------------------------------------------------------------------------------------------------
def test_requirement_24_counts_have_the_units_of_the_domain():
    units = ("visitors", "associations", "persons", "women", "schools", "stands")
    event = make.event()
    for position, unit in enumerate(units):
        make.count(event=event, unit=unit, value=position, position=position)

    assert [(row.unit, row.value) for row in as_public(event).counts.all()] == [
        (unit, position) for position, unit in enumerate(units)
    ]


def test_requirement_24_conflicting_counts_stand_side_by_side_with_the_choice_of_the_editor():
    event = make.event()
    figures = [
        (142_500, CountScope.ONE_DAY, date(2023, 5, 17), CountQualifier.EXACT, False),
        (150_000, CountScope.ONE_DAY, date(2023, 5, 17), CountQualifier.AT_LEAST, False),
        (970_000, CountScope.SOME_DAYS, None, CountQualifier.APPROXIMATE, False),
        (1_150_000, CountScope.TOTAL, None, CountQualifier.EXACT, True),
    ]
    for position, (value, scope, on, qualifier, is_chosen) in enumerate(figures):
        source = make.press_item(event, title=str(value))
        columns = {"value": value, "scope": scope, "on": on, "qualifier": qualifier, "is_chosen": is_chosen}
        make.count(event=event, source=source, position=position, **columns)

    shown = as_public(event).counts.all()

    assert [(row.value, row.scope, row.on, row.qualifier, row.is_chosen) for row in shown] == figures
    assert [row.source.title for row in shown] == ["142500", "150000", "970000", "1150000"]


def test_requirement_24_count_may_be_in_words_only():
    event = make.event()
    vague = {"value": None, "wording": "عشرات الزوار يوميا", "qualifier": CountQualifier.VAGUE}
    make.count(event=event, unit=CountUnit.VISITORS, scope=CountScope.PER_DAY, **vague)

    (shown,) = as_public(event).counts.all()

    assert {name: getattr(shown, name) for name in vague} == vague


# 25 -----------------------------------------------------------------------------------------------------------
def test_requirement_25_event_says_for_whom_it_is():
    words = {
        Audience: ("associations", "pupils", "children-with-disabilities", "researchers", "media"),
        AccessibilityProvision: ("sign-language", "wheelchair", "interpretation-ary", "interpretation-zgh"),
        SpokenLanguage: ("ar", "ary", "zgh", "fr"),
    }
    event = make.event()
    relations = {
        Audience: event.audiences,
        AccessibilityProvision: event.accessibility,
        SpokenLanguage: event.spoken_languages,
    }
    for model, slugs in words.items():
        for slug in slugs:
            relations[model].add(make.term(model, slug))

    shown = as_public(event)

    assert [
        tuple(term.slug for term in relation.all())
        for relation in (shown.audiences, shown.accessibility, shown.spoken_languages)
    ] == list(words.values())


@pytest.mark.parametrize("access", Access.values)
def test_requirement_25_event_says_who_may_come_and_how_to_register(access):
    columns = {
        "access": access,
        "registration_ar": "قبل 10 ماي لدى الكتابة",
        "registration_url": "https://example.ma/register",
    }

    shown = as_public(make.event(**columns))

    assert {name: getattr(shown, name) for name in columns} == columns
