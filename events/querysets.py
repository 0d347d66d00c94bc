"""The vocabulary of what happens: conditions, annotations and the loading plan of each named consumer.

Everything the public can reach begins with a ``public()`` of this module or of ``institutions.querysets``.
"""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear

from events import at_once
from events.enums import FollowUpStatus, Precision
from events.indexes import LENGTH
from events.loading_plans import LoadingPlans
from events.media_rules import shown_photos
from institutions.models import Person, Signatory
from institutions.querysets import PublishableQuerySet, SearchableQuerySet, public_condition

VAGUE = (Precision.YEAR, Precision.SCHOOL_YEAR, Precision.UNKNOWN)  # says no month
VAGUE_IN_SQL = ", ".join(f"'{precision.value}'" for precision in VAGUE)
# Without parameters: of a query that has some, SQLite does not see that it meets the condition of an index.
SAYS_A_MONTH = Func(
    F("starts_precision"), template=f"NOT (%(expressions)s IN ({VAGUE_IN_SQL}))", output_field=BooleanField()
)
A_YEAR = 366  # days that those take at most


def spans(on: date) -> dict[str, Q]:
    """What is to come, going on and past on a local day; undated events are none of these."""
    return {
        "upcoming": Q(first_day__gt=on),
        "ongoing": Q(first_day__lte=on, last_day__gte=on),
        # With its first day, so that a list, the latest first, does not begin with all that is to come.
        "past": Q(first_day__lt=on, last_day__lt=on),
    }


class EventQuerySet(LoadingPlans, PublishableQuerySet, SearchableQuerySet):
    other_names = "other_names"

    # Time. Days are local days, stored; instants are aware. Nothing is converted in the database.

    def upcoming(self, on: date) -> Self:
        return self.filter(spans(on)["upcoming"])

    def past(self, on: date) -> Self:
        return self.filter(spans(on)["past"])

    def between(self, after: date | None, before: date | None) -> Self:
        """Events that may touch the local days from ``after`` to ``before``, both included."""
        rows = self
        if after:
            rows = rows.filter(last_day__gte=after)
        if before:
            rows = rows.filter(first_day__lte=before)
        return rows

    def reaching(self, day: date, at_least: int = A_YEAR) -> Self:
        """Not over before ``day``, found by where they begin: none began longer before it than the longest takes.

        Otherwise whatever comes after ``day`` would be looked at for those that began before it. One query.
        Where none is known by its year alone, ``at_least`` may be 0 days.
        """
        known = self.model._base_manager.filter(SAYS_A_MONTH, last_day__isnull=False)
        longest = known.order_by(LENGTH.desc()).values_list(LENGTH, flat=True).first() or 0
        earliest = date.fromordinal(max(day.toordinal() - max(longest, at_least), 1))
        # An index of last days would lead to all that comes later: it cannot be taken for a COALESCE.
        return self.alias(ends=Coalesce("last_day", "first_day")).filter(
            ends__gte=day, first_day__gte=earliest
        )

    def dates(self, field_name: str, kind: Any, order: Any = "ASC") -> Any:
        """As Django's. Years, by which the desk browses, are looked up: no event is asked for its own."""
        if kind != "year":
            return super().dates(field_name, kind, order)
        found = [date(year, 1, 1) for year in at_once.years(self, field_name)]
        return found if order == "ASC" else found[::-1]

    def in_months(self, months: list[int]) -> Self:
        """Events that touch one of these months (1 to 12) of any year; a year alone says no month."""
        same_year = Q(first_day__year=ExtractYear("last_day"))
        touches = Q(last_day__year__gt=ExtractYear("first_day") + 1)  # every month of the year between
        for month in months:
            started, not_ended = Q(first_day__month__lte=month), Q(last_day__month__gte=month)
            touches |= (same_year & started & not_ended) | (~same_year & (started | not_ended))
        return self.known_to_the_month().filter(touches)

    def known_to_the_month(self) -> Self:
        """Those that a calendar can show: a year alone says no month."""
        return self.exclude(starts_precision__in=VAGUE)

    def newest_first(self) -> Self:
        """Latest first, undated last; same order on both databases."""
        return self.order_by(models.F("first_day").desc(nulls_last=True), "-id")

    def oldest_first(self) -> Self:
        return self.order_by(models.F("first_day").asc(nulls_last=True), "id")

    def oldest_dated_first(self) -> Self:
        """The same order where every row has a day: the index that has other columns too can be read backwards."""
        return self.order_by(models.F("first_day").asc(nulls_first=True), "id")

    # Parts

    def having(self, kinds: list[str]) -> Self:
        """With at least one of: documents, photos, recommendations, video."""
        wanted = Q()
        for kind in kinds:
            wanted |= Q(pk__in=parts_meant(self.model, kind).values("event_id"))
        return self.filter(wanted)

    def top_level(self) -> Self:
        return self.filter(super_event__isnull=True)

    # Staff. The public's gate is ``public``; these are conditions of ``events.rights``, which needs the models.

    def visible_to(self, user: Any) -> Self:
        from events.rights import visible

        return self.filter(visible(user))

    def editable_by(self, user: Any) -> Self:
        from events.rights import editable

        return self.filter(editable(user))

    def with_incomplete_translation(self, language: str | None = None) -> Self:
        """With a text, of its own or of a part, missing or stale in ``language`` or in any required one."""
        from institutions.translated_records import record_has_gap

        return self.filter(record_has_gap(self.model, language))


def parts_meant(model: Any, kind: str) -> models.QuerySet:
    """Rows that give their event what the filter ``has`` calls ``kind``."""
    relation, condition = {
        "documents": ("documents", Q(event__isnull=False)),  # others are of agreements
        "photos": ("photos", shown_photos()),
        "recommendations": ("recommendations", Q()),
        "video": ("recordings", Q(kind__in=("video", "live_stream"))),
    }[kind]
    rows: models.QuerySet = getattr(model, relation).rel.related_model._base_manager.filter(condition)
    return rows


class SeriesQuerySet(PublishableQuerySet, SearchableQuerySet):
    def with_edition_counts(self, at: datetime | None = None) -> Self:
        return self.annotate(
            edition_count=Count("editions", filter=public_condition(at, "editions__"), distinct=True)
        )


class EventPartQuerySet(models.QuerySet):
    """Rows that belong to one event and are as public as it is."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(public_condition(at, "event__"))


class PhotoQuerySet(EventPartQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Photos of public events that are fit to be shown."""
        return super().public(at).filter(shown_photos())


class SpeakerQuerySet(EventPartQuerySet):
    def for_timeline(self) -> Self:
        """Appearances of a person, latest first, with what each row shows."""
        return (
            self.select_related("event__territory", "institution", "session", "person")
            .prefetch_related("statements")
            .order_by(models.F("event__first_day").desc(nulls_last=True), "-event_id", "position", "pk")
        )


class RecommendationQuerySet(EventPartQuerySet, SearchableQuerySet):
    def with_status(self) -> Self:
        """Annotate ``status``: that of the latest follow-up, «recorded» where no source tells of any."""
        follow_ups = self.model.follow_ups.rel.related_model.objects.filter(recommendation_id=OuterRef("pk"))
        latest = follow_ups.order_by("-on", "-pk").values("status")[:1]
        return self.annotate(status=Coalesce(Subquery(latest), Value(FollowUpStatus.RECORDED)))

    def for_list(self) -> Self:
        return (
            self.with_status()
            .select_related("event__territory", "raised_by")
            .prefetch_related("addressees", "follow_ups__source", "answers__speaker")
            .order_by(models.F("event__first_day").desc(nulls_last=True), "-event_id", "position", "pk")
        )

    def oldest_first(self) -> Self:
        """Those of the earliest event first, undated last; the other way round than ``for_list``."""
        return self.order_by(models.F("event__first_day").asc(nulls_last=True), "event_id", "position", "pk")

    def for_its_page(self) -> Self:
        """All that is known of one: who raised it, in which session, what was answered and by whom."""
        return (
            self.for_list()
            .select_related("session", "raised_by__person", "raised_by__institution")
            .prefetch_related("answers__speaker__person", "answers__speaker__institution", "answers__source")
        )


class PressItemQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Items that report at least one public event."""
        through = self.model.events.through.objects.filter(
            public_condition(at, "event__"), pressitem_id=OuterRef("pk")
        )
        return self.filter(Exists(through))


class DocumentQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Documents of a public event or of a public agreement."""
        return self.filter(public_condition(at, "event__") | public_condition(at, "agreement__"))


def people_on_record(at: datetime | None = None) -> models.QuerySet[Person]:
    """People the public may know by name: named in a public event, or signatory of a public agreement.

    «Is there one?» as the first one there is: PostgreSQL answers two EXISTS by reading all speakers of all events, even
    for a page of twenty people.
    """
    speakers: Any = Person.appearances.rel.related_model.objects
    appears = speakers.public(at).filter(person=OuterRef("pk"), name_is_public=True)
    signs = Signatory.objects.filter(public_condition(at, "agreement__"), person=OuterRef("pk"))
    first = {
        name: Subquery(rows.order_by().values("pk")[:1])
        for name, rows in (("appears", appears), ("signs", signs))
    }
    return Person.objects.named().alias(**first).filter(Q(appears__isnull=False) | Q(signs__isnull=False))
