"""`manage.py write_openapi`: the description of the API, as it is committed, served and compared in the suite."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.api.description import PATH, generated, written


class Command(BaseCommand):
    help = "Writes portal/api/openapi.json anew from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(written(generated()), encoding="utf-8")
        self.stdout.write(f"{PATH.name} is what the code says.")
