#!/usr/bin/env bash
# test.sh          the whole suite: SQLite, then the browser, then PostgreSQL; stops at the first that fails.
# test.sh fast …   SQLite without the browser; further words go to pytest.
# Nothing is skipped: what the suite needs is found, installed, or missed loudly (scripts/run_suite.py).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev
unset DATABASE_URL SECRET_KEY ALLOWED_HOSTS SITE_URL CACHE_URL EMAIL_URL MEDIA_STORAGE_URL
export DJANGO_SETTINGS_MODULE=portal.settings.test
.venv/bin/python manage.py compile_catalogues >/dev/null
if [ "${1:-}" = fast ]; then
    shift
    exec .venv/bin/python -m pytest -q -n 2 -m "not browser" "$@"
fi
exec .venv/bin/python scripts/run_suite.py
