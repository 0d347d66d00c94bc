#!/usr/bin/env bash
# What every public page costs, on generated events in a database of its own: SQLite, or DATABASE_URL. Then how well the
# labelled queries are answered.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev
.venv/bin/python scripts/bench.py "$@"
.venv/bin/python -m pytest --quiet -n 0 tests/search/test_queries.py -k f1
