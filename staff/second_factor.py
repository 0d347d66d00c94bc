"""A second proof of who one is: a code from the telephone (TOTP, RFC 6238), or a recovery code from paper."""

import base64
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.lib.text import clean_input
from staff import sessions
from staff.audit import Action, record
from staff.models import GroupPolicy, RecoveryCode
from staff.roles import Role, membership_of

VERIFIED = "staff_verified"
RECOVERY_CODES = 10


# What is asked of whom ---------------------------------------------------------------------------
def device_of(user: Any) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).order_by("-pk").first()


def has_second_factor(user: Any) -> bool:
    """Costs nothing for the user of a request, one query for another."""
    known = getattr(user, "has_second_factor", None)
    return bool(device_of(user)) if known is None else bool(known)


def is_required_of(user: Any) -> bool:
    """One of the roles asks for it. A superuser without a role counts as administrator, except in a demonstration."""
    if settings.DEMO and user.is_superuser:
        return _asked_by_role(user)
    return _asked_by_role(user) or _asked_of_superusers(user)


def _asked_by_role(user: Any) -> bool:
    known = getattr(user, "role_asks_second_factor", None)
    return any(membership_of(user).values()) if known is None else bool(known)


def _asked_of_superusers(user: Any) -> bool:
    if not user.is_superuser:
        return False
    known = getattr(user, "superusers_asked_second_factor", None)
    if known is not None:
        return bool(known)
    return GroupPolicy.objects.filter(group__name=Role.ADMINISTRATOR, requires_second_factor=True).exists()


def is_satisfied(request: HttpRequest) -> bool:
    """Nothing is asked of the user of this session, or it was answered."""
    if request.session.get(VERIFIED):
        return True
    return not has_second_factor(request.user) and not is_required_of(request.user)


# Proving -------------------------------------------------------------------------------------------
def seconds_to_wait(user: Any) -> int:
    """After wrong codes, before the next one is looked at at all."""
    device = device_of(user)
    allowed, reason = device.verify_is_allowed() if device else (True, None)
    if allowed or reason is None:
        return 0
    return max(1, int((reason["locked_until"] - timezone.now()).total_seconds()) + 1)


def verify(user: Any, typed: str, *, request: HttpRequest) -> bool:
    """Whether a code proves the user. Each code counts once; wrong ones make the next wait longer."""
    code = clean_input(typed).replace(" ", "").replace("-", "").lower()
    with transaction.atomic():
        device = (
            TOTPDevice.objects.select_for_update()
            .filter(user_id=user.pk, confirmed=True)
            .order_by("-pk")
            .first()
        )
        if device is None or not device.verify_is_allowed()[0]:
            return False
        if len(code) == device.digits and code.isascii() and code.isdigit():
            return bool(device.verify_token(code))
        if _use_recovery_code(user, code):
            device.throttle_reset()
            left = RecoveryCode.objects.filter(user_id=user.pk, used_at=None).count()
            record(Action.RECOVERY_CODE_USED, by=user, request=request, left=left)
            return True
        device.throttle_increment()
        return False


def _use_recovery_code(user: Any, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user_id=user.pk, digest=_digest(user, code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


# Setting up and giving up ----------------------------------------------------------------------
def new_key() -> str:
    return secrets.token_hex(20)


def provisional_device(user: Any, key: str) -> TOTPDevice:
    return TOTPDevice(user=user, name="telephone", key=key)


def readable_key(key: str) -> str:
    """The secret as an app asks for it when it cannot see the picture, in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def enroll(user: Any, key: str, typed: str, *, request: HttpRequest) -> list[str] | None:
    """Ten recovery codes when the code proves that the telephone has the secret; None when it does not."""
    code = clean_input(typed).replace(" ", "")
    with transaction.atomic():
        former = list(TOTPDevice.objects.filter(user_id=user.pk).values_list("pk", flat=True))
        device = provisional_device(user, key)
        device.save()
        if not (code.isascii() and device.verify_token(code)):
            transaction.set_rollback(True)
            return None
        TOTPDevice.objects.filter(pk__in=former).delete()
        record(Action.SECOND_FACTOR_ENROLLED, by=user, request=request, target=user, replaced=bool(former))
        return make_recovery_codes(user)


def make_recovery_codes(user: Any) -> list[str]:
    """New ones; the former ones open nothing any more."""
    codes = [secrets.token_hex(10) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]


def _digest(user: Any, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()


def remove(user: Any, *, by: Any = None, request: HttpRequest | None = None) -> bool:
    """Whether there was one. A removal by somebody else (a lost telephone) also ends the user's sign-ins."""
    with transaction.atomic():
        devices, _rows = TOTPDevice.objects.filter(user_id=user.pk).delete()
        RecoveryCode.objects.filter(user_id=user.pk).delete()
        if devices:
            record(Action.SECOND_FACTOR_REMOVED, by=by, request=request, target=user)
        if by is None or by.pk != user.pk:
            sessions.end_everywhere(user)
    return bool(devices)
