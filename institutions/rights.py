"""Which rows a member of staff may see and change: one rule a model; a model without a rule is closed.

A role (``staff.roles``) says what somebody may do, a membership where. A rule is made of conditions, and the
answer about one row asks the very condition that filters a list, of what is stored: both cannot differ, and
what a form has just written into the row in memory changes nothing. Each answer costs one query.
"""

from typing import Any, Final

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from institutions.enums import PublicationState
from institutions.models import Agreement, AgreementParty, Institution, Membership, Person, Territory
from institutions.querysets import public_condition
from staff.roles import Role, has_role, register_grants

EVERYTHING: Final = Q(pk__isnull=False)  # an empty condition would vanish from «this or that»
NOTHING: Final = Q(pk__in=[])


# Whose rows ----------------------------------------------------------------------------------------
class _All:
    """Every institution: what administrators work for."""

    def __contains__(self, institution: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "ALL"


ALL: Final = _All()
Institutions = frozenset[int] | _All


def is_administrator(user: Any) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


def institutions_of(user: Any) -> Institutions:
    """The institutions whose rows are the user's, with the units below where so set.

    Causes two queries at most, whatever the depth; remembered as long as the user object lives: a request.
    """
    if is_administrator(user):
        return ALL
    known: frozenset[int] | None = getattr(user, "_institutions", None)
    if known is None:
        known = user._institutions = _with_units(_memberships(user))
    return known


def home_of(user: Any) -> int | None:
    """The institution the user is a member of, when there is just one. Causes one query."""
    institutions = list(_memberships(user))
    return institutions[0] if len(institutions) == 1 else None


def _memberships(user: Any) -> dict[int, bool]:
    """The institutions of the user's memberships, and whether their units are included."""
    if not user.pk:
        return {}
    return dict(Membership.objects.filter(user=user.pk).values_list("institution", "includes_units"))


def _with_units(memberships: dict[int, bool]) -> frozenset[int]:
    found, above = set(memberships), {key for key, includes_units in memberships.items() if includes_units}
    if not above:
        return frozenset(found)
    parents = dict(Institution.objects.filter(parent__isnull=False).values_list("pk", "parent"))
    while above:  # one level a turn; what was found already ends a circle
        above = {unit for unit, parent in parents.items() if parent in above} - found
        found |= above
    return frozenset(found)


def made_by(user: Any, model: type[models.Model]) -> Q:
    """Rows of ``model`` that the user has entered, by the log of the staff's site."""
    added = LogEntry.objects.filter(
        user=user.pk,
        action_flag=ADDITION,
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
    )
    return Q(pk__in=added.values_list(Cast("object_id", BigIntegerField())))


# Rules ---------------------------------------------------------------------------------------------
class Rule:
    """The rights on the rows of one model. As it stands, nobody has any."""

    grants: dict[Role, list[str]] = {}  # what Django's permissions must allow so that the rule can decide

    def visible(self, user: Any) -> Q:
        return NOTHING

    def changeable(self, user: Any) -> Q:
        return NOTHING

    def erasable(self, user: Any) -> Q:
        return NOTHING

    def traceable(self, user: Any) -> Q:
        """Rows whose history the user may read: it holds what was never published, and what was taken back."""
        return self.changeable(user)

    def may_add(self, user: Any) -> bool:
        return False

    def publishable(self, user: Any) -> Q:
        """Rows whose publication the user decides; only publishable rows know the question."""
        return NOTHING

    def may_publish_new(self, user: Any) -> bool:
        """Whether the form of a new row asks for its publication."""
        return False

    def may_see(self, user: Any, row: models.Model) -> bool:
        return holds(self.visible(user), row)

    def may_change(self, user: Any, row: models.Model) -> bool:
        return holds(self.changeable(user), row)

    def may_erase(self, user: Any, row: models.Model) -> bool:
        return holds(self.erasable(user), row)

    def may_publish(self, user: Any, row: models.Model) -> bool:
        return holds(self.publishable(user), row)


def holds(condition: Q, row: models.Model) -> bool:
    """Whether ``row``, as it is stored, meets ``condition``."""
    if row.pk is None:
        return False
    return condition is EVERYTHING or type(row)._base_manager.filter(condition, pk=row.pk).exists()


def allowed(may: bool) -> Q:
    return EVERYTHING if may else NOTHING


class Reference(Rule):
    """What everybody refers to and administrators keep: the administrative map."""

    grants = {Role.AUTHOR: ["view"], Role.ADMINISTRATOR: ["add", "change", "delete"]}

    def visible(self, user: Any) -> Q:
        return allowed(has_role(user, Role.AUTHOR))

    def changeable(self, user: Any) -> Q:
        return allowed(is_administrator(user))

    def erasable(self, user: Any) -> Q:
        return allowed(is_administrator(user))

    def traceable(self, user: Any) -> Q:
        return self.visible(user)  # no drafts here

    def may_add(self, user: Any) -> bool:
        return is_administrator(user)


class SharedRegister(Reference):
    """What all institutions use: authors add and mend their own entries, publishers mend any."""

    grants = {Role.AUTHOR: ["view", "add", "change"], Role.ADMINISTRATOR: ["delete"]}

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def changeable(self, user: Any) -> Q:
        if has_role(user, Role.PUBLISHER):
            return EVERYTHING
        return made_by(user, self.model) if has_role(user, Role.AUTHOR) else NOTHING

    def may_add(self, user: Any) -> bool:
        return has_role(user, Role.AUTHOR)


class OwnedRecord(Rule):
    """A publishable row: drafts are for its owners and whoever made it, what is public for all staff to read.

    Before publication the owners' authors change it, and whoever made it; once published, its owners' publishers.
    """

    grants = {Role.AUTHOR: ["view", "add", "change"], Role.ADMINISTRATOR: ["delete"]}

    def owned(self, institutions: frozenset[int]) -> Q:
        """Rows that belong to one of these institutions."""
        raise NotImplementedError

    def visible(self, user: Any) -> Q:
        if is_administrator(user) or not has_role(user, Role.AUTHOR):
            return allowed(is_administrator(user))
        return public_condition() | self._own(user) | Q(created_by=user.pk)

    def changeable(self, user: Any) -> Q:
        if is_administrator(user) or not has_role(user, Role.AUTHOR):
            return allowed(is_administrator(user))
        before = (self.drafted_by_owners(user) | Q(created_by=user.pk)) & ~Q(
            publication_state=PublicationState.PUBLISHED
        )
        return before | self.publishable(user)

    def drafted_by_owners(self, user: Any) -> Q:
        return self._own(user)

    def publishable(self, user: Any) -> Q:
        if is_administrator(user) or not has_role(user, Role.PUBLISHER):
            return allowed(is_administrator(user))
        return self._own(user)

    def erasable(self, user: Any) -> Q:
        return allowed(is_administrator(user))

    def may_add(self, user: Any) -> bool:
        return has_role(user, Role.AUTHOR)

    def traceable(self, user: Any) -> Q:
        if is_administrator(user) or not has_role(user, Role.AUTHOR):
            return allowed(is_administrator(user))
        return self._own(user) | Q(created_by=user.pk)

    def may_publish_new(self, user: Any) -> bool:
        return is_administrator(user)

    def _own(self, user: Any) -> Q:
        institutions = institutions_of(user)
        return EVERYTHING if isinstance(institutions, _All) else self.owned(institutions)


class InstitutionRule(OwnedRecord):
    def owned(self, institutions: frozenset[int]) -> Q:
        return Q(pk__in=institutions)

    def drafted_by_owners(self, user: Any) -> Q:
        return NOTHING  # its publishers keep the institution's own record, published or not


class AgreementRule(OwnedRecord):
    def owned(self, institutions: frozenset[int]) -> Q:
        further = AgreementParty.objects.filter(agreement=OuterRef("pk"), institution__in=institutions)
        two = Q(first_party__in=institutions) | Q(second_party__in=institutions)
        return two | Q(Exists(further))


# The rules of each model --------------------------------------------------------------------------
CLOSED: Final = Rule()
_rules: dict[type[models.Model], Rule] = {}


def rule_for(model: type[models.Model]) -> Rule:
    """The rule of ``model``; whoever registers none has closed it, even to superusers."""
    return _rules.get(model._meta.concrete_model or model, CLOSED)


def register(model: type[models.Model], rule: Rule) -> None:
    """Called when the apps are ready. A later rule replaces an earlier one: an app above may know more."""
    if model not in _rules:
        register_grants({model._meta.label_lower: rule.grants})
    _rules[model] = rule


def visible_rows(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    """The rows of ``model`` that the user may see."""
    return model._default_manager.filter(rule_for(model).visible(user))


register(Institution, InstitutionRule())
register(Agreement, AgreementRule())
register(Person, SharedRegister(Person))
register(Territory, Reference())
