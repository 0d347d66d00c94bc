#!/usr/bin/env bash
# The long fault runs (tests/faults/long.py): minutes, not seconds. The short form is in the suite.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev
unset DATABASE_URL SECRET_KEY ALLOWED_HOSTS SITE_URL CACHE_URL EMAIL_URL MEDIA_STORAGE_URL
export DJANGO_SETTINGS_MODULE=portal.settings.test
exec .venv/bin/python -m tests.faults.long "$@"
