"""Everything an event has, in one query, and exactly what plain ORM access gives."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import EventLinkKind, FollowUpStatus
from events.models import EventAgreement, EventLink, Event, Recommendation
from events.parts import NOT_LOADED, PARTS, stored_fields
from institutions.enums import PublicationState
from tests import factories

pytestmark = pytest.mark.django_db
BELOW = {kind: part for kind, part in PARTS.items() if part.into}
DIRECT = {kind: part for kind, part in PARTS.items() if not part.into}


def on_page(event):
    return Event.objects.public().for_page().get(pk=event.pk)


def columns(row, wanted):
    return {name: getattr(row, name) for name in wanted}


def loaded_columns(part, model):
    """The columns of ``model`` that this kind of parts loads."""
    if part.through:
        return part.related[part.through]
    return part.only or [field.attname for field in stored_fields(model)]


@pytest.mark.parametrize("kind", DIRECT)
def test_part_is_what_plain_access_gives(kind):
    event = factories.full_event()
    plain = getattr(event, kind).all()
    wanted = loaded_columns(PARTS[kind], plain.model)
    if PARTS[kind].through:
        plain = plain.order_by("published_on", "pk") if kind == "press_items" else plain.order_by("pk")
    else:
        plain = plain.order_by(*PARTS[kind].order)

    loaded = getattr(on_page(event), kind).all()

    assert len(loaded) == 2
    assert [columns(row, wanted) for row in loaded] == [columns(row, wanted) for row in plain]
    assert list(loaded) == list(plain)
