"""The code after the password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from staff import entrance, second_factor
from staff.forms import CodeForm, SignInForm


def show(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = entrance.frame(request, form=form, title=_("One more step"))
    return render(request, "staff/second_factor.html", context)


@sensitive_post_parameters("code")
@csrf_protect
@never_cache
def second_factor_step(request: HttpRequest) -> HttpResponse:
    user = entrance.waiting_user(request)
    if user is None:
        return entrance.sign_in_page(request) if entrance.carried_by(request) else redirect("admin:login")
    if entrance.is_admitted(request):
        return entrance.lead_on(request)
    if not second_factor.has_second_factor(user):
        return entrance.to_second_factor(request, user)
    form = CodeForm(request.POST) if "code" in request.POST else CodeForm()
    return _answer(request, user, form) if form.is_valid() else show(request, form)


def _answer(request: HttpRequest, user: object, form: CodeForm) -> HttpResponse:
    if wait := second_factor.seconds_to_wait(user):
        form.refuse(wait)
    elif second_factor.verify(user, form.cleaned_data["code"], request=request):
        entrance.enter_verified(request, user)
        return entrance.lead_on(request)
    elif not entrance.count_wrong_code(request, user):
        again = SignInForm(request, data={})
        again.full_clean()
        again.errors.clear()
        again.add_error(None, _("Too many wrong codes: type your name and password again."))
        return entrance.sign_in_page(request, again)
    else:
        form.refuse()
    return show(request, form)
