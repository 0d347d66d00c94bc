"""Asking for an alert, confirming, changing and ending it.

Nobody signs in here and no visitor gets a cookie, so Django's CSRF token, which is compared with a cookie, has nothing
to stand on; these views are exempt from it. It protects those whose browser carries a right. Here it carries none: what
may be done is decided by a signed token in the address, which a foreign page does not know, or may be done by anybody
(asking for a mail, within limits). What remains is a foreign page that makes many visitors' browsers ask, past
the limit per network; browsers say where a form comes from (Origin), and foreign ones are refused. GET changes nothing:
programs that open every link of a mail neither confirm nor unsubscribe.
"""

from collections.abc import Callable
from functools import wraps
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alerts import asking, letters, limits, services
from alerts.enums import Frequency
from alerts.forms import AlertForm, FrequencyForm, mail_language, refused_fields
from alerts.models import Subscription
from alerts.tokens import form_seal, key_of, link_token, showing_of

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Kept by nobody, found by no search engine, and its address told to no other site. Takes GET and POST."""

    @wraps(view)
    def secluded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not «no-referrer»: browsers would then hide the Origin of our own forms too (Fetch §3.2).
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(never_cache(secluded)))


@private
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form for the filter in the address; sent, it leads to a page that says the same to everybody."""
    if request.method == "POST":
        return _forbidden(request) or _received(request)
    query = asking.normalised(request.GET)
    found = asking.asked(query, request=request)
    form = AlertForm(initial={"query": query, "frequency": Frequency.WEEKLY})
    return _form_page(request, form, query, filter=found, status=200 if found.is_valid() else 400)


def _forbidden(request: HttpRequest) -> HttpResponse | None:
    if _is_foreign(request):
        return render(request, "403.html", status=403)
    if limits.network_is_exhausted(request):
        return _form_page(request, AlertForm(request.POST), problem=_too_many(), status=429)
    return None


def _received(request: HttpRequest) -> HttpResponse:
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=400)
    showing = showing_of(form.cleaned_data["seal"])
    if showing is None:
        problem = gettext("This page had been open for too long. Please send the form once more.")
        return _form_page(request, form, problem=problem, status=400)
    if not _answer(form, showing):
        return _form_page(request, form, problem=_no_mail(), status=503)
    return redirect("alerts:requested")


def _answer(form: AlertForm, showing: str) -> bool:
    """Send the mail that the request leads to, if any; False when no mail can be sent at present."""
    wish = form.cleaned_data
    if wish["website"] or limits.is_repeated(showing) or limits.mailbox_is_exhausted(wish["address"]):
        return True  # a program, a double click, or enough mails for today: told nobody
    subscription = services.request_alert(
        address=wish["address"],
        query=wish["query"],
        frequency=wish["frequency"],
        language=mail_language(get_language()),
    )
    mail = letters.reminder if subscription.confirmed_at else letters.confirmation
    try:
        mail(subscription).send()
    except (OSError, SMTPException):
        limits.release(showing, wish["address"])
        return False
    return True


def _form_page(
    request: HttpRequest, form: AlertForm, query: str | None = None, *, status: int, **context: Any
) -> HttpResponse:
    query = asking.normalised(_query_of(form)) if query is None else query
    everything = {
        "form": form,
        "refused": refused_fields(form),
        "query": query,
        "filters": asking.in_words(query),
        "seal": form_seal(),
        "filter": None,
        "problem": "",
        "noindex": True,
        **context,
    }
    return render(request, "alerts/subscribe.html", everything, status=status)


def _query_of(form: AlertForm) -> Any:
    return QueryDict(form.data.get("query", "")[:2000])


@require_safe
def requested(request: HttpRequest) -> HttpResponse:
    """The same for everybody: whether an address was known is not told."""
    return render(request, "alerts/requested.html", {"noindex": True})


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, because programs open links; pressed, it confirms. Pressed again, it changes nothing."""
    subscription = _subscription("confirm", token)
    if subscription is None:
        return _closed(request)
    if request.method == "POST":
        services.confirm_alert(key=subscription.key)
        return redirect("alerts:manage", link_token("manage", subscription.key))
    if subscription.confirmed_at:
        return redirect("alerts:manage", link_token("manage", subscription.key))
    return render(request, "alerts/confirm.html", _shown(subscription))


@private
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What is held, how often mails come, and the way out."""
    subscription = _subscription("manage", token)
    if subscription is None or subscription.confirmed_at is None:
        return _closed(request)
    saved = False
    if request.method == "POST":
        form = FrequencyForm(request.POST)
        if not form.is_valid():
            return render(request, "400.html", status=400)
        services.change_frequency(key=subscription.key, frequency=form.cleaned_data["frequency"])
        subscription.refresh_from_db()
        saved = True
    context = {**_shown(subscription), "saved": saved, "leave": link_token("leave", subscription.key)}
    return render(request, "alerts/manage.html", context)


@private
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: the mail program's POST unsubscribes at once; a person who follows the link presses a button.

    Whoever comes again after having left reads that this is done: mail programs repeat themselves.
    """
    key = key_of("leave", token)
    if key is None:
        return _closed(request)
    if request.method == "POST":
        services.unsubscribe(key=key, from_all="all" in request.POST)
    subscription = Subscription.objects.filter(key=key).first()
    if subscription is None:
        return render(request, "alerts/left.html", {"noindex": True})
    others = Subscription.objects.of_address(subscription.address).exclude(pk=subscription.pk)
    return render(request, "alerts/leave.html", {**_shown(subscription), "other_count": others.count()})


def _subscription(purpose: str, token: str) -> Subscription | None:
    key = key_of(purpose, token)
    return Subscription.objects.filter(key=key).first() if key else None


def _shown(subscription: Subscription) -> dict[str, Any]:
    return {
        "subscription": subscription,
        "filters": asking.in_words(subscription.query),
        "frequencies": Frequency.choices,
        "noindex": True,
    }


def _closed(request: HttpRequest) -> HttpResponse:
    """A link that is not ours, or of an alert that is gone."""
    return render(request, "alerts/closed.html", {"noindex": True}, status=404)


def _is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that the form stands on another site; old browsers say nothing."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _too_many() -> str:
    return gettext("Too many requests came from your network. Please try again in an hour.")


def _no_mail() -> str:
    return gettext("No mail can be sent at present. Please try again later.")
