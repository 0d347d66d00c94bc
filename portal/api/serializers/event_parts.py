"""Parts of an event: when and where, figures, files, press."""

from events import enums
from institutions import enums as actors
from portal.api import fields, media_fields, moment_fields
from portal.api.serializers.base import RecordSerializer
from portal.api.serializers.programme import RoomSerializer
from portal.api.serializers.references import (
    AgreementReference,
    EventReference,
    InstitutionReference,
    SourceSerializer,
    TerritoryReference,
    TerritoryWithin,
)


class EventNameSerializer(RecordSerializer):
    """A title other than the official one."""

    id = fields.Identifier()
    text = fields.Words()
    language = fields.Word(actors.TextLanguage)
    source = SourceSerializer(read_only=True, allow_null=True)


class EventLinkSerializer(RecordSerializer):
    """A link to another event: «this event follows that one»; `is_reverse`: «that one follows this event»."""

    id = fields.Identifier()
    kind = fields.Word(enums.EventLinkKind)
    kind_label = fields.LabelField(enums.EventLinkKind, "kind")
    is_reverse = fields.Flag()
    event = EventReference(read_only=True, source="other_event")


class OccasionSerializer(RecordSerializer):
    id = fields.Identifier()
    name = fields.TranslatedField()
    first_year = fields.Number()


class EventChangeSerializer(RecordSerializer):
    """A change of plan and what it replaced."""

    id = fields.Identifier()
    kind = fields.Word(enums.EventStatus)
    kind_label = fields.LabelField(enums.EventStatus, "kind")
    announced_on = fields.Day()
    reason = fields.TranslatedField()
    previous_start = moment_fields.MomentField("previous_start")
    previous_ends_on = fields.Day()
    previous_place = fields.TranslatedField()


class EventDaySerializer(RecordSerializer):
    """Opening hours of one local day."""

    id = fields.Identifier()
    on = fields.Day()
    opens_at = fields.Clock()
    closes_at = fields.Clock()
    access = fields.Word(enums.Access)
    access_label = fields.LabelField(enums.Access, "access")
    note = fields.TranslatedField()


class VenueSerializer(RecordSerializer):
    id = fields.Identifier()
    name = fields.TranslatedField()
    address = fields.TranslatedField()
    territory = TerritoryReference(read_only=True)
    latitude = fields.Degrees()
    longitude = fields.Degrees()
    capacity = fields.Number(help_text="Persons.")
    area = fields.Number(help_text="Square metres.")


class EventVenueSerializer(RecordSerializer):
    id = fields.Identifier()
    venue = VenueSerializer(read_only=True, allow_null=True)
    room = RoomSerializer(read_only=True, allow_null=True)


class PlaceSerializer(RecordSerializer):
    kind = fields.Word(enums.PlaceKind, source="place_kind")
    kind_label = fields.LabelField(enums.PlaceKind, "place_kind")
    territory = TerritoryWithin(read_only=True, allow_null=True)
    covered_territories = TerritoryReference(many=True, read_only=True)
    venues = EventVenueSerializer(many=True, read_only=True)
    words = fields.TranslatedField("place_words")
    online_url = fields.WebAddress()


class CountSerializer(RecordSerializer):
    """A figure as one source gives it; conflicting figures stand side by side."""

    id = fields.Identifier()
    unit = fields.Word(enums.CountUnit)
    unit_label = fields.LabelField(enums.CountUnit, "unit")
    value = fields.Number()
    qualifier = fields.Word(enums.CountQualifier)
    qualifier_label = fields.LabelField(enums.CountQualifier, "qualifier")
    wording = fields.Words(help_text="In the words of the source.")
    scope = fields.Word(enums.CountScope)
    scope_label = fields.LabelField(enums.CountScope, "scope")
    scope_words = fields.TranslatedField()
    on = fields.Day()
    is_chosen = fields.Flag(help_text="Whether the record follows this figure.")
    source = SourceSerializer(read_only=True, allow_null=True)


class AgreementOfEvent(RecordSerializer):
    id = fields.Identifier()
    relation = fields.Word(enums.AgreementRelation)
    relation_label = fields.LabelField(enums.AgreementRelation, "relation")
    agreement = AgreementReference(read_only=True)


class PublicationSerializer(RecordSerializer):
    """A book, proceedings or report that came out of the event."""

    id = fields.Identifier()
    name = fields.TranslatedField()
    language = fields.Word(actors.TextLanguage)
    publishers = InstitutionReference(many=True, read_only=True)
    printer = fields.Words()
    isbn = fields.Words()
    legal_deposit = fields.Words()
    cover = moment_fields.MomentField("cover")
    online_on = fields.Day()
    page_count = fields.Number()
    url = fields.WebAddress()


class PressItemSerializer(SourceSerializer):
    """What was published about the event."""

    same_dispatch_as = fields.Number(
        source="same_dispatch_as_id", help_text="The id of the press item of which this is a copy."
    )


class DocumentOfEvent(RecordSerializer):
    id = fields.Identifier()
    url = fields.UrlField("document")
    title = fields.TranslatedField()
    kind = fields.Word(enums.DocumentKind)
    kind_label = fields.LabelField(enums.DocumentKind, "kind")
    language = fields.Word(actors.TextLanguage)
    published_on = fields.Day()
    session = fields.Number(source="session_id", help_text="The id of an entry of the event's `sessions`.")
    file_url = fields.FileUrlField()
    elsewhere_url = fields.WebAddress(source="url", help_text="The address outside the portal.")
    type = media_fields.MediaTypeField()
    size = fields.Number(help_text="Bytes.")
    pages = fields.Number(help_text="Where the file says how many it has.")
    sha256 = fields.Words(help_text="Checksum of the file, in hexadecimal digits.")


class PhotoSerializer(RecordSerializer):
    id = fields.Identifier()
    url = fields.AddressOf("photo_file")
    width = fields.Number()
    height = fields.Number()
    alt = fields.TranslatedField()
    caption = fields.TranslatedField()
    credit = fields.Words()
    taken_on = fields.Day()
    renditions = media_fields.RenditionsField()
    focal_point = media_fields.FocalPointField()


class RecordingSerializer(RecordSerializer):
    id = fields.Identifier()
    kind = fields.Word(enums.RecordingKind)
    kind_label = fields.LabelField(enums.RecordingKind, "kind")
    title = fields.TranslatedField()
    language = fields.Word(actors.TextLanguage)
    url = fields.WebAddress()
    has_captions = fields.Flag()


class CorrectionSerializer(RecordSerializer):
    """A published fact that was wrong and has been put right."""

    id = fields.Identifier()
    on = fields.Day()
    field = fields.Words(help_text="Null: the whole entry.")
    before = fields.Words()
    after = fields.Words()
    reason = fields.TranslatedField()
