"""How the mails read: in the direction of their words, in light and in dark."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from alerts.letters import confirmation
from alerts.sending import send_due
from portal.lib.zone import today
from tests import factories as make
from tests.alerts.conftest import subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]


def html_of(message):
    return message.alternatives[0].content


@pytest.mark.parametrize(
    ("language", "frame"),
    [("ar", 'lang="ar" dir="rtl"'), ("fr", 'lang="fr" dir="ltr"'), ("zgh", 'lang="ar" dir="rtl"')],
)
def test_a_mail_stands_in_the_direction_of_its_words(language, frame):
    written = html_of(confirmation(subscriber(language=language)))
    assert f"<html {frame}>" in written


def test_the_amazigh_date_of_an_arabic_letter_says_its_language():
    subscriber(language="zgh")
    make.event(starts_on=today().replace(month=1, day=18) + timedelta(days=366), status="scheduled")
    send_due()

    assert re.search(
        r'<bdi>\d+ <span lang="zgh" dir="ltr">ⵉⵏⵏⴰⵢⵔ</span> \d{4}</bdi>', html_of(mail.outbox[0])
    )


def test_a_place_in_arabic_does_not_turn_the_line_of_a_french_letter():
    """A <bdi> would: browsers look for the first letter inside the isolate too."""
    subscriber()
    hall = make.venue(name_ar="قاعة الندوات", name_fr="", territory=make.fes())
    event = make.event(starts_on=date(2099, 5, 17), status="scheduled", territory=make.fes())
    event.venues.create(venue=hall)
    send_due()

    assert "<br>\u2068قاعة الندوات\u2069, Fès</p>" in html_of(mail.outbox[0])


def test_a_mail_has_colours_for_the_dark():
    written = html_of(confirmation(subscriber()))
    assert '<meta name="color-scheme" content="light dark">' in written
    assert "@media (prefers-color-scheme:dark)" in written
