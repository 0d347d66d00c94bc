"""The system checks about time zone data, and the middleware every response passes through."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection

from portal import checks


def test_pinned_zone_data_are_current() -> None:
    assert checks.pinned_zone_data_are_current() == []


def test_stale_pinned_zone_data_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "zone_data_is_current", lambda: False)

    (message,) = checks.pinned_zone_data_are_current()

    assert (message.id, message.is_serious()) == ("portal.E001", True)


@pytest.mark.parametrize(("is_stale", "ids"), [(True, ["portal.W001"]), (False, [])])
def test_stale_zone_data_of_the_host_are_a_warning(
    monkeypatch: pytest.MonkeyPatch, is_stale: bool, ids: list[str]
) -> None:
    monkeypatch.setattr(checks, "host_zone_is_stale", lambda: is_stale)

    messages = checks.host_zone_data_are_current()

    assert [message.id for message in messages] == ids
    assert not any(message.is_serious() for message in messages if message.level >= 40)


def test_checks_are_registered() -> None:
    found = {message.id for message in run_checks()}

    assert not {"portal.E001"} & found


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "ids"), [(9, []), (10, ["portal.W002"])])
def test_stale_zone_data_of_the_database_are_a_warning(
    monkeypatch: pytest.MonkeyPatch, hour: int, ids: list[str]
) -> None:
    monkeypatch.setattr(checks, "CASABLANCA_HOUR", f"SELECT {hour}")
    monkeypatch.setattr(connection, "vendor", "postgresql")

    messages = checks.database_zone_data_are_current(databases=["default"])

    assert [message.id for message in messages] == ids


@pytest.mark.django_db
def test_database_check_asks_a_real_database_without_failing(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(1):
        messages = checks.database_zone_data_are_current(databases=["default"])

    assert {message.id for message in messages} <= {"portal.W002"}


def test_database_check_asks_nothing_when_no_database_was_named() -> None:
    assert checks.database_zone_data_are_current(databases=None) == []
