"""Who took part in an event, what was said, asked, promised and answered."""

from typing import Any

from events import enums
from institutions.enums import Gender
from portal.api import fields, moment_fields
from portal.api.serializers.base import RecordSerializer
from portal.api.serializers.references import (
    EventReference,
    InstitutionReference,
    PersonReference,
    SourceOfFactSerializer,
    SourceSerializer,
)


class InvolvementSerializer(RecordSerializer):
    id = fields.Identifier()
    role = fields.Word(enums.InstitutionRole)
    role_label = fields.LabelField(enums.InstitutionRole, "role")
    institution = InstitutionReference(read_only=True)
    note = fields.TranslatedField()

    def hides(self, row: Any) -> bool:
        return not row.institution.is_public


class SpeakerReference(RecordSerializer):
    """A part in an event: function, rank and institution are those of that day."""

    id = fields.Identifier()
    person = PersonReference()
    title = fields.TranslatedField()
    rank = fields.TranslatedField()
    institution = InstitutionReference(read_only=True, allow_null=True)


class RoomSerializer(RecordSerializer):
    id = fields.Identifier()
    name = fields.TranslatedField()
    capacity = fields.Number()


class SessionRoomSerializer(RecordSerializer):
    id = fields.Identifier()
    name = fields.TranslatedField()


class SessionSerializer(RecordSerializer):
    id = fields.Identifier()
    name = fields.TranslatedField()
    abstract = fields.TranslatedField()
    on = fields.Day()
    starts_at = fields.Clock()
    ends_at = fields.Clock()
    room = SessionRoomSerializer(read_only=True, allow_null=True)


class StatementSerializer(RecordSerializer):
    """What somebody said, in our own words."""

    id = fields.Identifier()
    text = fields.TranslatedField()
    medium = fields.Word(enums.StatementMedium)
    medium_label = fields.LabelField(enums.StatementMedium, "medium")
    source = SourceSerializer(read_only=True, allow_null=True)


class SpeakerSerializer(SpeakerReference):
    role = fields.Word(enums.SpeakerRole)
    role_label = fields.LabelField(enums.SpeakerRole, "role")
    gender = fields.Word(Gender, help_text="Of somebody known by function; a person's own is in `speakers/`.")
    is_group = fields.Flag()
    session = fields.Number(source="session_id", help_text="The id of an entry of `sessions`.")
    statements = StatementSerializer(many=True, read_only=True)


class FollowUpSerializer(RecordSerializer):
    """A step in the life of a recommendation, with its proof."""

    id = fields.Identifier()
    on = fields.Day()
    status = fields.Word(enums.FollowUpStatus)
    status_label = fields.LabelField(enums.FollowUpStatus, "status")
    note = fields.TranslatedField()
    source = SourceSerializer(read_only=True, allow_null=True)
    evidence_url = fields.WebAddress()


class RecommendationOfEvent(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("recommendation")
    page_url = fields.PageUrlField("events:recommendation_detail", key="pk")
    kind = fields.Word(enums.RecommendationKind)
    kind_label = fields.LabelField(enums.RecommendationKind, "kind")
    text = fields.TranslatedField()
    session = fields.Number(source="session_id", help_text="The id of an entry of the event's `sessions`.")
    raised_by = SpeakerReference(read_only=True, allow_null=True)
    raised_by_words = fields.TranslatedField()
    addressees = InstitutionReference(many=True, read_only=True)
    addressed_to_words = fields.TranslatedField()
    due = moment_fields.MomentField("due")
    due_words = fields.TranslatedField()
    status = fields.Word(enums.FollowUpStatus, help_text="That of the latest follow-up.")
    status_label = fields.LabelField(enums.FollowUpStatus, "status")
    follow_ups = FollowUpSerializer(many=True, read_only=True)


class AnswerToRecommendation(RecordSerializer):
    """What was answered on the spot."""

    id = fields.Identifier()
    text = fields.TranslatedField()
    speaker = SpeakerReference(read_only=True, allow_null=True)
    source = SourceSerializer(read_only=True, allow_null=True)


class AnswerSerializer(AnswerToRecommendation):
    covers = fields.IdentifiersOf(
        "covered_links",
        "recommendation_id",
        help_text="The ids of entries of `recommendations`; none: a general answer.",
    )


class RecommendationSerializer(RecommendationOfEvent):
    """A remark, request, proposal, recommendation or commitment, and what came of it."""

    event = EventReference(read_only=True)
    answers = AnswerToRecommendation(many=True, read_only=True)
    citations = SourceOfFactSerializer(many=True, read_only=True)
