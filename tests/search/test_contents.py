"""What is read of the record for the index."""

from itertools import islice

import pytest

from institutions.models import Territory
from search.contents import places_above
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_places_that_lie_in_one_another_are_read_once_each() -> None:
    region = make.territory(name_ar="جهة", name_fr="Région")
    province = make.territory(name_ar="إقليم", name_fr="Province", parent=region)
    Territory.objects.filter(pk=region.pk).update(parent=province)  # which no form allows
    province.refresh_from_db()

    assert list(islice(places_above(province), 1_000)) == [region, province]
