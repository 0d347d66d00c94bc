"""The words of closed vocabularies, as the API must say them in each language."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

import events.enums
import institutions.enums

VOCABULARIES = [
    found
    for module in (events.enums, institutions.enums)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, TextChoices) and found.values
]


class labelled:  # noqa: N801  (read as a value)
    """Equal to the labels of ``value`` in Arabic, French and English, in a vocabulary that has it."""

    def __init__(self, value: str) -> None:
        self.known = [told(vocabulary(value)) for vocabulary in VOCABULARIES if value in vocabulary.values]

    def __eq__(self, other: object) -> bool:
        return other in self.known

    def __repr__(self) -> str:
        return " or ".join(map(repr, self.known))

    __hash__ = None  # type: ignore[assignment]


def told(member: Any) -> dict[str, str]:
    found = {}
    for language in ("ar", "fr", "en"):
        with override(language):
            found[language] = str(member.label)
    return found
