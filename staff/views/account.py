"""The own account: password, second factor, sign-ins."""

from typing import Any

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from staff import entrance, second_factor, sessions
from staff.audit import Action, record
from staff.forms import ProofForm
from staff.models import AuditEntry, RecoveryCode
from staff.roles import highest_role
from staff.views import setup

ENTRIES_SHOWN = 10
OF_SIGNING_IN = (
    Action.SIGNED_IN,
    Action.SIGNED_OUT,
    Action.SIGNED_OUT_EVERYWHERE,
    Action.PASSWORD_CHANGED,
    Action.SECOND_FACTOR_ENROLLED,
    Action.SECOND_FACTOR_REMOVED,
    Action.RECOVERY_CODE_USED,
    Action.RECOVERY_CODES_MADE,
)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    role = highest_role(user)
    entries = AuditEntry.objects.filter(actor_id=user.pk, action__in=OF_SIGNING_IN)
    context = entrance.frame(
        request,
        title=_("My account"),
        role=role.label if role else None,
        has_factor=second_factor.has_second_factor(user),
        codes_left=RecoveryCode.objects.filter(user_id=user.pk, used_at=None).count(),
        entries=entries[:ENTRIES_SHOWN],
    )
    return render(request, "staff/account.html", context)


@sensitive_post_parameters("password", "code")
def second_factor_change(request: HttpRequest) -> HttpResponse:
    """Replace, new recovery codes, remove: each after password and code."""
    if not second_factor.has_second_factor(request.user):
        return redirect("admin:second_factor_setup")
    form = ProofForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        return _change(request, request.POST.get("wish", ""))
    context = entrance.frame(
        request,
        form=form,
        title=_("Change the second factor"),
        is_required=second_factor.is_required_of(request.user),
    )
    return render(request, "staff/second_factor_change.html", context)


def _change(request: HttpRequest, wish: str) -> HttpResponse:
    user = request.user
    if wish == "replace":
        request.session[setup.MAY_REPLACE] = timezone.now().timestamp()
        return redirect("admin:second_factor_setup")
    if wish == "codes":
        record(Action.RECOVERY_CODES_MADE, by=user, request=request)
        return setup.show_codes(request, second_factor.make_recovery_codes(user))
    if wish == "remove" and not second_factor.is_required_of(user):
        second_factor.remove(user, by=user, request=request)
        messages.success(request, _("The second factor was removed: the password alone signs you in."))
    return redirect("admin:account")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    user = request.user
    sessions.end_everywhere(user)
    record(Action.SIGNED_OUT_EVERYWHERE, by=user, request=request)
    auth.logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("admin:login")
