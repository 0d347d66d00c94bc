"""What the API says of itself: its resources, and that nothing is here."""

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.routers import APIRootView
from rest_framework.views import APIView


class ApiRoot(APIRootView):
    """The resources of version 1."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class NothingHere(APIView):
    """An address of the API that leads nowhere: a problem, not a page."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
