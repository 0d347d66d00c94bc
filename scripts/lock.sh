#!/usr/bin/env bash
# Writes requirements/*.txt from requirements/*.in: exact versions with hashes, no addresses.
# The widest set is resolved first; the narrower ones are held to its versions, so that one environment serves all three.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

python_with_version_3_11
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
"$PYTHON" -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet uv

compile() {
    "$tools/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-python-downloads --custom-compile-command "make lock" "$@"
}
compile requirements/dev.in -o requirements/dev.txt
compile requirements/production.in -c requirements/dev.txt -o requirements/production.txt
compile requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt
