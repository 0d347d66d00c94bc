#!/usr/bin/env bash
# fuzz_api.sh [CASES] [SEED]   asks the API that many questions on SQLite, then on PostgreSQL (in DATABASE_URL), with
# every check of Schemathesis; the last run is recorded in docs/api.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev
: "${DATABASE_URL:?The address of a PostgreSQL database, as postgres://user@%2Fvar%2Frun%2Fpostgresql/name}"
export DJANGO_SETTINGS_MODULE=portal.settings.test FUZZ_CASES="${1:-10000}" FUZZ_SEED="${2:-$RANDOM}"
say "Seed $FUZZ_SEED"
for address in sqlite:///:memory: "$DATABASE_URL"; do
    say "${address%%:*}"
    DATABASE_URL="$address" .venv/bin/python -m pytest -q -s -p no:randomly --tb=short tests/api/test_api_fuzz.py
done
