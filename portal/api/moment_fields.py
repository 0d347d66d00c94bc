"""Fields of moments: each as the sources give it, and from start to end in words."""

from typing import Any

from portal.api.fields import FieldOfRow, ManyLanguages
from portal.api.moments import moment_record, range_texts
from portal.lib.date_text import range_text
from portal.lib.moment import Moment
from portal.lib.translated import Text
from portal.lib.zone import MOROCCO


class WhenTextField(ManyLanguages):
    """From start to end in words."""

    def in_all(self, event: Any) -> dict[str, str]:
        return range_texts(event.start, event.end)

    def in_language(self, event: Any, language: str) -> Text:
        return Text(range_text(event.start, event.end, language), language)


class MomentField(FieldOfRow):
    """A moment as the sources give it: a day only where the day is known, an instant only to the minute."""

    def __init__(self, moment: str, *, always: bool = False) -> None:
        """``always``: an unknown moment is said to be unknown; otherwise it is null."""
        super().__init__()
        self.moment, self.always = moment, always

    def to_representation(self, row: Any) -> dict[str, Any] | None:
        moment: Moment | None = getattr(row, self.moment)
        if moment is None or (moment.on is None and not self.always):
            return None
        return dict(moment_record(moment, getattr(row, "time_zone", MOROCCO), self.asked))
