"""How the API describes itself (OpenAPI 3.1, drf-spectacular): parameters from the filters, problems, texts."""

from typing import Any

import django_filters as filters
from django.conf import settings
from django.utils.translation import override
from drf_spectacular.extensions import (
    OpenApiFilterExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from portal.api import fields, found_fields, media_fields, moment_fields, shaping
from portal.api.filtering import LANGUAGE
from portal.api.problems import MEDIA_TYPE, ProblemSerializer
from portal.lib.moment import HalfDay, Precision
from portal.lib.translated import LANGUAGES
from search.models import Kind

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FILLED: Schema = {**TEXT, "minLength": 1}
INTEGER: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}
CLOCK: Schema = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["09:30"]}
URI: Schema = {"type": "string", "format": "uri"}
STAMP: Schema = {"type": "string", "format": "date-time"}

TRANSLATED: Schema = {
    "description": "The languages that exist. With `?lang=` one text, in that language or the next best one.",
    "oneOf": [
        {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, TEXT),
            "additionalProperties": False,
        },
        {"type": ["string", "null"]},
    ],
}


def nullable(schema: Schema) -> Schema:
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def words(values: Any) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}


def vocabulary(choices: Any) -> Schema:
    """A closed list, with the words for each value in the languages of the portal."""
    choices = getattr(choices, "choices", choices)
    return {
        **words(value for value, _label in choices),
        "x-enum-labels": {str(value): _in_each_language(label) for value, label in choices},
    }


def _in_each_language(label: Any) -> dict[str, str]:
    told = {}
    for code in settings.COMPLETE_LANGUAGES:
        with override(code):
            told[code] = str(label)
    return told


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def whole(properties: Schema) -> Schema:
    """An object that always has all its properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


PERCENT: Schema = {**INTEGER, "minimum": 0, "maximum": 100}
RENDITION: Schema = {"type": TEXT, "width": INTEGER, "height": INTEGER, "url": URI}
MOMENT_PROPERTIES: Schema = {
    "date": {**nullable(DAY), "description": "Null unless the day is known."},
    "time": {**nullable(CLOCK), "description": "Local wall-clock time."},
    "precision": reference("Precision"),
    "half_day": nullable(reference("HalfDay")),
    "weekday": {
        **nullable(INTEGER),
        "description": "ISO 8601, Monday is 1: «a Thursday of December 2019».",
    },
    "time_zone": TEXT,
    "instant": {**nullable(STAMP), "description": "Null unless known to the minute."},
    "earliest": {**nullable(DAY), "description": "The first day that it may be."},
    "latest": {**nullable(DAY), "description": "The last day that it may be."},
    "text": reference("TranslatedText"),
}
MOMENT: Schema = {
    "type": "object",
    "description": "A moment with exactly the precision it has.",
    "properties": MOMENT_PROPERTIES,
    "required": list(MOMENT_PROPERTIES),
}
# Schemas that stand once among the components, whoever refers to them.
COMPONENTS: dict[str, Schema] = {
    "HalfDay": words(HalfDay),
    "Language": words(LANGUAGES),
    "Moment": MOMENT,
    "Precision": words(Precision),
    "TranslatedText": TRANSLATED,
}

SCHEMAS: dict[type, Schema] = {
    fields.UrlField: URI,
    fields.AddressOf: URI,
    fields.ListUrlField: URI,
    fields.FileUrlField: nullable(URI),
    fields.ComposedNameField: {"type": "boolean"},
    fields.IdentifiersOf: {"type": "array", "items": INTEGER},
    fields.Words: TEXT,
    fields.WebAddress: URI,
    fields.Number: INTEGER,
    fields.Degrees: {"type": "number"},
    fields.Day: DAY,
    fields.Clock: CLOCK,
    fields.Stamp: STAMP,
    found_fields.ResultUrlField: nullable(URI),
    found_fields.ElsewhereField: nullable(URI),
    media_fields.MediaTypeField: nullable(TEXT),
    media_fields.RenditionsField: {"type": "array", "items": whole(RENDITION)},
    media_fields.FocalPointField: whole({"x": PERCENT, "y": PERCENT}),
}


def component(auto_schema: Any, name: str, schema: Schema | None = None) -> Schema:
    """A reference to a component, which is added when it is missing."""
    schema = schema or COMPONENTS[name]
    found = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
    auto_schema.registry.register_on_missing(found)
    return reference(name)


class TextFieldSchema(OpenApiSerializerFieldExtension):
    target_class = fields.ManyLanguages
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        return component(auto_schema, "TranslatedText")


class MomentFieldSchema(OpenApiSerializerFieldExtension):
    target_class = moment_fields.MomentField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        for name in ("HalfDay", "Precision", "TranslatedText"):
            component(auto_schema, name)
        moment = component(auto_schema, "Moment")
        return moment if self.target.always else nullable(moment)


class WordSchema(OpenApiSerializerFieldExtension):
    target_class = fields.Word

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        choices = self.target.choices
        name = "ResultKind" if choices is Kind else choices.__name__
        return component(auto_schema, name, vocabulary(choices))


class PlainFieldSchema(OpenApiSerializerFieldExtension):
    target_class: type = fields.FieldOfRow
    match_subclasses = True
    priority = -1

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        return dict(SCHEMAS[type(self.target)])


class ValueSchema(PlainFieldSchema):
    target_class = fields.Value


class RecordSerializerSchema(OpenApiSerializerExtension):
    """Adds «<field>_language», which is there where a text answers in another language than the asked one."""

    target_class = "portal.api.serializers.base.RecordSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Schema:
        schema: Schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        for name, field in self.target.fields.items():
            if isinstance(field, fields.ManyLanguages):
                schema["properties"][f"{name}_language"] = component(auto_schema, "Language")
        return schema


class FilterParameters(OpenApiFilterExtension):
    """The query parameters as the filter defines them; closed lists with their values."""

    target_class = "portal.api.filtering.ParameterFilter"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[Schema]:
        filterset = getattr(auto_schema.view, "filterset_class", None)
        declared = filterset.base_filters.items() if filterset else ()
        with override("en"):
            return [parameter(name, declared_filter) for name, declared_filter in declared]


def parameter(name: str, declared: filters.Filter) -> Schema:
    schema = values_of(declared)
    if isinstance(declared, filters.MultipleChoiceFilter):
        schema = {"type": "array", "items": schema}
    described = {"name": name, "in": "query", "description": str(declared.label), "schema": schema}
    return {**described, "required": True} if declared.extra.get("required") else described


def values_of(declared: filters.Filter) -> Schema:
    """What one value of a parameter may be."""
    if "min_value" in declared.extra:
        return {**INTEGER, "minimum": declared.extra["min_value"], "maximum": declared.extra["max_value"]}
    if "choices" in declared.extra:
        return vocabulary(declared.extra["choices"])
    if "max_length" in declared.extra:
        return {**FILLED, "maxLength": declared.extra["max_length"]}
    return dict(DAY if isinstance(declared, filters.DateFilter) else FILLED)


PROBLEMS = {
    "changes": ("400", "406", "410", "429", "500"),
    "list": ("400", "406", "429", "500"),
    "retrieve": ("400", "404", "406", "429", "500"),
}


def names_parameter(name: str, allowed: Any, description: str) -> OpenApiParameter:
    """Names separated by commas."""
    schema = {"type": "array", "items": words(sorted(allowed))}
    return OpenApiParameter(name, schema, description=description, style="form", explode=False)


class RecordSchema(AutoSchema):
    """What every operation has: the `lang` parameter, and problems as RFC 9457 tells them."""

    def get_override_parameters(self) -> list[Any]:
        description = "One language instead of all: texts become strings."
        language = OpenApiParameter(LANGUAGE, str, enum=LANGUAGES, description=description)
        return [language, *self._shapes(self.view)]

    def _shapes(self, view: Any) -> list[Any]:
        """What shapes the answer, where it is made of records."""
        if not hasattr(view, "field_names"):
            return []
        fields = names_parameter(shaping.FIELDS, view.field_names(), "Some fields instead of all.")
        return [fields, *self._include(view.includable())]

    def _include(self, allowed: Any) -> list[Any]:
        """The parameter, where there is something to include."""
        description = "Records to add, whole and once each, in `included`."
        return [names_parameter(shaping.INCLUDE, allowed, description)] if allowed else []

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies: Schema = super()._get_response_bodies(direction)
        action: str = getattr(self.view, "action", "retrieve")
        for status in PROBLEMS[action]:
            bodies[status] = self._get_response_for_code(ProblemSerializer, status, [MEDIA_TYPE], direction)
        return bodies
