"""CPU time of a request: of this process, and of the process of PostgreSQL that answers it where that can be seen."""

import time
from pathlib import Path


class Clock:
    """Milliseconds: ``own`` and ``database``. SQLite lives in this process; its work is among ``own``."""

    def __init__(self) -> None:
        from django.db import connection

        self.other: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                seen = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self.other = seen if seen.exists() else None  # a server elsewhere, or another user's

    def now(self) -> tuple[float, float]:
        nanoseconds = int(self.other.read_text().split()[0]) if self.other else 0
        return 1000 * time.process_time(), nanoseconds / 1_000_000
