"""The shape of an event, literally: partners build on it, so that it changes by decision only."""

from datetime import date, time
from decimal import Decimal

import pytest
import time_machine

from events.models import (
    Correction,
    EventAgreement,
    EventChange,
    EventDay,
    EventLink,
    EventName,
    EventVenue,
    Topic,
)
from tests import factories as make
from tests.api.labels import labelled
from tests.factories import saved

pytestmark = pytest.mark.django_db
SITE = "https://portal.example.ma"


def page_urls(path: str) -> dict[str, str]:
    return {language: f"{SITE}/{language}/{path}/" for language in ("ar", "fr", "en")}


def moment(**known: object) -> dict[str, object]:
    nothing = dict.fromkeys(("date", "time", "half_day", "weekday", "instant", "earliest", "latest"))
    return {**nothing, "precision": "day", "time_zone": "Africa/Casablanca", **known}


FES = {
    "slug": "fes",
    "name": {"ar": "فاس", "fr": "Fès"},
    "kind": "prefecture",
    "kind_label": {"ar": "عمالة", "fr": "préfecture", "en": "prefecture"},
}
OPENING = moment(
    date="2023-05-17",
    earliest="2023-05-17",
    latest="2023-05-17",
    text={"ar": "17 ماي 2023", "fr": "17 mai 2023", "en": "17 May 2023"},
)
SEMINAR = {"ar": "ندوة", "fr": "séminaire", "en": "seminar"}
SCHEDULED = {"ar": "مبرمج", "fr": "programmé", "en": "scheduled"}
NAME = {
    "ar": "الشراكة بين الأمن الوطني ومؤسسات الحكامة",
    "fr": "Le partenariat entre la police et les institutions de gouvernance",
}


def territory_of(event):
    return {"id": event.territory_id, "url": f"{SITE}/api/v1/territories/{event.territory_id}/", **FES}


def reference_to(event, **known):
    return {
        "id": event.pk,
        "url": f"{SITE}/api/v1/events/{event.pk}/",
        "page_url": page_urls(f"events/{event.slug}"),
        "slug": event.slug,
        "name": NAME,
        "kind": "seminar",
        "kind_label": SEMINAR,
        "status": "scheduled",
        "status_label": SCHEDULED,
        "start": OPENING,
        "end": None,
        **known,
    }


def institution_reference(body):
    return {
        "id": body.pk,
        "url": f"{SITE}/api/v1/institutions/{body.pk}/",
        "slug": body.slug,
        "name": {"ar": body.name_ar, "fr": body.name_fr},
        "acronym": body.acronym or None,
        "kind": "rights_institution",
        "kind_label": {
            "ar": "مؤسسة لحقوق الإنسان",
            "fr": "institution des droits de l'Homme",
            "en": "human rights institution",
        },
        "country": "MA",
    }


def source(item):
    return {
        "id": item.pk,
        "kind": "report",
        "title": "خبراء يناقشون أمن القرب",
        "outlet": "الأحداث المغربية",
        "language": "ar",
        "published_on": None,
        "published_words": None,
        "url": None,
    }


@pytest.fixture
def whole(api):
    """The event as its own address and as an item of the list give it: the same."""

    def read(event):
        item = api(f"events/{event.pk}/").json()
        listed = api("events/").json()["results"]
        assert item in listed
        return item

    return read


def test_an_event_of_which_little_is_known_has_every_field(whole):
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        event = make.event(slug="partenariat")

        assert whole(event) == {
            "id": event.pk,
            "url": f"{SITE}/api/v1/events/{event.pk}/",
            "page_url": page_urls("events/partenariat"),
            "short_url": f"{SITE}/e/{event.pk}",
            "slug": "partenariat",
            "name": NAME,
            "name_is_composed": False,
            "slogan": {},
            "other_names": [],
            "kind": "seminar",
            "kind_label": SEMINAR,
            "kind_wording": {},
            "scope": None,
            "scope_label": {},
            "abstract": {},
            "description": {},
            "description_html": {},
            "series": None,
            "edition_number": None,
            "parent": None,
            "sub_events": [],
            "links": [],
            "occasion": None,
            "occasion_ordinal": None,
            "status": "scheduled",
            "status_label": SCHEDULED,
            "changes": [],
            "start": OPENING,
            "end": None,
            "when_text": OPENING["text"],
            "when_words": None,
            "hijri_words": None,
            "first_day": "2023-05-17",
            "last_day": "2023-05-17",
            "days": [],
            "place": {
                "kind": "place",
                "kind_label": {"ar": "مكان معين", "fr": "un lieu", "en": "a place"},
                "territory": {**territory_of(event), "parent": None},
                "covered_territories": [],
                "venues": [],
                "words": {},
                "online_url": None,
            },
            "topics": [],
            "audiences": [],
            "access": "unknown",
            "access_label": {"ar": "غير معروف", "fr": "non connu", "en": "not known"},
            "registration": {},
            "registration_url": None,
            "accessibility": [],
            "spoken_languages": [],
            "involvements": [],
            "sessions": [],
            "speakers": [],
            "recommendations": [],
            "answers": [],
            "counts": [],
            "agreements": [],
            "publications": [],
            "press_items": [],
            "documents": [],
            "photos": [],
            "recordings": [],
            "corrections": [],
            "citations": [],
            "modified_at": "2026-11-22T12:00:00Z",
        }


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"starts_precision": "minute", "starts_on": date(2014, 8, 7), "starts_at": time(9, 30)},
            moment(
                date="2014-08-07",
                time="09:30",
                precision="minute",
                instant="2014-08-07T09:30:00+01:00",
                earliest="2014-08-07",
                latest="2014-08-07",
                text="7 غشت 2014، 09:30",
            ),
        ),
        (
            {"starts_precision": "half_day", "starts_on": date(2023, 5, 17), "starts_half_day": "evening"},
            moment(
                date="2023-05-17",
                precision="half_day",
                half_day="evening",
                earliest="2023-05-17",
                latest="2023-05-17",
                text="مساء الأربعاء 17 ماي 2023",
            ),
        ),
        (
            {"starts_precision": "weekday_of_month", "starts_on": date(2019, 12, 1), "starts_weekday": 4},
            moment(
                precision="weekday_of_month",
                weekday=4,
                earliest="2019-12-05",
                latest="2019-12-26",
                text="دجنبر 2019، يوم خميس",
            ),
        ),
        (
            {"starts_precision": "month", "starts_on": date(2018, 11, 1)},
            moment(
                precision="month",
                earliest="2018-11-01",
                latest="2018-11-30",
                text="نونبر 2018",
            ),
        ),
        (
            {"starts_precision": "unknown", "starts_on": None, "when_words": "في ما بعد"},
            moment(
                precision="unknown",
                text="التاريخ غير معروف",
            ),
        ),
    ],
    ids=["minute", "half-day", "weekday", "month", "unknown"],
)
def test_a_start_says_no_more_than_is_known(whole, columns, expected):
    found = whole(make.event(**columns))["start"]

    words = found.pop("text")
    assert found | {"text": words["ar"]} == expected
    assert list(words) == ["ar", "fr", "en"]


def test_an_instant_has_the_offset_in_force_that_day(whole):
    summer = make.event(starts_precision="minute", starts_on=date(2023, 7, 7), starts_at=time(9, 30))

    assert whole(summer)["start"]["instant"] == "2023-07-07T09:30:00+01:00"


def test_an_event_without_a_title_is_called_by_kind_place_and_date(whole):
    event = make.event(name_ar="", name_fr="", kind="community_meeting", starts_on=date(2014, 8, 7))

    found = whole(event)
    assert found["name_is_composed"] is True
    assert found["name"] == {
        "ar": "لقاء تواصلي، فاس، 7 غشت 2014",
        "fr": "Rencontre de proximité, Fès, 7 août 2014",
        "en": "Community meeting, Fès, 7 August 2014",
    }


def test_linked_events_are_given_with_their_addresses(whole):
    event, above, below = make.event(), make.event(), make.event()
    event.super_event = above
    event.save()
    below.super_event = event
    below.save()
    before, after = make.event(), make.event()
    follows = saved(EventLink(from_event=event, kind="follows", to_event=before))
    followed = saved(EventLink(from_event=after, kind="follows", to_event=event))

    found = whole(event)
    follows_label = {"ar": "يلي", "fr": "fait suite à", "en": "follows"}
    assert found["parent"] == reference_to(above)
    assert found["sub_events"] == [reference_to(below)]
    assert [(link["id"], link["kind"], link["is_reverse"], link["event"]) for link in found["links"]] == [
        (follows.pk, "follows", False, reference_to(before)),
        (followed.pk, "follows", True, reference_to(after)),
    ]
    assert found["links"][0]["kind_label"]["en"] == follows_label["en"]


def test_who_took_part(whole):
    event, body = make.event(), make.institution(acronym="CNDH")
    named = make.person(name_ar="نجوى أشركي", name_fr="Najoua Achergui")
    role = make.involvement(event=event, institution=body, note_fr="À Fès")
    theme = make.session(event=event, on=date(2023, 5, 17), starts_at=time(9, 30))
    item = make.press_item()
    voice = make.speaker(event=event, person=named, session=theme, institution=body, rank_fr="commissaire")
    said = make.statement(speaker=voice, source=item)
    alone = make.speaker(event=event, title_ar="", title_fr="Un agent", position=1, gender="male")

    found = whole(event)
    assert found["involvements"] == [
        {
            "id": role.pk,
            "role": "organizer",
            "role_label": labelled("organizer"),
            "institution": {
                **institution_reference(body),
                "kind_label": labelled("rights_institution"),
            },
            "note": {"fr": "À Fès"},
        }
    ]
    assert found["sessions"] == [
        {
            "id": theme.pk,
            "name": {"ar": "شرطة القرب، لماذا وكيف؟", "fr": "La police de proximité"},
            "abstract": {},
            "on": "2023-05-17",
            "starts_at": "09:30",
            "ends_at": None,
            "room": None,
        }
    ]
    assert found["speakers"] == [
        {
            "id": voice.pk,
            "person": {
                "id": named.pk,
                "url": f"{SITE}/api/v1/speakers/{named.pk}/",
                "slug": named.slug,
                "name": {"ar": "نجوى أشركي", "fr": "Najoua Achergui"},
            },
            "title": {"ar": "رئيسة وحدة الدراسات", "fr": "Cheffe de l'unité des études"},
            "rank": {"fr": "commissaire"},
            "institution": found["involvements"][0]["institution"],
            "role": "speaker",
            "role_label": labelled("speaker"),
            "gender": "unknown",
            "is_group": False,
            "session": theme.pk,
            "statements": [
                {
                    "id": said.pk,
                    "text": {"ar": "الشكايات في تراجع", "fr": "Les plaintes diminuent"},
                    "medium": "press_statement",
                    "medium_label": labelled("press_statement"),
                    "source": source(item),
                }
            ],
        },
        {
            "id": alone.pk,
            "person": None,
            "title": {"fr": "Un agent"},
            "rank": {},
            "institution": None,
            "role": "speaker",
            "role_label": labelled("speaker"),
            "gender": "male",
            "is_group": False,
            "session": None,
            "statements": [],
        },
    ]


def test_what_was_asked_and_what_came_of_it(whole):
    event, body = make.event(), make.institution()
    voice = make.speaker(event=event)
    asked = make.recommendation(
        event=event, raised_by=voice, due_on=date(2024, 1, 1), due_precision="year", due_words_fr="en 2024"
    )
    asked.addressees.add(body)
    step = make.follow_up(recommendation=asked, note_fr="Fait")
    replied = make.answer(event=event, speaker=voice)
    replied.covers.add(asked)

    found = whole(event)
    speaker = {
        "id": voice.pk,
        "person": None,
        "title": {"ar": "رئيسة وحدة الدراسات", "fr": "Cheffe de l'unité des études"},
        "rank": {},
        "institution": None,
    }
    assert found["recommendations"] == [
        {
            "id": asked.pk,
            "url": f"{SITE}/api/v1/recommendations/{asked.pk}/",
            "page_url": page_urls(f"recommendations/{asked.pk}"),
            "kind": "proposal",
            "kind_label": labelled("proposal"),
            "text": {
                "ar": "وضع صندوق للرسائل بمقرات الأمن",
                "fr": "Placer une boîte aux lettres dans les commissariats",
            },
            "session": None,
            "raised_by": speaker,
            "raised_by_words": {},
            "addressees": [
                {**institution_reference(body), "kind_label": labelled("rights_institution")},
            ],
            "addressed_to_words": {},
            "due": moment(
                precision="year",
                earliest="2024-01-01",
                latest="2024-12-31",
                text={"ar": "2024", "fr": "2024", "en": "2024"},
            ),
            "due_words": {"fr": "en 2024"},
            "status": "accepted",
            "status_label": labelled("accepted"),
            "follow_ups": [
                {
                    "id": step.pk,
                    "on": "2023-09-01",
                    "status": "accepted",
                    "status_label": labelled("accepted"),
                    "note": {"fr": "Fait"},
                    "source": None,
                    "evidence_url": "https://example.ma/proof",
                }
            ],
        }
    ]
    assert found["answers"] == [
        {
            "id": replied.pk,
            "text": {"ar": "قنوات التواصل مفتوحة", "fr": "Les canaux restent ouverts"},
            "speaker": speaker,
            "source": None,
            "covers": [asked.pk],
        }
    ]


def test_figures_corrections_and_changes_of_plan(whole):
    event, item = make.event(), make.press_item()
    figure = make.count(event=event, value=5000, qualifier="at_least", source=item, is_chosen=True)
    change = saved(
        EventChange(
            event=event,
            kind="postponed",
            previous_starts_on=date(2023, 4, 2),
            previous_starts_precision="day",
        )
    )
    wrong = saved(
        Correction(
            event=event, on=date(2023, 6, 1), field="name", before="أ", after="ب", reason_fr="Coquille"
        )
    )

    found = whole(event)
    assert found["counts"] == [
        {
            "id": figure.pk,
            "unit": "visitors",
            "unit_label": labelled("visitors"),
            "value": 5000,
            "qualifier": "at_least",
            "qualifier_label": labelled("at_least"),
            "wording": None,
            "scope": "total",
            "scope_label": labelled("total"),
            "scope_words": {},
            "on": None,
            "is_chosen": True,
            "source": source(item),
        }
    ]
    assert found["changes"] == [
        {
            "id": change.pk,
            "kind": "postponed",
            "kind_label": labelled("postponed"),
            "announced_on": None,
            "reason": {},
            "previous_start": moment(
                date="2023-04-02",
                earliest="2023-04-02",
                latest="2023-04-02",
                text={"ar": "2 أبريل 2023", "fr": "2 avril 2023", "en": "2 April 2023"},
            ),
            "previous_ends_on": None,
            "previous_place": {},
        }
    ]
    assert found["corrections"] == [
        {
            "id": wrong.pk,
            "on": "2023-06-01",
            "field": "name",
            "before": "أ",
            "after": "ب",
            "reason": {"fr": "Coquille"},
        }
    ]


def test_where_it_was_held(whole):
    event = make.event(online_url="https://example.ma/live", place_words_fr="Salle comble")
    hall = make.venue(
        latitude=Decimal("34.03715"), longitude=Decimal("-4.99998"), capacity=300, area=400, address_fr="Fès"
    )
    room = make.room(venue=hall, capacity=80)
    used = saved(EventVenue(event=event, venue=hall, room=room))
    day = saved(EventDay(event=event, on=date(2023, 5, 17), opens_at=time(9), closes_at=time(18)))
    event.covered_territories.add(event.territory)

    found = whole(event)
    assert found["place"]["words"] == {"fr": "Salle comble"}
    assert found["place"]["online_url"] == "https://example.ma/live"
    assert found["place"]["covered_territories"] == [territory_of(event)]
    assert found["place"]["venues"] == [
        {
            "id": used.pk,
            "venue": {
                "id": hall.pk,
                "name": {"ar": "قصر المؤتمرات", "fr": "Palais des congrès"},
                "address": {"fr": "Fès"},
                "territory": territory_of(event),
                "latitude": 34.03715,
                "longitude": -4.99998,
                "capacity": 300,
                "area": 400,
            },
            "room": {
                "id": room.pk,
                "name": {"ar": "قاعة الندوات", "fr": "Salle des conférences"},
                "capacity": 80,
            },
        }
    ]
    day_found = found["days"][0]
    assert (day_found["id"], day_found["on"], day_found["opens_at"], day_found["closes_at"]) == (
        day.pk,
        "2023-05-17",
        "09:00",
        "18:00",
    )


def test_traces_of_the_event(whole):
    event, body = make.event(), make.institution()
    item = make.press_item(event)
    minutes = make.document(event=event, published_on=date(2023, 6, 1))
    picture = make.photo(event=event, consent_note="موافقة شفوية")
    video = make.recording(event=event)
    acts = make.publication(source_event=event, cover_on=date(2024, 3, 1), cover_precision="month")
    acts.publishers.add(body)
    other = saved(EventName(event=event, text="Rencontre", language="fr", source=item))

    found = whole(event)
    assert found["press_items"] == [{**source(item), "same_dispatch_as": None}]
    assert found["documents"] == [
        {
            "id": minutes.pk,
            "url": f"{SITE}/api/v1/documents/{minutes.pk}/",
            "title": {"ar": "محضر اللقاء", "fr": "Procès-verbal"},
            "kind": "other",
            "kind_label": labelled("other"),
            "language": "ar",
            "published_on": "2023-06-01",
            "session": None,
            "file_url": None,
            "elsewhere_url": "https://example.ma/minutes.pdf",
            "type": None,
            "size": None,
            "pages": None,
            "sha256": None,
        }
    ]
    assert found["photos"] == [
        {
            "id": picture.pk,
            "url": f"{SITE}/photos/{picture.pk}",
            "width": 3,
            "height": 2,
            "alt": {"ar": "متدخلون على المنصة", "fr": "Intervenants à la tribune"},
            "caption": {},
            "credit": "CNDH",
            "taken_on": None,
            "renditions": [
                {
                    "type": f"image/{kind}",
                    "width": 3,
                    "height": 2,
                    "url": f"{SITE}/photos/{picture.pk}/3.{ending}",
                }
                for kind, ending in (("avif", "avif"), ("webp", "webp"), ("jpeg", "jpg"))
            ],
            "focal_point": {"x": 50, "y": 50},
        }
    ]
    assert found["recordings"] == [
        {
            "id": video.pk,
            "kind": "video",
            "kind_label": labelled("video"),
            "title": {"ar": "تسجيل الندوة", "fr": "Captation"},
            "language": "ar",
            "url": "https://example.ma/video",
            "has_captions": False,
        }
    ]
    assert found["publications"] == [
        {
            "id": acts.pk,
            "name": {"ar": "أشغال الندوة", "fr": "Actes de séminaire"},
            "language": "fr",
            "publishers": [{**institution_reference(body), "kind_label": labelled("rights_institution")}],
            "printer": None,
            "isbn": None,
            "legal_deposit": None,
            "cover": moment(
                precision="month",
                earliest="2024-03-01",
                latest="2024-03-31",
                text={"ar": "مارس 2024", "fr": "mars 2024", "en": "March 2024"},
            ),
            "online_on": None,
            "page_count": None,
            "url": None,
        }
    ]
    assert found["other_names"] == [
        {"id": other.pk, "text": "Rencontre", "language": "fr", "source": source(item)}
    ]
    assert "موافقة" not in str(found)


def test_series_occasion_agreements_and_topics(whole):
    open_days, pact = make.series(), make.agreement()
    event = make.event(
        series=open_days, edition_number=4, occasion=make.occasion(first_year=1956), occasion_ordinal=67
    )
    link = saved(EventAgreement(event=event, agreement=pact, relation="held_under"))
    topic = make.term(Topic, "police")
    event.topics.add(topic)

    found = whole(event)
    assert found["series"] == {
        "id": open_days.pk,
        "url": f"{SITE}/api/v1/series/{open_days.pk}/",
        "slug": open_days.slug,
        "name": {"ar": "الأبواب المفتوحة للأمن الوطني", "fr": "Portes ouvertes de la Sûreté nationale"},
    }
    assert (found["edition_number"], found["occasion_ordinal"]) == (4, 67)
    assert found["occasion"] == {
        "id": event.occasion_id,
        "name": {"ar": "ذكرى تأسيس الأمن الوطني", "fr": "Anniversaire de la Sûreté nationale"},
        "first_year": 1956,
    }
    assert found["agreements"] == [
        {
            "id": link.pk,
            "relation": "held_under",
            "relation_label": labelled("held_under"),
            "agreement": {
                "id": pact.pk,
                "url": f"{SITE}/api/v1/agreements/{pact.pk}/",
                "slug": pact.slug,
                "name": {
                    "ar": "اتفاقية الشراكة والتعاون",
                    "fr": "Convention de partenariat et de coopération",
                },
                "kind": "framework",
                "kind_label": labelled("framework"),
                "signed_on": "2022-09-14",
            },
        }
    ]
    assert found["topics"] == [{"id": topic.pk, "slug": "police", "name": {"ar": "كلمة", "fr": "police"}}]


def test_sources_say_which_fact_of_which_row_they_are_about(whole):
    event = make.event()
    figure = make.count(event=event)
    item = make.press_item()
    make.citation(event, field="starts_on", wording="الأربعاء 17 ماي", source=item)
    make.citation(
        figure, field="value", wording="أزيد من مليون", source=item, is_chosen=False, note_fr="Rond"
    )

    assert whole(event)["citations"] == [
        {
            "about": {"part": None, "id": event.pk},
            "field": "starts_on",
            "wording": "الأربعاء 17 ماي",
            "language": "ar",
            "is_chosen": True,
            "note": {},
            "source": source(item),
        },
        {
            "about": {"part": "counts", "id": figure.pk},
            "field": "value",
            "wording": "أزيد من مليون",
            "language": "ar",
            "is_chosen": False,
            "note": {"fr": "Rond"},
            "source": source(item),
        },
    ]
