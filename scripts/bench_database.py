"""The record that `make bench` measures: in a database of its own that is thrown away, or kept for the next run."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var"


def named(count: int, folder: Path, *, keep: bool) -> str:
    """The address of the database, where none is given: a file for one run, or one that stays."""
    VAR.mkdir(exist_ok=True)
    return f"sqlite:///{VAR / f'bench-{count}.sqlite3' if keep else folder / 'bench.sqlite3'}"


@contextmanager
def own_database() -> Iterator[None]:
    """On PostgreSQL a database beside the one that DATABASE_URL names, which need not exist; away afterwards."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    name, given = f"hakama_bench_{os.getpid()}", os.environ["DATABASE_URL"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = f"{given[: given.rindex('/')]}/{name}"  # for the server that is started
    try:
        yield
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def roomy() -> Iterator[None]:
    """SQLite writes all of it in one transaction, which a log beside the file makes ten times as slow."""
    from django.db import connection

    def set_up(journal: str, kilobytes: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA journal_mode = {journal}")
            cursor.execute(f"PRAGMA cache_size = -{kilobytes}")

    if connection.vendor != "sqlite":
        yield
        return
    set_up("MEMORY", 2_000_000)
    try:
        yield
    finally:
        set_up("WAL", 2_000)


def filled(count: int, seed: int) -> float:
    """Write the events unless there are some; the seconds it took. A record that is not synthetic is refused."""
    from django.core.management import call_command
    from django.db import connection

    from events import synthetic

    call_command("migrate", verbosity=0, skip_checks=True)
    begun = time.perf_counter()
    if not synthetic.events().exists():
        with roomy():
            call_command("generate_events", count=count, seed=seed, skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return time.perf_counter() - begun
