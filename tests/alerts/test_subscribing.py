"""From the form to the confirmed alert and out again: nothing without the owner of the mailbox, no cookie, no hint."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from alerts import limits
from alerts.models import Subscription
from alerts.tokens import form_seal, link_token
from tests import factories as make
from tests.alerts.conftest import subscriber

pytestmark = pytest.mark.django_db
FORM = "/fr/alerts/"
# As a visitor's browser: whoever asks for Django's own protection would be refused.
visitor = pytest.fixture(lambda: Client(enforce_csrf_checks=True))


def asked(client, **fields):
    given = {
        "address": "reader@example.ma",
        "frequency": "weekly",
        "query": "",
        "seal": form_seal(),
        **fields,
    }
    return client.post(FORM, given)


def links(message):
    """Addresses of our pages in the plain text, below the name of the site."""
    return re.findall(r"https://portal\.example\.ma(/\S+)", message.body)


def test_an_alert_begins_with_the_button_behind_the_mail_and_not_before(visitor, watched):
    make.fes()
    page = visitor.get(f"{FORM}?territory=fes&kind=&ordering=title&page=3").content.decode()
    query = re.search(r'name="query" value="([^"]*)"', page)[1]
    answer = asked(visitor, query=query)
    link = next(x for x in links(mail.outbox[0]) if "/confirm/" in x)
    assert visitor.get(link).status_code == 200  # as programs do that look into mails
    waiting = Subscription.objects.get()
    for _twice in range(2):
        confirmed = visitor.post(link, follow=True)

    assert answer.headers["Location"] == "/fr/alerts/requested/"
    assert (waiting.query, waiting.confirmed_at, waiting.language) == ("territory=fes", None, "fr")
    assert Subscription.objects.get().confirmed_at is not None
    assert "reader@example.ma" in confirmed.content.decode()
    assert visitor.cookies == {}


def test_the_filter_is_normalised_and_a_refused_one_is_named(visitor):
    for kind in ("seminar", "open_days"):
        make.event(kind=kind)
    page = visitor.get(f"{FORM}?kind=seminar&kind=open_days&kind=seminar&utm_source=x").content.decode()
    refused = visitor.get(f"{FORM}?kind=nothing")
    posted = asked(visitor, query="kind=nothing")

    assert 'value="kind=open_days&amp;kind=seminar"' in page
    assert refused.status_code == posted.status_code == 400
    assert "nothing" in refused.content.decode()
    assert (mail.outbox, Subscription.objects.count()) == ([], 0)


def test_whether_an_address_is_subscribed_is_told_to_its_mailbox_only(visitor, watched):
    subscriber("known@example.ma")
    unknown, known = (asked(visitor, address=x) for x in ("new@example.ma", "KNOWN@Example.MA"))

    assert unknown.status_code == known.status_code == 302
    assert unknown.headers["Location"] == known.headers["Location"]
    assert visitor.get(unknown.headers["Location"]).status_code == 200
    assert [bool(re.search("/confirm/", m.body)) for m in mail.outbox] == [True, False]
    assert Subscription.objects.count() == 2  # nothing new for the known one
    assert Subscription.objects.get(address="known@example.ma").frequency == "at_once"  # nor changed


def test_a_mailbox_gets_few_mails_and_a_network_asks_seldom(visitor):
    for _time in range(limits.PER_ADDRESS + 2):
        answer = asked(visitor)
        assert answer.status_code == 302
    for number in range(limits.PER_NETWORK - limits.PER_ADDRESS - 2):
        asked(visitor, address=f"other{number}@example.ma", website="filled by a program")
    refused = asked(visitor, address="one-more@example.ma")

    assert len(mail.outbox) == limits.PER_ADDRESS  # neither the limit nor the trap is told
    assert refused.status_code == 429
    assert not Subscription.objects.filter(address="one-more@example.ma").exists()


def test_a_double_click_asks_once_and_foreign_forged_or_stale_forms_ask_nothing(visitor):
    seal = form_seal()
    for _click in range(2):
        assert asked(visitor, seal=seal).status_code == 302
    given = {"address": "reader@example.ma", "frequency": "weekly", "seal": form_seal()}
    foreign = visitor.post(FORM, given, headers={"origin": "https://elsewhere.example"})
    own = visitor.post(FORM, {**given, "address": "own@example.ma"}, headers={"origin": "http://testserver"})
    forged = asked(visitor, seal="made:up.seal")

    assert (foreign.status_code, own.status_code, forged.status_code) == (403, 302, 400)
    assert [m.to[0] for m in mail.outbox] == ["reader@example.ma", "own@example.ma"]
    assert "reader@example.ma" in forged.content.decode()  # nothing typed is lost


@pytest.mark.parametrize(
    "fields",
    [
        {"address": ""}, {"address": "nobody"}, {"address": "a@b.ma\nBcc: x@example.ma"}, {"frequency": "hourly"},
        {"query": "kind=\0"}, {"query": "q=" + "x" * 3000}, {"address": "a" * 300 + "@example.ma"},
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words(visitor, fields):
    answer = asked(visitor, **fields)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_told_and_the_form_can_be_sent_again(visitor, settings):
    seal = form_seal()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    failed = asked(visitor, seal=seal)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again = asked(visitor, seal=seal)

    assert (failed.status_code, again.status_code, len(mail.outbox)) == (503, 302, 1)


def test_one_click_leaves_and_a_second_one_is_told_the_same(visitor, watched):
    one, other = subscriber(), subscriber(query="kind=seminar")
    way_out = f"/fr/alerts/unsubscribe/{link_token('leave', one.key)}/"
    looked = visitor.get(way_out)
    assert Subscription.objects.count() == 2
    # The mail program of RFC 8058: no cookie, no Origin, no page seen before.
    answers = [visitor.post(way_out, {"List-Unsubscribe": "One-Click"}) for _time in range(2)]

    assert looked.status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200]
    assert list(Subscription.objects.all()) == [other]
    visitor.post(f"/fr/alerts/unsubscribe/{link_token('leave', other.key)}/", {"all": "1"})
    assert not Subscription.objects.exists()


def test_links_are_of_one_purpose_and_cannot_be_guessed(visitor, watched):
    one = subscriber()
    wrong = (one.key, str(one.pk), link_token("leave", one.key), link_token("manage", one.key)[:-1], "a.b")
    for token in wrong:
        assert visitor.post(f"/fr/alerts/manage/{token}/", {"frequency": "weekly"}).status_code == 404
        assert visitor.get(f"/fr/alerts/confirm/{token}/").status_code == 404
    assert visitor.post(f"/fr/alerts/unsubscribe/{link_token('manage', one.key)}/").status_code == 404
    one.refresh_from_db()
    assert one.frequency == "at_once"


def test_frequency_changes_by_post_and_the_page_is_private(visitor, watched):
    one = subscriber()
    address = f"/ar/alerts/manage/{link_token('manage', one.key)}/"
    page = visitor.get(f"{address}?frequency=weekly")
    one.refresh_from_db()
    assert one.frequency == "at_once"
    saved, refused = (visitor.post(address, {"frequency": value}) for value in ("weekly", "hourly"))
    one.refresh_from_db()

    assert (saved.status_code, refused.status_code, one.frequency) == (200, 400, "weekly")
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_what_nobody_confirmed_is_gone_after_a_week_with_its_link(visitor, watched, capsys):
    asked(visitor)
    link = next(x for x in links(mail.outbox[0]) if "/confirm/" in x)
    kept = subscriber("kept@example.ma")
    Subscription.objects.filter(confirmed_at=None).update(created_at=timezone.now() - timedelta(days=6))
    call_command("purge_alerts")
    assert Subscription.objects.count() == 2
    Subscription.objects.filter(confirmed_at=None).update(created_at=timezone.now() - timedelta(days=7))
    call_command("purge_alerts")

    assert list(Subscription.objects.all()) == [kept]
    assert visitor.post(link).status_code == 404
    assert "1 alerts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("events/?territory=fes", "territory=fes"),
        ("territories/fes/", "territory=fes"),
        ("institutions/dgsn/", "institution=dgsn"),
    ],
)
def test_lists_places_and_institutions_offer_the_alert_for_their_events(client, page, query):
    make.involvement(event=make.event(territory=make.fes()), institution=make.police(slug="dgsn"))

    assert f'href="/fr/alerts/?{query}"' in client.get(f"/fr/{page}").content.decode()


def test_no_cache_keeps_the_form_or_what_a_link_in_a_mail_leads_to(watched, settings):
    """Each showing of the form is its own; a page about an alert is its owner's."""
    settings.PAGE_CACHE_BYTES = 2**20
    client = Client()  # reads the middleware with its first request
    address = f"/fr/alerts/manage/{link_token('manage', subscriber().key)}/"
    seals = {
        re.search(r'name="seal" value="([^"]*)"', client.get(FORM).content.decode())[1] for _time in "12"
    }
    client.get(address)
    Subscription.objects.all().delete()

    assert len(seals) == 2
    assert client.get(address).status_code == 404
