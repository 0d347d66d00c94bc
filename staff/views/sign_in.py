"""Name and password."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from staff.carrying import opened
from staff.entrance import admit, carried_by, resume, sign_in_page
from staff.forms import SignInForm


@sensitive_post_parameters("password")
@csrf_protect
@never_cache
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect("admin:index")
    if (
        request.method != "POST" or "username" not in request.POST
    ):  # carried along by one who is somebody else
        return sign_in_page(request)
    form = SignInForm(request, data=request.POST)
    return admit(request, form.get_user()) if form.is_valid() else sign_in_page(request, form)


def resume_view(request: HttpRequest) -> HttpResponse:
    """After recovery codes were shown: back to what was typed."""
    carried = opened(carried_by(request))
    return resume(request, carried) if carried else redirect("admin:index")
