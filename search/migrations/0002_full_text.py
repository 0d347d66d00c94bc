"""What each database searches by: generated vectors with GIN on PostgreSQL, FTS5 with external content on SQLite."""

from django.db import migrations

PARTS = {
    "title_": "title",
    "head": "title || ' ' || people",
    "full_": "title || ' ' || people || ' ' || body || ' ' || extra",
}
# Tokens come ready: no parser and no dictionary of the database touches them.
POSTGRESQL = [
    sql
    for name, text in PARTS.items()
    for sql in (
        f"ALTER TABLE search_searchdocument ADD COLUMN {name} tsvector GENERATED ALWAYS AS"
        f" (array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))) STORED",
        f"CREATE INDEX search_{name}_gin ON search_searchdocument USING gin({name})",
    )
]
COLUMNS = "title, people, body, extra"


def _values(row):
    return ", ".join(f"{row}.{name}" for name in ("id", *COLUMNS.split(", ")))


_ADD = f"INSERT INTO search_fts(rowid, {COLUMNS}) VALUES ({_values('new')});"
_TAKE = f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', {_values('old')});"
SQLITE = [
    # «ascii» takes every other character for a letter: no version of Unicode decides what a word is.
    f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS}, content='search_searchdocument', content_rowid='id',"
    " tokenize='ascii')",
    f"CREATE TRIGGER search_added AFTER INSERT ON search_searchdocument BEGIN {_ADD} END",
    f"CREATE TRIGGER search_taken AFTER DELETE ON search_searchdocument BEGIN {_TAKE} END",
    f"CREATE TRIGGER search_changed AFTER UPDATE ON search_searchdocument BEGIN {_TAKE} {_ADD} END",
]
BACK = {
    "postgresql": [f"ALTER TABLE search_searchdocument DROP COLUMN {name}" for name in PARTS],
    "sqlite": [
        *(f"DROP TRIGGER search_{name}" for name in ("added", "taken", "changed")),
        "DROP TABLE search_fts",
    ],
}


def forwards(apps, schema_editor):
    for sql in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(sql)


def backwards(apps, schema_editor):
    for sql in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(forwards, backwards)]
