"""What a visible row names but the reader may not see: it is there, without its name.

A draft of another institution may stand in a row that everybody reads: as the parent of a body, as the event a
book comes from. Lists, choices and forms then say that something stands there, never what.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _

from institutions.rights import CLOSED, EVERYTHING, rule_for, visible_rows
from portal.lib.translated import LANGUAGES

HIDDEN = _("(not visible to you)")


def restricted(model: Any, user: Any) -> bool:
    """Whether the rule of ``model`` keeps any of its rows from the user; Django's own models have none."""
    rule = rule_for(model)
    return rule is not CLOSED and rule.visible(user) is not EVERYTHING


# Rows that were read ------------------------------------------------------------------------------
def conceal(rows: list[Any], user: Any, only: Iterable[str] | None = None) -> None:
    """Put a nameless stand-in where a foreign key leads to what the user may not see. A query each key at most.

    ``only`` names the keys that will be shown, all when left out. The columns stay. For rows read, not saved.
    """
    for field in _keys(type(rows[0])) if rows else ():
        if (only is None or field.name in only) and restricted(field.related_model, user):
            _conceal_key(rows, field, user)


def _keys(model: type[models.Model]) -> Iterable[Any]:
    return (field for field in model._meta.concrete_fields if field.many_to_one)


def _conceal_key(rows: list[models.Model], field: Any, user: Any) -> None:
    named = {getattr(row, field.attname) for row in rows} - {None}
    if not named:
        return
    seen = set(visible_rows(field.related_model, user).filter(pk__in=named).values_list("pk", flat=True))
    for row in rows:
        key = getattr(row, field.attname)
        if key is not None and key not in seen:
            field.set_cached_value(row, stand_in(field.related_model, key))


def stand_in(model: Any, key: Any) -> models.Model:
    """A row with the key and no word of its own."""
    columns = {field.name for field in model._meta.concrete_fields}
    names = {f"name_{language}" for language in LANGUAGES} & columns
    return model(pk=key, **dict.fromkeys(names, str(HIDDEN)))


def conceal_many(row: models.Model, user: Any) -> None:
    """The same for many-to-many relations, which lose what is hidden. Only where nothing is going to be saved."""
    known = row.__dict__.setdefault("_prefetched_objects_cache", {})
    for field in row._meta.many_to_many:
        if restricted(field.related_model, user):
            visible = rule_for(field.related_model).visible(user)
            known[field.name] = getattr(row, field.name).filter(visible)


def without_hidden(rows: models.QuerySet[Any], user: Any) -> models.QuerySet[Any]:
    """``rows`` whose many-to-many relations are loaded without what is hidden. A query for each relation."""
    hiding = [field for field in rows.model._meta.many_to_many if restricted(field.related_model, user)]
    loads = [Prefetch(field.name, visible_rows(field.related_model, user)) for field in hiding]
    return rows.prefetch_related(*loads)


def pointing_at_seen(model: type[models.Model], user: Any) -> Q:
    """Rows of ``model`` whose foreign keys all lead to what the user may see."""
    condition = EVERYTHING
    for field in _keys(model):
        if restricted(field.related_model, user):
            seen = visible_rows(field.related_model, user)
            condition &= Q(**{f"{field.name}__isnull": True}) | Q(**{f"{field.name}__in": seen})
    return condition


def seen_along(model: Any, path: str, user: Any) -> Q:
    """That every row on the way of ``path`` is visible: a search must not find rows by a hidden row's words."""
    condition, steps = EVERYTHING, path.split("__")[:-1]
    for number, step in enumerate(steps, 1):
        model = model._meta.get_field(step).related_model
        if restricted(model, user):
            condition &= Q(**{f"{'__'.join(steps[:number])}__in": visible_rows(model, user)})
    return condition


# Choices of a form -------------------------------------------------------------------------------
def offer_visible(field: Any, desk: Any, user: Any) -> None:
    """The choices of ``field``, and what may be posted for it, are what the user may see; ``desk`` calls them."""
    field.label_from_instance = lambda row: name_of(row, desk, user)
    if restricted(desk.model, user):
        field.every, field.visible = field.queryset, rule_for(desk.model).visible(user)
        field.queryset = field.every.filter(field.visible)


def name_of(row: Any, desk: Any, user: Any) -> str:
    """What a choice is called, without the names of what is hidden beside it."""
    if not getattr(row, "is_visible", True):
        return str(HIDDEN)
    conceal([row], user, only=desk.choice_related)
    return str(desk.choice_label(row))


def keep_chosen(row: models.Model, name: str, field: Any) -> None:
    """What already stands in the row may stay there: saving the rest must not take it away."""
    if row.pk is None or not hasattr(field, "visible"):
        return
    column: Any = row._meta.get_field(name)
    kept = (
        Q(pk__in=getattr(row, name).values("pk"))
        if column.many_to_many
        else Q(pk=getattr(row, column.attname))
    )
    is_visible = Case(When(field.visible, then=Value(True)), default=Value(False))
    field.queryset = field.every.filter(field.visible | kept).annotate(is_visible=is_visible)
