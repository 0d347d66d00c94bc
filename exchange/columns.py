"""Every column of a table of events, defined once: its name, headings, how its cells are read and written, help.

The import, the export, the template and the documentation of the columns all follow this list.
"""

from functools import cache

from django.utils.translation import gettext_lazy as _

from events.enums import Access, EventKind, EventScope, EventStatus, HalfDay, InstitutionRole, PlaceKind
from exchange.cells import ChoiceCell, LinkCell, NumberCell, SlugCell, StateCell, TextCell, VersionCell
from exchange.column import Column, texts
from exchange.moment_cells import DayCell, TimeCell
from exchange.reference_cells import (
    EventCell,
    ReferenceCell,
    RequestsCell,
    RoleCell,
    TermsCell,
    VenuesCell,
)
from portal.lib.month_words import folded

COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        ("رقم الموعد", "Numéro", "Number"),
        NumberCell("pk"),
        _("Of an event that is there already; an export fills it in. Leave it empty for a new event."),
        is_key=True,
        width=9,
    ),
    Column(
        "slug",
        ("المعرّف", "Identifiant", "Identifier"),
        SlugCell("slug"),
        _("The last part of the event's address. Empty for a new event: it is made from the title."),
        is_key=True,
        width=24,
    ),
    Column(
        "version",
        ("آخر تعديل", "Version", "Version"),
        VersionCell("modified_at"),
        _(
            "When the event was last changed; an export fills it in. It keeps a newer change from being overwritten."
        ),
        is_key=True,
        width=12,
    ),
    Column(
        "publication_state",
        ("حالة النشر", "État de publication", "Publication state"),
        StateCell("publication_state"),
        _("For reading only: what is imported stays a draft until somebody publishes it."),
        is_read_only=True,
    ),
    *texts(
        "name",
        ("العنوان", "Intitulé", "Title"),
        _("The official title. Leave it empty when the event has none."),
        {"ar": "لقاء تواصلي حول شرطة القرب", "fr": "Rencontre sur la police de proximité"},
        width=40,
    ),
    Column(
        "kind",
        ("النوع", "Type", "Kind"),
        ChoiceCell("kind", EventKind),
        _("One of the list."),
        ("لقاء تواصلي", "rencontre de proximité", "community meeting"),
    ),
    Column(
        "scope",
        ("النطاق", "Portée", "Scope"),
        ChoiceCell("scope", EventScope),
        _("One of the list."),
        ("محلي", "locale", "local"),
    ),
    Column(
        "status",
        ("الحالة", "Statut", "Status"),
        ChoiceCell("status", EventStatus),
        _("Does it take place? Left empty: scheduled."),
        ("مبرمج", "programmé", "scheduled"),
    ),
    Column(
        "starts_on",
        ("تاريخ البداية", "Date de début", "Start date"),
        DayCell("starts"),
        _("A day, or the month, the year or the school year (2014-2015) where no more is known."),
        ("17 ماي 2023", "17/05/2023", "2023-05-17"),
        ("التاريخ", "Date"),
    ),
    Column(
        "starts_at",
        ("وقت البداية", "Heure de début", "Start time"),
        TimeCell("starts_at"),
        _("Local time, like 9:30 or 09h30."),
        ("9:30", "09h30", "9:30"),
        ("الوقت", "الساعة", "Heure", "Time"),
        width=12,
    ),
    Column(
        "starts_half_day",
        ("فترة اليوم", "Partie de la journée", "Part of the day"),
        ChoiceCell("starts_half_day", HalfDay),
        _("Instead of a time, where only this is known."),
        width=14,
    ),
    Column(
        "ends_on",
        ("تاريخ النهاية", "Date de fin", "End date"),
        DayCell("ends"),
        _("Of an event of several days, or with a known end time."),
    ),
    Column(
        "ends_at",
        ("وقت النهاية", "Heure de fin", "End time"),
        TimeCell("ends_at"),
        _("Local time, like 9:30 or 09h30."),
        width=12,
    ),
    Column(
        "ends_half_day",
        ("فترة اليوم الأخير", "Partie du dernier jour", "Part of the last day"),
        ChoiceCell("ends_half_day", HalfDay),
        _("Instead of a time, where only this is known."),
        width=14,
    ),
    Column(
        "when_words",
        ("التاريخ كما ورد في المصدر", "Date selon la source", "Date as worded"),
        TextCell("when_words", 200),
        _("The words of the source, where the date is vague."),
    ),
    Column(
        "hijri_words",
        ("التاريخ الهجري", "Date hégirienne", "Hijri date"),
        TextCell("hijri_words", 100),
        _("As printed."),
    ),
    Column(
        "territory",
        ("المدينة أو المقاطعة", "Ville ou arrondissement", "City or district"),
        ReferenceCell("territory", "territories"),
        _(
            "A region, province, prefecture, commune or district: its name in any language, its identifier or its code."
        ),
        ("فاس", "Fès", "Fez"),
        ("المدينة", "المكان", "Ville", "Lieu", "City", "Place"),
        width=22,
    ),
    Column(
        "place_kind",
        ("معرفة المكان", "Lieu connu", "Place known"),
        ChoiceCell("place_kind", PlaceKind),
        _("Left empty: «a place» where one is given, «online» where only an online address is."),
    ),
    *texts(
        "place_words",
        ("المكان بالكلمات", "Lieu en toutes lettres", "Place in words"),
        _("What the other columns cannot say."),
        {},
        width=24,
    ),
    Column(
        "venues",
        ("القاعة أو المقر", "Salle ou site", "Venue"),
        VenuesCell("venues", "venues"),
        _("Venues that the site knows, separated by ;"),
        width=24,
    ),
    Column(
        "online_url",
        ("رابط الحضور عن بعد", "Adresse en ligne", "Online address"),
        LinkCell("online_url"),
        _("Begins with https://"),
    ),
    Column(
        "series",
        ("السلسلة", "Série", "Series"),
        ReferenceCell("series", "series"),
        _("The name or identifier of a series that the site knows."),
        width=24,
    ),
    Column(
        "edition_number",
        ("رقم الدورة", "Numéro d'édition", "Edition number"),
        NumberCell("edition_number"),
        _("A whole number."),
        also=("الدورة", "Édition", "Edition"),
        width=10,
    ),
    Column(
        "super_event",
        ("جزء من", "Fait partie de", "Part of"),
        EventCell("super_event"),
        _("The identifier or number of the event that this one is a part of. It must be there already."),
        width=24,
    ),
    Column(
        "organizers",
        ("الجهة المنظمة", "Organisateurs", "Organisers"),
        RoleCell(InstitutionRole.ORGANIZER),
        _("Institutions that the site knows, by acronym or by name in any language, separated by ;"),
        ("DGSN; CNDH", "DGSN; CNDH", "DGSN; CNDH"),
        ("الجهات المنظمة", "المنظم", "Organisateur", "Organiser", "Organizer"),
        width=30,
    ),
    Column(
        "joint_organizers",
        ("الجهات المشاركة في التنظيم", "Coorganisateurs", "Joint organisers"),
        RoleCell(InstitutionRole.JOINT_ORGANIZER),
        _("As for the organisers."),
        width=30,
    ),
    Column(
        "partners",
        ("الشركاء", "Partenaires", "Partners"),
        RoleCell(InstitutionRole.PARTNER),
        _("As for the organisers."),
        width=30,
    ),
    Column(
        "topics",
        ("المواضيع", "Thèmes", "Topics"),
        TermsCell("topics", "topics"),
        _("Words of the list, separated by ;"),
        width=24,
    ),
    Column(
        "audiences",
        ("الجمهور المستهدف", "Publics", "Audiences"),
        TermsCell("audiences", "audiences"),
        _("Words of the list, separated by ;"),
        width=24,
    ),
    Column(
        "access",
        ("الولوج", "Accès", "Access"),
        ChoiceCell("access", Access),
        _("One of the list. Left empty: not known."),
    ),
    Column(
        "registration_url",
        ("رابط التسجيل", "Adresse d'inscription", "Registration address"),
        LinkCell("registration_url"),
        _("Begins with https://"),
    ),
    *texts("slogan", ("الشعار", "Slogan", "Motto"), _("A slogan is not a title."), {}),
    *texts("abstract", ("النبذة", "Résumé", "Summary"), _("Two or three sentences."), {}, width=40),
    *texts(
        "description",
        ("الوصف", "Description", "Full description"),
        _(
            "Plain text; an empty line begins a paragraph. Formatting is kept as long as the words are the same."
        ),
        {},
        width=40,
    ),
    Column(
        "requests",
        ("الملتمسات والتوصيات", "Demandes et recommandations", "Requests and recommendations"),
        RequestsCell("recommendations"),
        _("One a line, in Arabic or in French. A file adds requests; it never takes one away."),
        width=40,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
WRITTEN = tuple(column for column in COLUMNS if not (column.is_key or column.is_read_only))


@cache
def headings() -> dict[str, Column]:
    """Every heading that is understood, in normal form."""
    found: dict[str, Column] = {}
    for column in COLUMNS:
        for heading in (column.name, *column.headings, *column.also):
            if found.setdefault(folded(heading), column) is not column:
                raise ValueError(f"«{heading}» would be two columns: {column.name}")
    return found
