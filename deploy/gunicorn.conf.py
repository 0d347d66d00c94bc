"""The application server: `gunicorn --config deploy/gunicorn.conf.py portal.wsgi` (docs/operations.md)."""

import gc
import os
import shutil
from pathlib import Path
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))  # one for each core
# Loaded once, before the workers are forked: they share its memory. A new release therefore needs a restart, which the
# socket of systemd makes seamless; a reload (SIGHUP) only replaces the workers.
preload_app = True
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "4"))
# After a reload (SIGHUP) or a stop (SIGTERM) the requests under way are finished first.
graceful_timeout = 30
timeout = 60
keepalive = 5  # the proxy keeps its connections
max_requests = 20_000  # a worker is replaced now and then, not all at once
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108  (the heartbeat; a disk that is slow would look like a worker that hangs)
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None  # the portal writes a line for each request, with its number and without addresses
errorlog = "-"
limit_request_line = 4094
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Figures of the processes before are not ours."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def when_ready(server: Any) -> None:
    """What every worker would build for itself is built here; the collector leaves it alone, so it stays shared."""
    from django.conf import settings
    from django.template import engines
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver().url_patterns  # noqa: B018  (reads every address, and with them the admin and the API)
    for language in settings.PUBLIC_LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    for name in ("base.html", "lost.html", "events/event_list.html", "events/event_detail.html"):
        engines["django"].get_template(name)
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """A worker that has gone counts no longer among the living."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
