#!/usr/bin/env bash
# Everything a machine can say about the code besides running the suite. All of it runs; one line each.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment dev || exit 1
export PATH="$PWD/.venv/bin:$PATH"
report="$(mktemp)"
trap 'rm -f "$report"' EXIT
failed=()

# check <name> <command> …: one line when it passes, the command's own words when it fails.
check() {
    local name="$1"
    shift
    if "$@" >"$report" 2>&1; then
        printf '  ok      %s\n' "$name"
        sed -n 's/^NOTE: /          /p' "$report"
    else
        printf '  FAILED  %s\n' "$name"
        sed 's/^/          /' "$report"
        failed+=("$name")
    fi
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

[ "${#failed[@]}" -eq 0 ] && say "All checks passed." && exit 0
fail "Failed: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')."
