"""The vocabulary of who and where, and the one gate that decides what the public sees.

``public_condition`` is the only place where the publication columns are compared. Everything the public can
reach (pages, API, feeds, exports) starts with a ``public()`` built on it. It is closed by default: a row is
private until it is published, from ``publish_from`` on and before ``publish_until``.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from institutions.enums import PublicationState
from portal.lib.text import normalize


def public_condition(at: datetime | None = None, prefix: str = "") -> Q:
    """Condition under which a publishable row, reached through ``prefix`` («event__»), is public at ``at``.

    ``at`` is an aware instant, now when left out.
    """
    at = at or timezone.now()

    def column(name: str) -> str:
        return f"{prefix}{name}"

    return (
        Q(**{column("publication_state"): PublicationState.PUBLISHED})
        & (Q(**{column("publish_from__isnull"): True}) | Q(**{column("publish_from__lte"): at}))
        & (Q(**{column("publish_until__isnull"): True}) | Q(**{column("publish_until__gt"): at}))
    )


def publication_turned(after: datetime, until: datetime) -> Q:
    """Condition: by the clock alone, publication began or ended after the one instant and not after the other."""
    return Q(publish_from__gt=after, publish_from__lte=until) | Q(
        publish_until__gt=after, publish_until__lte=until
    )


class PublishableQuerySet(models.QuerySet):
    """Rows with a publication state of their own."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(public_condition(at))


class SearchableQuerySet(models.QuerySet):
    """Rows that keep a normalised copy of their words in ``search_text``.

    ``other_names`` is the relation to the rows that hold further names, when there are any.
    """

    other_names = ""

    def matching(self, query: str) -> Self:
        """Rows holding every word of ``query``, whatever its hamza, accents, case and vowel marks."""
        rows = self
        for word in normalize(query).split()[:12]:
            rows = rows.filter(Q(search_text__contains=word) | self._known_as(word))
        return rows

    def _known_as(self, word: str) -> Q:
        """Former names, aliases and other spellings are rows of their own."""
        if not self.other_names:
            return Q(pk__in=[])
        relation = getattr(self.model, self.other_names).rel
        names = relation.related_model._base_manager.filter(
            **{relation.field.name: OuterRef("pk"), "search_text__contains": word}
        )
        return Q(Exists(names))


class TerritoryQuerySet(SearchableQuerySet):
    other_names = "aliases"

    def within(self, territory: models.Model) -> Self:
        """The territory itself and all that lies below it."""
        return self.filter(path__startswith=territory.path)

    def regions(self) -> Self:
        return self.filter(kind="region")


class InstitutionQuerySet(PublishableQuerySet, SearchableQuerySet):
    other_names = "other_names"

    def for_list(self) -> Self:
        return self.select_related("parent", "territory").order_by("sort_key", "pk")


class PersonQuerySet(SearchableQuerySet):
    other_names = "other_names"

    def named(self) -> Self:
        """People whose name may be published at all; serving officers may be known by function only."""
        return self.filter(name_is_public=True)


class AgreementQuerySet(PublishableQuerySet, SearchableQuerySet):
    def between(self, institution: models.Model) -> Self:
        """Agreements to which the institution is a party, whatever its rank among the parties."""
        further = self.model.further_parties.through.objects.filter(
            agreement=OuterRef("pk"), institution=institution
        )
        return self.filter(Q(first_party=institution) | Q(second_party=institution) | Exists(further))

    def for_list(self) -> Self:
        return self.select_related("first_party", "second_party").prefetch_related("further_parties")
