#!/usr/bin/env bash
# Everything a machine can say about the code besides running the suite. All of it runs, at once; one line each.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev || exit 1
export PATH="$PWD/.venv/bin:$PATH"
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT
declare -A running=()
names=() failed=()

# check <name> <command> …: begun now, beside the others; told of by tell_all.
check() {
    local name="$1"
    shift
    "$@" >"$reports/$name" 2>&1 &
    running[$name]=$!
    names+=("$name")
}

# One line for each check that passes, the command's own words for each that fails; in the order they were begun.
tell_all() {
    local name
    for name in "${names[@]}"; do
        if wait "${running[$name]}"; then
            printf '  ok      %s\n' "$name"
            sed -n 's/^NOTE: /          /p' "$reports/$name"
        else
            printf '  FAILED  %s\n' "$name"
            sed 's/^/          /' "$reports/$name"
            failed+=("$name")
        fi
    done
}

# Production as an administrator would set it up, with a secret of the moment.
as_production() {
    env -u DATABASE_URL -u CACHE_URL -u EMAIL_URL -u MEDIA_STORAGE_URL DJANGO_SETTINGS_MODULE=portal.settings.base \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        ALLOWED_HOSTS=portal.example.ma SITE_URL=https://portal.example.ma "$@"
}
export DJANGO_SETTINGS_MODULE=portal.settings.test

check "lint" ruff check .
check "format" ruff format --check .
check "types" mypy
check "import contracts" lint-imports --no-cache
check "templates" djlint --lint --quiet templates
check "migrations" python manage.py makemigrations --check --dry-run
check "deployment" as_production python manage.py check --deploy --fail-level ERROR
check "architecture" python -m pytest -q --tb=short -p no:randomly tests/test_architecture.py $(ls tests/test_docs.py tests/test_documentation.py 2>/dev/null)
check "audit of the locked packages" scripts/audit.sh
tell_all

[ "${#failed[@]}" -eq 0 ] && say "All checks passed." && exit 0
fail "Failed: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')."
