"""From the password to the first page: second factor, and what was typed before the session ended."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, auth
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from staff import second_factor
from staff.carrying import Carried, carried_from, comes_from_our_page, is_from_a_script, opened
from staff.forms import CodeForm, SignInForm

PENDING = "staff_pending"
PENDING_FOR = 60 * 10  # seconds between the password and the code
CODES_PER_PASSWORD = 5


# The way through ---------------------------------------------------------------------------------
def admit(request: HttpRequest, user: Any) -> HttpResponse:
    """After the right password: in, or one step further. Until then nobody is signed in."""
    if not second_factor.has_second_factor(user) and not second_factor.is_required_of(user):
        return enter(request, user)
    if request.user.is_authenticated:  # somebody else, who must not be taken for the one who owes a code
        auth.logout(request)
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "at": timezone.now().timestamp(),
        "wrong": 0,
    }
    return to_second_factor(request, user)


def to_second_factor(request: HttpRequest, user: Any) -> HttpResponse:
    """The page that asks for the code, or the one that sets the second factor up. What is carried stays in the page."""
    from staff.views import setup, step  # late: the views begin here

    has_one = second_factor.has_second_factor(user)
    if carried_by(request):
        return step.show(request, CodeForm()) if has_one else setup.show(request, user)
    name = "admin:second_factor" if has_one else "admin:second_factor_setup"
    return _onward(name, next_address(request))


def enter(request: HttpRequest, user: Any) -> HttpResponse:
    """Signs in (the key of the session changes) and leads on."""
    auth.login(request, user)
    return lead_on(request)


def enter_verified(request: HttpRequest, user: Any) -> None:
    """Signs in whoever gave the password before; marks the session of one who was signed in already."""
    pending = request.session.pop(PENDING, None)
    if pending is None:
        request.session.cycle_key()
    else:
        auth.login(request, user, backend=pending["backend"])
    request.session[second_factor.VERIFIED] = True


def lead_on(request: HttpRequest) -> HttpResponse:
    carried = opened(carried_by(request))
    return resume(request, carried) if carried else HttpResponseRedirect(next_address(request))


def waiting_user(request: HttpRequest) -> Any:
    """Who gave the password and owes the code; also who is signed in since before a second factor was asked."""
    pending = request.session.get(PENDING)
    if pending is None:
        return request.user if request.user.is_authenticated else None
    if timezone.now().timestamp() - pending["at"] > PENDING_FOR:
        del request.session[PENDING]
        return None
    return get_user_model().objects.filter(pk=pending["user"], is_active=True, is_staff=True).first()


def count_wrong_code(request: HttpRequest, user: Any) -> bool:
    """A wrong code is a failed sign-in, to lock-out and log alike. False: the password has to be given again."""
    credentials = {"username": user.get_username(), "second_factor": True}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    pending = request.session.get(PENDING)
    if pending is None:
        return True
    pending["wrong"] += 1
    request.session[PENDING] = pending
    if pending["wrong"] < CODES_PER_PASSWORD:
        return True
    del request.session[PENDING]
    return False


# Where to ------------------------------------------------------------------------------------------
def next_address(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("admin:index")


def _onward(name: str, address: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': address})}")


# What was typed --------------------------------------------------------------------------------
def carried_by(request: HttpRequest) -> str:
    """What travels with this request: taken from it just now, or brought by a page of the door."""
    brought = request.POST.get("carried", "") if _is_of_the_door(request) else ""
    return str(getattr(request, "carried", "") or brought)


def frame(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """What every page of the door shows: the admin's frame, the way on, and what is carried."""
    token = carried_by(request)
    return {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "next": next_address(request),
        "carried": token,
        "kept": opened(token),
        **context,
    }


def sign_in_page(request: HttpRequest, form: SignInForm | None = None, status: int = 200) -> HttpResponse:
    context = frame(request, form=form or SignInForm(request), title=_("Log in"), subtitle=None)
    return render(request, "admin/login.html", context, status=status)


def resume(request: HttpRequest, carried: Carried, status: int = 200) -> HttpResponse:
    """«What you typed is here», for the one who typed it."""
    is_known = carried.user_id is not None
    context = frame(
        request,
        title=_("What you typed is here"),
        kept=carried,
        is_somebody_elses=is_known and carried.user_id != request.user.pk,
        is_of_unknown=not is_known,
    )
    return render(request, "staff/resume.html", context, status=status)


def refuse(request: HttpRequest) -> HttpResponse:
    """What a page of the staff answers to whoever may not see it (yet). The token of a POST was checked before."""
    waits_for_code = request.user.is_authenticated and request.user.is_active and request.user.is_staff
    if is_from_a_script(request):
        text = _("Your session has ended. Sign in again, then repeat this.")
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    if request.method == "POST" and not _is_of_the_door(request):
        request.carried = carried_from(request)  # type: ignore[attr-defined]  # for the pages on the way
    if waits_for_code:
        return to_second_factor(request, request.user)
    if carried_by(request):
        return sign_in_page(request, status=403)
    return _onward("admin:login", request.get_full_path())


def rescue(request: HttpRequest) -> HttpResponse | None:
    """A form of ours whose token is out of date (signing in again, in another window, made a new one).

    None for whatever did not come from a page of ours: it stays refused.
    """
    match = request.resolver_match
    is_ours = match is not None and match.namespace == "admin" and request.method == "POST"
    if not is_ours or is_from_a_script(request) or not comes_from_our_page(request):
        return None
    if _page(request) == "login":
        return sign_in_page(request, status=403)
    if _is_of_the_door(request):
        return None
    if not is_admitted(request):
        return refuse(request)
    request.carried = carried_from(request)  # type: ignore[attr-defined]  # for the page below
    carried = opened(request.carried)  # type: ignore[attr-defined]  # set above
    return resume(request, carried, status=403) if carried else None


def is_admitted(request: HttpRequest) -> bool:
    return admin.site.has_permission(request)


def _page(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else "") or ""


def _is_of_the_door(request: HttpRequest) -> bool:
    """Pages about passwords and codes: what is typed there is asked anew."""
    return _page(request) in {
        *("login", "logout", "password_change", "auth_user_password_change"),
        *(
            "second_factor",
            "second_factor_setup",
            "second_factor_change",
            "account",
            "end_sessions",
            "resume",
        ),
    }
