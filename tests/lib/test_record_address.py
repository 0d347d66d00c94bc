import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from portal.lib.record_address import record_address


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("view", ["events:event_detail", "institution", "speaker", "territory"])
def test_addresses_of_records_are_those_that_django_makes(view: str, language: str) -> None:
    with override(language):
        for slug in ("open-days-2019", "x", "0"):
            assert record_address(view, slug) == reverse(view, args=[slug])


def test_what_is_no_address_is_refused_as_django_refuses_it() -> None:
    for slug in ("", "a/b", "فاس"):
        with pytest.raises(NoReverseMatch):
            record_address("events:event_detail", slug)
