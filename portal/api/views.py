"""Wiring of the API: read-only, anonymous, JSON. What is loaded is in ``loading``, its shape in ``serializers``."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language, override
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from events import record_filters as filters
from events.filters import EventFilter, RecommendationFilter
from portal.api import linked, loading, serializers, shaping
from portal.api.citations import attach_citations
from portal.api.filtering import LANGUAGE, ParameterFilter, check_parameters, parameters_of
from portal.api.kept_views import KeptRecords
from portal.api.pagination import RecordPagination
from portal.api.rendering import RecordRenderer
from portal.api.schema import RecordSchema
from portal.api.serializers.base import writer
from portal.api.successors import redirection
from portal.lib.translated import LANGUAGES


@dataclass(frozen=True)
class Written:
    """What the framework expects of a serializer: data."""

    data: Any


class ListViewSet(ListModelMixin, GenericViewSet):
    """A list of what the public may read, as `?lang=`, `?fields=` and `?include=` ask for it."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    pagination_class = RecordPagination
    filter_backends = [ParameterFilter]
    schema = RecordSchema()
    fields: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get(LANGUAGE)
        with override(asked if asked in LANGUAGES else get_language()):
            response = super().dispatch(request, *args, **kwargs)
            spoken = [get_language() or LANGUAGES[0]]
        if not asked and response.status_code == HTTPStatus.OK:
            spoken = list(settings.COMPLETE_LANGUAGES)
        response.headers["Content-Language"] = ", ".join(spoken)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        listed = [*parameters_of(self), *RecordPagination.parameters] if self.action == "list" else []
        check_parameters(request, [*listed, *self.shapes])
        self.fields = shaping.asked(request, shaping.FIELDS, self.field_names())
        self.includes = shaping.asked(request, shaping.INCLUDE, self.includable())

    @property
    def shapes(self) -> tuple[str, ...]:
        """The parameters that shape the answer."""
        return (shaping.FIELDS, shaping.INCLUDE) if self.includable() else (shaping.FIELDS,)

    def field_names(self) -> list[str]:
        shape: Any = self.get_serializer_class()
        return list(writer(shape, None).fields)

    def includable(self) -> dict[str, shaping.Paths]:
        return shaping.INCLUDABLE.get(str(self.basename), {})

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        request = context["request"]
        return {**context, "language": request.query_params.get(LANGUAGE) if request else None}

    def get_serializer(self, *rows: Any, many: bool = False, **kwargs: Any) -> Any:
        """For the description of the API, a serializer; for rows, what is written of them."""
        if not rows:
            return super().get_serializer(many=many, **kwargs)
        shape: Any = self.get_serializer_class()
        write = writer(shape, self.get_serializer_context()["language"], self.fields).to_representation
        return Written([write(row) for row in rows[0]] if many else write(rows[0]))

    def paginate_queryset(self, queryset: Any) -> Any:
        return self.complete(super().paginate_queryset(queryset) or [])

    def get_paginated_response(self, data: Any) -> Response:
        return self.with_included(super().get_paginated_response(data), data)

    def with_included(self, response: Response, records: list[Any]) -> Response:
        """The whole records to which ``records`` refer, where `include=` asks for them."""
        if self.includes:
            response.data[shaping.INCLUDED] = {name: self.included(name, records) for name in self.includes}
        return response

    def included(self, name: str, records: list[Any]) -> list[Any]:
        other = INCLUDED[name]()
        rows = other.get_queryset().filter(pk__in=shaping.referred(records, self.includable()[name]))
        shape: Any = other.serializer_class
        write = writer(shape, self.get_serializer_context()["language"]).to_representation
        return [write(row) for row in other.complete(list(rows))]

    def complete(self, rows: list[Any]) -> list[Any]:
        """The rows with what comes beside their own query."""
        return rows


class RecordViewSet(KeptRecords, RetrieveModelMixin, ListViewSet):
    """A resource: its list, and each record at an address of its own."""

    lookup_value_regex = "[0-9]{1,18}"
    cited_parts: tuple[str, ...] | None = None

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The record or, where it was merged into another, the way there."""
        try:
            if record := self.kept_record(int(kwargs["pk"])):
                return record
            response = super().retrieve(request, *args, **kwargs)
        except Http404:
            if moved := redirection(self):
                return moved
            raise
        return self.with_included(response, [response.data])

    def get_object(self) -> Any:
        [row] = self.complete([super().get_object()])
        return row

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def complete(self, rows: list[Any]) -> list[Any]:
        if self.cited_parts is not None and not (self.fields and "citations" not in self.fields):
            attach_citations(rows, self.cited_parts)
        return rows


class LinkedRecordViewSet(RecordViewSet):
    """A resource that is told as linked data too; there, nothing shapes the answer."""

    renderer_classes = [RecordRenderer, linked.LinkedDataRenderer]
    content_negotiation_class = linked.Negotiation

    @property
    def is_linked(self) -> bool:
        renderer = getattr(self.request, "accepted_renderer", None) if self.request else None
        return isinstance(renderer, linked.LinkedDataRenderer)

    @property
    def is_kept(self) -> bool:
        return super().is_kept and not self.is_linked

    @property
    def shapes(self) -> tuple[str, ...]:
        return () if self.is_linked else super().shapes

    def get_serializer(self, *rows: Any, many: bool = False, **kwargs: Any) -> Any:
        if not rows or not self.is_linked:
            return super().get_serializer(*rows, many=many, **kwargs)
        return Written([linked.event(row) for row in rows[0]] if many else linked.event(rows[0]))

    def get_paginated_response(self, data: Any) -> Response:
        if not self.is_linked:
            return super().get_paginated_response(data)
        page: Any = self.paginator
        return linked.graph(data, {"next": page.next, "prev": page.previous})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.headers.get("Content-Type", "").startswith(linked.MEDIA_TYPE):
            response.headers["Content-Language"] = linked.spoken(request.GET.get(LANGUAGE))
        return response


class EventViewSet(LinkedRecordViewSet):
    """Events, with everything that is known of them."""

    serializer_class = serializers.EventSerializer
    filterset_class = EventFilter
    cited_parts = loading.CITED_PARTS

    def get_queryset(self) -> Any:
        return loading.events(self.fields)

    def complete(self, rows: list[Any]) -> list[Any]:
        if not loading.is_plain(self.fields):
            loading.connect(rows)
        return super().complete(rows)


class SeriesViewSet(RecordViewSet):
    """Series of events, such as yearly open days."""

    serializer_class = serializers.SeriesSerializer
    filterset_class = filters.SeriesFilter
    cited_parts = ()

    def get_queryset(self) -> Any:
        return loading.series()


class InstitutionViewSet(RecordViewSet):
    """Bodies that organise, take part, sign or are addressed."""

    serializer_class = serializers.InstitutionSerializer
    filterset_class = filters.InstitutionFilter
    cited_parts = ("other_names",)

    def get_queryset(self) -> Any:
        return loading.institutions()


class SpeakerViewSet(RecordViewSet):
    """People known by name: they spoke at a public event or signed a public agreement."""

    serializer_class = serializers.SpeakerProfileSerializer
    filterset_class = filters.SpeakerFilter
    cited_parts = ("other_names", "positions")

    def get_queryset(self) -> Any:
        return loading.speakers()

    def complete(self, rows: list[Any]) -> list[Any]:
        loading.attach_appearances(rows)
        return super().complete(rows)


class AgreementViewSet(RecordViewSet):
    """Agreements between institutions, and the events held under them."""

    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter
    cited_parts = ("areas", "signatories")

    def get_queryset(self) -> Any:
        return loading.agreements()


class RecommendationViewSet(RecordViewSet):
    """What was asked and promised at events, and what came of it."""

    serializer_class = serializers.RecommendationSerializer
    filterset_class = RecommendationFilter
    cited_parts = ("follow_ups",)

    def get_queryset(self) -> Any:
        return loading.recommendations()

    def complete(self, rows: list[Any]) -> list[Any]:
        loading.drop_strangers(rows)
        return super().complete(rows)


class TerritoryViewSet(RecordViewSet):
    """Morocco's administrative map, from the country down."""

    serializer_class = serializers.TerritorySerializer
    filterset_class = filters.TerritoryFilter

    def get_queryset(self) -> Any:
        return loading.territories()


class TopicViewSet(RecordViewSet):
    """Topics of events."""

    serializer_class = serializers.TopicSerializer
    filterset_class = filters.TopicFilter

    def get_queryset(self) -> Any:
        return loading.topics()


class DocumentViewSet(RecordViewSet):
    """Documents of events and agreements."""

    serializer_class = serializers.DocumentSerializer
    filterset_class = filters.DocumentFilter

    def get_queryset(self) -> Any:
        return loading.documents()


# What `include=` may add, and who loads and writes it.
INCLUDED: dict[str, type[RecordViewSet]] = {
    "agreements": AgreementViewSet,
    "events": EventViewSet,
    "institutions": InstitutionViewSet,
    "series": SeriesViewSet,
    "speakers": SpeakerViewSet,
    "territories": TerritoryViewSet,
}
