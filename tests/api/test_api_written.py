"""The functions that write records say, byte for byte, what the framework would make of the same serializers."""

import json

import pytest
from rest_framework.serializers import Serializer

from portal.api.changes import VIEWS
from portal.api.serializers.base import RecordSerializer, writer
from portal.lib.translated import LANGUAGES
from tests.api.test_api_queries import LISTS

pytestmark = pytest.mark.django_db


def as_json(serializer, rows):
    return json.dumps([serializer.to_representation(row) for row in rows], ensure_ascii=False)


@pytest.mark.parametrize("resource", LISTS)
def test_what_is_written_is_what_the_framework_would_write(monkeypatch, resource):
    fill, _cost = LISTS[resource]
    fill()
    fill()
    view = VIEWS[resource]()
    rows = view.complete(list(view.get_queryset()))
    shape = view.serializer_class
    asked = (None, *LANGUAGES)
    written = {language: as_json(writer(shape, language), rows) for language in asked}

    monkeypatch.setattr(RecordSerializer, "_write", Serializer.to_representation)

    assert written == {language: as_json(shape(context={"language": language}), rows) for language in asked}
    assert len(json.loads(written[None])) >= 2
