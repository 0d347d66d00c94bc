"""What is kept from staff of another institution is nowhere on the staff's site: every address is asked for it.

The addresses are found, not listed: a page that somebody adds tomorrow is asked too. Secrets are planted in events
of every state that is not public, in what hangs on public rows, and in what is kept about a public event.
"""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from events.enums import EventLinkKind
from events.models import Consent, Event, EventLink, PreviewLink
from history.models import PendingRevision
from institutions.admin.desk import Desk
from institutions.models import Institution
from institutions.rights import CLOSED, rule_for
from tests import factories as make
from tests.rights_cast import (
    SECRET,
    answer_to,
    event_of,
    filled,
    houses,
    keep_about,
    member,
    patterns,
    planted,
    secretive,
)

pytestmark = pytest.mark.django_db

HIDDEN_STATES = ("draft", "in_review", "withdrawn", "scheduled")
ARABIC = "كتمان"
EVENTS = "/admin/events/event/"
REFUSED = (302, 400, 403, 404, 405)


@pytest.fixture
def found() -> dict[str, Institution]:
    return houses()


def plant(found: dict[str, Institution]) -> tuple[Event, list[models.Model]]:
    """A public event that hidden rows hang on, and all that is hidden."""
    public = event_of(found, "published")
    make.involvement(event=public, institution=found["C"], role="partner")
    keep_about(public, found["B"])
    hidden: list[models.Model] = [planted(found, state) for state in HIDDEN_STATES]
    body = make.institution(**secretive("name"), acronym=SECRET, publication_state="draft")
    hidden += [
        body,
        make.series(**secretive("name"), publication_state="draft", organizer=found["A"]),
        make.agreement(**secretive("name"), publication_state="withdrawn", first_party=found["A"]),
        make.publication(**secretive("name"), publication_state="in_review", source_event=public),
    ]
    hang(public, hidden[0], body, hidden[-3])
    return public, hidden


def hang(public: Event, event: Any, body: Institution, series: Any) -> None:
    """Public rows that name hidden ones."""
    make.event(super_event=event, series=series, name_fr="Partie publique")
    EventLink.objects.create(from_event=public, kind=EventLinkKind.FOLLOWS, to_event=event)
    make.press_item(public, event)
    make.institution(parent=body, name_fr="Unité publique")
    make.agreement(first_party=body, name_fr="Convention publique")
    make.publication(source_event=event, name_fr="Livre public").publishers.add(body)
    make.involvement(event=public, institution=body, role="supporter")
    make.speaker(event=public, institution=body)
    make.recommendation(event=public).addressees.add(body)


def test_desk_of_the_record_has_a_rule() -> None:
    """A model registered without a rule would be closed to everybody; it is also told here."""
    desks = {model for model, desk in admin.site._registry.items() if isinstance(desk, Desk)}
    others = {model._meta.app_label for model in admin.site._registry if model not in desks}

    assert {model for model in desks if rule_for(model) is CLOSED} == set()
    assert others & {"events", "institutions"} == set()


def test_page_of_a_hidden_row_is_refused_to_everybody_else(found: dict[str, Institution]) -> None:
    _public, hidden = plant(found)
    strangers = [member("publisher", found[house]) for house in ("C", "parent", "unit")] + [
        member("author", found["C"]),
        member("", found["A"]),
        member("publisher"),
    ]
    parts = [row for event in hidden if isinstance(event, Event) for row in parts_of(event)]

    pages = [(row, pattern) for row in (*hidden, *parts) for pattern in pages_of(type(row))]

    opened = []
    for number, (row, pattern) in enumerate(pages):  # each page is tried by the next of them
        user = strangers[number % len(strangers)]
        address = filled(pattern, row.pk)
        status, _response = answer_to(user, address)
        if status not in REFUSED:
            opened.append(f"{user.groups.first()} {address} {status}")

    assert "\n".join(opened) == ""


@pytest.mark.long
def test_secret_of_another_institution_is_on_no_page(found: dict[str, Institution]) -> None:
    public, hidden = plant(found)
    client = signed_in(member("publisher", found["C"]))
    leaks, answered = [], 0
    for address in every_address(public, hidden):
        response = client.get(address)
        answered += response.status_code == 200
        if tells(response) or response.status_code >= 500:
            leaks.append(f"{address} {response.status_code}")

    assert "\n".join(leaks) == ""
    assert answered > 100  # the walk really went through the site


def test_secret_is_on_the_pages_of_those_it_is_for(found: dict[str, Institution]) -> None:
    """The walk can turn red: the same pages tell the secret to who works for the institution."""
    _public, hidden = plant(found)
    client = signed_in(member("publisher", found["A"]))

    pages = [
        f"{EVENTS}?publication_state__exact=draft",
        f"/admin/events/event/{hidden[0].pk}/history/",
        choices_of(Event, "super_event"),
    ]

    assert [tells(client.get(page)) for page in pages] == [True, True, True]


def test_search_for_a_secret_finds_nothing(found: dict[str, Institution]) -> None:
    """Not even rows that everybody sees but that hang on what is hidden: a press item, a public unit."""
    plant(found)
    client = signed_in(member("publisher", found["C"]))
    found_by: dict[str, int] = {}
    for model in desks():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?q={SECRET}kept"
        response = client.get(address)
        if response.status_code == 200 and (count := response.context["cl"].result_count):
            found_by[address] = count
    for address in choices(f"{SECRET}kept"):
        response = client.get(address)
        if response.status_code == 200 and (results := json.loads(response.content)["results"]):
            found_by[address] = len(results)

    assert found_by == {}


def test_hidden_row_cannot_be_chosen_by_its_number(found: dict[str, Institution]) -> None:
    _public, hidden = plant(found)
    user = member("publisher", found["C"])
    own = make.draft()
    make.involvement(event=own, institution=found["C"])
    from tests.events.test_rights_matrix import editor

    sent = editor(user).send(own, super_event=hidden[0].pk, series=hidden[-3].pk)

    assert set(sent.errors) == {"super_event", "series"}


# Small things -----------------------------------------------------------------------------------------
def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session["staff_verified"] = True
    session.save()
    return client


def desks() -> list[type[models.Model]]:
    return list(admin.site._registry)


def pages_of(model: type[models.Model]) -> list[str]:
    prefix = f"admin/{model._meta.app_label}/{model._meta.model_name}/<"
    return [pattern for pattern in patterns() if pattern.startswith(prefix)]


def parts_of(event: Event) -> list[models.Model]:
    return [
        *event.speakers.all(),
        *event.involvements.all(),
        *event.recommendations.all(),
        *event.counts.all(),
    ]


def every_address(public: Event, hidden: list[models.Model]) -> list[str]:
    """Each page of the site, for the public event, for its parts and for the first rows of each kind."""
    addresses = ["/admin/", *choices(""), *choices(f"{ARABIC}")]
    values = {
        "link_id": PreviewLink.objects.filter(event=public).values_list("pk", flat=True)[0],
        "consent_id": Consent.objects.filter(event=public).values_list("pk", flat=True)[0],
        "app_label": "events",
    }
    for pattern in patterns():
        rows = keys_of(pattern, public, hidden) if "<" in pattern else [0]
        addresses += [filled(pattern, key, **values) for key in rows]
    lists = [address for address in addresses if address.count("/") == 4]
    facets = [f"{address}?_facets=True" for address in lists if "/events/" in address]
    return [*addresses, *facets, *(f"/admin/events/event/?{q}" for q in ("first_day__year=2023", "_popup=1"))]


def keys_of(pattern: str, public: Event, hidden: list[models.Model]) -> list[Any]:
    """Rows of the model of this page: the public event's, those that name hidden rows, and the hidden ones."""
    model = next((m for m in desks() if f"/{m._meta.app_label}/{m._meta.model_name}/" in f"/{pattern}"), None)
    if model is None:
        return [1]
    if model is Event:
        return [*Event.objects.public().order_by("pk").values_list("pk", flat=True)[:2], hidden[0].pk]
    if model is PendingRevision:
        return list(PendingRevision.objects.values_list("pk", flat=True))
    return list(model._base_manager.order_by("-pk").values_list("pk", flat=True)[:2])


def choices(term: str) -> list[str]:
    """The list of choices of one key to each model that has such a list."""
    found = {
        field.related_model: choices_of(model, field.name, term)
        for desk in admin.site._registry.values()
        for model in (desk.model, *(inline.model for inline in desk.inlines))
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is not None and admin.site.is_registered(field.related_model)
    }
    return list(found.values())


def choices_of(model: type[models.Model], field: str, term: str = "") -> str:
    meta = model._meta
    key = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={field}"
    return f"/admin/autocomplete/?{key}&term={term}"


def tells(response: Any) -> bool:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "ignore") + response.headers.get("Location", "")
    if "workbook" in response.headers.get("Content-Type", ""):
        text = unpacked(body)
    address = response.request["QUERY_STRING"]
    return SECRET in text.lower() or (ARABIC in text and not address)


def unpacked(body: bytes) -> str:
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
