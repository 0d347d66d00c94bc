"""The work of the worker (`manage.py db_worker`): feed, deliver, and come back when the next message is due."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from webhooks.delivering import deliver_due
from webhooks.feeding import feed_all
from webhooks.models import Delivery, State, Subscription

ROUND = 50


def work() -> None:
    """Everything that can be done now. Safe to do twice, and by two workers at once."""
    feed_all()
    while deliver_due(ROUND) == ROUND:
        pass


@task()
def work_of_the_worker() -> None:
    work()
    waiting = Delivery.objects.filter(state=State.WAITING, subscription__is_active=True)
    if (first := waiting.order_by("next_at").values_list("next_at", flat=True).first()) is not None:
        soonest = timezone.now() + timedelta(seconds=1)
        work_of_the_worker.using(run_after=max(first, soonest)).enqueue()


def after_changes(**_kwargs: Any) -> None:
    """The ledger has grown: the worker is told, where somebody wants to know."""
    if Subscription.objects.filter(is_active=True).exists():
        work_of_the_worker.enqueue()
