"""The first page of the staff: what waits for me, in a constant number of queries, and nothing of strangers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from events import services
from events.models import Event
from exchange.models import ImportBatch, ImportRow
from history.models import Verb
from history.recording import recording
from history.revisions import propose
from history.snapshots import snapshot
from history.versions import of
from institutions.enums import PublicationState
from portal.desk.dashboard import dashboard
from portal.lib.zone import today
from tests import factories as make

pytestmark = pytest.mark.django_db
SECRET = "كتمان"


class House:
    """An institution with its staff, and its events of every kind that a dashboard shows."""

    def __init__(self, name: str, word: str) -> None:
        self.word = word
        self.body = make.institution(name_ar=name, name_fr=name)
        self.author, self.publisher = (
            make.staff_member(f"{word}-{role}", role, self.body) for role in ("author", "publisher")
        )

    def own(self, **columns: Any) -> Event:
        event = make.draft(created_by=self.author, name_ar=f"{self.word} {columns}", **columns)
        make.involvement(event=event, institution=self.body)
        return event

    def fill(self, count: int) -> None:
        for number in range(count):
            self._fill_once(number)

    def _fill_once(self, number: int) -> None:
        services.submit_event(event=self.own(slogan_ar=f"{number}"), by=self.author)
        refused = self.own(slogan_ar=f"م {number}")
        services.submit_event(event=refused, by=self.author)
        services.refuse_event(event=refused, by=self.publisher, reason=f"سبب {self.word}")
        self.own(starts_on=today() + timedelta(days=3 + number))
        self.consent(number)
        self.revision(number)
        self.mute_photo()
        self.failed_import(number)

    def consent(self, number: int) -> None:
        self.body.is_asked_before_publication = True
        self.body.save()
        other = make.institution(name_fr=f"Autre {number}")
        event = make.draft(name_ar=f"مشترك {self.word} {number}")
        make.involvement(event=event, institution=other)
        make.involvement(event=event, institution=self.body, role="joint_organizer")
        services.submit_event(event=event, by=make.staff_member(f"{self.word}-o{number}", "publisher", other))

    def revision(self, number: int) -> None:
        event = self.own(publication_state=PublicationState.PUBLISHED, slogan_ar=f"منشور {number}")
        with recording(event, by=self.publisher, verb=Verb.PUBLISHED):
            pass
        proposed = snapshot(event)
        proposed[""]["slogan_ar"] = "شعار مقترح"
        propose(row=event, base=of(event)[0], proposed=proposed, by=self.author)

    def mute_photo(self) -> None:
        make.photo(event=self.own(starts_on=date(2020, 1, 1)), alt_ar="", alt_fr="")

    def failed_import(self, number: int) -> None:
        batch = ImportBatch.objects.create(
            by=self.publisher, file="imports/x.csv", file_name=f"{self.word}.csv", kind="csv", state="checked"
        )
        ImportRow.objects.create(batch=batch, number=1, outcome="refused")


@pytest.fixture
def house() -> House:
    return House("المديرية", "ظاهر")


def fresh(user: Any) -> Any:
    """As a request has the user: nothing remembered."""
    return type(user).objects.get(pk=user.pk)


def panels(user: Any) -> dict[str, Any]:
    shown = dashboard(fresh(user))
    return {panel.name: panel for panel in [*shown["waiting"], *shown["panels"]]}


def test_dashboard_shows_what_waits_for_each_role(house: House) -> None:
    house.fill(1)

    author, publisher = panels(house.author), panels(house.publisher)

    waiting = ("review", "returned", "consent", "revisions", "imports")
    assert [name for name in waiting if name in author] == ["returned"]
    assert [name for name in waiting if name in publisher] == ["review", "consent", "revisions", "imports"]
    assert author["returned"].rows[0].notes == ["سبب ظاهر"]
    assert publisher["imports"].rows[0].title == "ظاهر.csv"


def test_incomplete_record_says_what_it_lacks(house: House) -> None:
    event = make.draft(created_by=house.author, name_en="A meeting")
    make.photo(event=event, alt_ar="", alt_fr="")

    (row,) = panels(house.author)["incomplete"].rows

    assert row.notes == ["بلا جهة منظمة", "بلا مصدر", "صورة بلا وصف أو بلا مصدر"]


@pytest.mark.parametrize("count", [1, 3, 7])
def test_panel_shows_five_rows_and_counts_all(house: House, count: int) -> None:
    house.fill(count)

    review = panels(house.publisher)["review"]

    # those of the house, and those that it organises with others
    assert (len(review.rows), review.count) == (min(5, 2 * count), 2 * count)


def test_counts_are_those_of_the_lists_they_lead_to(client: Client, house: House) -> None:
    house.fill(2)
    client.force_login(house.publisher)
    shown = dashboard(fresh(house.publisher))

    for panel in [*shown["waiting"], *shown["panels"], *shown["chips"]]:
        if panel.href.startswith("/admin/events/"):
            assert client.get(panel.href).context["cl"].result_count == panel.count, panel.title


def test_links_of_the_dashboard_lead_somewhere(client: Client, house: House) -> None:
    house.fill(1)
    client.force_login(house.publisher)
    shown = dashboard(fresh(house.publisher))

    rows = [row for panel in [*shown["waiting"], *shown["panels"]] for row in panel.rows]
    addresses = {row.href for row in rows} | {panel.href for panel in shown["waiting"]}
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize("role", ["author", "publisher"])
def test_dashboard_shows_nothing_of_strangers(client: Client, house: House, role: str) -> None:
    House("غرباء", SECRET).fill(1)
    house.fill(1)
    client.force_login(getattr(house, role))

    page = client.get("/admin/").content.decode()

    assert "ظاهر" in page
    # What the stranger has published is public, and may be seen by all.
    drafts = [line for line in page.splitlines() if SECRET in line and "منشور" not in line]
    assert drafts == []


def test_member_without_any_right_sees_an_empty_dashboard(client: Client, house: House) -> None:
    house.fill(1)
    client.force_login(make.staff_member("nobody"))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert "ظاهر" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [("author", 13), ("publisher", 14)])
def test_dashboard_takes_the_same_number_of_queries_for_any_number_of_rows(
    client: Client, house: House, count: int, role: str, queries: int, django_assert_num_queries: Any
) -> None:
    house.fill(count)
    client.force_login(getattr(house, role))
    client.get("/admin/")  # content types are remembered by the process

    with django_assert_num_queries(queries):
        client.get("/admin/")
