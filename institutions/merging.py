"""Two rows that are the same one become one, and nothing that led to either is lost.

Whatever pointed to the removed row points to the kept one; what would then stand there twice is folded into one,
with all that lies below it; empty columns are filled; names, addresses and numbers of the removed row lead to the
kept one for ever. ``events.merging`` adds what only events know.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history import tombstones
from history.models import PendingRevision, RevisionState
from history.recording import Verb, recording
from history.registry import is_registered
from institutions.columns_merged import Part, lost, parts_of
from institutions.enums import NameKind, TextLanguage
from institutions.fields import FormerAddressProxy
from institutions.models import Agreement, AgreementParty, Institution, Person
from institutions.owners import owners_of
from institutions.relations import Relation, relations, twin
from portal.lib.text import normalize
from portal.lib.translated import LANGUAGES
from staff import audit
from staff.roles import Role, has_role

Row = TypeVar("Row", bound=models.Model)
Choices = dict[str, str]

# Where other names of a model's rows are kept, with what such a row says beside its text and its language.
NAMES: dict[type[models.Model], tuple[str, dict[str, Any]]] = {
    Person: ("other_names", {}),
    Institution: ("other_names", {"kind": NameKind.ALIAS}),
}
# Rows that need more than a new key, by relation: a function moves the row to the kept one, and says whether it did.
SETTLED: dict[str, Callable[[Any, Any], bool]] = {}
# Links between two rows of one kind: a row is not linked to itself. An agreement with oneself is refused instead.
LINKS = {"institutions.Institution_members"}


def _party_once(row: AgreementParty, keep: Institution) -> bool:
    """A third party that already is one of the first two."""
    if keep.pk not in (row.agreement.first_party_id, row.agreement.second_party_id):
        return False
    row.delete()
    return True


def _no_further_party(row: Agreement, keep: Institution) -> bool:
    """A first party need not be a third one as well; the agreement itself goes the way of all rows."""
    AgreementParty.objects.filter(agreement=row, institution=keep).delete()
    return False


SETTLED |= {
    "institutions.AgreementParty.institution": _party_once,
    "institutions.Agreement.first_party": _no_further_party,
    "institutions.Agreement.second_party": _no_further_party,
}


@dataclass
class Merged:
    """What became of the rows that pointed to the removed one, by relation; what folded twins said otherwise."""

    moved: dict[str, int] = field(default_factory=dict)
    folded: dict[str, int] = field(default_factory=dict)
    said_otherwise: list[str] = field(default_factory=list)

    def count(self, kind: dict[str, int], relation: Relation) -> None:
        kind[relation.label] = kind.get(relation.label, 0) + 1


def may_merge(user: Any) -> bool:
    """Publishers and administrators; they must also be allowed to change both rows, which their desk asks."""
    return has_role(user, Role.PUBLISHER)


def linked(row: models.Model) -> dict[Relation, int]:
    """How many rows of each relation lead to ``row``; a query for each relation."""
    return {relation: number for relation in relations(type(row)) if (number := relation.rows(row).count())}


def merge(*, keep: Row, remove: Row, by: Any, reason: str, choices: Choices) -> Merged:
    """Make one row of two. ``choices`` says «remove» for each part whose value is taken from the removed row.

    Raises ``ValidationError`` when the two cannot be one; then nothing has changed.
    """
    try:
        with transaction.atomic():
            return _merge(keep, remove, by, reason, choices)
    except IntegrityError as error:
        raise ValidationError(
            _("The two contradict each other in a way that only you can settle.")
        ) from error


def _merge(keep: Row, remove: Row, by: Any, reason: str, choices: Choices) -> Merged:
    _check(keep, remove)
    done = Merged()
    gone = {"id": remove.pk, "name": str(remove)}
    with ExitStack() as versions:
        told = list(_told_of(keep, remove))
        for row in told:
            # What others named is the same under another number: no fact of theirs has been corrected.
            is_other = (type(row), row.pk) != (type(keep), keep.pk)
            versions.enter_context(recording(row, by=by, verb=Verb.MERGED, reason=reason, is_typo=is_other))
        names = _names_of(keep, remove)
        _fill(keep, remove, choices)
        _move_all(keep, remove, done)
        _bury(keep, remove, by, reason)
        _save(keep)
        _keep_names(keep, names)
        _touch(told)
    audit.record(
        audit.Action.MERGED, by=by, target=keep, removed=gone, reason=reason, taken=choices, moved=done.moved,
        folded=done.folded, said_otherwise=done.said_otherwise,
    )  # fmt: skip
    return done


def _check(keep: models.Model, remove: models.Model) -> None:
    if type(keep) is not type(remove) or keep.pk == remove.pk:
        raise ValidationError(_("Choose two different entries of one kind."))
    locked = type(keep)._base_manager.select_for_update().filter(pk__in=[keep.pk, remove.pk])
    if len(locked) != 2:
        raise ValidationError(_("One of the two is gone. Look again."))
    keep.refresh_from_db()
    remove.refresh_from_db()
    kind = {"content_type__app_label": keep._meta.app_label, "content_type__model": keep._meta.model_name}
    if PendingRevision.objects.filter(state=RevisionState.OPEN, object_id=remove.pk, **kind).exists():
        raise ValidationError(
            _("A change proposed to the entry that would go is waiting: decide on it first.")
        )


def _told_of(keep: models.Model, remove: models.Model) -> Iterator[models.Model]:
    """The rows whose history tells of it: the two, then all that named the removed one."""
    told = set()
    both = [row for row in (keep, remove) if is_registered(type(row))]
    naming = (row for relation in relations(type(remove)) for row in owners_of(relation.rows(remove)))
    for row in (*both, *naming):
        if (type(row), row.pk) not in told:
            told.add((type(row), row.pk))
            yield row


def _touch(told: list[models.Model]) -> None:
    """Whoever asks the API for what changed is told of the rows that name another row now."""
    for row in told:
        if row.pk and hasattr(row, "modified_at"):
            type(row)._base_manager.filter(pk=row.pk).update(modified_at=timezone.now())


# Columns and names --------------------------------------------------------------------------------


def _fill(keep: models.Model, remove: models.Model, choices: Choices) -> None:
    for part in parts_of(type(keep)):
        if part.is_empty(remove) or part.is_between(keep, remove):
            continue
        if part.is_empty(keep) or chosen(part, remove, choices) == "remove":
            part.copy(remove, keep)


def chosen(part: Part, remove: models.Model, choices: Choices) -> str:
    """The side whose value is kept. A name that one side does not publish is not published, unless somebody says so."""
    default = "keep"
    if part.name == "name_is_public" and not getattr(remove, part.name):
        default = "remove"
    return choices.get(part.name, default)


def _names_of(*rows: models.Model) -> list[tuple[str, str]]:
    if type(rows[0]) not in NAMES:
        return []
    named = [(x, getattr(row, f"name_{x}") or "") for row in rows for x in LANGUAGES]
    short = [(TextLanguage.OTHER.value, getattr(row, "acronym", "")) for row in rows]
    return [(language, text) for language, text in [*named, *short] if text]


def _keep_names(keep: Any, names: list[tuple[str, str]]) -> None:
    """Whatever either was called stays known, beside the names that are displayed."""
    if not names:
        return
    relation, said = NAMES[type(keep)]
    known = {normalize(text) for text in getattr(keep, relation).values_list("text", flat=True)}
    known |= {normalize(text) for _language, text in _names_of(keep)}
    for language, text in names:
        if normalize(text) not in known:
            known.add(normalize(text))
            getattr(keep, relation).create(text=text, language=language, **said)


# Rows that point to the removed one ---------------------------------------------------------------


def _move_all(keep: models.Model, remove: models.Model, done: Merged) -> None:
    for relation in relations(type(remove)):
        for row in relation.rows(remove):
            _move(relation, row, keep, done)


def _move(relation: Relation, row: Any, keep: Any, done: Merged) -> None:
    settle = SETTLED.get(relation.label)
    columns = relation.leading_to(keep)
    if settle and settle(row, keep):
        done.count(done.folded, relation)
    elif _links_both(relation, row, keep):
        row.delete()
        done.count(done.folded, relation)
    elif (repeated := twin(row, **columns) or _double(relation, row, keep)) is not None:
        _fold(relation, repeated, row, done)
        done.count(done.folded, relation)
    else:
        _point(row, keep, columns)
        done.count(done.moved, relation)


def _links_both(relation: Relation, row: models.Model, keep: models.Model) -> bool:
    if row._meta.label not in LINKS:
        return False
    others = [f for f in row._meta.concrete_fields if f.is_relation and f.name != relation.column]
    return any(f.related_model is type(keep) and getattr(row, f.attname) == keep.pk for f in others)


def _double(relation: Relation, row: models.Model, keep: models.Model) -> models.Model | None:
    """A part of the kept row that says all that ``row`` says: the same post, the same opening hours."""
    if is_registered(type(row)) or relation.kind_column:
        return None
    parts = [part for part in parts_of(type(row)) if part.name not in (relation.column, "position")]
    return next((own for own in relation.rows(keep) if not any(p.differs(own, row) for p in parts)), None)


def _point(row: Any, keep: Any, columns: dict[str, Any]) -> None:
    """The row leads to ``keep`` now; where it is ``keep``, which lay below the removed row, to what that lay below."""
    if type(row) is type(keep) and row.pk == keep.pk:
        for name, removed in ((name, getattr(row, name)) for name in columns):
            above = getattr(removed, f"{name}_id")
            setattr(keep, f"{name}_id", above if above != keep.pk else None)
            type(keep)._base_manager.filter(pk=keep.pk).update(**{name: getattr(keep, f"{name}_id")})
        return
    for name, value in columns.items():
        setattr(row, name, value)
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise ValidationError([f"{row}: {message}" for message in error.messages]) from error
    row.save()


def _fold(relation: Relation, kept: models.Model, row: models.Model, done: Merged) -> None:
    """``row`` repeats ``kept``: what only it says is kept, and so is all that lies below it."""
    otherwise = lost(kept, row, relation.column)
    done.said_otherwise += [f"{row._meta.label} {row.pk}: {name}={words}" for name, words in otherwise]
    for part in parts_of(type(kept)):
        if part.is_empty(kept) and not part.is_empty(row):
            part.copy(row, kept)
    _move_all(kept, row, done)
    row.delete()
    kept.save()


# The removed row ------------------------------------------------------------------------------------


def _bury(keep: Any, remove: Any, by: Any, reason: str) -> None:
    """Gone, with a mark where it was; its number and its addresses lead to ``keep``."""
    left = [relation.label for relation in linked(remove)]
    if left:  # deleting would take them along
        raise ValidationError(_("Nothing was merged: some rows could not be moved (%s).") % ", ".join(left))
    tombstones.bury(remove, by=by, reason=reason, merged_into=keep)
    slug = getattr(remove, "slug", "")
    remove.delete()
    if slug:
        FormerAddressProxy.remember(type(keep), slug, keep.pk)


def _save(keep: Any) -> None:
    _check_rings(keep)
    keep.full_clean()
    keep.save()


def _check_rings(keep: models.Model) -> None:
    """Following «part of» or «unit of» upwards never comes back."""
    for column in keep._meta.concrete_fields:
        if column.is_relation and column.related_model is type(keep):
            above, seen = getattr(keep, column.attname), {keep.pk}
            while above and above not in seen:
                seen.add(above)
                above = type(keep)._base_manager.values_list(column.attname, flat=True).get(pk=above)
            if above:
                raise ValidationError({column.name: _("One lies within the other: they are not the same.")})
