"""Where an event takes place, in words of one language; for a former place that must stay readable."""

from typing import Any

from django.utils.translation import gettext, override

from events.enums import PlaceKind
from portal.lib.translated import answer

COMMA = {"ar": "، ", "fr": ", ", "en": ", "}


def place_words(event: Any, language: str) -> str:
    """«قصر المؤتمرات، فاس». Queries for the venues where they are not loaded."""
    if event.place_kind in (PlaceKind.ONLINE, PlaceKind.NATIONWIDE):
        with override(language):
            return gettext("Online") if event.place_kind == PlaceKind.ONLINE else gettext("Nationwide")
    venues = event.venues.select_related("venue", "room")
    named = [place for used in venues for place in (used.room, used.venue) if place]
    words = [str(answer(place, "name", language)) for place in named]
    words.append(str(answer(event, "place_words", language)))
    if event.territory:
        words.append(str(answer(event.territory, "name", language)))
    return COMMA[language].join(filter(None, words))
