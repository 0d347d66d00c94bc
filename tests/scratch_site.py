"""A site of its own for a process that may be killed: a database, a store, and a way to run code in it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

# The tables as they are today, without walking through every migration, which takes half a minute.
TABLES = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

class Nothing(dict):
    __contains__ = lambda self, app: True
    __missing__ = lambda self, app: None
settings.MIGRATION_MODULES = Nothing()
call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
settings.MIGRATION_MODULES = {}
with connection.schema_editor() as editor:
    import_module("staff.migrations.0002_audit_log_is_append_only").refuse(None, editor)
    import_module("search.migrations.0003_positions").forwards(None, editor)
recorder = MigrationRecorder(connection)
recorder.ensure_schema()
for app, name in MigrationLoader(None).disk_migrations:
    recorder.record_applied(app, name)
from changes.models import Record
Record.objects.get_or_create(pk=1)
"""


class ScratchSite:
    def __init__(self, folder: Path, database_url: str = "", *, tables: bool = True) -> None:
        self.folder = folder
        self.media = folder / "media"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'site.sqlite3'}",
            "MEDIA_STORAGE_URL": str(self.media),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }
        if tables:
            self.run(TABLES)

    def start(self, code: str, *arguments: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, *arguments: Any) -> str:
        process = self.start(code, *arguments)
        out, err = process.communicate()
        assert process.returncode == 0, err[-4000:]
        return out
