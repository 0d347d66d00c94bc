"""A stale host is played by Africa/Algiers, which is on GMT+1 all year."""

import importlib.resources
import zoneinfo
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portal.lib.zone import (
    MOROCCO,
    host_zone_is_stale,
    today,
    use_pinned_zone_data,
    wall_clock_to_utc,
    zone_data_is_current,
)


def zone_file(directory: Path, source: str) -> Path:
    path = directory / MOROCCO
    path.parent.mkdir(parents=True)
    path.write_bytes((importlib.resources.files("tzdata") / "zoneinfo" / source).read_bytes())
    return path


def test_pinned_zone_data_wins_over_a_stale_host(tmp_path: Path) -> None:
    zone_file(tmp_path, "Africa/Algiers")
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    ZoneInfo.clear_cache()
    assert not zone_data_is_current()

    use_pinned_zone_data()

    assert zone_data_is_current()


@pytest.mark.parametrize(("source", "stale"), [("Africa/Algiers", True), (MOROCCO, False)])
def test_host_zone_is_judged_by_its_own_file(tmp_path: Path, source: str, stale: bool) -> None:
    assert host_zone_is_stale(zone_file(tmp_path, source)) is stale


def test_absent_host_zone_is_not_stale(tmp_path: Path) -> None:
    assert not host_zone_is_stale(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),  # still GMT+1 then
    ],
)
def test_today_is_the_date_in_morocco(at: datetime, expected: date) -> None:
    assert today(at) == expected


def test_today_refuses_a_naive_datetime() -> None:
    with pytest.raises(ValueError, match="aware"):
        today(datetime(2026, 1, 1))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize(
    ("day", "zone", "hour"),
    [
        (date(2026, 7, 30), MOROCCO, 9),  # GMT+1 until 20 September 2026
        (date(2026, 11, 30), MOROCCO, 10),  # GMT for good
        (date(2024, 3, 20), MOROCCO, 10),  # Ramadan 2024
        (date(2026, 11, 30), "Europe/Paris", 9),
    ],
)
def test_wall_clock_becomes_utc_with_the_law_of_the_day(day: date, zone: str, hour: int) -> None:
    instant = wall_clock_to_utc(day, time(10, 0), zone)

    assert (instant, instant.tzinfo) == (datetime(day.year, day.month, day.day, hour, tzinfo=UTC), UTC)


def test_an_hour_that_happened_twice_means_the_first() -> None:
    # 2026-09-20: at 02:00 GMT+1 clocks went back to 01:00.
    first = datetime(2026, 9, 20, 0, 30, tzinfo=UTC)
    assert wall_clock_to_utc(date(2026, 9, 20), time(1, 30), MOROCCO) == first
    assert wall_clock_to_utc(date(2026, 9, 20), time(1, 30, fold=1), MOROCCO) == first
