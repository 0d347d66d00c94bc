"""What each kind of thing is found by: its texts with their languages, its date, its place, who is involved.

Everything here may be read by whoever may read the thing; a name that may not be published is never among it.
Rows come with what is read here already loaded (``search.kinds``): no function causes a query.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import override

from events.enums import EventStatus, Precision
from portal.lib.calendar_words import MONTH_NAMES
from portal.lib.moment import Moment
from portal.lib.rich_text import plain
from portal.lib.translated import LANGUAGES, Text, all_languages

SPOKEN = ("ar", "fr", "en")
ONLY_YEARS = (Precision.YEAR, Precision.SCHOOL_YEAR)
UNSAID = (EventStatus.SCHEDULED, EventStatus.CONFIRMED, EventStatus.HELD)
MAX_YEARS = 5

Texts = Iterator[Text]


@dataclass
class Content:
    title: list[Text]
    people: list[Text] = field(default_factory=list)
    body: list[Text] = field(default_factory=list)
    on: date | None = None
    place: str = ""
    institutions: set[int] = field(default_factory=set)


def of_event(event: Any) -> Content:
    involved = [row.institution for row in event.involvements.all()]
    places = [*filter(None, [event.territory]), *event.covered_territories.all()]
    return Content(
        title=[*_event_titles(event)],
        people=[
            *_each(_institution_names, involved),
            *_each(_speaker_names, event.speakers.all()),
            *_each(_place_names, places),
        ],
        body=[*_event_body(event)],
        on=event.first_day,
        place=event.territory.path if event.territory else "",
        institutions={row.pk for row in involved},
    )


def _event_titles(event: Any) -> Texts:
    named = list(_texts(event, "name"))
    yield from named or (event.name_in(language) for language in SPOKEN)
    yield from _noted(event.other_names.all())
    yield from _texts(event, "slogan")


def _event_body(event: Any) -> Texts:
    yield from _texts(event, "abstract")
    yield from _rich(event, "description")
    yield from _labels(event, "kind", event.kind)
    yield from _texts(event, "kind_wording")
    if event.status not in UNSAID:
        yield from _labels(event, "status", event.status)
    for session in event.sessions.all():
        yield from _texts(session, "name", "abstract")
    for speaker in event.speakers.all():
        yield from _texts(speaker, "title", "rank")
        yield from _each(_text_of_part, speaker.statements.all())
    yield from _each(_text_of_part, event.recommendations.all())
    yield from _each(_text_of_part, event.answers.all())
    yield from _words_around(event)


def _words_around(event: Any) -> Texts:
    terms = [*event.topics.all(), *event.audiences.all(), *filter(None, [event.occasion])]
    venues = [used for row in event.venues.all() for used in (row.venue, row.room) if used]
    yield from _each(_names, [*terms, *venues])
    yield from _texts(event, "place_words", "when_words", "hijri_words")
    yield from _dates(event.start, event.end)
    yield from _each(_names, places_above(event.territory))


def places_above(territory: Any) -> Iterator[Any]:
    """The provinces and the region, not the country, which says nothing. A circle, which no form allows, ends too."""
    above, seen = territory.parent if territory else None, set()
    while above is not None and above.parent_id and above.pk not in seen:
        seen.add(above.pk)
        yield above
        above = above.parent


def of_series(series: Any) -> Content:
    organizers = [*filter(None, [series.organizer])]
    return Content(
        title=[*_names(series)],
        people=[*_each(_institution_names, organizers)],
        body=[*_rich(series, "description")],
        institutions={row.pk for row in organizers},
    )


def of_institution(institution: Any) -> Content:
    place = institution.territory
    return Content(
        title=[*_institution_names(institution)],
        people=[*_each(_place_names, filter(None, [place]))],
        body=[*_rich(institution, "description"), *_labels(institution, "kind", institution.kind)],
        place=place.path if place else "",
        institutions={institution.pk},
    )


def of_person(person: Any) -> Content:
    posts = list(person.positions.all())
    held_at = [post.institution for post in posts if post.institution]
    return Content(
        title=[*_person_names(person)],
        people=[*_each(_institution_names, held_at)],
        body=[
            *(text for post in posts for text in _texts(post, "title", "rank")),
            *_texts(person, "distinction"),
        ],
        institutions={row.pk for row in held_at},
    )


def of_agreement(agreement: Any) -> Content:
    signed = [row.person for row in agreement.signatories.all() if row.person and row.person.name_is_public]
    titles = [text for row in agreement.signatories.all() for text in _texts(row, "title")]
    areas = [text for area in agreement.areas.all() for text in _texts(area, "text")]
    dates = _dates(Moment(agreement.signed_on), None) if agreement.signed_on else ()
    return Content(
        title=[*_names(agreement)],
        people=[*_each(_institution_names, agreement.parties), *_each(_person_names, signed)],
        body=[
            *_rich(agreement, "description"),
            *areas,
            *titles,
            *_texts(agreement, "term"),
            *_labels(agreement, "kind", agreement.kind),
            *dates,
        ],
        on=agreement.signed_on,
        institutions={row.pk for row in agreement.parties},
    )


def of_recommendation(recommendation: Any) -> Content:
    event, asked = recommendation.event, list(recommendation.addressees.all())
    return Content(
        title=[*_texts(recommendation, "text")],
        people=[
            *_each(_institution_names, asked),
            *_texts(recommendation, "addressed_to_words", "raised_by_words"),
            *_each(_place_names, filter(None, [event.territory])),
        ],
        body=[
            *(text for step in recommendation.follow_ups.all() for text in _texts(step, "note")),
            *_labels(recommendation, "kind", recommendation.kind),
            *_dates(event.start, event.end),
        ],
        on=event.first_day,
        place=event.territory.path if event.territory else "",
        institutions={row.pk for row in asked},
    )


def of_document(document: Any) -> Content:
    from search.files import text_of

    event = document.event
    place = event.territory if event else None
    read = text_of(document)
    return Content(
        title=[*_texts(document, "title")],
        people=[*_each(_place_names, filter(None, [place]))],
        body=[*_labels(document, "kind", document.kind), *filter(None, [read])],
        on=document.published_on or (event.first_day if event else document.agreement.signed_on),
        place=place.path if place else "",
    )


def of_press_item(item: Any) -> Content:
    language = item.language if item.language in LANGUAGES else "fr"
    dates = _dates(Moment(item.published_on), None) if item.published_on else ()
    return Content(
        title=[Text(item.title, language), Text(item.outlet, language)],
        body=[Text(item.published_words, language), *dates],
        on=item.published_on,
    )


# Texts of rows --------------------------------------------------------------------------------------------


def _texts(row: Any, *names: str) -> Texts:
    for name in names:
        if hasattr(row, f"{name}_ar"):
            for language, value in all_languages(row, name).items():
                yield Text(value, language)
        elif value := getattr(row, name):
            yield Text(value, "ar")


def _rich(row: Any, name: str) -> Texts:
    for text in _texts(row, name):
        yield Text(plain(text.value), text.language)


def _each(read: Any, rows: Iterable[Any]) -> Texts:
    for row in rows:
        yield from read(row)


def _names(row: Any) -> Texts:
    return _texts(row, "name")


def _text_of_part(row: Any) -> Texts:
    return _texts(row, "text")


def _noted(rows: Iterable[Any]) -> Texts:
    """Rows with a text and the language it is in."""
    for row in rows:
        yield Text(row.text, row.language if row.language in LANGUAGES else "fr")


def _institution_names(institution: Any) -> Texts:
    yield from _names(institution)
    yield Text(institution.acronym, "fr")
    yield from _noted(institution.other_names.all())


def _person_names(person: Any) -> Texts:
    yield from _names(person)
    yield from _noted(person.other_names.all())


def _speaker_names(speaker: Any) -> Texts:
    if speaker.may_be_named:
        yield from _person_names(speaker.person)
    if speaker.institution:
        yield from _institution_names(speaker.institution)


def _place_names(territory: Any) -> Texts:
    yield from _names(territory)
    yield from _noted(territory.aliases.all())


@lru_cache(maxsize=500)
def _label(model: Any, name: str, value: str, language: str) -> str:
    with override(language):
        return str(dict(model._meta.get_field(name).flatchoices).get(value, ""))


def _labels(row: Any, name: str, value: str) -> Texts:
    if value:
        for language in SPOKEN:
            yield Text(_label(row._meta.model, name, value, language), language)


def _dates(start: Moment, end: Moment | None) -> Texts:
    """Days, months in every language, and years; months that are not known are not said."""
    first, last = start.first_day, (end or start).last_day
    if not first or not last:
        return
    for year in range(first.year, min(last.year, first.year + MAX_YEARS) + 1):
        yield Text(str(year), "fr")
    for moment in filter(None, (start, end)):
        if moment.precision.value not in ONLY_YEARS and moment.first_day:
            day = f"{moment.first_day.day} " if moment.is_exact_day else ""
            for language in LANGUAGES:
                yield Text(f"{day}{MONTH_NAMES[language][moment.first_day.month - 1]}", language)
