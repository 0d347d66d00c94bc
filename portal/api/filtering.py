"""Query parameters of the API: those of the filter of the resource, and nothing unknown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.settings import api_settings

from portal.lib.translated import LANGUAGES

LANGUAGE = "lang"
FORMAT = str(api_settings.URL_FORMAT_OVERRIDE)  # judged by content negotiation


class ParameterFilter(DjangoFilterBackend):
    """The view's ``filterset_class``, the only definition of its parameters."""


def check_parameters(request: Request, known: Iterable[str]) -> None:
    """Refuse parameters that would be ignored (a filter left empty would find everything), languages we have not, and
    text no database holds (NUL).
    """
    names = sorted({*known, LANGUAGE})
    errors = {
        name: _("“%(name)s” is not a parameter here. Allowed: %(names)s.")
        % {"name": name, "names": ", ".join(names)}
        for name in request.query_params
        if name not in {*names, FORMAT}
    }
    for name, values in request.query_params.lists():
        if any("\x00" in value for value in values):
            errors[name] = _("Null characters are not allowed.")
        elif "" in values and name not in errors:
            errors[name] = _("“%(name)s” is empty. Give it a value or leave it out.") % {"name": name}
    language = request.query_params.get(LANGUAGE, LANGUAGES[0])
    if language and language not in LANGUAGES:
        errors[LANGUAGE] = _("“%(value)s” is not known here. Allowed: %(values)s.") % {
            "value": language,
            "values": ", ".join(LANGUAGES),
        }
    if errors:
        raise ValidationError({name: [message] for name, message in errors.items()})


def parameters_of(view: Any) -> list[str]:
    filterset = getattr(view, "filterset_class", None)
    return list(filterset.base_filters) if filterset else []
