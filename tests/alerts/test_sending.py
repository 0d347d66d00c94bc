"""What goes out, to whom and when; once, whatever happens to the process or to the mail server."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.models import Known, News, Subscription
from alerts.purging import purge
from alerts.querysets import digest_day
from alerts.sending import FAILURES_IN_A_ROW, HOLD, send_due
from alerts.services import confirm_alert
from alerts.watching import look
from events.models import Event
from events.services import cancel_event, reschedule_event, withdraw_event
from events.services.plans import Dates
from portal.lib.zone import today
from tests import factories as make
from tests.alerts.conftest import subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]
SOON = today() + timedelta(days=40)
REASON = {"fr": "Salle indisponible", "ar": "القاعة غير متاحة"}


def coming(**columns):
    return make.event(**{"starts_on": SOON, "status": "scheduled", **columns})


def told():
    """Who was written to, in order."""
    return [message.to[0] for message in mail.outbox]


# What is news ------------------------------------------------------------------------------------------
def test_a_publication_is_told_once_to_those_whose_filter_finds_it():
    for address, query in (
        ("all@x.ma", ""),
        ("yes@x.ma", "kind=seminar&territory=fes"),
        ("no@x.ma", "kind=stand"),
    ):
        subscriber(address, query=query)
    event = coming(kind="seminar", territory=make.fes())
    first, second = send_due(), send_due()

    assert told() == ["all@x.ma", "yes@x.ma"]
    assert (first.sent, first.silent, first.failed, second.sent) == (2, 1, 0, 0)
    body = mail.outbox[0].body
    assert str(event.name_fr) in body
    assert f"https://portal.example.ma/fr/events/{event.slug}/" in body


def test_what_was_public_before_the_first_look_is_no_news():
    Known.objects.all().delete()
    from alerts.models import Watch

    Watch.objects.all().delete()
    coming()
    subscriber()
    assert send_due().sent == 0


def test_a_draft_never_goes_out_and_a_scheduled_event_not_before_its_time():
    subscriber()
    now = timezone.now()
    draft = make.draft(starts_on=SOON, slug="secret")
    planned = coming(publish_from=now + timedelta(hours=2))
    early, before = send_due(now), send_due(now + timedelta(minutes=119))
    on_time, later = send_due(now + timedelta(minutes=121)), send_due(now + timedelta(hours=3))

    assert [x.sent for x in (early, before, on_time, later)] == [0, 0, 1, 0]
    assert planned.slug in mail.outbox[0].body
    assert "secret" not in mail.outbox[0].body
    assert News.objects.filter(event_id=draft.pk).count() == 0


def test_an_event_withdrawn_before_the_mail_is_not_told_and_is_news_when_it_comes_back():
    subscriber()
    event, author = coming(), make.staff_member("publisher")
    look()
    withdraw_event(event=event, by=author, reason="Erreur")
    assert send_due().sent == 0
    Event.objects.filter(pk=event.pk).update(publication_state="published", modified_at=timezone.now())

    assert send_due().sent == 1


def test_a_new_date_place_or_status_is_told_with_what_it_was_and_small_changes_are_not():
    event, author = coming(territory=make.fes()), make.staff_member("publisher")
    send_due()
    subscriber()
    event.abstract_fr, event.place_words_fr = "Une phrase de plus", ""
    event.save()
    assert send_due().sent == 0
    reschedule_event(event=event, by=author, reason=REASON, dates=Dates(starts_on=SOON + timedelta(days=7)))
    send_due()
    cancel_event(event=event, by=author, reason=REASON)
    send_due()

    moved, cancelled = mail.outbox
    assert "Nouvelle date" in moved.body
    assert f"auparavant\u00a0: {SOON.day}" in moved.body.replace("1er", "1")
    assert "[Annulé]" in cancelled.body
    assert cancelled.subject.startswith("Modifié\u00a0: \u2068")


def test_a_past_event_that_is_put_right_or_was_held_is_no_alert():
    event = coming(starts_on=date(2023, 5, 17))
    future = coming()
    subscriber()
    send_due()
    mail.outbox.clear()
    Event.objects.filter(pk=event.pk).update(starts_on=date(2023, 5, 18), modified_at=timezone.now())
    Event.objects.filter(pk=future.pk).update(status="held", modified_at=timezone.now())
    send_due()

    assert mail.outbox == []


def test_who_confirms_hears_of_what_comes_after_and_of_nothing_before():
    coming(slug="before")
    look()
    waiting = Subscription.objects.create(address="new@x.ma", language="fr", frequency="at_once")
    assert send_due().sent == 0  # not before the owner of the mailbox agreed
    confirm_alert(key=waiting.key)
    coming(slug="after")
    send_due()

    assert "/after/" in mail.outbox[0].body
    assert "/before/" not in mail.outbox[0].body


# When --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 11, 30, 6, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 6, 23, 0, tzinfo=UTC), date(2026, 11, 30)),
    ],
)
def test_the_digest_is_due_on_monday_at_seven_in_morocco(at, monday):
    assert digest_day(at).date() == monday


def test_a_digest_comes_once_a_week_with_new_changed_and_coming_events():
    monday = digest_day(timezone.now()) + timedelta(days=7)
    in_week = coming(starts_on=monday.date() + timedelta(days=2), slug="in-the-week")
    far = coming(starts_on=monday.date() + timedelta(days=70), slug="far-away")
    look()
    subscriber(frequency="weekly", sent_at=timezone.now())
    new = coming(starts_on=monday.date() + timedelta(days=3), slug="new-one")
    sent = [send_due(monday + timedelta(hours=hours)).sent for hours in (-1, 1, 2, 24 * 6)]
    next_week = send_due(monday + timedelta(days=8)).sent

    assert sent == [0, 1, 0, 0]
    assert next_week == 0  # nothing new, nothing coming: no mail
    (digest,) = mail.outbox
    assert [digest.body.count(f"/{event.slug}/") for event in (in_week, far, new)] == [1, 0, 1]
    assert digest.body.index("Nouveau") < digest.body.index("Cette semaine")


# Whatever happens --------------------------------------------------------------------------------------
class Killed(BaseException):
    """As SIGKILL: nothing of ours catches it, and what was committed stays as it was."""


class FaultyServer(EmailBackend):
    """Takes letters until something happens; each accepted letter is in the outbox."""

    kills_before: set[str] = set()
    kills_after: set[str] = set()
    refuses: set[str] = set()

    def send_messages(self, messages):
        (message,) = messages
        (address,) = message.to
        if address in self.refuses:
            raise smtplib.SMTPRecipientsRefused({address: (550, b"no such mailbox")})
        if address in self.kills_before:
            raise Killed
        count = super().send_messages(messages)
        if address in self.kills_after:
            raise Killed
        return count


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FaultyServer"
    yield FaultyServer
    FaultyServer.kills_before, FaultyServer.kills_after, FaultyServer.refuses = set(), set(), set()


READERS = ["a@x.ma", "b@x.ma", "c@x.ma"]


def test_killed_before_the_server_took_a_letter_the_next_run_sends_it_and_no_other_again(server):
    for address in READERS:
        subscriber(address)
    coming()
    server.kills_before = {"b@x.ma"}
    with pytest.raises(Killed):
        send_due()
    server.kills_before = set()
    at_once = send_due()  # while b is still held for the process that died
    afterwards = send_due(timezone.now() + HOLD)

    assert told() == ["a@x.ma", "c@x.ma", "b@x.ma"]
    assert (at_once.sent, afterwards.sent) == (1, 1)


def test_killed_after_the_server_took_a_letter_its_copy_has_the_same_number_and_the_same_news(server):
    for address in READERS:
        subscriber(address)
    coming(slug="first-event")
    server.kills_after = {"b@x.ma"}
    with pytest.raises(Killed):
        send_due()
    server.kills_after = set()
    coming(slug="second-event")
    send_due(timezone.now() + HOLD)
    send_due(timezone.now() + HOLD)

    to_b = [message for message in mail.outbox if message.to == ["b@x.ma"]]
    numbers = [message.message()["Message-ID"] for message in to_b]
    assert numbers[0] == numbers[1] != numbers[2]  # a mailbox keeps one of the first two
    assert ["second-event" in message.body for message in to_b] == [False, False, True]
    for address in READERS:  # each event reached everybody, in letters of different numbers once
        by_number = {m.message()["Message-ID"]: m.body for m in mail.outbox if m.to == [address]}
        assert [sum(f"/{x}-event/" in body for body in by_number.values()) for x in ("first", "second")] == [
            1,
            1,
        ]


def test_two_runs_at_the_same_time_serve_each_reader_once(server):
    """The second run begins while the first is talking to the mail server."""
    for address in READERS:
        subscriber(address)
    coming()
    inner = []

    class Slow(FaultyServer):
        def send_messages(self, messages):
            if not inner:
                inner.append("running")
                inner.append(send_due())
            return super().send_messages(messages)

    from alerts import sending

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "get_connection", Slow)
        outer = send_due()

    assert sorted(told()) == READERS
    assert (outer.sent, inner[1].sent) == (1, 2)


def test_a_refused_mailbox_holds_nobody_up_is_tried_again_and_erased_after_a_month(server, caplog):
    for address in READERS:
        subscriber(address)
    coming()
    server.refuses = {"a@x.ma"}
    outcome = send_due()
    again = send_due()
    assert (outcome.sent, outcome.failed, again.failed) == (2, 1, 1)
    assert "@" not in caplog.text  # no address in the log
    server.refuses = set()
    send_due(timezone.now() + timedelta(days=1))
    assert told() == ["b@x.ma", "c@x.ma", "a@x.ma"]

    Subscription.objects.filter(address="b@x.ma").update(failing_since=timezone.now() - timedelta(days=31))
    purge()
    assert not Subscription.objects.filter(address="b@x.ma").exists()


def test_a_server_that_is_away_stops_the_run_and_nothing_is_lost(server):
    for number in range(FAILURES_IN_A_ROW + 2):
        subscriber(f"r{number}@x.ma")
    coming()
    server.refuses = {f"r{number}@x.ma" for number in range(10)}
    outcome = send_due()
    server.refuses = set()
    send_due(timezone.now() + timedelta(minutes=1))

    assert (outcome.sent, outcome.failed) == (0, FAILURES_IN_A_ROW)
    assert sorted(told()) == [f"r{number}@x.ma" for number in range(FAILURES_IN_A_ROW + 2)]


def test_news_that_everybody_heard_are_purged_and_nothing_is_told_twice_or_missed():
    subscriber("a@x.ma"), subscriber("b@x.ma", frequency="weekly", sent_at=timezone.now())
    coming(slug="one-event")
    send_due()
    assert purge().news == 0  # the weekly reader has not heard yet
    send_due(timezone.now() + timedelta(days=8))
    assert purge().news == 1
    coming(slug="two-event")
    call_command("send_alerts")
    send_due(timezone.now() + timedelta(days=16))

    bodies = {to: "".join(m.body for m in mail.outbox if m.to == [to]) for to in ("a@x.ma", "b@x.ma")}
    assert [(body.count("/one-event/"), body.count("/two-event/")) for body in bodies.values()] == [
        (1, 1)
    ] * 2


def test_readers_of_the_same_filter_cost_the_same_queries(settings):
    def queries(count):
        for number in range(count):
            subscriber(f"q{count}{number}@x.ma", query="kind=seminar")
        for _event in range(count):
            coming(kind="seminar", territory=make.fes())
        look()
        with CaptureQueriesContext(connection) as captured:
            assert send_due().sent >= count
        return [q["sql"] for q in captured if "events_event" in q["sql"]]

    queries(1)  # what a process learns once
    Subscription.objects.all().delete()
    few = len(queries(1))
    Subscription.objects.all().delete()
    assert len(queries(3)) == few
