"""A clock that is wrong, or was: refused at the start, and what it left behind is put right by one command."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.utils import timezone

from changes import version
from changes.models import Record
from portal import checks
from portal.lib.zone import TIME_CHECKS
from tests import factories as make
from tests.scratch_site import ScratchSite


def told() -> list[str]:
    found = run_checks(tags=[TIME_CHECKS], databases=["default"])
    return [str(message.id) for message in found if message.is_serious()]


def test_a_clock_before_the_release_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.clock_is_not_before_this_release() == []
    monkeypatch.setattr(checks, "WITNESS", timezone.now() + timedelta(days=1))

    (message,) = checks.clock_is_not_before_this_release()

    assert message.is_serious()
    assert "timedatectl" in str(message.hint)


@pytest.mark.django_db
def test_a_record_changed_in_the_future_is_an_error_until_it_is_brought_back(client: Any) -> None:
    make.event(name_ar="قبل القفزة")
    call_command("settle_changes", verbosity=0)
    assert told() == []
    Record.objects.update(settled_at=timezone.now() + timedelta(days=400))
    hidden = make.event(name_ar="يظهر غدا", publish_from=timezone.now() + timedelta(days=1))

    assert told() == ["changes.E001"]
    assert version.current() is None  # answers are given, and kept by nobody
    assert client.get("/ar/events/").status_code == 200
    call_command("settle_changes", compare=True, verbosity=0)

    assert told() == []
    kept = version.current()
    assert kept is not None
    assert kept.until <= hidden.publish_from  # what is scheduled has its moment again


@pytest.mark.once
def test_the_application_server_does_not_start_on_a_wrong_clock(tmp_path: Path) -> None:
    site = ScratchSite(tmp_path)
    start = "import portal.wsgi; print('started')"
    assert "started" in site.run(start)
    site.run(
        "import django; django.setup()\n"
        "from changes.models import Record\n"
        "Record.objects.update(settled_at='2126-01-01T00:00Z')"
    )

    process = site.start(start)
    out, err = process.communicate()

    assert process.returncode != 0
    assert "started" not in out
    assert "the record was last changed at 2126-01-01" in err
    assert "settle_changes --compare" in err
