"""Columns of files: what is uploaded is verified, made clean, described in its row, and leaves with it.

A form, an import or a service that saves a row with a file cannot forget any of it: the checks run with
``full_clean()`` and again, at no further cost, when the row is saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.urls import reverse

from events.keeping import forget_after_commit, keep_if_committed
from events.renditions import with_token
from events.upload_words import words
from portal.lib.uploads import Reason, Refused, clean, verify


@dataclass
class Prepared:
    """A file that may be kept: its bytes, and the values of the columns that describe it."""

    content: File
    ending: str
    facts: dict[str, Any]
    renditions: dict[str, dict[int, bytes]] = field(default_factory=dict)


class StoredFile(FieldFile):
    """A file in the store, which has no address of its own: the view that guards it has one."""

    @property
    def url(self) -> str:
        self._require_file()  # type: ignore[attr-defined]  # Django's
        view: str = self.field.view  # type: ignore[attr-defined]  # a VerifiedFileField
        return with_token(self.instance, reverse(view, args=[self.instance.pk]))


class VerifiedFormField(forms.FileField):
    """Neither the ending nor the length of the uploader's file name matters: it is not kept."""

    def __init__(self, *, column: "VerifiedFileField", **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)
        self.column = column

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is not None:
            self.column.prepared(upload)
        return upload


class VerifiedFileField(models.FileField):
    """``view`` names the page that serves the file; ``blank_facts`` are the described columns without a file."""

    attr_class = StoredFile
    view = ""
    blank_facts: dict[str, Any] = {}

    def prepare(self, upload: File) -> Prepared:
        raise NotImplementedError

    def prepared(self, upload: File) -> Prepared:
        """Verified once, however often it is asked for: in the form, in the model, on saving."""
        known: Prepared | None = getattr(upload, "prepared", None)
        if known is None:
            try:
                known = self.prepare(upload)
            except Refused as refused:
                raise ValidationError(words(refused), code=refused.reason.name.lower()) from refused
            upload.prepared = known  # type: ignore[attr-defined]  # a note on the file, not a field of it
        return known

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": VerifiedFormField, "column": self, **kwargs})

    def run_validators(self, value: Any) -> None:
        if value and not value._committed:
            self.prepared(value.file)
        super().run_validators(value)

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]  # as Django's
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            post_delete.connect(self._forget_row, sender=cls)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and file._committed:
            return file
        if not add:
            forget_after_commit(self.storage, self._names_before(model_instance))
        facts = self._store(model_instance, file) if file else self.blank_facts
        for column, value in facts.items():
            setattr(model_instance, column, value)
        return file

    def names_of(self, row: models.Model) -> list[str]:
        """Everything in the store that belongs to ``row``."""
        file = getattr(row, self.attname)
        return [file.name] if file else []

    def _store(self, row: models.Model, file: StoredFile) -> dict[str, Any]:
        made = self.prepared(file.file)
        name = self.generate_filename(row, f"file.{made.ending}")
        new = {name: made.content}
        for ending, widths in made.renditions.items():
            new |= {rendition_name(name, width, ending): ContentFile(b) for width, b in widths.items()}
        with keep_if_committed(self.storage) as written:
            for path, content in new.items():
                written.append(
                    path
                )  # before it is whole: half a file goes too; names are drawn by lot, so it is free
                self.storage.save(path, content)
        file.name, file._committed = name, True  # type: ignore[attr-defined]  # Django's
        setattr(row, self.attname, name)
        return made.facts

    def _names_before(self, row: models.Model) -> list[str]:
        stored = type(row)._base_manager.filter(pk=row.pk).first()
        return self.names_of(stored) if stored else []

    def _forget_row(self, instance: models.Model, **_signal: Any) -> None:
        forget_after_commit(self.storage, self.names_of(instance))


class DocumentField(VerifiedFileField):
    view = "document_file"
    blank_facts = {"file_type": "", "size": None, "pages": None, "sha256": ""}

    def prepare(self, upload: File) -> Prepared:
        found = verify(_bytes_of(upload), upload.size, upload.name or "")
        facts = {"file_type": found.ending, "size": found.size, "pages": found.pages, "sha256": found.sha256}
        return Prepared(upload, found.ending, facts)


class PublicationField(DocumentField):
    view = "publication_file"


class PhotoField(VerifiedFileField):
    view = "photo_file"
    blank_facts = {"width": 0, "height": 0, "renditions": {}}

    def prepare(self, upload: File) -> Prepared:
        picture = clean(_bytes_of(upload), upload.size)
        renditions = picture.renditions()
        widths = {ending: list(made) for ending, made in renditions.items()}
        facts = {"width": picture.width, "height": picture.height, "renditions": widths}
        return Prepared(ContentFile(picture.original), "jpg", facts, renditions)

    def formfield(self, **kwargs: Any) -> Any:
        field = super().formfield(**kwargs)
        field.widget.attrs.setdefault("accept", "image/jpeg,image/png,image/webp,image/avif")
        return field

    def names_of(self, row: Any) -> list[str]:
        original = super().names_of(row)
        return original + [
            rendition_name(name, width, ending)
            for name in original
            for ending, widths in row.renditions.items()
            for width in widths
        ]


def _bytes_of(upload: File) -> IO[bytes]:
    if upload.file is None:
        raise Refused(Reason.EMPTY)
    return upload.file


def rendition_name(original: str, width: int, ending: str) -> str:
    """Where the rendition of a stored picture lies: beside it."""
    return f"{PurePath(original).with_suffix('').as_posix()}-{width}.{ending}"


def names_in_use(rows: Iterable[models.Model]) -> set[str]:
    """What the store must keep for ``rows``, whatever their columns of files."""
    return {
        name
        for row in rows
        for column in row._meta.fields
        if isinstance(column, VerifiedFileField)
        for name in column.names_of(row)
    }
