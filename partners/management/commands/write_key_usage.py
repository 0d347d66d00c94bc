"""`manage.py write_key_usage`: what the cache has counted of each key goes to the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners.models import ApiKey
from partners.usage import write_down


class Command(BaseCommand):
    help = "Writes down the usage of keys that nobody has used since; safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        for key in ApiKey.objects.all():
            write_down(key, timezone.now())
