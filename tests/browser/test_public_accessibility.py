"""axe-core finds nothing on the public pages; the statement on accessibility says so, and this is its proof."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from events.models import Event, Recommendation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "",
    "events/",
    "events/?kind=nothing-known",
    "events/open-days-2023-fes/",
    "events/partnership-dgsn-governance-fes-2023/",
    "calendar/2023/05/",
    "institutions/",
    "institutions/dgsn/",
    "speakers/",
    "agreements/",
    "recommendations/",
    "recommendations/{request}/",
    "territories/fes/",
    "search/?q=DGSN",
    "about/",
    "privacy/",
    "accessibility/",
)
SETTINGS = [("ar", 1280, "light"), ("ar", 390, "dark"), ("fr", 390, "light"), ("fr", 1280, "dark")]


@pytest.mark.parametrize(("language", "width", "scheme"), SETTINGS)
def test_public_pages_have_no_barrier(transactional_db, live_server, page, language, width, scheme):
    call_command("loadsample", verbosity=0)
    request = Recommendation.objects.public().first().pk
    assert Event.objects.public().filter(slug="open-days-2023-fes").exists()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    found = {}
    for address in PAGES:
        page.goto(f"{live_server.url}/{language}/{address.format(request=request)}")
        for barrier in Axe().run(page).response["violations"]:
            found[address, barrier["id"]] = [node["target"] for node in barrier["nodes"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    assert found == {}
