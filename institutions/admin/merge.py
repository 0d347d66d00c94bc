"""Two entries that are the same one: compared side by side, then made one. Rows of any model that has a desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.columns_merged import Part, differing, filled
from institutions.merging import chosen, linked, may_merge, merge
from institutions.models import Publishable
from portal.lib.text import clean_input

SIDES = ("keep", "remove")


@dataclass(frozen=True)
class Choice:
    """A fact on which the two differ: both wordings, and the side that is taken."""

    part: Part
    keep: str
    remove: str
    chosen: str

    @property
    def sides(self) -> list[tuple[str, str]]:
        return [("keep", self.keep), ("remove", self.remove)]


@dataclass(frozen=True)
class Count:
    """How many rows of one kind lead to each of the two."""

    name: Any
    keep: int
    remove: int


@admin.action(description=gettext_lazy("Merge the two selected entries"), permissions=["merge"])
def merge_selected(desk: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    rows = list(queryset.order_by("pk")[:3])
    if len(rows) != 2:
        desk.message_user(request, _("Select two entries that are the same."), messages.ERROR)
        return None
    # What more rows lead to is kept, unless somebody turns the two round.
    keep, remove = sorted(rows, key=lambda row: (-sum(linked(row).values()), row.pk))
    return HttpResponseRedirect(desk.merge_address(keep, remove))


class MergeDesk:
    """Mixin of desks: the action on the list and the page it leads to."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self.has_merge_permission(request):
            actions["merge_selected"] = (merge_selected, "merge_selected", merge_selected.short_description)
        return actions

    def has_merge_permission(self, request: HttpRequest, *rows: Model) -> bool:
        """Publishers and administrators who may change both, and decide on the publication of both."""
        if not (may_merge(request.user) and self.has_change_permission(request)):
            return False
        return all(
            self.has_change_permission(request, row)
            and (not isinstance(row, Publishable) or self.has_publish_permission(request, row))
            for row in rows
        )

    def merge_address(self, keep: Model, remove: Model) -> str:
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")
        return f"{page}?keep={keep.pk}&remove={remove.pk}"

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        keep, remove = (self._row(request, side) for side in SIDES)
        if not self.has_merge_permission(request, keep, remove):
            raise PermissionDenied
        reason = clean_input(request.POST.get("reason", ""))[:400]
        asked = choices_in(request) if request.method == "POST" else {}
        errors: list[str] = []
        if request.method == "POST" and reason:
            name = str(remove)
            errors = self._merge(request, keep, remove, reason=reason, choices=asked)
            if not errors:
                text = _("«%(removed)s» is one with «%(kept)s» now. Its addresses lead there.")
                self.message_user(request, text % {"removed": name, "kept": keep}, messages.SUCCESS)
                return HttpResponseRedirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[keep.pk])
                )
            keep, remove = (self._row(request, side) for side in SIDES)  # as stored, not as tried
        context = {
            **self.admin_site.each_context(request),
            **compared(keep, remove, asked),
            "title": _("Merge two entries"),
            "subtitle": None,
            "opts": self.opts,
            "is_popup": False,
            "media": self.media + Media(css={"all": ["css/admin-lookalikes.css"]}),
            "reason": reason,
            "reason_is_missing": request.method == "POST" and not reason,
            "errors": errors,
            "other_way_round": self.merge_address(remove, keep),
            "labels": [
                (side, row, self.choice_label(row)) for side, row in zip(SIDES, (keep, remove), strict=True)
            ],
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _row(self, request: HttpRequest, side: str) -> Any:
        """The row named in the address; what the user may not see is not there."""
        row = self.get_object(request, request.GET.get(side, ""))
        if row is None:
            raise Http404
        return row

    def _merge(self, request: HttpRequest, keep: Any, remove: Any, **told: Any) -> list[str]:
        try:
            merge(keep=keep, remove=remove, by=request.user, **told)
        except ValidationError as error:
            return _messages(error, type(keep))
        return []


def choices_in(request: HttpRequest) -> dict[str, str]:
    """The sides chosen in the form, by name of the fact."""
    asked = {
        name.removeprefix("take-"): side for name, side in request.POST.items() if name.startswith("take-")
    }
    return {name: side for name, side in asked.items() if side in SIDES}


def compared(keep: Any, remove: Any, asked: dict[str, str]) -> dict[str, Any]:
    """What the page shows of the two. A query for each relation of each."""
    here, there = linked(keep), linked(remove)
    relations = {**here, **there}
    return {
        "keep": keep,
        "remove": remove,
        "choices": [
            Choice(part, part.text(keep), part.text(remove), chosen(part, remove, asked))
            for part in differing(keep, remove)
        ],
        "filled": [(part, part.text(remove)) for part in filled(keep, remove)],
        "counts": [
            Count(relation.name, here.get(relation, 0), there.get(relation, 0)) for relation in relations
        ],
    }


def _messages(error: ValidationError, model: type[Model]) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        message if name == NON_FIELD_ERRORS else f"{model._meta.get_field(name).verbose_name}: {message}"
        for name, said in error.message_dict.items()
        for message in said
    ]
