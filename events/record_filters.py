"""Query parameters of the lists beside events and recommendations; the same rules as in ``events.filters``."""

from typing import Any

import django_filters as filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events import enums
from events.filters import BY_DATE
from events.models import Document, Event, EventSeries, Speaker, Topic
from events.parameters import Parameters, WholeNumbersFilter, by_slug, one_of, order
from events.querysets import people_on_record
from institutions import enums as actors
from institutions.models import Agreement, Institution, Person, Signatory, Territory

BY_NAME = [("name", _("name")), ("-name", _("name, backwards"))]
Columns = tuple[Any, ...]


def text() -> filters.CharFilter:
    return filters.CharFilter(label=_("text"), method="matching", max_length=200)


def institutions(label: Any, **kwargs: Any) -> Any:
    return by_slug(lambda request: Institution.objects.public(), label=label, **kwargs)


class RecordParameters(Parameters):
    """What these lists share: text, places and order."""

    orders: dict[str, Columns] = {"name": ("sort_key", "pk"), "-name": ("-sort_key", "-pk")}

    def matching(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.matching(value)

    def in_places(self, rows: Any, name: str, territories: Any) -> QuerySet:
        """In one of the territories or in what lies within."""
        if not territories:
            return rows
        inside = Q()
        for territory in territories:
            inside |= Q(territory__path__startswith=territory.path)
        return rows.filter(inside)

    def ordered(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.order_by(*self.orders[value]) if value else rows


def territory() -> Any:
    return by_slug(lambda request: Territory.objects.all(), label=_("place"), method="in_places")


class SeriesFilter(RecordParameters):
    q = text()
    institution = institutions(_("organiser"), field_name="organizer__slug")
    ordering = order(BY_NAME)

    class Meta:
        model = EventSeries
        fields: list[str] = []


class InstitutionFilter(RecordParameters):
    q = text()
    kind = one_of(actors.InstitutionKind, label=_("kind"))
    parent = institutions(_("unit of"), field_name="parent__slug")
    territory = territory()
    ordering = order(BY_NAME)

    class Meta:
        model = Institution
        fields: list[str] = []


class SpeakerFilter(RecordParameters):
    q = text()
    institution = institutions(_("institution"), method="speaking_for")
    event = by_slug(lambda request: Event.objects.public(), label=_("event"), method="heard_at")
    ordering = order(BY_NAME)

    class Meta:
        model = Person
        fields: list[str] = []

    def speaking_for(self, rows: Any, name: str, bodies: Any) -> QuerySet:
        return rows.filter(_appears(institution__in=bodies)) if bodies else rows

    def heard_at(self, rows: Any, name: str, events: Any) -> QuerySet:
        return rows.filter(_appears(event__in=events)) if events else rows


def _appears(**conditions: Any) -> Exists:
    """Under the person's own name, at an event the public may know."""
    named = Speaker.objects.public().filter(person=OuterRef("pk"), name_is_public=True)
    return Exists(named.filter(**conditions))


class AgreementFilter(RecordParameters):
    q = text()
    kind = one_of(actors.AgreementKind, label=_("kind"))
    institution = institutions(_("party"), method="between")
    speaker = by_slug(lambda request: people_on_record(), label=_("signatory"), method="signed_by")
    year = WholeNumbersFilter(label=_("year"), method="signed_in", min_value=1900, max_value=2200)
    ordering = order(BY_DATE)
    orders = {
        "-date": (F("signed_on").desc(nulls_last=True), "-id"),
        "date": (F("signed_on").asc(nulls_last=True), "id"),
    }

    class Meta:
        model = Agreement
        fields: list[str] = []

    def between(self, rows: Any, name: str, bodies: Any) -> QuerySet:
        if not bodies:
            return rows
        parties: Any = Agreement.further_parties.through
        further = parties.objects.filter(agreement=OuterRef("pk"), institution__in=bodies)
        return rows.filter(Q(first_party__in=bodies) | Q(second_party__in=bodies) | Exists(further))

    def signed_by(self, rows: Any, name: str, people: Any) -> QuerySet:
        signed = Signatory.objects.filter(agreement=OuterRef("pk"), person__in=people)
        return rows.filter(Exists(signed)) if people else rows

    def signed_in(self, rows: Any, name: str, years: list[int]) -> QuerySet:
        return rows.filter(signed_on__year__in=years) if years else rows


class TerritoryFilter(RecordParameters):
    q = text()
    kind = one_of(actors.TerritoryKind, label=_("kind"))
    parent = by_slug(
        lambda request: Territory.objects.all(), label=_("directly within"), field_name="parent__slug"
    )
    territory = by_slug(lambda request: Territory.objects.all(), label=_("place"), method="in_places")
    ordering = order(BY_NAME)

    class Meta:
        model = Territory
        fields: list[str] = []

    def in_places(self, rows: Any, name: str, territories: Any) -> QuerySet:
        inside = Q()
        for place in territories or ():
            inside |= Q(path__startswith=place.path)
        return rows.filter(inside)


class TopicFilter(RecordParameters):
    event = by_slug(lambda request: Event.objects.public(), label=_("event"), method="of_events")
    ordering = order([("slug", _("identifier")), ("-slug", _("identifier, backwards"))])
    orders = {"slug": ("slug",), "-slug": ("-slug",)}

    class Meta:
        model = Topic
        fields: list[str] = []

    def of_events(self, rows: Any, name: str, events: Any) -> QuerySet:
        through = Event.topics.through.objects.filter(topic=OuterRef("pk"), event__in=events)
        return rows.filter(Exists(through)) if events else rows


class DocumentFilter(RecordParameters):
    kind = one_of(enums.DocumentKind, label=_("kind"))
    language = one_of(actors.TextLanguage, label=_("language"))
    event = by_slug(lambda request: Event.objects.public(), label=_("event"), field_name="event__slug")
    agreement = by_slug(
        lambda request: Agreement.objects.public(), label=_("agreement"), field_name="agreement__slug"
    )
    year = WholeNumbersFilter(label=_("year"), method="published_in", min_value=1900, max_value=2200)
    ordering = order([("-added", _("added last first")), ("added", _("added first first"))])
    orders = {"-added": ("-id",), "added": ("id",)}

    class Meta:
        model = Document
        fields: list[str] = []

    def published_in(self, rows: Any, name: str, years: list[int]) -> QuerySet:
        return rows.filter(published_on__year__in=years) if years else rows
