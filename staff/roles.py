"""Roles are groups with fixed names. A role holds whatever the roles below it hold; a superuser holds all."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

User = AbstractBaseUser | AnonymousUser


class Role(models.TextChoices):
    """From the least to the most: each includes the ones before it."""

    AUTHOR = "author", _("author")
    REVIEWER = "reviewer", _("reviewer")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")


LADDER = tuple(Role)
# {"events.event": {Role.AUTHOR: ["view", "add"], Role.PUBLISHER: ["delete"]}}: filled by `register_grants`.
grants: dict[str, dict[Role, list[str]]] = {}


def register_grants(table: Mapping[str, Mapping[Role, Sequence[str]]]) -> None:
    """Says which verbs («view», «add», «change», «delete», or a permission of its own) a role has on a model.

    Called from an app's `ready()`; what is given to a role is also given to those above it.
    """
    for label, by_role in table.items():
        of_model = grants.setdefault(label.lower(), {})
        for role, verbs in by_role.items():
            of_model.setdefault(Role(role), []).extend(verbs)


# Who holds what ------------------------------------------------------------------------------------
def has_role(user: Any, role: Role) -> bool:
    """Causes one query for a user, whatever is asked how often; the answer lives as long as the user object."""
    if not (user.is_active and user.is_staff):
        return False
    return bool(user.is_superuser) or any(held in roles_of(user) for held in LADDER[LADDER.index(role) :])


def roles_of(user: Any) -> frozenset[Role]:
    """The roles given to the user by name, without what they include."""
    return frozenset(role for role in LADDER if role.value in membership_of(user))


def highest_role(user: Any) -> Role | None:
    """The role that a list shows; of a superuser too, who holds the highest."""
    return next((role for role in reversed(LADDER) if has_role(user, role)), None)


def membership_of(user: Any) -> dict[str, bool]:
    """Names of the user's groups, and whether each asks for a second factor. One query, then remembered."""
    known: dict[str, bool] | None = getattr(user, "_membership", None)
    if known is None:
        rows = user.groups.values_list("name", "policy__requires_second_factor") if user.pk else ()
        known = user._membership = {name: bool(required) for name, required in rows}
    return known


# Granting, after every migration -----------------------------------------------------------------
def grant(app_config: Any, using: str, apps: Apps = current_apps, **_kwargs: Any) -> None:
    """Makes the groups' permissions on the app's models exactly what the table says.

    `flush` and a lost row heal here too: groups and permissions are made anew where they are missing.
    """
    try:
        groups = apps.get_model("auth", "Group")._default_manager.using(using)
        permissions = apps.get_model("auth", "Permission")._default_manager.using(using)
    except LookupError:  # a migration of some apps only, to a database that has no groups yet
        return
    labels = [label for label in grants if _is_of(app_config, label, apps)]
    if not labels:
        return
    # Django's own handler may come later than this one; it is idempotent.
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    models_of_app = [label.partition(".")[2] for label in labels]
    known = permissions.filter(
        content_type__app_label=app_config.label, content_type__model__in=models_of_app
    )
    by_name = {
        (permission.content_type.model, permission.codename): permission
        for permission in known.select_related("content_type")
    }
    for role in LADDER:
        group, _made = groups.get_or_create(name=role.value)
        wanted = {by_name[key].pk for label in labels for key in _codenames(label, role)}
        held = set(
            group.permissions.filter(pk__in=[row.pk for row in by_name.values()]).values_list("pk", flat=True)
        )
        group.permissions.add(*wanted - held)
        group.permissions.remove(*held - wanted)


def _is_of(app_config: Any, label: str, apps: Apps) -> bool:
    """Also whether the model exists yet, or still: `migrate` may stop half way, in both directions."""
    app_label, model = label.split(".")
    return app_label == app_config.label and model in apps.all_models[app_label]


def _codenames(label: str, role: Role) -> set[tuple[str, str]]:
    """(model, codename) of whatever ``role`` and the roles below it may do with the model."""
    model = label.partition(".")[2]
    included = LADDER[: LADDER.index(role) + 1]
    return {(model, f"{verb}_{model}") for lower in included for verb in grants[label].get(lower, ())}
