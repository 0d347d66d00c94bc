"""Columns that keep themselves right, so that no form, import or service has to remember to."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _

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


class DerivedJSON(Derived, models.JSONField):
    pass


class PathField(DerivedChar):
    """Ancestors' codes, each closed by a sign; when a row moves, all that lies below moves along."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        path = super().pre_save(model_instance, add)
        rows = type(model_instance)._base_manager
        old = None if add else rows.filter(pk=model_instance.pk).values_list(self.attname, flat=True).first()
        if old and old != path:
            below = rows.filter(**{f"{self.attname}__startswith": old}).exclude(pk=model_instance.pk)
            below.update(**{self.attname: Concat(Value(path), Substr(self.attname, len(old) + 1))})
        return path


class AddressField(models.SlugField):
    """The ASCII word in an object's public address: made from its names when empty, unique, never reused.

    When it changes, the old one is kept in ``FormerAddress`` and redirects for ever.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            post_delete.connect(self._remember_deleted, sender=cls, weak=False)

    def _remember_deleted(self, instance: models.Model, **kwargs: Any) -> None:
        """The address of what is gone is never given to another: links on paper must not mislead."""
        FormerAddressProxy.remember(self.model, getattr(instance, self.attname), instance.pk)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if model_instance and FormerAddressProxy.of_another(self.model, value, model_instance.pk):
            raise ValidationError(_("This address once led to another entry; choose another one."))

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
    def of_another(cls, model: type[models.Model], slug: str, object_id: int | None) -> bool:
        """Whether the address redirects to a row that still exists, other than this one."""
        former = cls._rows(model).filter(slug=slug).exclude(object_id=object_id or 0)
        return model._base_manager.filter(pk__in=former.values("object_id")).exists()

    @classmethod
    def remember(cls, model: type[models.Model], slug: str, object_id: int) -> None:
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=True)
        cls._rows(model).update_or_create(
            content_type=content_type, slug=slug, defaults={"object_id": object_id}
        )
