"""Closed vocabularies of imports. Values are stable lower-case words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.date_reading import DateOrder as DateOrderWord


class BatchState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing written yet")
    RUNNING = "running", _("being imported")
    DONE = "done", _("import finished")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


AT_WORK = frozenset({BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING})


class Outcome(models.TextChoices):
    """What a row of the file would do, or did."""

    WAITING = "waiting", _("not checked yet")
    CREATED = "created", _("new event")
    CHANGED = "changed", _("change")
    UNCHANGED = "unchanged", _("nothing changes")
    REFUSED = "refused", _("refused")


class Progress(models.TextChoices):
    """How far the work on a row of the file has come."""

    WAITING = "waiting", _("not written")
    WRITTEN = "written", _("written")
    UNDONE = "undone", _("undone")
    KEPT = "kept", _("not undone")


class DateOrder(models.TextChoices):
    DAY_FIRST = DateOrderWord.DAY_FIRST.value, _("day first (5/6/2023 is 5 June)")
    MONTH_FIRST = DateOrderWord.MONTH_FIRST.value, _("month first (5/6/2023 is 6 May)")


class FileKind(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook (XLSX)")
    CSV = "csv", _("text table (CSV)")
