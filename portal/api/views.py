"""Wiring of the API: read-only, anonymous, JSON. What is loaded is in ``loading``, its shape in ``serializers``."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language, override
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from events.filters import EventFilter, RecommendationFilter
from portal.api import loading, serializers
from portal.api.citations import attach_citations
from portal.api.filtering import LANGUAGE, ParameterFilter, check_parameters, parameters_of
from portal.api.pagination import RecordPagination
from portal.api.schema import RecordSchema
from portal.api.serializers.base import writer
from portal.api.successors import redirection
from portal.lib.translated import LANGUAGES


@dataclass(frozen=True)
class Written:
    """What the framework expects of a serializer: data."""

    data: Any


class RecordViewSet(ReadOnlyModelViewSet):
    """A resource: what the public may read, as `?lang=` asks for it."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    pagination_class = RecordPagination
    filter_backends = [ParameterFilter]
    lookup_value_regex = "[0-9]{1,18}"
    schema = RecordSchema()
    cited_parts: tuple[str, ...] | None = None

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
        check_parameters(request, listed)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        request = context["request"]
        return {**context, "language": request.query_params.get(LANGUAGE) if request else None}

    def get_serializer(self, *rows: Any, many: bool = False, **kwargs: Any) -> Any:
        """For the description of the API, a serializer; for rows, what is written of them."""
        if not rows:
            return super().get_serializer(many=many, **kwargs)
        shape: Any = self.get_serializer_class()
        write = writer(shape, self.get_serializer_context()["language"]).to_representation
        return Written([write(row) for row in rows[0]] if many else write(rows[0]))

    def paginate_queryset(self, queryset: Any) -> Any:
        return self.complete(super().paginate_queryset(queryset) or [])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The record or, where it was merged into another, the way there."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            if moved := redirection(self):
                return moved
            raise

    def get_object(self) -> Any:
        [row] = self.complete([super().get_object()])
        return row

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def complete(self, rows: list[Any]) -> list[Any]:
        """The rows with what comes beside their own query."""
        if self.cited_parts is not None:
            attach_citations(rows, self.cited_parts)
        return rows


class EventViewSet(RecordViewSet):
    """Events, with everything that is known of them."""

    serializer_class = serializers.EventSerializer
    filterset_class = EventFilter
    cited_parts = loading.CITED_PARTS

    def get_queryset(self) -> Any:
        return loading.events()

    def complete(self, rows: list[Any]) -> list[Any]:
        loading.connect(rows)
        return super().complete(rows)


class SeriesViewSet(RecordViewSet):
    """Series of events, such as yearly open days."""

    serializer_class = serializers.SeriesSerializer
    cited_parts = ()

    def get_queryset(self) -> Any:
        return loading.series()


class InstitutionViewSet(RecordViewSet):
    """Bodies that organise, take part, sign or are addressed."""

    serializer_class = serializers.InstitutionSerializer
    cited_parts = ("other_names",)

    def get_queryset(self) -> Any:
        return loading.institutions()


class SpeakerViewSet(RecordViewSet):
    """People known by name: they spoke at a public event or signed a public agreement."""

    serializer_class = serializers.SpeakerProfileSerializer
    cited_parts = ("other_names", "positions")

    def get_queryset(self) -> Any:
        return loading.speakers()


class AgreementViewSet(RecordViewSet):
    """Agreements between institutions, and the events held under them."""

    serializer_class = serializers.AgreementSerializer
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

    def get_queryset(self) -> Any:
        return loading.territories()


class TopicViewSet(RecordViewSet):
    """Topics of events."""

    serializer_class = serializers.TopicSerializer

    def get_queryset(self) -> Any:
        return loading.topics()


class DocumentViewSet(RecordViewSet):
    """Documents of events and agreements."""

    serializer_class = serializers.DocumentSerializer

    def get_queryset(self) -> Any:
        return loading.documents()


class ApiRoot(APIRootView):
    """The resources of version 1."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class OpenApi(SpectacularJSONAPIView):
    """The description of the API (OpenAPI 3.1), in English."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer2]  # application/json, which browsers show
    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with override("en"):
            return self._get_schema_response(request)


class NothingHere(APIView):
    """An address of the API that leads nowhere: a problem, not a page."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
