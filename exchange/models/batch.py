from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from exchange.enums import AT_WORK, BatchState, DateOrder, FileKind, Outcome, Progress
from exchange.querysets import BatchQuerySet, RowQuerySet


def private_path(batch: "ImportBatch", name: str) -> str:
    """Nothing of what the sender called the file: names can be hostile, and addresses guessed."""
    return f"imports/{get_random_string(24)}.{batch.kind}"


class ImportBatch(models.Model):
    """One file of events: checked first, then imported, perhaps undone. Removed after a while by ``purge_imports``."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="import_batches",
        verbose_name=_("sent by"),
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=private_path, max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=200)
    kind = models.CharField(_("kind of file"), max_length=4, choices=FileKind)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, db_index=True)
    date_order = models.CharField(
        _("order of dates"), max_length=12, choices=DateOrder, default=DateOrder.DAY_FIRST
    )
    columns = models.JSONField(_("columns"), default=list)
    notices = models.JSONField(_("remarks on the file"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.CHECKING)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    to_do = models.PositiveIntegerField(_("rows to work on"), default=0)
    claimed_until = models.DateTimeField(_("at work until"), null=True, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BatchState.values), name="import_batch_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class ImportRow(models.Model):
    """One row of the file: what was typed, what it means, what was wrong with it, what it did."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("what was typed"), default=dict)
    label = models.CharField(_("event"), max_length=400, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    progress = models.CharField(_("progress"), max_length=8, choices=Progress, default=Progress.WAITING)
    values = models.JSONField(_("what it means"), default=dict)
    changes = models.JSONField(_("what changes"), default=dict)
    errors = models.JSONField(_("errors"), default=list)
    event_id = models.BigIntegerField(_("number of the event"), null=True, blank=True)
    seen = models.CharField(_("fingerprint when checked"), max_length=64, blank=True, default="")
    before = models.JSONField(_("as it was before"), null=True, blank=True)
    after = models.CharField(_("fingerprint when written"), max_length=64, blank=True, default="")

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_has_a_number_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="import_row_outcome_is_known"
            ),
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.label}"
