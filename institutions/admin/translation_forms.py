"""The texts of a record in two languages: one to read, one to write; a small form for each row that holds some."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from institutions.admin.forms import CleanForm
from institutions.rich_text import RichTextField
from institutions.translated_records import Place, former_texts, places_of, progress_of
from institutions.translations import Translation, TranslationState, confirm, source_language, translations_of
from portal.lib.rich_text import let_through
from portal.lib.translated import DIRECTION

LANGUAGE_NAMES = dict(settings.LANGUAGES)
LONG = 150  # a column for more characters than this gets an input of several lines


class TranslationForm(CleanForm):
    """The texts of one row in the target language, and for each stale one «it is still right»."""

    stale: tuple[str, ...] = ()
    language = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.stale:
            self.fields[_confirmed(field)] = forms.BooleanField(required=False, label=_("It is still right"))

    def clean(self) -> dict[str, Any]:
        """A text on one line stays on one line."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if getattr(field, "is_one_line", False) and cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())
        return cleaned

    def _post_clean(self) -> None:
        """Constraints compare languages; Django leaves out those that mention a column the form does not show."""
        super()._post_clean()
        if not self.has_changed() or self.errors:
            return
        for constraint in self.instance._meta.constraints:
            try:
                if isinstance(constraint, models.CheckConstraint):
                    constraint.validate(type(self.instance), self.instance)
            except ValidationError as error:
                self.add_error(next(iter(self.fields)), error.messages)

    def save(self, commit: bool = True) -> Any:
        for field in self.stale:
            if self.cleaned_data[_confirmed(field)]:
                confirm(self.instance, field, self.language)
        return super().save(commit)


def _confirmed(field: str) -> str:
    return f"{field}_confirmed"


@dataclass(frozen=True)
class Line:
    """One text of the page, as the template shows it."""

    label: str
    source: SafeString
    source_language: str
    source_direction: str
    former: SafeString
    former_language: str
    input: Any
    confirmation: Any
    state: str


class SideBySide:
    """The page: every text of ``root`` and of its parts that is written in some language."""

    def __init__(self, root: models.Model, source: str, target: str, data: Any = None) -> None:
        self.root, self.source, self.target = root, source, target
        self.is_bound = data is not None
        self.places = places_of(root)
        self.progress = progress_of(self.places)
        self.texts = {place.path: self._texts(place) for place in self.places}
        self.forms = {place.path: self._form(place, data) for place in self.places if self.texts[place.path]}

    def _texts(self, place: Place) -> list[Translation]:
        return [text for text in translations_of(place.row) if text.language == self.target]

    def _form(self, place: Place, data: Any) -> Any:
        texts = self.texts[place.path]
        stale = tuple(text.field for text in texts if text.state == TranslationState.STALE)
        form = modelform_factory(
            type(place.row),
            form=type("RowForm", (TranslationForm,), {"stale": stale, "language": self.target}),
            fields=[f"{text.field}_{self.target}" for text in texts],
            formfield_callback=partial(_formfield, language=self.target),
        )
        return form(data, instance=place.row, prefix=place.path.replace("/", "-") or "root")

    def is_valid(self) -> bool:
        wrong = [
            form for form in self.forms.values() if not form.is_valid()
        ]  # asks all, so that all can tell
        return not wrong

    def save(self) -> None:
        for form in self.forms.values():
            if form.has_changed():
                form.save()

    @property
    def media(self) -> forms.Media:
        return sum((form.media for form in self.forms.values()), forms.Media())

    @property
    def error_count(self) -> int:
        return sum(len(form.errors) for form in self.forms.values()) if self.is_bound else 0

    # What the template shows ------------------------------------------------------------------------

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """The texts of each row under its name."""
        for place in self.places:
            if place.path in self.forms:
                yield _title(place), [self._line(place, text) for text in self.texts[place.path]]

    def _line(self, place: Place, text: Translation) -> Line:
        form = self.forms[place.path]
        language = self._language_read(place.row, text.field)
        made_from = self._made_from(place.row, text)
        former = self.former.get((place.path, text.field, made_from[1]), "") if made_from else ""
        return Line(
            label=str(capfirst(place.row._meta.get_field(text.field).verbose_name)),
            source=_shown(place.row, text.field, getattr(place.row, f"{text.field}_{language}") or ""),
            source_language=language,
            source_direction=DIRECTION[language],
            former=_shown(place.row, text.field, former),
            former_language=made_from[1] if made_from else "",
            input=form[f"{text.field}_{self.target}"],
            confirmation=form[_confirmed(text.field)] if text.field in form.stale else None,
            state=text.state,
        )

    def _language_read(self, row: Any, field: str) -> str:
        """The language chosen or, where nothing is written in it, the one that the others are made from."""
        if getattr(row, f"{field}_{self.source}"):
            return self.source
        return source_language(row, field) or self.source

    @cached_property
    def former(self) -> dict[tuple[str, str, str], str]:
        """What the sources of stale translations said when those were made, where history knows it."""
        wanted = {}
        for place in self.places:
            for text in self.texts[place.path]:
                if made_from := self._made_from(place.row, text):
                    wanted[place.path, text.field, made_from[1]] = made_from[0]
        return former_texts(self.root, wanted)

    def _made_from(self, row: Any, text: Translation) -> tuple[str, str] | None:
        """Digest and language of what a stale translation was made from."""
        if text.state != TranslationState.STALE:
            return None
        _own, digest, language = row.translation_marks[text.field][text.language]
        return digest, language


def _title(place: Place) -> str:
    kind = str(capfirst(place.row._meta.verbose_name))
    return f"{kind}: {place.row}" if place.path else str(place.row)


def _shown(row: models.Model, field: str, text: str) -> SafeString:
    if isinstance(row._meta.get_field(field), RichTextField):
        return mark_safe(let_through(text))  # noqa: S308  (nothing but the allowed tags and attributes)
    return format_html("{}", text)


def _formfield(db_field: Any, *, language: str, **kwargs: Any) -> Any:
    field = db_field.formfield(**kwargs)
    if field is None:
        return None
    is_column_of_text = isinstance(db_field, models.CharField)
    if is_column_of_text and (db_field.max_length or 0) > LONG:
        field.widget = forms.Textarea(attrs={"rows": 2})
        field.is_one_line = True
    elif type(field.widget) is forms.Textarea:
        field.widget.attrs["rows"] = 4
    field.required = False
    field.widget.attrs |= {"lang": language, "dir": DIRECTION[language]}
    field.label = capfirst(db_field.translated_field.verbose_name)
    return field
