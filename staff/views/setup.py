"""Setting up the second factor: a secret for the telephone, a first code, ten codes on paper."""

from io import BytesIO
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from staff import entrance, second_factor
from staff.forms import NewFactorForm

NEW_KEY, MAY_REPLACE = "staff_new_key", "staff_may_replace"
REPLACE_WITHIN = 60 * 10  # seconds after password and code were given


def show(request: HttpRequest, user: Any, form: NewFactorForm | None = None) -> HttpResponse:
    key = request.session.setdefault(NEW_KEY, second_factor.new_key())
    context = entrance.frame(
        request,
        form=form or NewFactorForm(),
        title=_("Set up the second factor"),
        key=second_factor.readable_key(key),
        address=second_factor.provisional_device(user, key).config_url,
        is_required=second_factor.is_required_of(user),
    )
    return render(request, "staff/setup.html", context)


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = entrance.frame(request, title=_("Your recovery codes"), codes=codes)
    response = render(request, "staff/recovery_codes.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters("code")
@csrf_protect
@never_cache
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    user = entrance.waiting_user(request)
    if user is None or not user.is_staff:
        return entrance.sign_in_page(request) if entrance.carried_by(request) else redirect("admin:login")
    if second_factor.has_second_factor(user) and not _may_replace(request):
        return redirect(
            "admin:second_factor_change" if entrance.is_admitted(request) else "admin:second_factor"
        )
    if "code" not in request.POST:
        return show(request, user)
    form = NewFactorForm(request.POST)
    key = request.session.get(NEW_KEY)
    codes = (
        second_factor.enroll(user, key, form.data["code"], request=request)
        if key and form.is_valid()
        else None
    )
    if codes is None:
        form.refuse()
        return show(request, user, form)
    entrance.enter_verified(request, user)
    for done in (NEW_KEY, MAY_REPLACE):
        request.session.pop(done, None)
    return show_codes(request, codes)


@never_cache
def second_factor_qr(request: HttpRequest) -> HttpResponse:
    """The secret as a picture, for the eyes of the one who is setting it up."""
    user, key = entrance.waiting_user(request), request.session.get(NEW_KEY)
    if user is None or key is None:
        raise Http404
    drawing = segno.make(second_factor.provisional_device(user, key).config_url, error="m")
    picture = BytesIO()
    drawing.save(picture, kind="svg", scale=5, light="white")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _may_replace(request: HttpRequest) -> bool:
    since = request.session.get(MAY_REPLACE, 0)
    return entrance.is_admitted(request) and timezone.now().timestamp() - since < REPLACE_WITHIN
