"""The column of a rich text: whatever is written to it, clean HTML is stored."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.lib.rich_text import clean


class RichTextField(models.TextField):
    """Limited HTML (``portal.lib.rich_text``). Plain text becomes paragraphs. ``update`` and bulk writes clean as well."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean_or_none(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        cleaned = clean_or_none(value) if isinstance(value, str) else value
        return super().get_db_prep_save(cleaned, connection)


def clean_or_none(value: str | None) -> str | None:
    return None if value is None else clean(value)
