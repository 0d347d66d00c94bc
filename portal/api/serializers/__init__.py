"""The shape of the JSON: explicit fields, one serializer a resource. Short forms are in ``references``."""

from portal.api.serializers.actors import (
    AgreementSerializer,
    DocumentSerializer,
    InstitutionSerializer,
    SeriesSerializer,
    SpeakerProfileSerializer,
    TerritorySerializer,
    TopicSerializer,
)
from portal.api.serializers.event import EventSerializer
from portal.api.serializers.programme import RecommendationSerializer

__all__ = [
    "AgreementSerializer",
    "DocumentSerializer",
    "EventSerializer",
    "InstitutionSerializer",
    "RecommendationSerializer",
    "SeriesSerializer",
    "SpeakerProfileSerializer",
    "TerritorySerializer",
    "TopicSerializer",
]
