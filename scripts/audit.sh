#!/usr/bin/env bash
# Known weaknesses of the locked packages, by pip-audit. Without its service (a network that does not reach it, or an
# environment without the tool) nothing is known: that is said, and no reason to fail. A weakness that is found is.
set -uo pipefail
cd "$(dirname "$0")/.."

tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
unknown() {
    echo "NOTE: the locked packages could not be audited here: $1"
    exit 0
}
python3 -m venv "$tools/venv" 2>/dev/null || "$PWD/.venv/bin/python" -m venv "$tools/venv" || unknown "no environment for the tool."
timeout 60 "$tools/venv/bin/pip" install --quiet --disable-pip-version-check pip-audit >/dev/null 2>&1 \
    || unknown "pip-audit could not be installed."
timeout 60 "$tools/venv/bin/pip-audit" --disable-pip --require-hashes --timeout 10 --progress-spinner off \
    -r requirements/production.txt >"$tools/said" 2>&1
status=$?
unaudited="$(grep -c "could not be audited" "$tools/said")"
if grep -qE "^Found [0-9]+ known vulnerabilit" "$tools/said"; then
    cat "$tools/said"
    exit 1
fi
[ "$status" -eq 0 ] || unknown "the service did not answer."
# The tool calls a package it was told nothing about harmless; we do not.
[ "$unaudited" -eq 0 ] || unknown "of $unaudited packages the service that was reached knows nothing."
echo "No known weakness."
