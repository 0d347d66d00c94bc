"""`manage.py reset_second_factor <user name>`: the operator's way in when an administrator lost the telephone."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from staff import second_factor


class Command(BaseCommand):
    help = "Removes the second factor and the recovery codes of a user, and ends the user's sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user called {username}.")
        removed = second_factor.remove(user)
        self.stdout.write("Removed." if removed else "There was none.")
