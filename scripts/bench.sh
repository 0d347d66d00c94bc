#!/usr/bin/env bash
# What every public page costs, on generated events in a database of its own: SQLite, or DATABASE_URL.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment runtime
exec .venv/bin/python scripts/bench.py "$@"
