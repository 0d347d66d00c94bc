"""Point 12 of the requirements: where it is."""

from decimal import Decimal

import pytest

from events.enums import PlaceKind
from events.models import Event, EventVenue
from events.reaching import held_in
from institutions.enums import TerritoryKind
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


def casablanca():
    """From the region down to the district; the levels of Casablanca are the deepest of the country."""
    levels = [
        ("جهة الدار البيضاء-سطات", "Casablanca-Settat", TerritoryKind.REGION),
        ("الدار البيضاء", "Casablanca", TerritoryKind.PREFECTURE),
        ("عمالة مقاطعات الحي الحسني", "Hay Hassani", TerritoryKind.PREFECTURE_OF_ARRONDISSEMENTS),
        ("الحي الحسني", "Arrondissement Hay Hassani", TerritoryKind.DISTRICT),
    ]
    places = []
    for arabic, french, kind in levels:
        parent = places[-1] if places else None
        places.append(make.territory(name_ar=arabic, name_fr=french, kind=kind, parent=parent))
    return places


def test_requirement_12_places_lie_within_each_other_down_to_the_district():
    places = casablanca()
    meeting = make.event(territory=places[-1])

    found = [list(Event.objects.public().filter(held_in([place]))) for place in places]

    assert found == [[meeting]] * 4
    assert [place.kind for place in places] == [
        *("region", "prefecture", "prefecture_of_arrondissements", "district")
    ]


def test_requirement_12_event_may_have_only_a_district():
    district = make.territory(name_ar="سيدي البرنوصي", name_fr="Sidi Bernoussi", kind=TerritoryKind.DISTRICT)

    shown = as_public(make.event(territory=district))

    assert (shown.territory, list(shown.venues.all()), shown.place_words_ar) == (district, [], "")


def test_requirement_12_event_may_cover_several_places():
    names = ("Sidi Moumen", "Al Qods", "Al Azhar")
    covered = [make.territory(name_fr=name, kind=TerritoryKind.NEIGHBOURHOOD) for name in names]
    meeting = make.event()
    for place in covered:
        meeting.covered_territories.add(place)

    shown = as_public(meeting)

    assert list(shown.covered_territories.all()) == covered
    assert [list(Event.objects.public().filter(held_in([place]))) for place in covered] == [[meeting]] * 3


@pytest.mark.parametrize("place_kind", [PlaceKind.NATIONWIDE, PlaceKind.ONLINE, PlaceKind.UNKNOWN])
def test_requirement_12_event_may_have_no_city(place_kind):
    shown = as_public(make.event(place_kind=place_kind))

    assert (shown.place_kind, shown.territory) == (place_kind, None)


def test_requirement_12_venue_has_address_coordinates_capacity_and_area():
    columns = {
        "address_ar": "شارع علال الفاسي",
        "latitude": Decimal("34.03715"),
        "longitude": Decimal("-4.99998"),
        "capacity": 1200,
        "area": 40_000,
    }
    event = make.event()
    saved(EventVenue(event=event, venue=make.venue(**columns)))

    (used,) = as_public(event).venues.all()

    assert {name: getattr(used.venue, name) for name in columns} == columns


def test_requirement_12_event_uses_rooms_of_two_venues():
    event = make.event()
    palace, school = make.venue(), make.venue(name_ar="المدرسة العليا", name_fr="École supérieure")
    halls = [make.room(venue=palace), make.room(venue=school, name_ar="المدرج", name_fr="Amphithéâtre")]
    for position, hall in enumerate(halls):
        saved(EventVenue(event=event, venue=hall.venue, room=hall, position=position))

    used = as_public(event).venues.all()

    assert [(row.venue, row.room) for row in used] == [(palace, halls[0]), (school, halls[1])]


def test_requirement_12_room_is_known_where_its_venue_is_not():
    event = make.event()
    hall = make.room(name_ar="قاعة الندوات الشهيد هشام بورزة", name_fr="Salle Hicham Bourezza")
    saved(EventVenue(event=event, room=hall))

    (used,) = as_public(event).venues.all()

    assert (used.venue, used.room) == (None, hall)


def test_requirement_12_place_of_the_occasion_differs_from_the_venue():
    event = make.event(place_words_ar="على هامش المعرض الدولي للكتاب بالرباط")
    saved(EventVenue(event=event, venue=make.venue()))

    shown = as_public(event)

    assert shown.place_words_ar == "على هامش المعرض الدولي للكتاب بالرباط"
    assert [row.venue.name_ar for row in shown.venues.all()] == ["قصر المؤتمرات"]
