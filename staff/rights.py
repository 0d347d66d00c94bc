"""Changed rights, wherever they were changed: on the page of a user, or past it (a command, another page)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from staff.audit import Action, record

FLAGS = ("is_active", "is_staff", "is_superuser")
_noted_elsewhere: ContextVar[bool] = ContextVar("noted_elsewhere", default=False)


def of(user_id: int) -> dict[str, Any]:
    """What the account with this number may do. Three queries."""
    user = get_user_model().objects.get(pk=user_id)
    return {
        **{flag: getattr(user, flag) for flag in FLAGS},
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "permissions": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


@contextmanager
def noted_elsewhere() -> Iterator[None]:
    """While a page saves a user, which writes one entry of its own with what was before and after."""
    token = _noted_elsewhere.set(True)
    try:
        yield
    finally:
        _noted_elsewhere.reset(token)


@receiver(pre_save, sender=User, dispatch_uid="staff.rights_before")
def remember_flags(instance: Any, raw: bool, update_fields: Any = None, **_kwargs: Any) -> None:
    """Causes a query when flags may change; signing in, which saves `last_login`, causes none."""
    concerned = update_fields is None or set(update_fields) & set(FLAGS)
    if instance.pk and concerned and not raw and not _noted_elsewhere.get():
        instance._flags_before = get_user_model().objects.filter(pk=instance.pk).values(*FLAGS).first()


@receiver(post_save, sender=User, dispatch_uid="staff.rights_after")
def note_flags(instance: Any, **_kwargs: Any) -> None:
    before = instance.__dict__.pop("_flags_before", None)
    after = {flag: getattr(instance, flag) for flag in FLAGS}
    if before is not None and before != after:
        record(Action.RIGHTS_CHANGED, target=instance, before=before, after=after)


@receiver(post_delete, sender=User, dispatch_uid="staff.account_removed")
def note_removal(instance: Any, **_kwargs: Any) -> None:
    record(Action.ACCOUNT_REMOVED, target=instance)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="staff.groups_changed")
@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="staff.permissions_changed")
def note_members(
    instance: Any, action: str, reverse: bool, model: Any, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    """`user.groups.add(group)` and `group.user_set.add(user)` alike; `clear` says no numbers, they are looked up."""
    verb = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}.get(action)
    if verb is None or _noted_elsewhere.get():
        return
    others = model.objects.filter(pk__in=pk_set) if pk_set is not None else _all_of(instance, reverse, model)
    if reverse:
        for user in others:
            _note(user, verb, [str(instance)])
    elif names := [str(other) for other in others]:
        _note(instance, verb, names)


def _note(user: Any, verb: str, names: list[str]) -> None:
    change: dict[str, Any] = {verb: names}
    record(Action.RIGHTS_CHANGED, target=user, **change)


def _all_of(instance: Any, reverse: bool, model: Any) -> Any:
    if reverse:
        return instance.user_set.all()
    return instance.groups.all() if model.__name__ == "Group" else instance.user_permissions.all()
