"""Staff see counts; an address only when its owner has brought it, and each time on record without it."""

import json

import pytest
from django.contrib.auth import get_user_model

from alerts.models import Subscription
from staff.models import AuditEntry
from staff.roles import Role
from tests import factories as make
from tests.alerts.conftest import subscriber

pytestmark = pytest.mark.django_db
DESK = "/admin/alerts/subscription/"


@pytest.fixture
def administrator(client):
    client.force_login(make.staff_member("administrator", Role.ADMINISTRATOR.value))
    return client


def test_counts_per_filter_are_shown_and_no_address(administrator):
    subscriber("one@example.ma", query="kind=seminar")
    subscriber("two@example.ma", query="kind=seminar", confirmed_at=None)
    page = administrator.get(f"{DESK}?q=one@example.ma&address=one@example.ma").content.decode()

    assert 'href="/ar/events/?kind=seminar"' in page
    assert "<td>1</td><td>1</td>" in page
    assert "two@" not in page
    assert "one@" not in page.replace("%40", "@").replace("q=one@", "").replace("address=one@", "")


def test_copy_and_erasure_of_an_exact_address_are_on_record_without_it(administrator):
    (
        subscriber("Person@example.ma", query="kind=seminar"),
        subscriber("person@example.ma"),
        subscriber("other@example.ma"),
    )
    partial = administrator.post(DESK, {"address": "person@"}).content.decode()
    shown = administrator.post(DESK, {"address": "person@example.ma", "look": "1"}).content.decode()
    copy = json.loads(administrator.post(DESK, {"address": "person@example.ma", "copy": "1"}).content)
    erased = administrator.post(DESK, {"address": "PERSON@example.ma", "erase": "1"})

    assert "لا يُحفظ شيء" in partial
    assert 'dir="ltr">fr<' in shown
    assert [row["query"] for row in copy] == ["kind=seminar", ""]
    assert set(copy[0]) == {
        "address", "query", "language", "frequency", "created_at", "confirmed_at", "sent_at",
    }  # fmt: skip
    assert erased.status_code == 302
    assert [row.address for row in Subscription.objects.all()] == ["other@example.ma"]
    trail = list(AuditEntry.objects.filter(details__of="alerts.subscription").order_by("pk"))
    assert [entry.action for entry in trail] == ["exported", "exported", "exported", "purged"]
    assert len({entry.details["digest"] for entry in trail[1:]}) == 1
    assert "person" not in json.dumps([entry.details for entry in trail]).lower()


@pytest.mark.parametrize("role", ["author", "reviewer", "publisher", ""])
def test_nobody_below_an_administrator_comes_near(client, role):
    row = subscriber()
    client.force_login(make.staff_member("somebody", role))
    for answer in (client.get(DESK), client.post(DESK, {"address": row.address, "erase": "1"})):
        assert answer.status_code == 403
    assert Subscription.objects.exists()


def test_no_page_of_a_single_row_exists(administrator):
    row = subscriber()
    get_user_model().objects.filter(username="administrator").update(is_superuser=True)
    for address in (
        f"{DESK}{row.pk}/change/",
        f"{DESK}{row.pk}/delete/",
        f"{DESK}add/",
        f"{DESK}{row.pk}/history/",
    ):
        answer = administrator.get(address)
        assert answer.status_code in (302, 403), address
        assert row.address not in answer.content.decode()
