"""What is counted once for each version, because there is much of it, is as new as what is counted each time."""

import re

import pytest
from django.test import Client

from events.enums import FollowUpStatus
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)  # the ledger is settled after the commit


@pytest.fixture(params=[0, 10_000], ids=["many", "few"])
def most_counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("events.figures.MANY", request.param)
    return int(request.param)


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.usefixtures("most_counted")
def test_a_place_shows_what_was_written_since(client: Client) -> None:
    fes = make.fes()
    medina = make.territory(name_fr="Médina", parent=fes)
    request = make.recommendation(event=make.event(territory=medina))

    before = words(client, "/fr/territories/fes/")
    assert "Médina 1" in before
    assert "1 Enregistrée" in before

    make.follow_up(recommendation=request, status=FollowUpStatus.DONE)
    make.event().covered_territories.add(medina)
    after = words(client, "/fr/territories/fes/")
    assert "Médina 2" in after
    assert "1 Réalisée" in after


@pytest.mark.usefixtures("most_counted")
def test_an_institution_shows_what_was_written_since(client: Client) -> None:
    police, city = make.police(), make.institution(name_fr="Commune")
    event = make.event()
    for body in (police, city):
        make.involvement(event=event, institution=body)
    request = make.recommendation(event=event)
    request.addressees.add(police)

    before = words(client, "/fr/institutions/dgsn/")
    assert "Commune 1 0" in before
    assert "1 Enregistrée" in before

    make.follow_up(recommendation=request, status=FollowUpStatus.DONE)
    second = make.event()
    for body in (police, city):
        make.involvement(event=second, institution=body)
    after = words(client, "/fr/institutions/dgsn/")
    assert "Commune 2 0" in after
    assert "1 Réalisée" in after
