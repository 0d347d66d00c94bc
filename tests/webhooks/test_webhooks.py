"""Subscribers are told of what passes their filter, once, signed, and again until they take it."""

import ipaddress
import json
import socket
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.settling import settle
from events.enums import EventKind
from events.models import Event
from institutions.enums import PublicationState
from staff.roles import Role
from tests import factories as make
from tests.test_architecture import APPS, modules
from tests.webhooks.receiver import receiver
from webhooks import delivering, feeding, sending
from webhooks.models import Delivery, State, Subscription
from webhooks.signing import signature
from webhooks.tasks import after_changes, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    with receiver() as here:
        yield here


@pytest.fixture
def subscribe(partner):
    """A subscriber at the receiver, who knows everything that is there already."""

    def subscribed(query="", **columns):
        given = {"name": "CNDH", "owner_email": "web@example.ma", "url": f"{partner.address}/hook", **columns}
        made = Subscription.objects.create(query=query, **given)
        settle()
        work()
        return made

    return subscribed


def told(partner):
    """(kind, number) of each message, and the messages are then forgotten."""
    bodies = [json.loads(body) for _path, _headers, body in partner.received]
    partner.received.clear()
    return [(body["type"], body["data"]["id"]) for body in bodies]


def go_on():
    settle()
    work()


def test_an_event_appears_changes_and_goes(partner, subscribe):
    make.event(slug="known")
    subscribe()
    event = make.event(slug="new")
    go_on()
    assert told(partner) == [("event.created", event.pk)]

    Event.objects.filter(pk=event.pk).update(abstract_ar="نبذة")
    go_on()
    go_on()
    assert told(partner) == [("event.updated", event.pk)]

    Event.objects.filter(pk=event.pk).update(publication_state=PublicationState.WITHDRAWN)
    go_on()
    assert told(partner) == [("event.deleted", event.pk)]


def test_what_does_not_pass_the_filter_is_not_told_and_leaving_it_is(partner, subscribe):
    subscribe("kind=conference")
    event = make.event(slug="seminar")
    draft = make.draft(slug="draft", kind=EventKind.CONFERENCE)
    go_on()
    assert told(partner) == []

    Event.objects.filter(pk=event.pk).update(kind=EventKind.CONFERENCE)
    go_on()
    Event.objects.filter(pk=event.pk).update(kind=EventKind.SEMINAR)
    go_on()
    assert told(partner) == [("event.created", event.pk), ("event.deleted", event.pk)]
    assert not Delivery.objects.filter(body__contains=f"/{draft.pk}/").exists()


def test_messages_are_signed_and_a_replaced_secret_fits_for_a_day(partner, subscribe):
    subscription = subscribe()
    former = subscription.secret
    delivering.rotate(subscription)
    signed = []
    for moment in (timedelta(), timedelta(days=1, minutes=1)):
        with time_machine.travel(timezone.now() + moment, tick=False):
            make.event(slug=f"e{moment.days}")
            go_on()
            _path, headers, body = partner.received.pop()
            number, at = headers["webhook-id"], int(headers["webhook-timestamp"])
            fits = [signature(secret, number, at, body) for secret in (subscription.secret, former)]
            signed.append([one in headers["webhook-signature"].split() for one in fits])

    assert signed == [[True, True], [True, False]]


def test_a_known_signature_is_the_one_of_the_standard():
    """The example of the specification's reference libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"test": 2432232314}'
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_tried_over_a_day_given_up_and_sent_again_by_hand(partner, subscribe):
    subscribe()
    partner.behaviour = "fail"
    make.event()
    settle()
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        work()
        while (delivery := Delivery.objects.get()).state == State.WAITING:
            assert delivery.next_at > timezone.now()
            clock.move_to(delivery.next_at)
            work()
        assert timezone.now() - begun > timedelta(hours=20)
        assert (delivery.state, delivery.attempts) == (State.DEAD, len(delivering.PAUSES) + 1)
        assert (delivery.status, delivery.error) == (500, "HTTP 500")

        partner.behaviour = "ok"
        delivering.replay(delivery)
        work()
    assert Delivery.objects.get().state == State.DELIVERED
    assert len({headers["webhook-id"] for _path, headers, _body in partner.received}) == 1


def test_pauses_differ_from_one_message_to_the_next():
    pauses = {delivering.pause_after(3) for _ in range(20)}
    assert len(pauses) > 1
    assert all(0.79 * 1800 < pause < 1.21 * 1800 for pause in pauses)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [("redirect", "HTTP 302"), ("endless", "timeout"), ("huge", ""), ("gone", "HTTP 410")],
)
def test_a_hostile_receiver_gets_little_of_us(partner, monkeypatch, behaviour, error):
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    partner.behaviour = behaviour
    outcome = sending.send(f"{partner.address}/hook", {}, "{}")

    assert outcome.error == error
    assert outcome.milliseconds < 2_000
    assert [path for path, _headers, _body in partner.received] == ["/hook"]  # nobody followed


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fd00:ec2::254"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"),
    ],
)
def test_addresses_inside_are_refused(address):
    assert not sending.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://localhost/",
            "https://2130706433/",
            "https://0x7f.1/",
        ),
        *(
            "http://example.ma/",
            "https://127.0.0.1:22/",
            "ftp://example.ma/",
            "https:///x",
            "https://127.0.0.1:x/",
        ),
    ],
)
def test_no_way_of_writing_an_address_leads_inside(url):
    outcome = sending.send(url, {}, "{}")
    assert (outcome.status, bool(outcome.error)) == (None, True)


def test_a_name_that_changes_its_mind_is_connected_where_it_was_judged(monkeypatch):
    """DNS rebinding: the second answer would be ours; there is no second question."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    asked, connected = [], []

    def resolve(host, port, **_kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(where, **_kwargs):
        connected.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    sending.send("https://rebinding.example/", {}, "{}")
    assert (asked, connected) == (["rebinding.example"], ["93.184.215.14"])
    assert "not public" in sending.send("https://rebinding.example/", {}, "{}").error
    assert connected == ["93.184.215.14"]


def test_nothing_but_the_suite_opens_a_way_inside():
    sources = modules(*APPS, "scripts")
    naming = [path.name for path in sources if "receivers_of_the_tests" in path.read_text(encoding="utf-8")]

    assert naming == ["sending.py"]
    assert Path(sending.__file__).read_text(encoding="utf-8").count("receivers_of_the_tests") == 2


def test_a_worker_that_is_killed_loses_nothing(partner, subscribe, monkeypatch):
    subscribe()
    events = [make.event(slug=f"e{number}") for number in range(3)]
    settle()
    write, position = feeding._message, Subscription.objects.get().position

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(feeding, "_message", killed)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert (Delivery.objects.count(), Subscription.objects.get().position) == (0, position)

    monkeypatch.setattr(feeding, "_message", write)
    feeding.feed_all()
    assert delivering._claimed() is not None  # and killed while it was sending
    go_on()
    assert len(told(partner)) == 2
    with time_machine.travel(timezone.now() + 2 * delivering.CLAIM, tick=False):
        go_on()
    assert told(partner) == [("event.created", events[0].pk)]


def test_an_address_that_fails_for_long_is_switched_off_and_its_owner_told(partner, subscribe):
    subscription = subscribe()
    partner.behaviour = "fail"
    Subscription.objects.update(failing_since=timezone.now() - delivering.LONG_FAILURE)
    make.event()
    go_on()

    subscription.refresh_from_db()
    assert not subscription.is_active
    [message] = mail.outbox
    assert message.to == ["web@example.ma"]
    assert "HTTP 500" in message.body


def test_the_worker_is_called_only_where_somebody_listens(subscribe, django_assert_num_queries):
    with django_assert_num_queries(1):
        after_changes()


@pytest.mark.parametrize(
    ("columns", "at_fault"),
    [
        ({"url": "http://example.ma/"}, "url"),
        ({"url": "https://user:pw@example.ma/"}, "url"),
        ({"query": "kind=nonsense"}, "query"),
        ({"query": "colour=red"}, "query"),
    ],
)
def test_subscriptions_that_cannot_work_are_refused_in_words(columns, at_fault):
    given = {"name": "x", "url": "https://example.ma/", "owner_email": "a@example.ma", **columns}
    with pytest.raises(ValidationError) as refusal:
        Subscription(**given).full_clean()
    assert list(refusal.value.message_dict) == [at_fault]


# The desk -------------------------------------------------------------------------------------------------
DESK, LOG = "/admin/webhooks/subscription/", "/admin/webhooks/delivery/"


@pytest.fixture
def administrator(client):
    client.force_login(make.staff_member("admin", Role.ADMINISTRATOR))
    return client


def test_the_desk_is_for_administrators(client):
    client.force_login(make.staff_member("publisher", Role.PUBLISHER))
    assert [client.get(address).status_code for address in (DESK, LOG, f"{DESK}add/")] == [403, 403, 403]


def test_a_webhook_is_made_its_secret_shown_once_tested_and_its_messages_sent_again(administrator, partner):
    given = {
        "name": "CNDH",
        "url": "https://example.ma/hook",
        "owner_email": "a@example.ma",
        "is_active": "on",
    }
    page = administrator.post(f"{DESK}add/", {**given, "query": ""}, follow=True)
    subscription = Subscription.objects.get()
    assert subscription.secret in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "messages" not in page.cookies
    assert subscription.secret not in administrator.get(f"{DESK}{subscription.pk}/change/").content.decode()

    Subscription.objects.update(url=f"{partner.address}/hook")
    chosen = {"_selected_action": subscription.pk}
    administrator.post(DESK, {"action": "send_test", **chosen})
    partner.behaviour = "fail"
    page = administrator.post(DESK, {"action": "send_test", **chosen}, follow=True)
    assert "HTTP 500" in page.content.decode()
    page = administrator.post(DESK, {"action": "new_secrets", **chosen})
    assert Subscription.objects.get().secret in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert Subscription.objects.get().former_secret == subscription.secret

    Delivery.objects.update(state=State.DEAD)
    [failed, taken] = Delivery.objects.all()
    log = administrator.get(LOG, {"state": State.DEAD}).content.decode()
    assert failed.message_id in log
    assert taken.message_id in log
    assert administrator.get(f"{LOG}{failed.pk}/change/").status_code == 200
    administrator.post(LOG, {"action": "send_again", "_selected_action": failed.pk})
    assert Delivery.objects.get(pk=failed.pk).state == State.WAITING
