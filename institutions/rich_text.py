"""The column of a rich text, its form field and its editor: whatever is written, clean HTML is stored."""

from typing import Any

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

from portal.lib.rich_text import clean

# What the editor says; static/js/rich-text.js reads them from the textarea that it dresses.
WORDS = {
    "toolbar": _("Text formatting"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "bold": _("Bold"),
    "italic": _("Emphasis"),
    "bullets": _("List"),
    "numbers": _("Numbered list"),
    "quote": _("Quotation"),
    "link": _("Link"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address of the link"),
    "apply": _("Set the link"),
    "remove": _("Remove the link"),
    "wrong": _("An address begins with https:// or mailto:"),
}


class RichTextArea(forms.Textarea):
    """A textarea with the HTML, which the editor takes over where scripts run."""

    class Media:
        js = (Script("js/rich-text.js", type="module"),)
        css = {"all": ("css/admin-rich-text.css",)}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vLargeTextField rich-text", "rows": 8, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {f"data-{key}": word for key, word in WORDS.items()}
        return context


class RichTextFormField(forms.CharField):
    widget = RichTextArea

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class RichTextField(models.TextField):
    """Limited HTML; plain text becomes paragraphs. ``update`` and bulk writes clean as well as ``save``."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean_or_none(super().pre_save(model_instance, add))
        # Not by setattr: the base column that modeltranslation shadows would write into another language.
        model_instance.__dict__[self.attname] = value
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        cleaned = clean(value) if isinstance(value, str) else value
        return super().get_db_prep_save(cleaned, connection)

    def formfield(self, **kwargs: Any) -> Any:
        """The admin offers its own textarea for every text; a rich one brings its editor."""
        return super().formfield(**(kwargs | {"form_class": RichTextFormField, "widget": RichTextArea}))


def clean_or_none(value: str | None) -> str | None:
    return None if value is None else clean(value)
