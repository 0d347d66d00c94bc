"""The lib tests need no database and no settings: only the pinned zone data, as in production."""

import pytest

from portal.lib.zone import use_pinned_zone_data


@pytest.fixture(autouse=True)
def pinned_zone_data() -> None:
    use_pinned_zone_data()
