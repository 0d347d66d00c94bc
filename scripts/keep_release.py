"""Writes the rows of a site of this release into a file for the tests of the upgrade (tests/upgrade/).

Run in the release's own checkout, on an SQLite database that holds its sample; takes the path of the file:
a line of JSON with the last migration of each app, then a line for each table: name, columns, rows.
"""

import gzip
import json
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path.cwd()))
django.setup()

from django.apps import apps
from django.db import connection

LEFT_OUT = {"django_migrations", "django_session"}  # what a backup leaves out too


def main(path: Path) -> None:
    connection.ensure_connection()
    with (
        connection.cursor() as cursor,
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as file,  # no date: the same rows, the same bytes
    ):
        cursor.execute("SELECT app, MAX(name) FROM django_migrations GROUP BY app ORDER BY app")
        file.write(line(dict(cursor.fetchall())))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or table in LEFT_OUT:
                continue
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(map(connection.ops.quote_name, columns))
            query = f"SELECT {names} FROM {connection.ops.quote_name(table)} ORDER BY 1"  # noqa: S608  (our own tables)
            cursor.execute(query)
            rows = cursor.fetchall()
            if rows:
                file.write(line([table, columns, rows]))


def line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode() + b"\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
