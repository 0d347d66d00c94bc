"""What merging has to know of events: which columns belong together, which links need more than a new key."""

from django.utils.translation import get_language

from events.models import Count, DistinctPair, Event
from institutions.columns_merged import TOGETHER, WORDED
from institutions.merging import LINKS, NAMES, SETTLED, merge
from portal.lib.date_text import moment_text

__all__ = ["merge"]

COLUMNS_OF_ONE_FACT = [
    ("starts_on", "starts_precision", "starts_at", "starts_half_day", "starts_weekday"),
    ("ends_on", "ends_precision", "ends_at", "ends_half_day"),
    ("territory", "place_kind"),
    ("series", "edition_number"),
    ("occasion", "occasion_ordinal"),
]


def register_all() -> None:
    """Called when the apps are ready."""
    NAMES[Event] = ("other_names", {})
    TOGETHER["events.Event"] = COLUMNS_OF_ONE_FACT
    TOGETHER["events.Venue"] = [("latitude", "longitude")]
    LINKS.add("events.EventLink")
    WORDED["events.Event", "starts_on"] = _start_words
    WORDED["events.Event", "ends_on"] = _end_words
    SETTLED["events.Count.event"] = _one_choice
    SETTLED["events.DistinctPair.first"] = _first_of_pair
    SETTLED["events.DistinctPair.second"] = _second_of_pair


def _start_words(row: Event) -> str:
    return moment_text(row.start, get_language() or "ar")


def _end_words(row: Event) -> str:
    return moment_text(row.end, get_language() or "ar") if row.end else ""


def _one_choice(row: Count, keep: Event) -> bool:
    """Each of the two had its chosen figure: that of the kept event stays chosen, the other stands beside it."""
    chosen = Count.objects.filter(event=keep, unit=row.unit, scope=row.scope, is_chosen=True, on=None)
    if row.is_chosen and chosen.exists():
        row.is_chosen = False
        row.save()
    return False


def _first_of_pair(row: DistinctPair, keep: Event) -> bool:
    return _pair(row, keep, row.second_id)


def _second_of_pair(row: DistinctPair, keep: Event) -> bool:
    return _pair(row, keep, row.first_id)


def _pair(row: DistinctPair, keep: Event, other: int) -> bool:
    """The pair names the kept event now, the older first; two that were told apart and are one are no pair."""
    first, second = sorted((keep.pk, other))
    if first != second:
        by = {"decided_by": row.decided_by}
        DistinctPair.objects.get_or_create(first_id=first, second_id=second, defaults=by)
    row.delete()
    return True
