"""Figures for Prometheus, summed over the worker processes when PROMETHEUS_MULTIPROC_DIR names their common folder.

Labels are routes, methods and statuses: a closed set, so that no visitor can make the figures grow.
"""

import hmac
import os
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import REGISTRY, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.readiness import oldest_waiting
from staff.addresses import client_address

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
REQUESTS = Counter("hakama_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "hakama_request_seconds",
    "Time to answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def note(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class QueueCollector(Collector):
    """Looked up when it is asked for. Causes two queries."""

    def collect(self) -> Iterable[Metric]:
        try:
            count, age = oldest_waiting()
            up = 1
        except (DatabaseError, InterfaceError):
            count, age, up = 0, 0.0, 0
        yield GaugeMetricFamily("hakama_database_up", "Whether the database answers.", value=up)
        if up:
            yield GaugeMetricFamily("hakama_tasks_waiting", "Tasks no worker has taken.", value=count)
            yield GaugeMetricFamily("hakama_tasks_oldest_seconds", "Age of the oldest of them.", value=age)


def text() -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        shared = generate_latest(registry)
    else:
        shared = generate_latest(REGISTRY)
    now = CollectorRegistry()
    now.register(QueueCollector())
    return shared + generate_latest(now)


def may_read(request: HttpRequest) -> bool:
    """Whether the request brings the token or comes from one of the addresses; closed when neither is configured."""
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), token.encode()):
            return True
    address = client_address(request)
    return address is not None and any(
        ip_address(address) in ip_network(network) for network in settings.METRICS_ADDRESSES
    )
