"""The login of a demonstration, and its absence everywhere else."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def ensure_demo_staff() -> str:
    printed = StringIO()
    call_command("ensure_demo_staff", stdout=printed)
    return printed.getvalue().strip()


def test_demo_login_is_refused_in_production(settings: Any) -> None:
    assert settings.DEMO is False

    with pytest.raises(CommandError, match="not a demo site"):
        ensure_demo_staff()

    assert not get_user_model().objects.exists()


def test_demo_login_works_and_is_kept_private(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.VAR_DIR = True, tmp_path

    username, password = ensure_demo_staff().split(" / ")

    user = authenticate(username=username, password=password)
    assert user is not None
    assert user.is_staff
    assert stat.S_IMODE((tmp_path / "demo-login.txt").stat().st_mode) == 0o600


def test_demo_login_stays_the_same_on_the_second_start(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.VAR_DIR = True, tmp_path

    assert ensure_demo_staff() == ensure_demo_staff()
    assert get_user_model().objects.count() == 1
