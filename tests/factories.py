"""A small world for the tests: each function validates, saves and returns one row.

Every row is valid and, where it can be published, published. Texts stand in Arabic and French; a test names
only the columns it is about.
"""

from datetime import date
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image

from events.enums import (
    AgreementRelation,
    CountUnit,
    EventKind,
    EventLinkKind,
    FollowUpStatus,
    InstitutionRole,
    PlaceKind,
    RecommendationKind,
    StatementMedium,
)
from events.models import (
    AccessibilityProvision,
    Answer,
    Audience,
    Citation,
    Correction,
    Count,
    Document,
    Event,
    EventAgreement,
    EventChange,
    EventDay,
    EventLink,
    EventName,
    EventSeries,
    EventVenue,
    FollowUp,
    Involvement,
    Occasion,
    Photo,
    PressItem,
    PressItemEvent,
    Publication,
    Recommendation,
    Recording,
    Room,
    Session,
    Speaker,
    SpokenLanguage,
    Statement,
    Topic,
    Venue,
)
from institutions.enums import AgreementKind, InstitutionKind, PublicationState, TerritoryKind, TextLanguage
from institutions.models import Agreement, Institution, Person, Territory

Row = TypeVar("Row", bound=models.Model)
PUBLISHED = PublicationState.PUBLISHED
OPENING_DAY = date(2023, 5, 17)


def saved(row: Row) -> Row:
    """The row, validated as a form would and saved; keys and constraints are left to the database, which is faster."""
    keys = {field.name for field in row._meta.concrete_fields if field.is_relation}
    row.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    row.save()
    return row


def as_public(row: Event) -> Event:
    """The event as its page reads it, after a proof that what is stored would pass a form."""
    Event.objects.get(pk=row.pk).full_clean()
    return Event.objects.public().for_page().get(pk=row.pk)


# Where ------------------------------------------------------------------------------------------------
def territory(**columns: Any) -> Territory:
    given = {"name_ar": "فاس", "name_fr": "Fès", "kind": TerritoryKind.PREFECTURE, **columns}
    return saved(Territory(**given))


def fes() -> Territory:
    """The city of most events here, made once."""
    return Territory.objects.filter(slug="fes").first() or territory(slug="fes")


def venue(**columns: Any) -> Venue:
    given = {"name_ar": "قصر المؤتمرات", "name_fr": "Palais des congrès", **columns}
    return saved(Venue(**{"territory": columns.get("territory") or fes(), **given}))


def room(**columns: Any) -> Room:
    return saved(Room(**{"name_ar": "قاعة الندوات", "name_fr": "Salle des conférences", **columns}))


# Who --------------------------------------------------------------------------------------------------
def institution(**columns: Any) -> Institution:
    given = {
        "name_ar": "المجلس الوطني لحقوق الإنسان",
        "name_fr": "Conseil national des droits de l'Homme",
        "kind": InstitutionKind.RIGHTS_INSTITUTION,
        "publication_state": PUBLISHED,
        **columns,
    }
    return saved(Institution(**given))


def police(**columns: Any) -> Institution:
    given = {
        "name_ar": "المديرية العامة للأمن الوطني",
        "name_fr": "Direction générale de la Sûreté nationale",
        "acronym": "DGSN",
        "kind": InstitutionKind.SECURITY_ADMINISTRATION,
        **columns,
    }
    return institution(**given)


def person(**columns: Any) -> Person:
    return saved(Person(**{"name_ar": "نجوى أشركي", "name_fr": "Najoua Achergui", **columns}))


def agreement(**columns: Any) -> Agreement:
    given = {
        "name_ar": "اتفاقية الشراكة والتعاون",
        "name_fr": "Convention de partenariat et de coopération",
        "kind": AgreementKind.FRAMEWORK,
        "signed_on": date(2022, 9, 14),
        "publication_state": PUBLISHED,
        **columns,
    }
    given["first_party"] = given.get("first_party") or institution()
    given["second_party"] = given.get("second_party") or police()
    return saved(Agreement(**given))


# What happens -----------------------------------------------------------------------------------------
def series(**columns: Any) -> EventSeries:
    given = {
        "name_ar": "الأبواب المفتوحة للأمن الوطني",
        "name_fr": "Portes ouvertes de la Sûreté nationale",
        "publication_state": PUBLISHED,
        **columns,
    }
    return saved(EventSeries(**given))


def occasion(**columns: Any) -> Occasion:
    given = {
        "name_ar": "ذكرى تأسيس الأمن الوطني",
        "name_fr": "Anniversaire de la Sûreté nationale",
        **columns,
    }
    return saved(Occasion(**given))


def event(**columns: Any) -> Event:
    """A published seminar of 17 May 2023 in Fès."""
    given = {
        "name_ar": "الشراكة بين الأمن الوطني ومؤسسات الحكامة",
        "name_fr": "Le partenariat entre la police et les institutions de gouvernance",
        "kind": EventKind.SEMINAR,
        "starts_on": OPENING_DAY,
        "place_kind": PlaceKind.PLACE,
        "publication_state": PUBLISHED,
        **columns,
    }
    if given["place_kind"] == PlaceKind.PLACE and "territory" not in given:
        given["territory"] = fes()
    return saved(Event(**given))


def draft(**columns: Any) -> Event:
    return event(**{"publication_state": PublicationState.DRAFT, **columns})


def involvement(**columns: Any) -> Involvement:
    given = {"role": InstitutionRole.ORGANIZER, **columns}
    given["event"] = given.get("event") or event()
    given["institution"] = given.get("institution") or institution()
    return saved(Involvement(**given))


def session(**columns: Any) -> Session:
    given = {"name_ar": "شرطة القرب، لماذا وكيف؟", "name_fr": "La police de proximité", **columns}
    given["event"] = given.get("event") or event()
    return saved(Session(**given))


def speaker(**columns: Any) -> Speaker:
    given = {"title_ar": "رئيسة وحدة الدراسات", "title_fr": "Cheffe de l'unité des études", **columns}
    given["event"] = given.get("event") or event()
    return saved(Speaker(**given))


def statement(**columns: Any) -> Statement:
    given = {
        "text_ar": "الشكايات في تراجع",
        "text_fr": "Les plaintes diminuent",
        "medium": StatementMedium.PRESS_STATEMENT,
        **columns,
    }
    given["speaker"] = given.get("speaker") or speaker()
    return saved(Statement(**given))


def recommendation(**columns: Any) -> Recommendation:
    given = {
        "text_ar": "وضع صندوق للرسائل بمقرات الأمن",
        "text_fr": "Placer une boîte aux lettres dans les commissariats",
        "kind": RecommendationKind.PROPOSAL,
        **columns,
    }
    given["event"] = given.get("event") or event()
    return saved(Recommendation(**given))


def follow_up(**columns: Any) -> FollowUp:
    given = {
        "status": FollowUpStatus.ACCEPTED,
        "on": date(2023, 9, 1),
        "evidence_url": "https://example.ma/proof",
        **columns,
    }
    given["recommendation"] = given.get("recommendation") or recommendation()
    return saved(FollowUp(**given))


def answer(**columns: Any) -> Answer:
    given = {"text_ar": "قنوات التواصل مفتوحة", "text_fr": "Les canaux restent ouverts", **columns}
    given["event"] = given.get("event") or event()
    return saved(Answer(**given))


def count(**columns: Any) -> Count:
    given = {"unit": CountUnit.VISITORS, "value": 1_150_000, **columns}
    given["event"] = given.get("event") or event()
    return saved(Count(**given))


def press_item(*events: Event, **columns: Any) -> PressItem:
    given = {"title": "خبراء يناقشون أمن القرب", "outlet": "الأحداث المغربية", **columns}
    item = saved(PressItem(**given))
    for reported in events:
        saved(PressItemEvent(pressitem=item, event=reported))
    return item


def citation(subject: models.Model, **columns: Any) -> Citation:
    given = {"subject": subject, "wording": "كما ورد", **columns}
    given["source"] = given.get("source") or press_item()
    return saved(Citation(**given))


def document(**columns: Any) -> Document:
    given = {
        "title_ar": "محضر اللقاء",
        "title_fr": "Procès-verbal",
        "url": "https://example.ma/minutes.pdf",
        **columns,
    }
    if not given.get("agreement"):
        given["event"] = given.get("event") or event()
    return saved(Document(**given))


def image() -> ContentFile:
    """A picture of 3 by 2 points."""
    drawn = BytesIO()
    Image.new("RGB", (3, 2)).save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="picture.png")


def photo(**columns: Any) -> Photo:
    given = {
        "alt_ar": "متدخلون على المنصة",
        "alt_fr": "Intervenants à la tribune",
        "credit": "CNDH",
        **columns,
    }
    given["event"] = given.get("event") or event()
    given["image"] = given.get("image") or image()
    return saved(Photo(**given))


def recording(**columns: Any) -> Recording:
    given = {
        "title_ar": "تسجيل الندوة",
        "title_fr": "Captation",
        "url": "https://example.ma/video",
        **columns,
    }
    given["event"] = given.get("event") or event()
    return saved(Recording(**given))


def publication(**columns: Any) -> Publication:
    given = {
        "name_ar": "أشغال الندوة",
        "name_fr": "Actes de séminaire",
        "publication_state": PUBLISHED,
        **columns,
    }
    return saved(Publication(**given))


def term(model: type[Row], slug: str, **columns: Any) -> Row:
    """A word of one of the open vocabularies."""
    return saved(model(**{"slug": slug, "name_ar": "كلمة", "name_fr": slug, **columns}))


# Everything at once -----------------------------------------------------------------------------------
def full_event(**columns: Any) -> Event:
    """An event that has two rows of every kind of parts, all public."""
    held = event(**columns)
    for number in (1, 2):
        _add_programme(held, number)
        _add_follow_up(held, number)
        _add_facts(held, number)
        _add_links(held, number)
        _add_terms(held, number)
    return held


def _add_programme(held: Event, number: int) -> None:
    body = institution(name_fr=f"Conseil {number}")
    place = room(venue=venue(latitude="34.03715", longitude="-4.99998"), name_fr=f"Salle {number}")
    theme = session(event=held, position=3 - number, room=place)
    involvement(event=held, institution=body, position=3 - number)
    voice = speaker(event=held, session=theme, person=person(name_fr=f"Personne {number}"), institution=body)
    statement(speaker=voice, source=press_item(held, title=f"مقال {number}", published_on=OPENING_DAY))
    saved(EventVenue(event=held, venue=place.venue, room=place, position=3 - number))


def _add_follow_up(held: Event, number: int) -> None:
    voice = held.speakers.order_by("-pk").first()
    asked = recommendation(event=held, raised_by=voice, position=3 - number)
    asked.addressees.add(*Institution.objects.filter(involvements__event=held))
    follow_up(recommendation=asked, source=held.press_items.order_by("pk").first())
    follow_up(recommendation=asked, status=FollowUpStatus.DONE, on=date(2024, number, 1))
    replied = answer(event=held, speaker=voice, source=held.press_items.order_by("pk").first())
    replied.covers.add(asked)


def _add_facts(held: Event, number: int) -> None:
    source = held.press_items.order_by("pk").first()
    count(event=held, value=1000 * number, source=source)
    document(event=held, title_fr=f"Document {number}", published_on=OPENING_DAY)
    photo(event=held, taken_on=OPENING_DAY, position=3 - number)
    recording(event=held, title_fr=f"Captation {number}")
    acts = publication(
        source_event=held, name_fr=f"Actes {number}", cover_precision="day", cover_on=OPENING_DAY
    )
    acts.publishers.add(*Institution.objects.filter(involvements__event=held))
    saved(EventName(event=held, text=f"عنوان {number}", language=TextLanguage.ARABIC, source=source))
    saved(EventDay(event=held, on=date(2023, 5, 17 + number), opens_at="09:30", closes_at="18:00"))
    saved(EventChange(event=held, kind="postponed", previous_starts_on=date(2023, 4, number)))
    saved(Correction(event=held, on=date(2023, 6, number), reason_ar="تصويب", reason_fr="Rectification"))


def _add_links(held: Event, number: int) -> None:
    saved(EventAgreement(event=held, agreement=agreement(), relation=AgreementRelation.HELD_UNDER))
    event(super_event=held, name_fr=f"Stand {number}", starts_on=date(2023, 5, 20 - number))
    saved(EventLink(from_event=held, kind=EventLinkKind.FOLLOWS, to_event=event(name_fr=f"Avant {number}")))
    saved(EventLink(to_event=held, kind=EventLinkKind.FOLLOWS, from_event=event(name_fr=f"Après {number}")))
    held.covered_territories.add(territory(name_fr=f"Quartier {number}", kind=TerritoryKind.DISTRICT))


def _add_terms(held: Event, number: int) -> None:
    held.topics.add(term(Topic, f"topic-{held.pk}-{number}"))
    held.audiences.add(term(Audience, f"audience-{held.pk}-{number}"))
    held.accessibility.add(term(AccessibilityProvision, f"provision-{held.pk}-{number}"))
    held.spoken_languages.add(term(SpokenLanguage, f"language-{held.pk}-{number}"))


# Staff ------------------------------------------------------------------------------------------------
def staff_member(username: str, role: str = "", of: Institution | None = None, **columns: Any) -> Any:
    """Somebody who works at the desk, with a role and for an institution."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from institutions.models import Membership

    user = get_user_model().objects.create_user(username, is_staff=True, **columns)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if of:
        Membership.objects.create(user=user, institution=of)
    return user
