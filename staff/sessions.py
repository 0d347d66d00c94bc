"""How long a sign-in lasts: two hours idle, twelve at most, and not beyond «sign out everywhere»."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from staff.models import StaffAccount

STARTED, SEEN = "staff_started", "staff_seen"
NOTED_EVERY = 5 * 60  # seconds: not every page writes to the database


def begin(session: SessionBase) -> None:
    session[STARTED] = session[SEEN] = timezone.now().timestamp()


def user_of(request: HttpRequest) -> Any:
    """The user of a session that still counts. Ends one that does not, and remembers whose it was."""
    known = request.session.get(auth.SESSION_KEY)
    user = auth.get_user(request)
    if user.is_authenticated and _is_over(request.session, user):
        request.session.flush()
        user = AnonymousUser()
    if known is not None and not user.is_authenticated:
        request.ended_user_id = int(known)  # type: ignore[attr-defined]  # for what was typed: staff.carrying
    elif known is not None:
        _note_seen(request.session)
    return user


def _is_over(session: SessionBase, user: Any) -> bool:
    now = timezone.now().timestamp()
    started, seen = session.get(STARTED, 0), session.get(SEEN, 0)
    valid_from = getattr(user, "sessions_valid_from", None)
    return (
        now - seen > settings.SESSION_IDLE_AGE
        or now - started > settings.SESSION_COOKIE_AGE
        or (valid_from is not None and started < valid_from.timestamp())
    )


def _note_seen(session: SessionBase) -> None:
    now = timezone.now().timestamp()
    if now - session.get(SEEN, 0) > NOTED_EVERY:
        session[SEEN] = now


def end_everywhere(user: Any) -> None:
    """Every sign-in of the user so far counts no more, on whatever device; no session has to be found."""
    StaffAccount.objects.update_or_create(user_id=user.pk, defaults={"sessions_valid_from": timezone.now()})
