"""Administrators make keys, which are shown once; nobody else sees any."""

import re

import pytest

from partners import keys
from partners.models import ApiKey
from staff.models import AuditEntry
from staff.roles import Role
from tests import factories as make
from tests.rights_cast import member

pytestmark = pytest.mark.django_db
ADD = "/admin/partners/apikey/add/"


@pytest.fixture
def desk(client):
    client.force_login(member(Role.ADMINISTRATOR, make.institution()))
    return client


def columns(**more):
    return {
        "institution": make.institution().pk,
        "name": "mirror",
        "per_minute": 100,
        "expires_at_0": "",
        "expires_at_1": "",
        **more,
    }


def test_a_key_is_shown_once_and_stored_as_what_it_hashes_to(desk, client):
    made = desk.post(ADD, columns())
    text = re.search(r"hk_[0-9a-f]{10}_[\w-]{43}", made.content.decode())[0]
    key = ApiKey.objects.get()

    assert "no-store" in made.headers["Cache-Control"]
    assert keys.recognise(text) == key
    assert key.digest == keys.digest(text)
    for address in (f"/admin/partners/apikey/{key.pk}/change/", "/admin/partners/apikey/"):
        assert text.rpartition("_")[2] not in desk.get(address).content.decode()
    assert client.get("/api/v1/topics/", headers={"X-Api-Key": text}).status_code == 200
    assert [
        (entry.action, entry.details["prefix"]) for entry in AuditEntry.objects.filter(action="key_made")
    ] == [("key_made", key.prefix)]
    assert text not in str(list(AuditEntry.objects.values()))


def test_keys_are_revoked_from_the_list_once(desk):
    key = ApiKey(institution=make.institution(), name="mirror")
    text = keys.make_key(key, by=None)
    order = {"action": "revoke_keys", "_selected_action": [key.pk]}

    for _ in range(2):
        desk.post("/admin/partners/apikey/", order)
    assert keys.recognise(text) is None
    assert AuditEntry.objects.filter(action="key_revoked").count() == 1
    assert desk.post(f"/admin/partners/apikey/{key.pk}/delete/").status_code == 403


@pytest.mark.parametrize("limit", [0, 60_001])
def test_a_limit_out_of_bounds_is_refused(desk, limit):
    answer = desk.post(ADD, columns(per_minute=limit))

    assert answer.status_code == 200
    assert not ApiKey.objects.exists()


def test_publishers_see_no_keys(client):
    client.force_login(member(Role.PUBLISHER, make.institution()))

    assert client.get("/admin/partners/apikey/").status_code == 403
    assert client.get(ADD).status_code == 403
