"""What changed for the public: marks made by the database itself, and the ledger that they are settled into."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.Model):
    """A row was written. Made by triggers (``changes.installing``) in the transaction of the write, whoever writes.

    ``is_own`` tells a row that was itself written from one to which a written row belongs.
    """

    model = models.CharField(max_length=64)  # its label, or «type:7»: a row of content type 7
    object_id = models.BigIntegerField()
    is_own = models.BooleanField()

    class Meta:
        verbose_name = _("mark of a write")
        verbose_name_plural = _("marks of writes")
        indexes = [models.Index(fields=["model", "object_id"], name="mark_of_a_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class Entry(models.Model):
    """The last that the public was told of a thing: one row for each thing that was ever public.

    A later change of the same thing takes the entry to the end of the ledger. Whoever reads on from any position
    therefore meets each thing that changed since, once, and needs no more: the ledger never has to be cut.
    """

    resource = models.CharField(_("resource"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    is_public = models.BooleanField(_("public"))
    position = models.PositiveBigIntegerField(unique=True)
    public_since = models.PositiveBigIntegerField(help_text="The position at which it last became public.")
    at = models.DateTimeField(_("date"))
    event_count = models.PositiveIntegerField(
        null=True, help_text="Public events of an institution or a person, if they have been counted."
    )

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")
        constraints = [models.UniqueConstraint(fields=["resource", "object_id"], name="thing_has_one_entry")]

    def __str__(self) -> str:
        return f"{self.resource} {self.object_id}"


class Record(models.Model):
    """The record as a whole; its only row is number 1.

    ``version`` grows whenever an answer to the public may have become another: by a write, or by the clock, which
    does so first at ``next_boundary``. What was answered at a version stays right until then.
    """

    version = models.PositiveBigIntegerField(default=0)
    era = models.CharField(max_length=16)  # another one after a restore: positions begin to mean other things
    settled_at = models.DateTimeField()
    next_boundary = models.DateTimeField()

    class Meta:
        verbose_name = _("version of the record")
        verbose_name_plural = _("versions of the record")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_record")]

    def __str__(self) -> str:
        return f"{self.era} {self.version}"
