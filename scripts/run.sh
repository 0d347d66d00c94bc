#!/usr/bin/env bash
# The portal on this machine. The first start makes the environment and the sample data; later ones keep both.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

export DJANGO_SETTINGS_MODULE=portal.settings.dev
ensure_environment runtime

staff="$(.venv/bin/python scripts/prepare_demo.py)"

say ""
say "  Portal  http://127.0.0.1:$PORT/"
say "  Staff   http://127.0.0.1:$PORT/admin/   $staff"
say "  API     http://127.0.0.1:$PORT/api/v1/"
say "  Ctrl-C stops."
say ""
# The worker ends with the server, however that ends: exec keeps the number of this shell.
(
    .venv/bin/python manage.py db_worker --queue-name "*" &
    worker=$!
    while kill -0 $$ 2>/dev/null; do sleep 2; done
    kill "$worker"
) 2>/dev/null &
exec .venv/bin/python manage.py runserver "127.0.0.1:$PORT"
