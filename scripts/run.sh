#!/usr/bin/env bash
# The portal on this machine. The first start makes the environment and the sample data; later ones keep both.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

export DJANGO_SETTINGS_MODULE=portal.settings.dev
ensure_environment runtime
manage() { .venv/bin/python manage.py "$@"; }

mkdir -p var
# Without its database, a note that the sample was loaded says nothing.
[ -n "${DATABASE_URL:-}" ] || [ -s var/db.sqlite3 ] || rm -f var/sample-loaded
manage compile_catalogues >/dev/null
manage migrate --verbosity 0 --skip-checks
if [ ! -e var/sample-loaded ]; then
    say "First start: loading the sample data."
    manage loadsample --skip-checks
    touch var/sample-loaded
fi
staff="$(manage ensure_demo_staff)"

say ""
say "  Portal  http://127.0.0.1:$PORT/"
say "  Staff   http://127.0.0.1:$PORT/admin/   $staff"
say "  API     http://127.0.0.1:$PORT/api/v1/"
say "  Ctrl-C stops."
say ""
exec .venv/bin/python manage.py runserver "127.0.0.1:$PORT"
