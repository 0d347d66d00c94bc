import pytest
pytestmark=[pytest.mark.browser, pytest.mark.urls("stuburls"), pytest.mark.django_db(transaction=True)]
def test_admin(live_server, page, console_errors, settings):
    settings.STORAGES
    page.goto(live_server.url + "/admin/")
    assert page.locator("html").get_attribute("lang") == "ar"
    assert console_errors == []
def test_admin2(live_server, page, console_errors):
    from django.contrib.auth import get_user_model
    get_user_model().objects.create_superuser("a","a@a.ma","b")
    page.goto(live_server.url + "/admin/")
    page.fill("#id_username","a"); page.fill("#id_password","b"); page.click("[type=submit]")
    page.wait_for_selector("body.dashboard")
    assert console_errors == []
