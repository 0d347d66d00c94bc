"""Results of the search: what was found, where its whole record is, and the passage that says most."""

from portal.api import fields, found_fields
from portal.api.serializers.base import RecordSerializer
from search.models import Kind


class HighlightSerializer(RecordSerializer):
    """HTML with `<mark>` around what was found, and nothing else; in the language asked for, or in Arabic."""

    title = fields.Words(source="result.title")
    title_language = fields.Words(source="result.title_language")
    passage = fields.Words(source="result.passage")
    passage_language = fields.Words(source="result.passage_language")


class ResultSerializer(RecordSerializer):
    id = fields.Identifier(source="pk", help_text="Of the record; unique within its kind.")
    kind = fields.Word(Kind)
    kind_label = fields.LabelField(Kind, "kind")
    url = found_fields.ResultUrlField()
    page_url = found_fields.ResultPageField()
    elsewhere_url = found_fields.ElsewhereField()
    title = found_fields.TitleField()
    on = fields.Day(help_text="Of events, agreements, documents and press items; null where it is not known.")
    highlight = HighlightSerializer(source="*", read_only=True)
