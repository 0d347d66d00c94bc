"""Who and where: institutions, people, agreements, territories; and what hangs on them."""

from typing import Any

from events import enums as happenings
from institutions import enums
from portal.api import fields
from portal.api.serializers.base import RecordSerializer
from portal.api.serializers.event_parts import DocumentOfEvent
from portal.api.serializers.references import (
    AgreementReference,
    EventReference,
    InstitutionReference,
    ParentReference,
    PersonReference,
    SourceOfFactSerializer,
    TermSerializer,
    TerritoryReference,
)


class InstitutionNameSerializer(RecordSerializer):
    """A former name, short form or misnomer."""

    id = fields.Identifier()
    text = fields.Words()
    language = fields.Word(enums.TextLanguage)
    kind = fields.Word(enums.NameKind)
    kind_label = fields.LabelField(enums.NameKind, "kind")
    valid_from = fields.Day()
    valid_until = fields.Day()
    note = fields.Words()


class InstitutionSerializer(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("institution")
    page_url = fields.PageUrlField("institution")
    slug = fields.Words()
    name = fields.TranslatedField()
    acronym = fields.Words()
    other_names = InstitutionNameSerializer(many=True, read_only=True)
    kind = fields.Word(enums.InstitutionKind)
    kind_label = fields.LabelField(enums.InstitutionKind, "kind")
    country = fields.Words(help_text="ISO 3166-1, two letters.")
    territory = TerritoryReference(read_only=True, allow_null=True)
    parent = InstitutionReference(read_only=True, allow_null=True)
    units = InstitutionReference(many=True, read_only=True)
    members = InstitutionReference(many=True, read_only=True, help_text="Bodies that act as this one.")
    joint_bodies = InstitutionReference(many=True, read_only=True, help_text="Of which this is a member.")
    description = fields.PlainTextField()
    description_html = fields.TranslatedField("description")
    website = fields.WebAddress()
    event_count = fields.Number()
    events_url = fields.ListUrlField("event", "institution")
    citations = SourceOfFactSerializer(many=True, read_only=True)
    modified_at = fields.Stamp()


class PersonNameSerializer(RecordSerializer):
    id = fields.Identifier()
    text = fields.Words()
    language = fields.Word(enums.TextLanguage)


class PositionSerializer(RecordSerializer):
    """A post held over a time."""

    id = fields.Identifier()
    title = fields.TranslatedField()
    rank = fields.TranslatedField()
    institution = InstitutionReference(read_only=True, allow_null=True)
    starts_on = fields.Day()
    ends_on = fields.Day()
    note = fields.TranslatedField()


class AppearanceSerializer(RecordSerializer):
    """A part in an event, with the function of that day."""

    id = fields.Identifier()
    event = EventReference(read_only=True)
    role = fields.Word(happenings.SpeakerRole)
    role_label = fields.LabelField(happenings.SpeakerRole, "role")
    title = fields.TranslatedField()
    rank = fields.TranslatedField()
    institution = InstitutionReference(read_only=True, allow_null=True)


class SignatureSerializer(RecordSerializer):
    id = fields.Identifier()
    agreement = AgreementReference(read_only=True)
    title = fields.TranslatedField()
    institution = InstitutionReference(read_only=True, allow_null=True, help_text="On whose behalf.")


class SpeakerProfileSerializer(RecordSerializer):
    """Somebody the public may know by name, and only appearances under that name."""

    id = fields.Identifier()
    url = fields.UrlField("speaker")
    page_url = fields.PageUrlField("speaker")
    slug = fields.Words()
    name = fields.TranslatedField()
    family_name_only = fields.Flag()
    other_names = PersonNameSerializer(many=True, read_only=True)
    distinction = fields.TranslatedField()
    gender = fields.Word(enums.Gender)
    positions = PositionSerializer(many=True, read_only=True)
    appearances = AppearanceSerializer(many=True, read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)
    events_url = fields.ListUrlField("event", "speaker")
    citations = SourceOfFactSerializer(many=True, read_only=True)
    modified_at = fields.Stamp()


class SignatorySerializer(RecordSerializer):
    """Who signed, in the capacity of that day; the function only where the name may not be published."""

    id = fields.Identifier()
    person = PersonReference()
    title = fields.TranslatedField()
    institution = InstitutionReference(read_only=True, allow_null=True, help_text="On whose behalf.")


class AreaSerializer(RecordSerializer):
    id = fields.Identifier()
    text = fields.TranslatedField()


class EventOfAgreement(RecordSerializer):
    id = fields.Identifier()
    relation = fields.Word(happenings.AgreementRelation)
    relation_label = fields.LabelField(happenings.AgreementRelation, "relation")
    event = EventReference(read_only=True)


class AgreementSerializer(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("agreement")
    page_url = fields.PageUrlField("agreement")
    slug = fields.Words()
    name = fields.TranslatedField()
    kind = fields.Word(enums.AgreementKind)
    kind_label = fields.LabelField(enums.AgreementKind, "kind")
    parties = InstitutionReference(many=True, read_only=True)
    signatories = SignatorySerializer(many=True, read_only=True)
    signed_on = fields.Day()
    ends_on = fields.Day()
    term = fields.TranslatedField()
    description = fields.PlainTextField()
    description_html = fields.TranslatedField("description")
    areas = AreaSerializer(many=True, read_only=True)
    text_url = fields.WebAddress()
    documents = DocumentOfEvent(many=True, read_only=True)
    events = EventOfAgreement(source="event_links", many=True, read_only=True)
    citations = SourceOfFactSerializer(many=True, read_only=True)
    modified_at = fields.Stamp()


class TerritoryAliasSerializer(RecordSerializer):
    text = fields.Words()
    language = fields.Word(enums.TextLanguage)


class TerritorySerializer(TerritoryReference):
    page_url = fields.PageUrlField("territory")
    parent = TerritoryReference(read_only=True, allow_null=True)
    hcp_code = fields.Words(help_text="Haut-Commissariat au Plan.")
    iso_code = fields.Words(help_text="ISO 3166-2.")
    aliases = TerritoryAliasSerializer(many=True, read_only=True)
    events_url = fields.ListUrlField("event", "territory")


class TopicSerializer(TermSerializer):
    url = fields.UrlField("topic")
    events_url = fields.ListUrlField("event", "topic")


class SeriesSerializer(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("series")
    page_url = fields.PageUrlField("events:series_detail")
    slug = fields.Words()
    name = fields.TranslatedField()
    description = fields.PlainTextField()
    description_html = fields.TranslatedField("description")
    organizer = InstitutionReference(read_only=True, allow_null=True)
    edition_count = fields.Number()
    events_url = fields.ListUrlField("event", "series")
    citations = SourceOfFactSerializer(many=True, read_only=True)
    modified_at = fields.Stamp()


class DocumentSerializer(DocumentOfEvent):
    """A document of a public event or of a public agreement."""

    event = ParentReference(read_only=True, allow_null=True)
    agreement = AgreementReference(read_only=True, allow_null=True)

    def hides(self, row: Any) -> bool:
        return False
