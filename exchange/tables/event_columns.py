"""Events as the public may read them: a row each."""

from typing import Any

from django.db import models

from events import ical
from events.enums import Access, InstitutionRole, SpeakerRole
from events.models import Event
from exchange.tables.table import (
    Column,
    Reader,
    Table,
    Value,
    choice,
    joined,
    known_day,
    known_time,
    licence,
    names,
    own_text,
    texts,
)
from portal.lib.date_text import range_text
from portal.lib.translated import answer

PARTS = (
    "place_series_and_occasion", "event_above", "involvements", "speakers", "venues", "topics", "audiences",
    "accessibility", "spoken_languages", "press_items",
)  # fmt: skip
ORGANIZERS = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)
PARTNERS = (InstitutionRole.PARTNER,)
OTHERS = tuple(role for role in InstitutionRole if role not in (*ORGANIZERS, *PARTNERS))


def load(numbers: list[int]) -> models.QuerySet:
    """Two queries, however many events."""
    return Event.objects.public().filter(pk__in=numbers).with_parts(*PARTS)


def _when(event: Any, reader: Reader) -> Value:
    return range_text(event.start, event.end, reader.language)


def _end_precision(event: Any, reader: Reader) -> Value:
    return choice("ends_precision")(event, reader) if event.end else ""


def _of_roles(*roles: str) -> Any:
    return lambda event, reader: names(
        (row.institution for row in event.involvements.all() if row.role in roles), reader
    )


def _speakers(event: Any, reader: Reader) -> Value:
    """Names as far as they may be published, with the capacity of that day."""
    heard = (row for row in event.speakers.all() if row.role != SpeakerRole.ATTENDED)
    return joined(_speaker(row, reader.language) for row in heard)


def _speaker(row: Any, language: str) -> str:
    parts = (row.public_name(language), answer(row, "title", language))
    return ical.COMMA[language].join(str(part) for part in parts if part)


def _city(event: Any, reader: Reader) -> Value:
    return event.territory.name_in(reader.language).value if event.territory else ""


def _place(event: Any, reader: Reader) -> Value:
    return ical.place(event, reader.language)


def _coordinate(name: str) -> Any:
    def read(event: Any, reader: Reader) -> Value:
        known = (getattr(used.venue, name) for used in event.venues.all() if used.venue)
        first = next((value for value in known if value is not None), None)
        return None if first is None else float(first)

    return read


def _series(event: Any, reader: Reader) -> Value:
    return names([event.series] if event.series and event.series.is_public else [], reader)


def _edition(event: Any, reader: Reader) -> Value:
    return event.edition_number


def _part_of(event: Any, reader: Reader) -> Value:
    above = event.super_event
    return reader.address(above.get_absolute_url()) if above and above.is_public else ""


def _vocabulary(relation: str) -> Any:
    return lambda event, reader: names(getattr(event, relation).all(), reader)


def _access(event: Any, reader: Reader) -> Value:
    return "" if event.access == Access.UNKNOWN else choice("access")(event, reader)


def _sources(event: Any, reader: Reader) -> Value:
    """«outlet: title address» of each press item that reports the event."""
    return joined(
        " ".join(filter(None, (": ".join(filter(None, (item.outlet, item.title))), item.url)))
        for item in event.press_items.all()
    )


EVENTS = Table(
    "events",
    (
        Column(("رقم الموعد", "Numéro", "Number"), lambda event, reader: event.pk, 9),
        Column(
            ("الموعد", "Rencontre", "Event"),
            lambda event, reader: event.name_in(reader.language).value,
            50,
        ),
        Column(("النوع", "Type", "Kind"), choice("kind")),
        Column(("الحالة", "Statut", "Status"), choice("status")),
        Column(("النطاق", "Portée", "Scope"), choice("scope"), 12),
        Column(("التاريخ بالكلمات", "Date en toutes lettres", "Date in words"), _when, 34),
        Column(
            ("تاريخ البداية", "Date de début", "Start date"),
            lambda event, reader: known_day(event.start),
            13,
        ),
        Column(
            ("وقت البداية", "Heure de début", "Start time"),
            lambda event, reader: known_time(event.start),
            11,
        ),
        Column(("دقة البداية", "Précision du début", "Precision of the start"), choice("starts_precision")),
        Column(("تاريخ النهاية", "Date de fin", "End date"), lambda event, reader: known_day(event.end), 13),
        Column(("وقت النهاية", "Heure de fin", "End time"), lambda event, reader: known_time(event.end), 11),
        Column(("دقة النهاية", "Précision de la fin", "Precision of the end"), _end_precision),
        Column(("المنطقة الزمنية", "Fuseau horaire", "Time zone"), own_text("time_zone")),
        Column(
            ("التاريخ كما ورد في المصدر", "Date selon la source", "Date as worded"), own_text("when_words")
        ),
        Column(("التاريخ الهجري", "Date hégirienne", "Hijri date"), own_text("hijri_words")),
        Column(("المدينة أو المقاطعة", "Ville ou arrondissement", "City or district"), _city),
        Column(("المكان", "Lieu", "Place"), _place, 34),
        Column(("خط العرض", "Latitude", "Latitude"), _coordinate("latitude"), 11),
        Column(("خط الطول", "Longitude", "Longitude"), _coordinate("longitude"), 11),
        Column(("رابط الحضور عن بعد", "Adresse en ligne", "Online address"), own_text("online_url")),
        Column(("الجهات المنظمة", "Organisateurs", "Organisers"), _of_roles(*ORGANIZERS), 34),
        Column(("الشركاء", "Partenaires", "Partners"), _of_roles(*PARTNERS), 34),
        Column(("مؤسسات أخرى", "Autres institutions", "Other institutions"), _of_roles(*OTHERS), 34),
        Column(("المتدخلون", "Intervenants", "Speakers"), _speakers, 40),
        Column(("السلسلة", "Série", "Series"), _series, 24),
        Column(("رقم الدورة", "Numéro d'édition", "Edition number"), _edition, 10),
        Column(("جزء من", "Fait partie de", "Part of"), _part_of, 30),
        Column(("المواضيع", "Thèmes", "Topics"), _vocabulary("topics"), 24),
        Column(("الجمهور المستهدف", "Publics", "Audiences"), _vocabulary("audiences"), 24),
        Column(("لغات اللقاء", "Langues parlées", "Spoken languages"), _vocabulary("spoken_languages")),
        Column(("الولوج", "Accès", "Access"), _access),
        Column(("إمكانية الولوج", "Accessibilité", "Accessibility"), _vocabulary("accessibility"), 24),
        Column(
            ("رابط التسجيل", "Adresse d'inscription", "Registration address"), own_text("registration_url")
        ),
        *texts("name", ("العنوان الرسمي", "Intitulé officiel", "Official title")),
        *texts("abstract", ("النبذة", "Résumé", "Summary")),
        Column(("المصادر", "Sources", "Sources"), _sources, 40),
        Column(
            ("رابط الصفحة", "Adresse de la page", "Address of the page"),
            lambda event, reader: reader.address(event.get_absolute_url()),
            40,
        ),
        Column(
            ("آخر تعديل", "Dernière modification", "Last changed"),
            lambda event, reader: event.modified_at.isoformat(timespec="seconds"),
            26,
        ),
        Column(("الترخيص", "Licence", "Licence"), licence, 30),
    ),
    load,
)
