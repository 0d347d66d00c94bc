"""Translating a record: its texts side by side, what is missing and stale in its list, and the way there."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.admin.editing import Editing
from history.registry import is_registered
from institutions.admin.translation_forms import LANGUAGE_NAMES, SideBySide
from institutions.translated_records import record_has_gap
from institutions.translations import REQUIRED, TranslationState
from portal.lib.translated import LANGUAGES

SHORT_WORDS = {
    TranslationState.MISSING: gettext_lazy("missing"),
    TranslationState.STALE: gettext_lazy("stale"),
}


class TranslationFilter(admin.SimpleListFilter):
    """Of the whole record, with its parts."""

    title = gettext_lazy("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("incomplete", _("incomplete in some language")),
            *(
                (code, _("incomplete in %(language)s") % {"language": LANGUAGE_NAMES[code]})
                for code in REQUIRED
            ),
            ("stale", _("source changed since")),
            ("complete", _("complete")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "complete":
            return queryset.exclude(record_has_gap(queryset.model))
        if chosen == "stale":
            return queryset.filter(record_has_gap(queryset.model, state=TranslationState.STALE))
        if chosen in REQUIRED:
            return queryset.filter(record_has_gap(queryset.model, chosen))
        return queryset.filter(record_has_gap(queryset.model)) if chosen == "incomplete" else queryset


@admin.display(description=gettext_lazy("translations"))
def translations(row: Any) -> SafeString:
    """What the entry itself lacks, in words; its parts are told on the page of its translations."""
    gaps = [gap.split(":") for gap in row.translation_gaps.split()]
    if not gaps:
        return format_html('<span class="gaps-none">{}</span>', _("complete"))
    named = ((state, LANGUAGE_NAMES[code], SHORT_WORDS[state]) for state, code in gaps)
    return format_html_join(" ", '<span class="gap gap-{}"><bdi>{}</bdi>: {}</span>', named)


class TranslationsDesk:
    """Mixin of the desks of translated rows."""

    class Media:
        css = {"all": ["css/admin-translations.css"]}

    model: type[models.Model]

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*super().get_list_display(request), translations)  # type: ignore[misc]  # a mixin

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*super().get_list_filter(request), TranslationFilter)  # type: ignore[misc]  # a mixin

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.translations_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_translations"
        return [path("<path:object_id>/translations/", view, name=name), *super().get_urls()]

    def translations_address(self, row: models.Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_translations"
        return reverse(name, args=[quote(row.pk)])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None and row.pk and is_registered(type(row)):
            context["translations_url"] = self.translations_address(row)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]  # a mixin

    def translations_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not is_registered(type(row)):
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        source, target = _languages(request)

        def draw(more: dict[str, Any]) -> HttpResponse:
            return self._draw_translations(request, row, source, target, more)

        return Editing(self, request, row, draw).respond()

    def _draw_translations(
        self, request: HttpRequest, row: Any, source: str, target: str, more: dict[str, Any]
    ) -> HttpResponse:
        """Reads the row anew: it may say for a moment what somebody proposes."""
        root = type(row)._base_manager.get(pk=row.pk)
        objection = getattr(request, "objection", "")
        page = SideBySide(root, source, target, request.POST if request.method == "POST" else None)
        if page.is_bound and page.is_valid() and not objection:
            page.save()
            request.saved_row = root  # type: ignore[attr-defined]  # history.admin.editing asks
            text = _("Translations of «%(entry)s» saved.") % {"entry": root}
            messages.success(request, text)
            return HttpResponseRedirect(self._onward(request, root, target))
        context = {
            **self.admin_site.each_context(request),
            **more,
            "opts": self.opts,
            "original": root,
            "title": _("Translations: %(entry)s") % {"entry": root},
            "subtitle": None,
            "is_popup": False,
            "page": page,
            "objection": objection,
            "media": page.media,
            "languages": _choices(page),
            "neighbours": self._neighbours(request, root, target),
        }
        return TemplateResponse(request, "admin/translations.html", context)

    def _onward(self, request: HttpRequest, root: Any, target: str) -> str:
        following = self._neighbours(request, root, target)["next"] if "_next" in request.POST else None
        address = following["address"] if following else self.translations_address(root)
        return f"{address}?{request.GET.urlencode()}"

    def _neighbours(self, request: HttpRequest, root: Any, target: str) -> dict[str, Any]:
        """The next and the previous record of this desk with something left to do in ``target``."""
        rows = self.get_queryset(request).filter(record_has_gap(self.model, target)).order_by("pk")
        ends = {"previous": rows.filter(pk__lt=root.pk).last(), "next": rows.filter(pk__gt=root.pk).first()}
        return {
            name: row and {"row": row, "address": self.translations_address(row)}
            for name, row in ends.items()
        }


def _languages(request: HttpRequest) -> tuple[str, str]:
    """From which language to which; what the address does not say, or says wrongly, is Arabic and French."""
    source = request.GET.get("from", "ar")
    source = source if source in LANGUAGES else "ar"
    target = request.GET.get("to", "")
    if target not in LANGUAGES or target == source:
        target = next(code for code in ("fr", "ar") if code != source)
    return source, target


def _lacking(counts: Counter[TranslationState]) -> Iterator[str]:
    if missing := counts[TranslationState.MISSING]:
        yield _("missing: %(count)d") % {"count": missing}
    if stale := counts[TranslationState.STALE]:
        yield _("stale: %(count)d") % {"count": stale}


def _choices(page: SideBySide) -> list[dict[str, Any]]:
    """The languages to translate into, with what each lacks."""
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "lacking": list(_lacking(page.progress[code])),
            "is_optional": code not in REQUIRED,
            "source": page.source if page.source != code else page.target,
            "is_chosen": code == page.target,
        }
        for code in LANGUAGES
    ]
