"""The page on which somebody whose save met another's brings both together, field by field."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from history import revisions, versions
from history.applying import apply
from history.differences import WHOLE_ROW, Change, Kind, conflict_key, difference, merge
from history.models import Verb, Version
from history.readable import Block, Line, Reading, Side
from history.recording import keep_present, recording
from history.registry import shape_of
from history.snapshots import Snapshot
from portal.lib.text import clean_input

SALT = "history.reconcile"
CONFLICT = 409


@dataclass(frozen=True)
class Choice:
    """One field, or one whole row, that the author changed; what stands there now, and whether the two clash."""

    key: str
    title: str
    label: str
    before: Side
    theirs: Side
    mine: Side
    clashes: bool


def page(
    desk: Any, request: HttpRequest, root: Any, base: Version, mine: Snapshot, error: str = ""
) -> HttpResponse:
    """``mine`` is what the author makes of ``base``; nothing of it is kept on the server meanwhile."""
    present = keep_present(root)
    others = list(versions.of(root).filter(number__gt=base.number).order_by("number"))
    packed = signing.dumps([request.user.pk, root.pk, base.number, mine], salt=SALT, compress=True)
    context = {
        "choices": choices(type(root), base.snapshot, mine, present.snapshot, request.user),
        "others": others,
        "also": _also_changed(type(root), base.snapshot, mine, present.snapshot, request.user),
        "packed": packed,
        "theirs_number": present.number,
        "reason": request.POST.get("_change_reason", ""),
        "error": error,
        "action": desk.address("reconcile", root),
    }
    title = _("Two people changed this entry: %(entry)s") % {"entry": root}
    response = desk.page(request, root, title, "history/reconcile.html", **context)
    response.status_code = CONFLICT
    return response


@transaction.atomic
def answer(desk: Any, request: HttpRequest, root: models.Model) -> HttpResponse:
    """Save what was chosen, unless a third change came in between: then the page is shown once more."""
    if request.method != "POST":
        return HttpResponseRedirect(desk.address("change", root))
    base_number, mine = _unpacked(request, root)
    type(root)._base_manager.select_for_update().get(pk=root.pk)
    present = keep_present(root)
    base = versions.of(root).get(number=base_number)
    if str(present.number) != request.POST.get("theirs_number"):
        return page(desk, request, root, base, mine, _("It was changed once more meanwhile: choose again."))
    theirs_win = frozenset(
        name[7:] for name, value in request.POST.items() if name[:7] == "choice:" and value == "theirs"
    )
    merged = merge(base.snapshot, mine, present.snapshot, theirs_win=theirs_win).result
    reason = clean_input(request.POST.get("_change_reason", ""))
    try:
        with transaction.atomic():
            _keep(desk, request, root, present, merged, reason)
    except ValidationError as error:
        return page(desk, request, root, base, mine, " ".join(error.messages))
    return HttpResponseRedirect(desk.address("change", root))


def _keep(
    desk: Any, request: HttpRequest, root: Any, present: Version, merged: Snapshot, reason: str
) -> None:
    if not desk.takes_effect(request, root):
        revisions.propose(row=root, base=present, proposed=merged, by=request.user, reason=reason)
        messages.success(request, _("Both changes were brought together; yours waits for approval."))
        return
    is_typo = "_is_typo" in request.POST
    with recording(root, by=request.user, verb=Verb.CHANGED, reason=reason, is_typo=is_typo):
        apply(merged, root)
        if not (reason or is_typo) and (objection := desk.objection(request, root, present.snapshot)):
            raise ValidationError(objection)
    messages.success(request, _("Both changes were brought together and saved."))


def _unpacked(request: HttpRequest, root: models.Model) -> tuple[int, Snapshot]:
    try:
        user, row, base, mine = signing.loads(request.POST.get("mine", ""), salt=SALT)
    except signing.BadSignature as error:
        raise SuspiciousOperation("Not a change that this site has packed.") from error
    if user != request.user.pk or row != root.pk:
        raise SuspiciousOperation("Somebody else's change.")
    return base, mine


def choices(
    model: type[models.Model], base: Snapshot, mine: Snapshot, theirs: Snapshot, reader: Any
) -> list[Choice]:
    """What the author changed, clashes first."""
    reading = Reading(shape_of(model), (mine, theirs, base), reader)
    clashes = {conflict_key(*clash) for clash in merge(base, mine, theirs).conflicts}
    their_lines = {
        line.key: line for block in reading.blocks(difference(base, theirs)) for line in block.lines
    }
    found: list[Choice] = []
    for change in difference(base, mine):
        block = reading.blocks([change])[0]
        if change.kind == Kind.CHANGED and change.path in theirs:
            found += [_choice(block, line, their_lines, clashes) for line in block.lines]
        elif (change.kind == Kind.ADDED) or change.path in theirs or change.kind == Kind.CHANGED:
            found.append(_choice_of_row(change, block, theirs, clashes))
    return sorted(found, key=lambda choice: not choice.clashes)


def _choice(block: Block, line: Line, theirs: dict[str, Line], clashes: set[str]) -> Choice:
    their = theirs[line.key].after if line.key in theirs else line.before
    title = "" if block.is_root else block.title
    return Choice(line.key, title, line.label, line.before, their, line.after, line.key in clashes)


def _choice_of_row(change: Change, block: Block, theirs: Snapshot, clashes: set[str]) -> Choice:
    key = conflict_key(change.path, WHOLE_ROW)
    said = Side(
        [(True, "; ".join(f"{line.label}: {line.after.text or line.before.text}" for line in block.lines))]
    )
    removed, absent = Side([(True, _("removed"))]), Side([(False, "—")])
    if change.kind == Kind.ADDED:
        return Choice(key, block.title, _("added"), absent, absent, said, False)
    if change.kind == Kind.REMOVED:
        return Choice(key, block.title, _("removed"), said, said, removed, key in clashes)
    return Choice(key, block.title, _("changed"), said, removed, said, key in clashes)


def _also_changed(
    model: type[models.Model], base: Snapshot, mine: Snapshot, theirs: Snapshot, reader: Any
) -> list[Block]:
    """What only the others changed: it stays."""
    mine_changed = {key for change in difference(base, mine) for key in _keys(change)}
    only: list[Change] = []
    for change in difference(base, theirs):
        fields = {
            name: both
            for name, both in change.fields.items()
            if conflict_key(change.path, name) not in mine_changed
        }
        if fields:
            only.append(Change(change.path, change.kind, fields))
    return Reading(shape_of(model), (theirs, base), reader).blocks(only)


def _keys(change: Change) -> set[str]:
    return {conflict_key(change.path, name) for name in change.fields}
