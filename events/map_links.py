"""Ways to a place on the map of the visitor's choice: plain links; nothing is asked before one is followed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from events.enums import PlaceKind


@dataclass(frozen=True)
class MapLinks:
    """``is_exact``: the place has coordinates; otherwise the maps are asked for its name."""

    is_exact: bool
    device: str
    openstreetmap: str
    google: str
    apple: str


def map_links(event: Any, words: str) -> MapLinks | None:
    """``words``: the place as a search would be given it. None where an event has no place on a map."""
    for used in event.venues.all():
        if used.venue and used.venue.latitude is not None and used.venue.longitude is not None:
            return _at(f"{used.venue.latitude:.5f}", f"{used.venue.longitude:.5f}")
    return _named(words) if event.place_kind == PlaceKind.PLACE and words else None


def _at(latitude: str, longitude: str) -> MapLinks:
    here = f"{latitude},{longitude}"
    return MapLinks(
        is_exact=True,
        device=f"geo:{here}",
        openstreetmap=f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
        google=f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': here})}",
        apple=f"https://maps.apple.com/?{urlencode({'ll': here, 'q': here})}",
    )


def _named(words: str) -> MapLinks:
    return MapLinks(
        is_exact=False,
        device=f"geo:0,0?{urlencode({'q': words})}",
        openstreetmap=f"https://www.openstreetmap.org/search?{urlencode({'query': words})}",
        google=f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': words})}",
        apple=f"https://maps.apple.com/?{urlencode({'q': words})}",
    )
