"""`manage.py ensure_demo_staff`: a staff login for trying the portal out, on a developer's machine only."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

USERNAME = "demo"


class Command(BaseCommand):
    help = (
        "Creates the demo staff login with a generated password (var/demo-login.txt). Refuses in production."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo site: create staff with `manage.py createsuperuser`.")
        login = settings.VAR_DIR / "demo-login.txt"
        password = _kept_password(login) or secrets.token_urlsafe(12)
        login.parent.mkdir(exist_ok=True)
        login.touch(mode=0o600)
        login.write_text(f"{USERNAME} {password}\n")
        user, _ = get_user_model().objects.get_or_create(
            username=USERNAME, defaults={"is_staff": True, "is_superuser": True}
        )
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        self.stdout.write(f"{USERNAME} / {password}")


def _kept_password(login: Path) -> str:
    """The password of the last start, so that a browser may remember it."""
    return login.read_text().split()[-1] if login.exists() and login.read_text().strip() else ""
