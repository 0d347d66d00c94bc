"""Content lines of calendars: the bytes of the library, and read back by it."""

import random
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from icalendar.parser import Contentline, Parameters

from portal.lib import content_lines

LETTERS = "ab\\^,;:\"' éشطن😀\u200f"


def test_lines_are_folded_as_the_library_folds_them() -> None:
    chance = random.Random(1)  # noqa: S311  (the same lines at each run, no secret)
    for _ in range(500):
        said = "N:" + "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, 200)))
        folded = content_lines.folded(said).encode()
        assert folded == Contentline(said).to_ical()
        assert max(map(len, folded.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    "said", ["a,b;c\\d", "two\nlines\r\nand a third", "\x07bell", "C:\\New", "الأمن، معا"]
)
def test_texts_are_read_back_as_they_were_written(said: str) -> None:
    line = content_lines.line("SUMMARY", content_lines.text(said), LANGUAGE="ar")
    entry = Calendar.from_ical(f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n")
    assert str(entry["SUMMARY"]) == said.replace("\r\n", "\n").replace("\x07", "")
    assert entry["SUMMARY"].params["LANGUAGE"] == "ar"


@pytest.mark.parametrize(
    "name", ["Ville de Fès", "Fès", "l’école", "l'école", 'the "Bell"', "a^b", "a;b:c,d"]
)
def test_parameters_are_quoted_as_the_library_quotes_them(name: str) -> None:
    line = content_lines.line("CONTACT", "x", ALTREP=f"https://example.ma/{name}", CN=name)
    told = Parameters({"ALTREP": f"https://example.ma/{name}", "CN": name})
    assert line.encode() == Contentline.from_parts("CONTACT", told, "x").to_ical()


def test_moments_are_days_or_utc_instants() -> None:
    assert content_lines.moment(date(2026, 5, 17)) == "20260517"
    assert content_lines.moment(datetime(2026, 5, 17, 9, tzinfo=UTC)) == "20260517T090000Z"
