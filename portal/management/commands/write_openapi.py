"""`manage.py write_openapi`: the description of the API with its examples, as committed and compared in the suite."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.api import examples
from portal.api.description import PATH, from_code, written


class Command(BaseCommand):
    help = "Writes portal/api/openapi.json anew from the code and the sample."

    def handle(self, *args: Any, **options: Any) -> None:
        described = from_code()
        told = examples.asked_of_a_new_record(examples.operations_of(described))
        examples.describe(described, told)
        PATH.write_text(written(described), encoding="utf-8")
        self.stdout.write(f"{PATH.name} is what the code says.")
