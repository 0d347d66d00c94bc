"""`manage.py restore FILE`: the site of a backup, on whichever database this one has."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from portal.backup import BackupError
from portal.backup.password import add_password_option, password
from portal.backup.restoring import restore, verify


class Command(BaseCommand):
    help = (
        "Verifies the whole file, then puts its database and media in place: all or nothing. Refuses a site that "
        "holds anything unless --replace is given. Everybody is signed out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="delete what the site holds now")
        parser.add_argument("--check", action="store_true", help="verify the file only")
        add_password_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = password(options["password_file"])
            if options["check"]:
                contents = verify(options["file"], password=secret)
            else:
                contents = restore(options["file"], password=secret, replace=options["replace"])
        except (BackupError, IntegrityError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        done = "The file is sound" if options["check"] else "Restored"
        self.stdout.write(
            f"{done}: {sum(contents.rows.values())} rows of {len(contents.rows)} tables and "
            f"{len(contents.files)} files, as of {contents.header['made_at']}."
        )
