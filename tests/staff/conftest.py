"""The cast of the staff's door, and its telephone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import GroupPolicy

PASSWORD = "une phrase assez longue"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    """Time stands still; a test moves it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member(db: Any) -> Callable[..., Any]:
    def make(name: str = "fatima", role: str = "", **columns: Any) -> Any:
        user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True, **columns)
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def publishers_need_a_second_factor(db: Any) -> None:
    GroupPolicy.objects.filter(group__name="publisher").update(requires_second_factor=True)


def telephone_of(user: Any) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="telephone")


def code_of(key: bytes) -> str:
    totp = TOTP(key)
    totp.time = time.time()
    return f"{totp.token():06d}"


def sign_in(client: Client, name: str = "fatima", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/admin/login/", {"username": name, "password": password, **more})
