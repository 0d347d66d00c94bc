"""Public corrections: a published date, place, speaker, title or figure that was changed is told, with its reason.

What is added where nothing was published is no correction; neither is what its author marks as a mere typing
mistake, nor a change of plan, which has a notice of its own (``EventChange``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import get_language

from events.models import Correction, Event
from events.models.facts import name_of_fact
from events.moments import moment_of
from history.differences import Kind, difference
from history.readable import Block, Reading
from history.recording import Recorded, Verb
from history.registry import shape_of
from history.snapshots import ROOT, Snapshot, names_in
from portal.lib.moment_code import encode
from portal.lib.translated import LANGUAGES
from portal.lib.zone import today

CORRECTING = frozenset({Verb.CHANGED, Verb.APPROVED, Verb.RESTORED, Verb.IMPORTED, Verb.UNDONE})
TITLES = tuple(f"name_{language}" for language in LANGUAGES)
MOMENTS = ("starts", "ends")
PLACE = (
    "place_kind",
    "territory",
    "place_words_ar",
    "place_words_fr",
    "place_words_en",
    "place_words_zgh",
    "online_url",
)
OF_A_SPEAKER = (
    "person",
    "institution",
    "role",
    "title_ar",
    "title_fr",
    "title_en",
    "rank_ar",
    "rank_fr",
    "name_is_public",
)
OF_A_COUNT = ("unit", "value", "wording", "qualifier", "scope", "on")
PARTS = {"speakers": OF_A_SPEAKER, "counts": OF_A_COUNT, "venues": ("venue", "room")}
MOVING = {"starts_on", "ends_on", "territory", "venues"}  # what makes a calendar show something else
LONGEST = 400


@dataclass(frozen=True)
class Corrected:
    """A fact that says something else than was published. ``field`` names it as in ``Correction.field``."""

    field: str
    before: str
    after: str


def corrected(before: Snapshot, now: Snapshot) -> list[Corrected]:
    """The published facts that ``now`` tells otherwise than ``before``; moments in codes (``moment_code``)."""
    return [fact for fact in _facts(before, now) if fact.before]


def _facts(before: Snapshot, now: Snapshot) -> Iterator[Corrected]:
    old, new = before.get(ROOT, {}), now.get(ROOT, {})
    for name in TITLES:
        if _differ(old, new, name):
            yield Corrected("name", _short(old.get(name)), _short(new.get(name)))
    for prefix in MOMENTS:
        was, became = _moment(old, prefix), _moment(new, prefix)
        if was != became:
            yield Corrected(f"{prefix}_on", was, became)
    yield from _worded(before, now)


def _worded(before: Snapshot, now: Snapshot) -> Iterator[Corrected]:
    """Places, speakers and figures, in the words of the Arabic record."""
    changes = [change for change in difference(before, now) if change.kind != Kind.ADDED]
    reading = Reading(shape_of(Event), (before, now))
    for change in changes:
        name = "territory" if change.path == ROOT else names_in(change.path)[0]
        watched = PLACE if change.path == ROOT else PARTS.get(name, ())
        if (change.path != ROOT and len(names_in(change.path)) > 1) or not set(watched) & set(change.fields):
            continue
        block = reading.blocks([change])[0]
        lines = [line for line in block.lines if line.key.rpartition(" ")[2] in watched]
        was, became = (_said([(getattr(line, side).text) for line in lines]) for side in ("before", "after"))
        yield Corrected(name, _called(block, name, was), _called(block, name, became) if became else "")


def _called(block: Block, name: str, said: str) -> str:
    """Who a changed function belongs to: «متدخل: فلان، رئيس المصلحة»."""
    if name != "speakers" or not said:
        return _short(said)
    who = block.title.partition(": ")[2]
    return _short(said if who in said else f"{who}، {said}")


def _said(words: list[str]) -> str:
    return "، ".join(word for word in words if word)


def _differ(old: dict[str, Any], new: dict[str, Any], name: str) -> bool:
    return (old.get(name) or "") != (new.get(name) or "")


def _short(text: Any) -> str:
    return str(text or "")[:LONGEST]


def _moment(fields: dict[str, Any], prefix: str) -> str:
    """The code of a moment (``portal.lib.moment_code``) or, without a date, the words of the source."""
    row = Event()
    for column in shape_of(Event).columns:
        if column.name.startswith(f"{prefix}_"):
            setattr(row, column.attname, column.to_python(fields.get(column.name)))
    if row.__dict__.get(f"{prefix}_on") is None:
        return _short(fields.get("when_words")) if prefix == "starts" else ""
    return encode(moment_of(row, prefix))


def fact_label(name: str) -> str:
    """What the public calls the fact ``Correction.field`` names, in the active language."""
    return name_of_fact(Event, name)


# Writing them ---------------------------------------------------------------------------------------


def objection_to_silence(event: Event, before: Snapshot, now: Snapshot) -> bool:
    """Whether a reason is owed to the public for what became of ``before``."""
    return event.is_public and bool(corrected(before, now))


def keep_corrections(sender: Any, *, made: Recorded, before: Snapshot, now: Snapshot, **kwargs: Any) -> bool:
    """Receiver of ``recording_changes``: writes what the public is told; True when anything was written."""
    event = made.row
    if made.verb not in CORRECTING or not event.is_public:
        return False
    facts = corrected(before, now)
    if MOVING & {fact.field for fact in facts}:
        Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    if made.is_typo or not facts:
        return False
    language = get_language() or "ar"
    Correction.objects.bulk_create(
        Correction(
            event=event,
            on=today(),
            field=fact.field,
            before=fact.before,
            after=fact.after,
            **{f"reason_{language}": made.reason},
        )
        for fact in facts
    )
    return True
