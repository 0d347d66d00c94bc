"""How an event without a title is called."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from portal.lib.date_text import moment_text
from portal.lib.moment import Precision
from portal.lib.translated import Text, answer

SEPARATOR = {"ar": "، ", "fr": ", ", "en": ", ", "zgh": ", "}


def composed_name(event: Any, language: str) -> Text:
    """Kind, place and date of an event, in words of ``language`` («لقاء تواصلي، سيدي البرنوصي، 7 غشت 2014»).

    Amazigh has no words for the kinds yet: the whole is in Arabic, rather than half of it.
    """
    language = "ar" if language == "zgh" else language
    with override(language):
        kind = answer(event, "kind_wording", language).value or event.get_kind_display() or gettext("event")
    parts = [capfirst(str(kind))]
    if event.territory:
        parts.append(str(answer(event.territory, "name", language)))
    if event.start.precision != Precision.UNKNOWN:
        day = event.start if not event.start.is_exact_day else type(event.start)(on=event.start.on)
        parts.append(moment_text(day, language))
    return Text(SEPARATOR[language].join(parts), language)
