"""What will go one day says so on every answer, a year before."""

from datetime import date

import pytest

from portal.api import deprecation
from portal.api.deprecation import Deprecated

pytestmark = pytest.mark.django_db
SUCCESSOR = "https://portal.example.ma/api/v2/topics/"


def test_answers_say_since_when_until_when_and_what_comes_instead(api, monkeypatch):
    going = Deprecated(date(2027, 1, 1), date(2028, 1, 1), SUCCESSOR)
    monkeypatch.setitem(deprecation.DEPRECATED, "topics", going)

    for path in ("topics/", "topics/1/", "topics/?ordering=x"):
        told = api(path).headers
        assert told["Deprecation"] == "@1798761600"
        assert told["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
        assert told["Link"] == f'<{SUCCESSOR}>; rel="successor-version"'
    assert "Deprecation" not in api("events/").headers


def test_partners_have_a_year(api):
    with pytest.raises(ValueError, match="365"):
        Deprecated(date(2027, 1, 1), date(2027, 6, 1), SUCCESSOR)


def test_nothing_of_version_1_goes():
    assert deprecation.DEPRECATED == {}
