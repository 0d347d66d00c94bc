"""The rule of each role: made where it is missing, kept as administrators set it."""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.conf import settings

from staff.roles import LADDER


def ensure_policies(app_config: Any, using: str, apps: Apps = current_apps, **_kwargs: Any) -> None:
    try:
        groups = apps.get_model("auth", "Group")._default_manager.using(using)
        policies = apps.get_model("staff", "GroupPolicy")._default_manager.using(using)
    except LookupError:  # `migrate staff zero`
        return
    for role in LADDER:
        group, _made = groups.get_or_create(name=role.value)
        asked = role.value in settings.SECOND_FACTOR_ROLES
        policies.get_or_create(group_id=group.pk, defaults={"requires_second_factor": asked})
