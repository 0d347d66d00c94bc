"""One date typed means one day, in every language of the portal."""

import importlib
from datetime import datetime

import pytest

from portal.lib.translated import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_dates_are_day_first_in_every_language(language: str) -> None:
    formats = importlib.import_module(f"portal.formats.{language}.formats")
    days = {
        typed: datetime.strptime(typed, pattern).date().isoformat()  # noqa: DTZ007  a date, not an instant
        for typed, pattern in zip(("05/03/2026", "05-03-2026"), formats.DATE_INPUT_FORMATS, strict=False)
    }

    assert days == {"05/03/2026": "2026-03-05", "05-03-2026": "2026-03-05"}
    assert not any(pattern.startswith("%m") for pattern in formats.DATE_INPUT_FORMATS)
    assert (formats.DATE_FORMAT, formats.TIME_FORMAT, formats.FIRST_DAY_OF_WEEK) == ("j F Y", "H:i", 1)
