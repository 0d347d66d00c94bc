"""Changes proposed to what is published, and what becomes of them. The public reads the published version meanwhile."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.applying import apply
from history.differences import Merge, difference, merge
from history.models import PendingRevision, RevisionState, Verb, Version
from history.recording import label_of, name_of, recording
from history.registry import shape_of
from history.snapshots import ROOT, Snapshot, names_in, snapshot


def open_revisions(row: models.Model) -> models.QuerySet[PendingRevision]:
    kind = ContentType.objects.get_for_model(row)
    return PendingRevision.objects.filter(
        content_type=kind, object_id=row.pk, state=RevisionState.OPEN
    ).order_by("pk")


def open_revision(row: models.Model, by: Any) -> PendingRevision | None:
    """The change of ``row`` that ``by`` has proposed and nobody has decided on. One query."""
    return open_revisions(row).filter(by=by).select_related("base").first()


def last_refused(row: models.Model, by: Any) -> PendingRevision | None:
    """The latest change of ``row`` that ``by`` proposed, if it was sent back; its reason is for the author to read."""
    kind = ContentType.objects.get_for_model(row)
    latest = (
        PendingRevision.objects.filter(content_type=kind, object_id=row.pk, by=by).order_by("-pk").first()
    )
    return latest if latest and latest.state == RevisionState.REFUSED else None


@transaction.atomic
def propose(
    *, row: models.Model, base: Version, proposed: Snapshot, by: Any, reason: str = ""
) -> PendingRevision | None:
    """Keep a proposed change of ``row``, in place of the one that ``by`` had open; None when nothing would change."""
    if not difference(base.snapshot, proposed):
        open_revisions(row).filter(by=by).update(state=RevisionState.TAKEN_BACK, decided_at=timezone.now())
        return None
    revision = open_revision(row, by)
    if revision is None:
        revision = PendingRevision(row=row, by=by, by_name=name_of(by), edits=0)
    revision.base, revision.proposed, revision.label = base, proposed, label_of(row)
    revision.at, revision.edits = timezone.now(), revision.edits + 1
    revision.reason = reason.strip()[:400] or revision.reason
    revision.save()
    return revision


def brought_up_to_date(revision: PendingRevision, *, theirs_win: frozenset[str] = frozenset()) -> Merge:
    """The proposed change on top of what is published now."""
    return merge(revision.base.snapshot, revision.proposed, snapshot(revision.row), theirs_win=theirs_win)


@transaction.atomic
def approve(
    *,
    revision: PendingRevision,
    by: Any,
    reason: str = "",
    is_typo: bool = False,
    theirs_win: frozenset[str] = frozenset(),
    check: Callable[[], None] = lambda: None,
) -> Version | None:
    """Publish the proposed change; ``check`` may still refuse what it has become.

    Raises ``ValidationError`` when it is decided on already, or not fit to be stored; then nothing is written.
    """
    revision, words = _locked(revision), reason.strip() or revision.reason
    with recording(revision.row, by=by, verb=Verb.APPROVED, reason=words, is_typo=is_typo) as made:
        apply(brought_up_to_date(revision, theirs_win=theirs_win).result, revision.row)
        check()
    _decide(revision, RevisionState.APPROVED, by, reason)
    return made.version


@transaction.atomic
def refuse(*, revision: PendingRevision, by: Any, reason: str) -> None:
    """Send the proposed change back, for a reason that its author reads."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    _decide(_locked(revision), RevisionState.REFUSED, by, reason)


@transaction.atomic
def take_back(*, revision: PendingRevision, by: Any) -> None:
    """The author does without the change."""
    _decide(_locked(revision), RevisionState.TAKEN_BACK, by, "")


def _locked(revision: PendingRevision) -> PendingRevision:
    revision = PendingRevision.objects.select_for_update().get(pk=revision.pk)
    if revision.state != RevisionState.OPEN:
        raise ValidationError(_("Somebody has already decided on this change."))
    return revision


def _decide(revision: PendingRevision, state: RevisionState, by: Any, reason: str) -> None:
    revision.state, revision.decided_by, revision.decided_by_name = state, by, name_of(by)
    revision.decided_at, revision.decision_reason = timezone.now(), reason.strip()[:400]
    revision.save()


@transaction.atomic
def restore(*, row: models.Model, version: Version, by: Any, reason: str = "") -> Version | None:
    """Make ``row`` say again what it said in ``version``; public notices made since stay, and so does its state."""
    words = reason or _("Version %(number)d.") % {"number": version.number}
    with recording(row, by=by, verb=Verb.RESTORED, reason=words) as made:
        apply(restorable(row, version), row)
    return made.version


def restorable(row: models.Model, version: Version) -> Snapshot:
    """What ``row`` would say if ``version`` were restored."""
    shape, now = shape_of(type(row)), snapshot(row)
    staying = {name for name, part in shape.parts.items() if part.stays}
    kept = {path: fields for path, fields in now.items() if path and names_in(path)[0] in staying}
    lost = {
        path: fields for path, fields in version.snapshot.items() if path and names_in(path)[0] in staying
    }
    wanted = {path: fields for path, fields in version.snapshot.items() if path not in lost} | kept
    for name in shape.decided_by_acts:
        if name in now[ROOT]:
            wanted[ROOT] = {**wanted[ROOT], name: now[ROOT][name]}
    return wanted
