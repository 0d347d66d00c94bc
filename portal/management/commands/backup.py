"""`manage.py backup FILE`: database and media in one verified file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backup import BackupError
from portal.backup.making import make
from portal.backup.password import add_password_option, password
from portal.backup.restoring import verify


class Command(BaseCommand):
    help = (
        "Writes database and media to one file while the site is in use, then reads it back and compares. "
        "Encrypts it (age format) when a password is given in BACKUP_PASSWORD or --password-file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the new file; an existing one is never overwritten")
        add_password_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = password(options["password_file"])
            made = make(options["file"], password=secret)
            verify(options["file"], password=secret)
        except BackupError as error:
            raise CommandError(str(error)) from error
        for name in made.vanished:
            self.stderr.write(f"{name} was deleted by the site before it could be copied.")
        size = options["file"].stat().st_size
        self.stdout.write(
            f"{options['file']}: {sum(made.rows.values())} rows of {len(made.rows)} tables and {made.files} files, "
            f"{size / 1e6:.1f} MB, {'encrypted' if secret else 'NOT encrypted'}, verified."
        )
