"""Short forms: how a record appears inside another one. ``url`` leads to the whole of it."""

from typing import Any

from events import enums as happenings
from institutions import enums as actors
from portal.api import fields, moment_fields
from portal.api.serializers.base import PublishableSerializer, RecordSerializer
from portal.api.visibility import may_be_named


class TermSerializer(RecordSerializer):
    """An entry of an open vocabulary; its slug is the value of a query parameter."""

    id = fields.Identifier()
    slug = fields.Words()
    name = fields.TranslatedField()


class TerritoryReference(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("territory")
    slug = fields.Words()
    name = fields.TranslatedField()
    kind = fields.Word(actors.TerritoryKind)
    kind_label = fields.LabelField(actors.TerritoryKind, "kind")


class TerritoryWithin(TerritoryReference):
    """A territory and the one it lies within."""

    parent = TerritoryReference(read_only=True, allow_null=True)


class InstitutionReference(PublishableSerializer):
    id = fields.Identifier()
    url = fields.UrlField("institution")
    slug = fields.Words()
    name = fields.TranslatedField()
    acronym = fields.Words()
    kind = fields.Word(actors.InstitutionKind)
    kind_label = fields.LabelField(actors.InstitutionKind, "kind")
    country = fields.Words(help_text="ISO 3166-1, two letters.")


class PersonReference(RecordSerializer):
    """The person behind a speaker or signatory; null where the name is unknown or may not be published."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, allow_null=True, **kwargs)

    def to_representation(self, row: Any) -> Any:
        return super().to_representation(row.person) if may_be_named(row) else None

    id = fields.Identifier()
    url = fields.UrlField("speaker")
    slug = fields.Words()
    name = fields.TranslatedField()


class SeriesReference(PublishableSerializer):
    id = fields.Identifier()
    url = fields.UrlField("series")
    slug = fields.Words()
    name = fields.TranslatedField()


class AgreementReference(PublishableSerializer):
    id = fields.Identifier()
    url = fields.UrlField("agreement")
    slug = fields.Words()
    name = fields.TranslatedField()
    kind = fields.Word(actors.AgreementKind)
    kind_label = fields.LabelField(actors.AgreementKind, "kind")
    signed_on = fields.Day()


class EventReference(RecordSerializer):
    """An event that the query has already found public."""

    id = fields.Identifier()
    url = fields.UrlField("event")
    page_url = fields.PageUrlField("events:event_detail")
    slug = fields.Words()
    name = fields.EventNameField()
    kind = fields.Word(happenings.EventKind)
    kind_label = fields.LabelField(happenings.EventKind, "kind")
    status = fields.Word(happenings.EventStatus)
    status_label = fields.LabelField(happenings.EventStatus, "status")
    start = moment_fields.MomentField("start", always=True)
    end = moment_fields.MomentField("end")


class ParentReference(EventReference, PublishableSerializer):
    """The event above, which may not be public itself."""


class SourceSerializer(RecordSerializer):
    """A press item, in its own words and language."""

    id = fields.Identifier()
    kind = fields.Word(happenings.PressItemKind)
    title = fields.Words()
    outlet = fields.Words()
    language = fields.Word(actors.TextLanguage)
    published_on = fields.Day()
    published_words = fields.Words()
    url = fields.WebAddress()


class SubjectSerializer(RecordSerializer):
    part = fields.Words(help_text="The list of the record in which the row stands; null: the record itself.")
    id = fields.Identifier()


class SourceOfFactSerializer(RecordSerializer):
    """«The source says this of that field». Several with different words are a contradiction."""

    about = SubjectSerializer(read_only=True)
    field = fields.Words(help_text="The fact; null: the whole entry.")
    wording = fields.Words()
    language = fields.Word(actors.TextLanguage)
    is_chosen = fields.Flag(help_text="Whether the record follows this source.")
    note = fields.TranslatedField()
    source = SourceSerializer(read_only=True)
