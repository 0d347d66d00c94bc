"""`changes/`: what changed for the public since a position that the client keeps as a cursor.

A thing that changed several times since is told once, with what became of it last. Nothing is missed and nothing
told twice to whoever follows `next`: ``changes.settling`` says why.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from changes.models import Entry, Record
from changes.resources import RESOURCES
from changes.successors import successors_of
from changes.version import current
from portal.api import views
from portal.api.filtering import LANGUAGE, check_parameters
from portal.api.pagination import PAGE_SIZE, RecordPagination
from portal.api.schema import FILLED, RecordSchema
from portal.api.serializers.base import writer

SINCE, INCLUDE, RECORD = "since", "include", "record"
LARGEST_SIZE, DEFAULT_SIZE = 100, 100
ASK_AGAIN = 15  # seconds
CURSOR = re.compile(r"([0-9a-f]{8})-([0-9]{1,18})", re.ASCII)
VIEWS: dict[str, type[views.RecordViewSet]] = {
    "events": views.EventViewSet,
    "series": views.SeriesViewSet,
    "institutions": views.InstitutionViewSet,
    "speakers": views.SpeakerViewSet,
    "agreements": views.AgreementViewSet,
    "recommendations": views.RecommendationViewSet,
    "territories": views.TerritoryViewSet,
    "topics": views.TopicViewSet,
    "documents": views.DocumentViewSet,
}


class CursorOfAnotherEra(APIException):
    """The record was restored from a copy since the cursor was given out."""

    status_code = HTTPStatus.GONE


class ChangeSerializer(serializers.Serializer):
    """What became of a thing."""

    resource = serializers.ChoiceField(choices=list(RESOURCES), read_only=True)
    id = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(
        choices=["created", "updated", "deleted"],
        read_only=True,
        help_text="`created` and `updated`: keep what `url` answers; `deleted`: drop what you have, if anything.",
    )
    at = serializers.DateTimeField(read_only=True)
    url = serializers.URLField(read_only=True)
    successor = serializers.URLField(
        read_only=True, allow_null=True, help_text="The record into which a deleted one was merged."
    )
    record = serializers.JSONField(
        read_only=True,
        required=False,
        help_text="With `include=record`: what `url` answers; null when deleted.",
    )


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(read_only=True, help_text="Always there: ask it for what comes later.")
    has_more = serializers.BooleanField(
        read_only=True, help_text="Whether `next` has something at once. If not, wait as `Retry-After` says."
    )
    results = ChangeSerializer(many=True, read_only=True)


@dataclass(frozen=True)
class Position:
    """Where a client stands in the ledger."""

    era: str
    number: int

    def __str__(self) -> str:
        return f"{self.era}-{self.number}"

    @classmethod
    def read(cls, text: str | None, record: Record) -> "Position":
        if text is None:
            return cls(record.era, 0)
        if not (found := CURSOR.fullmatch(text)):
            raise ValidationError(
                {SINCE: [_("This is no cursor of the changes. Follow «next» as it is given.")]}
            )
        position = cls(found[1], int(found[2]))
        if position.era != record.era or position.number > record.version:
            raise CursorOfAnotherEra(
                _("The record was restored since this cursor was given. Begin anew, without «since».")
            )
        return position


class Changes(APIView):
    """What changed since a cursor, oldest first; without one, everything there is."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    schema = RecordSchema()
    action = "changes"

    @extend_schema(
        operation_id="changes_list",
        parameters=[
            OpenApiParameter(SINCE, FILLED, description="The cursor of the last `next`; left out at first."),
            OpenApiParameter(INCLUDE, str, enum=[RECORD], description="Bring along what each `url` answers."),
            OpenApiParameter(
                PAGE_SIZE,
                {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
                description="Number of results in a page.",
            ),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request: Request) -> Response:
        check_parameters(request, (SINCE, INCLUDE, PAGE_SIZE))
        asked = request.query_params
        if asked.get(INCLUDE, RECORD) != RECORD:
            raise ValidationError(
                {
                    INCLUDE: [
                        _("“%(value)s” is not known here. Allowed: %(values)s.")
                        % {"value": asked[INCLUDE], "values": RECORD}
                    ]
                }
            )
        size = _size(request)
        current()  # settles what has been written until now, unless somebody is at it
        record = Record.objects.get(pk=1)
        since = Position.read(asked.get(SINCE), record)
        entries, has_more = _entries(since, size)
        # What was committed after ``record`` was read may be among the entries, never behind the last of them.
        end = entries[-1].position if has_more else max(record.version, *(row.position for row in entries), 0)
        results = _told(entries, since)
        if INCLUDE in asked:
            _add_records(results, asked.get(LANGUAGE))
        address = replace_query_param(request.build_absolute_uri(), SINCE, str(Position(record.era, end)))
        headers = {} if has_more else {"Retry-After": str(ASK_AGAIN)}
        return Response({"next": address, "has_more": has_more, "results": results}, headers=headers)


def _size(request: Request) -> int:
    pages = RecordPagination()
    pages.request, pages.default_size = request, DEFAULT_SIZE
    return pages.size()


def _entries(since: Position, size: int) -> tuple[list[Entry], bool]:
    rows = Entry.objects.filter(position__gt=since.number).order_by("position")
    if since.number == 0:  # who has nothing need not be told what is gone
        rows = rows.filter(is_public=True)
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def _told(entries: list[Entry], since: Position) -> list[dict[str, Any]]:
    gone = [entry for entry in entries if not entry.is_public]
    successors = successors_of(gone) if gone else {}
    return [
        {
            "resource": entry.resource,
            "id": entry.object_id,
            "kind": _kind(entry, since),
            "at": entry.at.isoformat().replace("+00:00", "Z"),
            "url": _address(entry.resource, entry.object_id),
            "successor": _successor(entry, successors),
        }
        for entry in entries
    ]


def _kind(entry: Entry, since: Position) -> str:
    if not entry.is_public:
        return "deleted"
    return "created" if entry.public_since > since.number else "updated"


def _successor(entry: Entry, successors: dict[tuple[str, int], int]) -> str | None:
    number = successors.get((entry.resource, entry.object_id))
    return _address(entry.resource, number) if number else None


def _address(resource: str, number: int) -> str:
    return f"{settings.SITE_URL}/api/v1/{resource}/{number}/"


def _add_records(results: list[dict[str, Any]], language: str | None) -> None:
    """A number of queries that does not grow with the results: those of a page of each resource among them."""
    written: dict[tuple[str, int], Any] = {}
    for resource in sorted({row["resource"] for row in results}):
        view = VIEWS[resource]()
        numbers = [row["id"] for row in results if row["resource"] == resource and row["kind"] != "deleted"]
        shape: Any = view.serializer_class
        for row in view.complete(list(view.get_queryset().filter(pk__in=numbers))):
            written[resource, row.pk] = writer(shape, language).to_representation(row)
    for row in results:
        row[RECORD] = written.get((row["resource"], row["id"]))
