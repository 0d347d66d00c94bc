"""Where what is gone from the public has gone: into which record it was merged."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from changes.models import Entry
from changes.resources import RESOURCES
from history.models import Tombstone

Thing = tuple[str, int]  # its resource and its number


def successors_of(entries: Iterable[Entry]) -> dict[Thing, int]:
    """The public record into which each was merged, where there is one; two queries."""
    by_resource: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        by_resource[entry.resource].add(entry.object_id)
    types = {ContentType.objects.get_for_model(RESOURCES[name].model).pk: name for name in by_resource}
    buried = Q(pk__in=[])
    for kind, name in types.items():
        buried |= Q(content_type=kind, object_id__in=by_resource[name])
    graves = Tombstone.objects.filter(buried, merged_into__isnull=False)
    found = {
        (types[kind], number): heir
        for kind, number, heir in graves.values_list("content_type", "object_id", "merged_into")
        if heir is not None
    }
    return _public_only(found)


def _public_only(found: dict[Thing, int]) -> dict[Thing, int]:
    heirs = Q(pk__in=[])
    for (name, _number), heir in found.items():
        heirs |= Q(resource=name, object_id=heir)
    public = set(Entry.objects.filter(heirs, is_public=True).values_list("resource", "object_id"))
    return {thing: heir for thing, heir in found.items() if (thing[0], heir) in public}
