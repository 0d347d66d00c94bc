"""The menu of the staff's site: what they work with first, nothing that is only the machine's."""

import pytest
from django.contrib import admin

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_menu_begins_with_the_events_and_ends_with_the_staff(rf):
    request = rf.get("/admin/")
    request.user = make.staff_member("head", is_superuser=True)
    request.session = {}

    menu = {
        app["app_label"]: [row["object_name"] for row in app["models"]]
        for app in admin.site.get_app_list(request)
    }

    assert list(menu)[:3] == ["events", "institutions", "exchange"]
    assert menu["events"][:2] == ["Event", "Recommendation"]
    assert menu["institutions"][0] == "Institution"
    assert "django_tasks_database" not in menu
