"""Columns that keep themselves right, so that no form, import or service has to remember to."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from portal.lib.slugs import ascii_slug


class Derived(models.Field):
    """Mixin: a column computed from other columns of the same row each time the row is saved.

    ``derive`` names a method of the model, without arguments, that returns the value.
    Bulk writes (``bulk_create``) derive as well; ``QuerySet.update`` does not, as for ``auto_now``.
    """

    def __init__(self, *args: Any, derive: str = "", **kwargs: Any) -> None:
        self.derive = derive
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["derive"] = self.derive
        return name, path, list(args), dict(kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        source: Callable[[], Any] | None = getattr(model_instance, self.derive, None)
        if source is None:  # historical models of migrations have no methods
            return super().pre_save(model_instance, add)
        value = source()
        setattr(model_instance, self.attname, value)
        return value


class DerivedDate(Derived, models.DateField):
    pass


class DerivedDateTime(Derived, models.DateTimeField):
    pass


class DerivedText(Derived, models.TextField):
    pass


class DerivedChar(Derived, models.CharField):
    pass


class AddressField(models.SlugField):
    """The ASCII word in an object's public address: made from its names when empty, unique, never reused.

    When it changes, the old one is kept in ``FormerAddress`` and redirects for ever.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        slug = getattr(model_instance, self.attname)
        if not slug and hasattr(model_instance, "address_words"):
            slug = self._free_address(model_instance)
            setattr(model_instance, self.attname, slug)
        if not add:
            self._remember_former(model_instance, slug)
        return slug

    def _free_address(self, instance: Any) -> str:
        wanted = ascii_slug(*instance.address_words(), max_length=80) or self.model._meta.model_name or "item"
        former = FormerAddressProxy.taken(self.model, wanted)
        rows = self.model._base_manager.filter(**{f"{self.attname}__startswith": wanted})
        taken = former | set(rows.exclude(pk=instance.pk).values_list(self.attname, flat=True))
        candidate, number = wanted, 2
        while candidate in taken:
            candidate, number = f"{wanted}-{number}", number + 1
        return candidate

    def _remember_former(self, instance: models.Model, slug: str) -> None:
        rows = self.model._base_manager.filter(pk=instance.pk)
        old = rows.values_list(self.attname, flat=True).first()
        if old and old != slug:
            FormerAddressProxy.remember(self.model, old, instance.pk)


class FormerAddressProxy:
    """Access to the table of former addresses without importing the models (fields are below models)."""

    @staticmethod
    def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
        from django.apps import apps

        content_type = ContentType.objects.get_for_model(model, for_concrete_model=True)
        return apps.get_model("institutions", "FormerAddress")._default_manager.filter(
            content_type=content_type
        )

    @classmethod
    def taken(cls, model: type[models.Model], prefix: str) -> set[str]:
        return set(cls._rows(model).filter(slug__startswith=prefix).values_list("slug", flat=True))

    @classmethod
    def remember(cls, model: type[models.Model], slug: str, object_id: int) -> None:
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=True)
        cls._rows(model).update_or_create(
            content_type=content_type, slug=slug, defaults={"object_id": object_id}
        )
