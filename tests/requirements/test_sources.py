"""Points 26 to 28 of the requirements: where it is known from."""

from datetime import date

import pytest

from events.enums import DocumentKind, PressItemKind, RecordingKind
from events.models import Citation, Correction, PressItem
from events.pages import citations_of, contradictions
from institutions.enums import TextLanguage
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


# 26 -----------------------------------------------------------------------------------------------------------
def test_requirement_26_press_item_has_what_identifies_it():
    event = make.event()
    columns = {
        "outlet": "وكالة المغرب العربي للأنباء",
        "title": "الحكامة الأمنية: تنظيم ندوة تجمع خبراء",
        "language": TextLanguage.ARABIC,
        "published_on": date(2019, 12, 5),
        "url": "https://example.ma/map",
        "kind": PressItemKind.AGENCY,
    }
    make.press_item(event, **columns)

    (shown,) = as_public(event).press_items.all()

    assert {name: getattr(shown, name) for name in columns} == columns


def test_requirement_26_kinds_of_press_items_are_those_of_the_domain():
    domain = {"communique", "announcement", "report", "agency", "own_site"}
    assert set(PressItemKind.values) == {*domain, "aggregator", "book"}
    event = make.event()
    for kind in PressItemKind.values:
        make.press_item(event, kind=kind)

    assert [item.kind for item in as_public(event).press_items.all()] == PressItemKind.values


def test_requirement_26_date_of_a_press_item_may_be_known_in_words_only():
    event = make.event()
    make.press_item(event, published_words="يوم جمعة", outlet="", url="")

    (shown,) = as_public(event).press_items.all()

    assert (shown.published_on, shown.published_words) == (None, "يوم جمعة")


def test_requirement_26_same_dispatch_stands_in_many_outlets():
    event = make.event()
    dispatch = make.press_item(event, outlet="MAP")
    copies = [
        make.press_item(event, outlet=outlet, same_dispatch_as=dispatch)
        for outlet in ("Maghress", "Hespress")
    ]

    shown = as_public(event).press_items.all()

    assert [(item, item.same_dispatch_as_id) for item in shown] == [
        (dispatch, None),
        *((copy, dispatch.pk) for copy in copies),
    ]
    assert set(PressItem.objects.get(pk=dispatch.pk).copies.all()) == set(copies)


# 27 -----------------------------------------------------------------------------------------------------------
def test_requirement_27_fact_points_to_its_source():
    event = make.event()
    source = make.press_item(event, title="cndh.ma")
    make.citation(event, field="starts_on", source=source, wording="ما بين 17 و21 ماي 2023")

    (cited,) = Citation.objects.about(as_public(event))

    assert (cited.subject, cited.field, cited.source, cited.wording) == (
        *(event, "starts_on", source, "ما بين 17 و21 ماي 2023"),
    )


@pytest.mark.parametrize(
    "subject",
    [
        make.institution, make.person, make.agreement, make.involvement, make.speaker, make.session,
        make.count, make.recommendation, make.statement, make.publication,
    ],
)  # fmt: skip
def test_requirement_27_any_row_can_be_cited(subject):
    row = subject()

    citation = make.citation(row, wording="كما ورد")

    assert list(Citation.objects.about(row)) == [citation]


def test_requirement_27_contradictory_values_stand_side_by_side_and_the_choice_comes_first():
    event = make.event()
    wordings = [("ندوة دولية", False), ("ندوة", True)]
    for wording, is_chosen in wordings:
        make.citation(event, field="kind", wording=wording, is_chosen=is_chosen)
    make.citation(event, field="starts_on", wording="الخميس")

    (found,) = contradictions(citations_of(as_public(event)))

    assert found.field == "kind"
    assert [(row.wording, row.is_chosen) for row in found.citations] == [
        ("ندوة", True),
        ("ندوة دولية", False),
    ]


def test_requirement_27_sources_that_agree_are_no_contradiction():
    event = make.event()
    for _ in range(2):
        make.citation(event, field="kind", wording="ندوة")

    assert contradictions(citations_of(as_public(event))) == []


def test_requirement_27_corrections_are_visible_latest_first():
    event = make.event()
    for day, before, after in ((1, "2019", "2020"), (2, "970 مليون", "970 ألف")):
        columns = {"on": date(2026, 6, day), "field": "counts", "before": before, "after": after}
        saved(Correction(event=event, reason_ar="خطأ مطبعي", reason_fr="Coquille", **columns))

    shown = as_public(event).corrections.all()

    assert [(row.on.day, row.before, row.after, row.reason_ar) for row in shown] == [
        (2, "970 مليون", "970 ألف", "خطأ مطبعي"),
        (1, "2019", "2020", "خطأ مطبعي"),
    ]


# 28 -----------------------------------------------------------------------------------------------------------
def test_requirement_28_photo_has_alt_text_credit_and_a_consent_note():
    columns = {
        "alt_ar": "متدخلة على المنصة",
        "alt_fr": "Intervenante à la tribune",
        "credit": "CNDH",
        "consent_note": "موافقة كتابية في الملف",
    }
    photo = make.photo(**columns)

    (shown,) = as_public(photo.event).photos.all()

    assert {name: getattr(shown, name) for name in columns} == columns
    assert (shown.image.name, shown.width, shown.height) == (photo.image.name, 3, 2)


def test_requirement_28_photo_keeps_nothing_of_the_name_of_its_file():
    photo = make.photo()

    assert "picture" not in photo.image.name
    assert photo.image.name.startswith("photo/")


@pytest.mark.parametrize("kind", RecordingKind.values)
def test_requirement_28_recordings_are_videos_audios_and_live_streams(kind):
    columns = {
        "kind": kind,
        "language": TextLanguage.FRENCH,
        "url": "https://example.ma/v",
        "has_captions": True,
    }
    recording = make.recording(**columns)

    (shown,) = as_public(recording.event).recordings.all()

    assert {name: getattr(shown, name) for name in columns} == columns
    assert set(RecordingKind.values) == {"video", "audio", "live_stream"}


@pytest.mark.parametrize("language", TextLanguage.values)
def test_requirement_28_document_has_its_language(language):
    document = make.document(kind=DocumentKind.MINUTES, language=language)

    (shown,) = as_public(document.event).documents.all()

    assert (shown.kind, shown.language, shown.url) == ("minutes", language, "https://example.ma/minutes.pdf")
