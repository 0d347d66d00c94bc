"""Makes the database of `make run` ready, in one process: Django takes a second to start. Prints the staff login."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

import django
from django.conf import settings
from django.core.management import call_command

SAMPLE_LOADED = ROOT / "var" / "sample-loaded"


def main() -> None:
    django.setup()
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).exists():
        SAMPLE_LOADED.unlink(missing_ok=True)  # without its database, the note says nothing
    with Path(os.devnull).open("w", encoding="utf-8") as silence:
        call_command("compile_catalogues", stdout=silence)
    call_command("migrate", verbosity=0, skip_checks=True)
    if not SAMPLE_LOADED.exists():
        print("First start: loading the sample data.", file=sys.stderr)
        call_command("loadsample", stdout=sys.stderr, skip_checks=True)
        SAMPLE_LOADED.touch()
    call_command("ensure_demo_staff")


if __name__ == "__main__":
    main()
