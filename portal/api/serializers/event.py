"""The whole of an event. Items of the list have the same shape: it is loaded in one query either way."""

from events import enums
from portal.api import fields, moment_fields
from portal.api.serializers import event_parts as parts
from portal.api.serializers import programme
from portal.api.serializers.base import RecordSerializer
from portal.api.serializers.references import (
    EventReference,
    ParentReference,
    SeriesReference,
    SourceOfFactSerializer,
    TermSerializer,
)


class EventSerializer(RecordSerializer):
    # Identity and structure
    id = fields.Identifier()
    url = fields.UrlField("event")
    page_url = fields.PageUrlField("events:event_detail")
    short_url = fields.AddressOf("short_link")
    slug = fields.Words()
    name = fields.EventNameField()
    name_is_composed = fields.ComposedNameField(
        help_text="True where the event has no official title: the name says kind, place and date."
    )
    slogan = fields.TranslatedField()
    other_names = parts.EventNameSerializer(many=True, read_only=True)
    kind = fields.Word(enums.EventKind)
    kind_label = fields.LabelField(enums.EventKind, "kind")
    kind_wording = fields.TranslatedField()
    scope = fields.Word(enums.EventScope)
    scope_label = fields.LabelField(enums.EventScope, "scope")
    abstract = fields.TranslatedField()
    description = fields.PlainTextField()
    description_html = fields.TranslatedField("description")
    series = SeriesReference(read_only=True, allow_null=True)
    edition_number = fields.Number()
    parent = ParentReference(source="super_event", read_only=True, allow_null=True)
    sub_events = EventReference(many=True, read_only=True)
    links = parts.EventLinkSerializer(many=True, read_only=True)
    occasion = parts.OccasionSerializer(read_only=True, allow_null=True)
    occasion_ordinal = fields.Number(help_text="67 for the 67th anniversary.")

    # Does it take place, when and where?
    status = fields.Word(enums.EventStatus)
    status_label = fields.LabelField(enums.EventStatus, "status")
    changes = parts.EventChangeSerializer(many=True, read_only=True)
    start = moment_fields.MomentField("start", always=True)
    end = moment_fields.MomentField("end")
    when_text = moment_fields.WhenTextField()
    when_words = fields.Words(help_text="The date in the words of the source.")
    hijri_words = fields.Words(help_text="The Hijri date as printed.")
    first_day = fields.Day(help_text="The first day on which it may have begun.")
    last_day = fields.Day(help_text="The last day on which it may have gone on.")
    days = parts.EventDaySerializer(many=True, read_only=True)
    place = parts.PlaceSerializer(source="*", read_only=True)

    # For whom
    topics = TermSerializer(many=True, read_only=True)
    audiences = TermSerializer(many=True, read_only=True)
    access = fields.Word(enums.Access)
    access_label = fields.LabelField(enums.Access, "access")
    registration = fields.TranslatedField()
    registration_url = fields.WebAddress()
    accessibility = TermSerializer(many=True, read_only=True)
    spoken_languages = TermSerializer(many=True, read_only=True)

    # Who took part, and what came of it
    involvements = programme.InvolvementSerializer(many=True, read_only=True)
    sessions = programme.SessionSerializer(many=True, read_only=True)
    speakers = programme.SpeakerSerializer(many=True, read_only=True)
    recommendations = programme.RecommendationOfEvent(many=True, read_only=True)
    answers = programme.AnswerSerializer(many=True, read_only=True)
    counts = parts.CountSerializer(many=True, read_only=True)
    agreements = parts.AgreementOfEvent(source="agreement_links", many=True, read_only=True)

    # Traces
    publications = parts.PublicationSerializer(many=True, read_only=True)
    press_items = parts.PressItemSerializer(many=True, read_only=True)
    documents = parts.DocumentOfEvent(many=True, read_only=True)
    photos = parts.PhotoSerializer(many=True, read_only=True)
    recordings = parts.RecordingSerializer(many=True, read_only=True)
    corrections = parts.CorrectionSerializer(many=True, read_only=True)
    citations = SourceOfFactSerializer(many=True, read_only=True)
    modified_at = fields.Stamp()
