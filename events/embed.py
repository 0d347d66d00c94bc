"""Events inside other people's pages: a small document of its own that works without a script and sets no cookie.

These are the only addresses that other sites may frame, and every answer of theirs, refusals too, can be shown there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events import accent, listing, months
from events.feeds import FRESH_FOR, asked_of
from events.filters import EventFilter
from events.models import Event
from events.months import Month
from events.parameters import listing_allowed
from institutions.models import FormerAddress
from portal.lib.calendar_words import WEEKDAY_NAMES
from portal.lib.zone import today

OWN = ("lang", "view", "theme", "accent", "limit")  # parameters of the frame; every other is a filter
OF_A_MONTH = ("year", "month")  # on a calendar these say where one is
MOST, FIRST = 20, 5
VIEWS = [("list", gettext_lazy("list")), ("calendar", gettext_lazy("calendar"))]
THEMES = [
    ("auto", gettext_lazy("as the visitor's device")),
    ("light", gettext_lazy("light")),
    ("dark", gettext_lazy("dark")),
]
FOR_EVER = 60 * 60 * 24 * 365
View = Callable[..., HttpResponse]


class FrameForm(forms.Form):
    """How the frame looks. What is not given is as ``initial`` says."""

    lang = forms.ChoiceField(label=gettext_lazy("language"), required=False)
    view = forms.ChoiceField(
        label=gettext_lazy("view"), choices=VIEWS, required=False, error_messages=listing_allowed(VIEWS)
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("colours"), choices=THEMES, required=False, error_messages=listing_allowed(THEMES)
    )
    accent = forms.RegexField(
        accent.HEX,
        label=gettext_lazy("accent colour"),
        required=False,
        error_messages={"invalid": gettext_lazy("Six hexadecimal digits, such as 1b4192.")},
    )
    limit = forms.IntegerField(
        label=gettext_lazy("number of events"), required=False, min_value=1, max_value=MOST
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["lang"]
        language.choices = [row for row in settings.LANGUAGES if row[0] in settings.PUBLIC_LANGUAGES]
        language.error_messages |= listing_allowed(language.choices)

    def clean_lang(self) -> str:
        return self.cleaned_data["lang"] or settings.LANGUAGE_CODE

    def clean_view(self) -> str:
        return self.cleaned_data["view"] or "list"

    def clean_theme(self) -> str:
        return self.cleaned_data["theme"] or "auto"

    def clean_limit(self) -> int:
        return self.cleaned_data["limit"] or FIRST


def frame_form(parameters: Any) -> FrameForm:
    """The form of these parameters; a colour may be written with # and in capitals."""
    given = {name: parameters.get(name, "") for name in OWN}
    given["accent"] = given["accent"].strip().removeprefix("#").lower()
    return FrameForm(given)


def framable(view: View) -> View:
    """May stand in a frame of any site; speaks the language asked for; is never indexed, and may be kept a while."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = asked if asked in settings.PUBLIC_LANGUAGES else settings.LANGUAGE_CODE
        translation.activate(language)  # until the next request: what marks fallbacks comes after the view
        request.LANGUAGE_CODE = language
        response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        response.headers["X-Robots-Tag"] = "noindex"
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_FOR)
        return response

    return cast("View", xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(framed)))


@framable
@require_safe
def event_frame(request: HttpRequest) -> HttpResponse:
    """The events that the filters find, as a list or as a month."""
    form = frame_form(request.GET)
    filters = EventFilter(request.GET, queryset=Event.objects.public().for_list(), request=request)
    if not form.is_valid() or not filters.is_valid():
        return _refused(request, form, filters)
    chips = listing.applied(filters, request.GET)
    context = {
        **_dressed(form),
        "chips": [chip.text for chip in chips],
        "list_url": reverse("events:event_list") + asked_of(request, OWN),
    }
    if form.cleaned_data["view"] == "list":
        context["events"] = list(filters.qs[: form.cleaned_data["limit"]])
        return render(request, "embed/list.html", context)
    return render(request, "embed/calendar.html", {**context, **_month(request, filters)})


@framable
@require_safe
def one_event_frame(request: HttpRequest, event: str) -> HttpResponse:
    """One event by number or address; a former address leads on."""
    form = frame_form(request.GET)
    if not form.is_valid():
        return _refused(request, form)
    found = _event_at(event)
    if found is None:
        return render(request, "embed/refused.html", {**_dressed(form), "forms": []}, status=404)
    if not event.isdecimal() and found.slug != event:
        return redirect(f"{reverse('embed_event', args=[found.slug])}{asked_of(request)}", permanent=True)
    return render(request, "embed/event.html", {**_dressed(form), "event": found})


@require_safe
def accent_style(request: HttpRequest, accent_hex: str, theme: str) -> HttpResponse:
    """A style sheet with the colour asked for, as far as it can be read. The same for ever."""
    response = HttpResponse(accent.style_sheet(accent_hex, theme), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    return response


def _event_at(number_or_slug: str) -> Event | None:
    """An event of this number, this address, or this former address."""
    rows = Event.objects.public().for_list()
    if number_or_slug.isdecimal():
        return rows.filter(pk=int(number_or_slug)).first() if len(number_or_slug) < 16 else None
    former = FormerAddress.objects.filter(
        content_type__app_label="events", content_type__model="event", slug=number_or_slug
    )
    here = rows.filter(slug=number_or_slug).first()
    return here or rows.filter(pk__in=former.values("object_id")).first()


def _month(request: HttpRequest, filters: Any) -> dict[str, Any]:
    """The month asked for, or today's, or the nearest that has events."""
    years, numbers = (filters.form.cleaned_data.get(name, ()) for name in OF_A_MONTH)
    rows = EventFilter(_without_month(request), queryset=Event.objects.public(), request=request).qs
    is_asked = len(years) == len(numbers) == 1
    here = Month(years[0], numbers[0]) if is_asked else Month.of(today())
    around = months.neighbours(rows, here)
    shown = here if is_asked else months.nearest(here, around) or here
    if shown != here:
        around = months.neighbours(rows, shown)
    return {
        "month": shown,
        "shown": months.shown(rows, shown),
        "previous": _step(request, around.previous),
        "following": _step(request, around.following),
        "weekdays": WEEKDAY_NAMES[translation.get_language() or settings.LANGUAGE_CODE],
        "today": today(),
    }


def _without_month(request: HttpRequest) -> Any:
    asked = request.GET.copy()
    for name in OF_A_MONTH:
        asked.pop(name, None)
    return asked


def _step(request: HttpRequest, month: Month | None) -> tuple[Month, str] | None:
    """A neighbouring month and the address of its frame."""
    if month is None:
        return None
    return month, request.path + asked_of(request, OF_A_MONTH, year=month.year, month=month.month)


def _dressed(form: FrameForm) -> dict[str, Any]:
    """Colours as asked; as the visitor's device says where that was not understood."""
    theme = form.cleaned_data.get("theme") or "auto"
    colour = form.cleaned_data.get("accent") or ""
    return {
        "theme": "" if theme == "auto" else theme,
        "accent_url": reverse("embed_accent", args=[theme, colour]) if colour else "",
    }


def _refused(request: HttpRequest, form: FrameForm, filters: Any = None) -> HttpResponse:
    """What was wrong with the question, in words, small enough for the frame."""
    asked = [form, filters.form] if filters else [form]
    return render(request, "embed/refused.html", {**_dressed(form), "forms": asked}, status=400)


def snippet(address: str, title: str, height: int) -> str:
    """The one line that puts a frame into a page. Its measures stand in the style too: rules of the page for all
    frames (`iframe{height:150px}`, `*{all:revert}`) win over attributes.
    """
    line = (
        '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0;width:100%;height:{}px" '
        'loading="lazy"></iframe>'
    )
    return str(format_html(line, address, title, height, height))


def frame_title(chips: list[Any]) -> str:
    """What a frame of a list is called: «المواعيد: ندوة، فاس»"""
    words = gettext(", ").join(capfirst(str(chip)) for chip in chips)
    return f"{gettext('Events')}{gettext(': ')}{words}" if words else gettext("Security-governance events")
