"""Values of query parameters that were slugs once: a link on paper, or in a partner's page, still finds its rows."""

from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django_filters.fields import ModelMultipleChoiceField

from institutions.models import FormerAddress


class SlugsField(ModelMultipleChoiceField):
    """Chooses rows by slug, by the present ones or, where these are not known, by former ones. A query more then."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except ValidationError as unknown:
            return self._by_former(value, unknown)

    def _by_former(self, value: Any, unknown: ValidationError) -> Any:
        """The first refusal stands: a slug that nobody may know must not be told by the second."""
        model = self.queryset.model
        former = FormerAddress.objects.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            slug__in=[slug for slug in value if isinstance(slug, str) and "\0" not in slug][:50],
        )
        moved = dict(former.values_list("slug", "object_id"))
        present = dict(self.queryset.filter(pk__in=moved.values()).values_list("pk", "slug"))
        slugs = [present.get(moved.get(slug), slug) for slug in value]
        try:
            return super()._check_values(slugs)
        except ValidationError:
            raise unknown from None


class SlugsFilter(filters.ModelMultipleChoiceFilter):
    field_class = SlugsField
