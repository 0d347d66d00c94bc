"""The portal's addresses, and one view that does nothing: the floor of Django behind this middleware."""

from django.http import HttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403  (handlers too)

BARE = "bench-nothing"
urlpatterns = [*urlpatterns, path(f"{BARE}/", lambda _request: HttpResponse("ok"))]  # noqa: F405
