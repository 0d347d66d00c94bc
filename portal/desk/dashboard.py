"""The first page of the staff: what waits for me, what comes, what is incomplete, what changed last.

A constant number of queries: one for all counts of events, one for the first rows of each panel.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.admin.worklists import GAPS, conditions_for
from events.models import Decision, Event, EventSeries, Publication
from events.workflow import DecisionVerb
from exchange.enums import BatchState, Outcome
from exchange.models import ImportBatch, ImportRow
from history.models import PendingRevision, RevisionState, Verb, Version
from institutions.models import Agreement, Institution, Person
from institutions.rights import rule_for
from portal.lib.date_text import range_text

LENGTH = 5
PUBLISHABLE = (Event, EventSeries, Institution, Agreement, Publication)
REMEMBERED = (*PUBLISHABLE, Person)
EVENTS = "admin:events_event_changelist"


@dataclass(frozen=True)
class Row:
    """One line of a panel."""

    href: str
    title: str
    said: list[str] = field(default_factory=list)
    at: Any = None

    @property
    def notes(self) -> list[str]:
        return [note for note in self.said if note]


@dataclass(frozen=True)
class Panel:
    """A list with its count and the way to all of it. ``is_urgent``: it waits for the reader."""

    name: str
    title: str
    rows: list[Row]
    count: int
    href: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Chip:
    """A list of which only the count is shown."""

    title: str
    count: int
    href: str


def index(request: HttpRequest) -> HttpResponseBase:
    return admin.site.index(request, {"dashboard": dashboard(request.user)})


def dashboard(user: Any) -> dict[str, Any]:
    """Panels in two groups, and the counts of further lists; nothing that ``user`` may not see."""
    conditions = conditions_for(user)
    events = Event.objects.visible_to(user)
    counts = {f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    counted = events.aggregate(**counts)
    desk = Desk(events, conditions, {name: counted[f"n_{name}"] for name in conditions})
    waiting = [*desk.waiting(), revisions(user), imports(user)]
    return {
        "waiting": [panel for panel in waiting if panel.count],
        "panels": sorted([*desk.others(), changes(user)], key=lambda panel: not panel.rows),
        "chips": desk.chips(),
    }


# Events ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Desk:
    events: QuerySet[Event]
    conditions: dict[str, Q]
    counts: dict[str, int]

    def waiting(self) -> Iterator[Panel]:
        if "review" in self.conditions:
            yield self.panel("review", _("To review"), submitted, is_urgent=True)
        yield self.panel("returned", _("Returned to me"), refused, is_urgent=True)
        if "consent" in self.conditions:
            yield self.panel("consent", _("Our consent is asked"), dated, is_urgent=True)

    def others(self) -> Iterator[Panel]:
        yield self.panel("drafts", _("My drafts"), dated, order=("-modified_at", "-pk"))
        yield self.panel("coming", _("Coming events"), dated, order=(F("first_day").asc(), "pk"))
        yield self.panel("incomplete", _("Incomplete records"), lacking, order=("-modified_at", "-pk"))

    def chips(self) -> list[Chip]:
        titles = {
            "today": _("Today"),
            "translation": _("Incomplete translation"),
            "follow_up": _("Without follow-up"),
            "mine": _("Mine"),
        }
        return [
            Chip(title, self.counts[name], self.address(name))
            for name, title in titles.items()
            if name in self.counts
        ]

    def panel(
        self,
        name: str,
        title: str,
        plan: "Callable[[QuerySet[Event]], Iterator[Row]]",
        order: tuple[Any, ...] = ("modified_at", "pk"),
        is_urgent: bool = False,
    ) -> Panel:
        rows = self.events.filter(self.conditions[name]).select_related("territory").order_by(*order)
        shown = list(plan(rows)) if self.counts[name] else []
        return Panel(name, title, shown, self.counts[name], self.address(name), is_urgent)

    def address(self, name: str) -> str:
        return f"{reverse(EVENTS)}?list={name}"


def address_of(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def date_of(event: Event) -> str:
    language = get_language() or "ar"
    return range_text(event.start, event.end, language) if event.starts_on else event.when_words


def dated(events: QuerySet[Event]) -> Iterator[Row]:
    for event in events[:LENGTH]:
        yield Row(address_of(event), str(event), [date_of(event)])


def _last(verb: DecisionVerb, column: str) -> Subquery:
    steps = Decision.objects.filter(event=OuterRef("pk"), verb=verb).order_by("-at", "-pk")
    return Subquery(steps.values(column)[:1])


def submitted(events: QuerySet[Event]) -> Iterator[Row]:
    by = _last(DecisionVerb.SUBMITTED, "by_name")
    for event in events.annotate(by_name=by, sent_at=_last(DecisionVerb.SUBMITTED, "at"))[:LENGTH]:
        yield Row(address_of(event), str(event), [date_of(event), event.by_name or ""], event.sent_at)


def refused(events: QuerySet[Event]) -> Iterator[Row]:
    why = _last(DecisionVerb.REFUSED, "reason")
    for event in events.annotate(why=why, sent_at=_last(DecisionVerb.REFUSED, "at"))[:LENGTH]:
        yield Row(address_of(event), str(event), [event.why or ""], event.sent_at)


def lacking(events: QuerySet[Event]) -> Iterator[Row]:
    """With what each record lacks."""
    flags = {
        f"lacks_{name}": ExpressionWrapper(Q(condition()), output_field=BooleanField())
        for name, (_label, condition) in GAPS.items()
    }
    for event in events.annotate(**flags)[:LENGTH]:
        missing = [str(label) for name, (label, _c) in GAPS.items() if getattr(event, f"lacks_{name}")]
        yield Row(address_of(event), str(event), missing)


# Other apps --------------------------------------------------------------------------------------
def of_models(models: tuple[Any, ...], rows_of: Callable[[Any], Any]) -> Q:
    """Condition on rows about rows of these models, as far as ``rows_of`` allows."""
    kinds = ContentType.objects.get_for_models(*models)
    found = Q(pk__in=[])
    for model in models:
        found |= Q(content_type=kinds[model], object_id__in=rows_of(model).order_by().values("pk"))
    return found


def revisions(user: Any) -> Panel:
    """Changes proposed by others that the user decides on."""

    def decided(model: Any) -> Any:
        return model._default_manager.filter(rule_for(model).publishable(user))

    rows = (
        PendingRevision.objects.filter(of_models(PUBLISHABLE, decided), state=RevisionState.OPEN)
        .exclude(by=user.pk)
        .annotate(total=Window(Count("pk")))
        .order_by("at", "pk")[:LENGTH]
    )
    shown = list(rows)
    page = "admin:history_pendingrevision_change"
    return Panel(
        "revisions",
        _("Proposed changes"),
        [Row(reverse(page, args=[row.pk]), row.label, [row.by_name, row.reason], row.at) for row in shown],
        shown[0].total if shown else 0,
        f"{reverse('admin:history_pendingrevision_changelist')}?state__exact={RevisionState.OPEN}",
        is_urgent=True,
    )


def imports(user: Any) -> Panel:
    """Imports of the user that stopped, or that were checked and hold rows with errors."""
    refused_rows = ImportRow.objects.filter(batch=OuterRef("pk"), outcome=Outcome.REFUSED).order_by()
    errors = Subquery(refused_rows.values("batch").annotate(n=Count("pk")).values("n"))
    rows = (
        ImportBatch.objects.filter(by=user.pk)
        .annotate(errors=Coalesce(errors, 0))
        .filter(Q(state=BatchState.RUNNING) | Q(state=BatchState.CHECKED, errors__gt=0))
        .annotate(total=Window(Count("pk")))
        .order_by("-pk")[:LENGTH]
    )
    shown = list(rows)
    page = "admin:exchange_importbatch_change"
    return Panel(
        "imports",
        _("Imports with errors"),
        [
            Row(
                reverse(page, args=[row.pk]),
                row.file_name,
                [str(row.get_state_display()), _("rows with errors: %d") % row.errors],
                row.created_at,
            )
            for row in shown
        ],
        shown[0].total if shown else 0,
        reverse("admin:exchange_importbatch_changelist"),
        is_urgent=True,
    )


def changes(user: Any) -> Panel:
    """The last versions of rows whose history the user may read."""

    def traceable(model: Any) -> Any:
        return model._default_manager.filter(rule_for(model).traceable(user))

    seen = of_models(REMEMBERED, traceable)
    rows = (
        Version.objects.filter(seen)
        .exclude(verb=Verb.FOUND)
        .select_related("content_type")
        .defer("snapshot")
        .order_by("-at", "-pk")[:LENGTH]
    )
    shown = [
        Row(
            reverse(
                f"admin:{row.content_type.app_label}_{row.content_type.model}_change", args=[row.object_id]
            ),
            row.label,
            [str(row.get_verb_display()), row.by_name, row.reason],
            row.at,
        )
        for row in rows
    ]
    return Panel("changes", _("Last changes"), shown, len(shown), "")
