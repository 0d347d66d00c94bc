"""The kinds of public query parameters: closed lists, slugs of public things, whole numbers, an order.

A value that is not known is an error that names the parameter and, for closed lists, the allowed values.
"""

from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from events.former_slugs import SlugsFilter


def one_of(choices: Any, **kwargs: Any) -> filters.MultipleChoiceFilter:
    """A parameter with a closed list of values."""
    choices = getattr(choices, "choices", choices)
    kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
    messages = listing_allowed(choices)  # no filter joins many rows: none comes twice, none needs DISTINCT
    return filters.MultipleChoiceFilter(choices=choices, error_messages=messages, distinct=False, **kwargs)


def listing_allowed(choices: Any) -> dict[str, Any]:
    """The message for a value that is not in a closed list."""
    message = _("“%(value)s” is not known here. Allowed: {values}.")
    return {"invalid_choice": _Formatted(message, ", ".join(str(value) for value, _label in choices))}


def order(choices: Any) -> filters.ChoiceFilter:
    """The parameter `ordering`; what each value means is said by the filter's ``ordered``."""
    return filters.ChoiceFilter(
        label=_("order"),
        choices=choices,
        method="ordered",
        empty_label=None,
        error_messages=listing_allowed(choices),
    )


class _Formatted:
    """A lazy translation with its allowed values filled in."""

    def __init__(self, message: Any, values: str) -> None:
        self.message, self.values = message, values

    def __str__(self) -> str:
        return str(self.message).replace("{values}", self.values)

    def __mod__(self, params: Any) -> str:
        return str(self) % params


def by_slug(queryset: Any, **kwargs: Any) -> filters.ModelMultipleChoiceFilter:
    """A parameter whose values are the slugs of public objects."""
    kwargs.setdefault("widget", forms.SelectMultiple)
    return SlugsFilter(
        queryset=queryset,
        to_field_name="slug",
        error_messages={"invalid_choice": _("“%(value)s” is not known here.")},
        distinct=False,
        **kwargs,
    )


class WholeNumbersField(forms.TypedMultipleChoiceField):
    """Whole numbers between two bounds; the values in use are not a closed list."""

    def __init__(self, *, min_value: int, max_value: int, **kwargs: Any) -> None:
        self.bounds = forms.IntegerField(min_value=min_value, max_value=max_value)
        kwargs.pop("null_value", None)
        super().__init__(coerce=self.bounds.clean, choices=(), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [text for text in super().to_python(value) if text.strip()]

    def valid_value(self, value: Any) -> bool:
        self.bounds.clean(value)  # raises with the words of the bound that is passed
        return True


class WholeNumbersFilter(filters.MultipleChoiceFilter):
    field_class = WholeNumbersField


class Parameters(filters.FilterSet):
    """What nobody asks for stays out of the form: each field would be copied, cleaned and queried for nothing."""

    base_filters: dict[str, Any]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            self.base_filters = {
                name: found
                for name, found in self.base_filters.items()
                if name in data
                or found.extra.get("required")  # what is missing is an error, which the form tells
            }
        super().__init__(data, *args, **kwargs)

    @cached_property
    def typed(self) -> dict[str, str]:
        """By parameter: what was asked, as it came."""
        return {name: self.data.get(name, "") for name in type(self).base_filters}
