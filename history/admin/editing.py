"""What happens between the form of a row and its versions: saving, proposing, and meeting another's change.

A form carries the number of the version it was filled from. A save that meets a newer version is first played
through on the version it knew, to learn what its author meant, then undone; both changes are shown side by side.
A proposal is made the same way: the form is saved, what it says is kept as a snapshot, the save is undone.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from history import revisions, versions
from history.applying import as_if, proposal
from history.models import PendingRevision, Verb, Version
from history.recording import keep_present, recording
from history.snapshots import Snapshot
from portal.lib.text import clean_input

Form = Callable[[dict[str, Any]], HttpResponse]


class _ObjectionError(Exception):
    """The save breaks a rule that can be told only after it; undo it and say so in the form."""


class Editing:
    """One request to the form of ``row``. ``form`` draws it, or saves it, as Django does."""

    def __init__(self, desk: Any, request: HttpRequest, row: models.Model | None, form: Form) -> None:
        self.desk, self.request, self.row, self.draw = desk, request, row, form
        self.root: Any = desk.root_of(row) if row is not None else None
        self.judge = desk.judge_of(self.root) if row is not None else desk
        self.reason = clean_input(request.POST.get("_change_reason", ""))[:400]
        self.is_typo = "_is_typo" in request.POST

    def respond(self) -> HttpResponse:
        if self.row is None:
            return self._create()
        return self._save() if self.request.method == "POST" else self._show()

    # Showing

    def _show(self) -> HttpResponse:
        revision = self._own_revision()
        if revision is None:
            return self._form()
        merged = revisions.brought_up_to_date(revision)
        if merged.conflicts:
            return self.judge.reconcile(self.request, self.root, revision.base, revision.proposed)
        with as_if(merged.result, self.root):
            return self._drawn(revision)

    def _own_revision(self) -> PendingRevision | None:
        if self.judge.takes_effect(self.request, self.root):
            return None
        return revisions.open_revision(self.root, self.request.user)

    def _form(self, revision: PendingRevision | None = None) -> HttpResponse:
        for upload in self.request.FILES.values():
            upload.seek(0)
        self.request.saved_row = None
        return self.draw({"recorded": self._context(revision)} if self.root is not None else {})

    def _drawn(self, revision: PendingRevision | None = None) -> HttpResponse:
        """The page, drawn while the rows still say what it shows."""
        response = self._form(revision)
        return response.render() if isinstance(response, TemplateResponse) else response

    def _context(self, revision: PendingRevision | None) -> dict[str, Any]:
        takes_effect = self.judge.takes_effect(self.request, self.root)
        return {
            "number": versions.current_number(self.root) or 1,
            "reason": self.reason,
            "is_typo": self.is_typo,
            "asks_reason": bool(getattr(self.root, "is_public", False)),
            "takes_effect": takes_effect,
            "may_purge": self.row == self.root and self.judge.may_purge(self.request, self.root),
            "revision": revision,
            "others": [row for row in revisions.open_revisions(self.root) if row != revision],
            "refused": None
            if revision or takes_effect
            else revisions.last_refused(self.root, self.request.user),
        }

    # Saving

    def _create(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._form()
        with recording(None, by=self.request.user, verb=Verb.CREATED, reason=self.reason) as made:
            response = self._form()
            if self._is_saved():
                made.row = self.desk.root_of(self.request.saved_row)
        return response

    def _is_saved(self) -> bool:
        return self.request.saved_row is not None

    @transaction.atomic
    def _save(self) -> HttpResponse:
        type(self.root)._base_manager.select_for_update().get(pk=self.root.pk)
        present = keep_present(self.root)
        seen = max(_number(self.request.POST.get("_version")), 1)
        if seen < present.number:
            return self._meet_other(seen)
        if self.judge.takes_effect(self.request, self.root):
            return self._save_now(present.snapshot)
        return self._propose(present)

    def _save_now(self, before: Snapshot) -> HttpResponse:
        try:
            with recording(
                self.root, by=self.request.user, verb=Verb.CHANGED, reason=self.reason, is_typo=self.is_typo
            ):
                response = self._form()
                if self._is_saved() and not (self.reason or self.is_typo):
                    self._object(before)
            return response
        except _ObjectionError as objection:
            self._forget_messages()
            return self._refused(str(objection))

    def _object(self, before: Snapshot) -> None:
        if message := self.judge.objection(self.request, self.root, before):
            raise _ObjectionError(message)

    def _refused(self, message: str, revision: PendingRevision | None = None) -> HttpResponse:
        """The form as it was sent, with ``message`` among its errors."""
        self.request.objection = message
        return self._drawn(revision)

    def _propose(self, present: Version) -> HttpResponse:
        revision = self._own_revision()
        state = revisions.brought_up_to_date(revision).result if revision else present.snapshot
        proposed, response = self._play(state, present.snapshot, revision)
        if proposed is None:
            return response
        kept = revisions.propose(
            row=self.root, base=present, proposed=proposed, by=self.request.user, reason=self.reason
        )
        self._say_proposed(kept)
        return HttpResponseRedirect(self.request.path)

    def _say_proposed(self, kept: PendingRevision | None) -> None:
        said = (
            _("Your change was kept and waits for approval. The public keeps reading the published version.")
            if kept
            else _("Nothing differs from the published version: no change is proposed.")
        )
        messages.success(self.request, said)

    def _meet_other(self, seen: int) -> HttpResponse:
        base = (
            versions.numbered(type(self.root), self.root.pk)
            .filter(number__lte=seen)
            .order_by("-number")
            .first()
        )
        revision = self._own_revision()
        state = revision.proposed if revision else base.snapshot
        mine, response = self._play(state, base.snapshot, revision)
        return response if mine is None else self.judge.reconcile(self.request, self.root, base, mine)

    def _play(
        self, state: Snapshot, base: Snapshot, revision: PendingRevision | None
    ) -> tuple[Snapshot | None, HttpResponse]:
        """Save the form on top of ``state``, learn what it makes of ``base``, undo it. None: the form was refused."""
        try:
            with as_if(state, self.root):
                response = self._drawn(revision)
                mine = proposal(self.root, base) if self._is_saved() else None
        except ValidationError as error:  # the version it knew cannot be put back: what it points to is gone
            return None, self._refused(" ".join(error.messages), revision)
        if mine is not None:
            self._forget_messages()
        return mine, response

    def _forget_messages(self) -> None:
        """What the undone save has said is not true."""
        messages.get_messages(self.request)._queued_messages.clear()


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdigit() and len(str(text)) < 10 else 0
