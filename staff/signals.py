"""What Django tells of signing in and out, and of changed rights, written into the audit log."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from staff import sessions
from staff.audit import Action, record


@receiver(user_logged_in, dispatch_uid="staff.signed_in")
def signed_in(sender: Any, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    sessions.begin(request.session)
    record(Action.SIGNED_IN, by=user, request=request)


@receiver(user_logged_out, dispatch_uid="staff.signed_out")
def signed_out(sender: Any, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    if user is not None and user.is_authenticated:
        record(Action.SIGNED_OUT, by=user, request=request)


@receiver(user_login_failed, dispatch_uid="staff.sign_in_failed")
def sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    if request is None:
        return
    action = Action.SECOND_FACTOR_FAILED if credentials.get("second_factor") else Action.SIGN_IN_FAILED
    record(action, request=request, username=str(credentials.get("username") or ""))
