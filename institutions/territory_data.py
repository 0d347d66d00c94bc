"""Brings Morocco's administrative map (`institutions/data`: see its README) into the database."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from institutions.fields import FormerAddressProxy
from institutions.models import Territory, TerritoryAlias
from portal.lib.slugs import ascii_slug

DATA = Path(__file__).parent / "data"
NAMES = ("name_fr", "name_en", "name_ar", "name_zgh")  # in the order in which they make an address

Place = dict[str, str]


@transaction.atomic
def load_territories() -> int:
    """Add the places and spellings that are missing; the number of places added.

    What is in the database stays: addresses are public, and staff may have improved a name. Only what is
    empty there is filled.
    """
    known = {row.hcp_code: row for row in Territory.objects.exclude(hcp_code=None)}
    taken = set(Territory.objects.values_list("slug", flat=True)) | FormerAddressProxy.taken(Territory, "")
    added = 0
    for generation in _generations(_read("territories.csv")):
        new = []
        for place in generation:
            parent = known.get(place["parent_code"])
            if place["code"] in known:
                _complete(known[place["code"]], place)
                continue
            territory = _territory(place, parent, _free_address(place, parent, taken))
            taken.add(territory.slug)
            new.append(territory)
        Territory.objects.bulk_create(new)
        known |= {territory.hcp_code: territory for territory in new}
        added += len(new)
    _load_aliases(known)
    return added


def _read(name: str) -> list[Place]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _generations(places: list[Place]) -> Iterator[list[Place]]:
    """The country, then what lies directly in it, and so on: a row needs its parent's key and path."""
    parents = {""}
    while generation := [place for place in places if place["parent_code"] in parents]:
        yield generation
        parents = {place["code"] for place in generation}


def _territory(place: Place, parent: Territory | None, slug: str) -> Territory:
    return Territory(
        hcp_code=place["code"],
        parent=parent,
        kind=place["kind"],
        iso_code=place["iso_3166_2"],
        slug=slug,
        **{name: place[name] for name in NAMES if place[name]},
    )


def _complete(territory: Territory, place: Place) -> None:
    columns = {name: place[name] for name in NAMES} | {"iso_code": place["iso_3166_2"]}
    missing = {column: text for column, text in columns.items() if text and not getattr(territory, column)}
    for column, text in missing.items():
        setattr(territory, column, text)
    if missing:
        territory.save()


def _free_address(place: Place, parent: Territory | None, taken: set[str]) -> str:
    """The name; if taken, with the place around it (unless of the same name), the kind or the code."""
    name = ascii_slug(*(place[column] for column in NAMES))
    around = parent.slug if parent else ""
    longer = [around] if around != name else []
    longer += [place["kind"].replace("_", "-"), place["code"].replace(".", "-")]
    candidates = [name, *(f"{name}-{word}" for word in longer)]
    return next(candidate for candidate in candidates if candidate not in taken)


def _load_aliases(known: dict[str | None, Territory]) -> None:
    listed = set(TerritoryAlias.objects.values_list("territory_id", "text", "language"))
    aliases = [
        TerritoryAlias(territory=known[row["code"]], text=row["text"], language=row["language"])
        for row in _read("territory_aliases.csv")
    ]
    TerritoryAlias.objects.bulk_create(
        alias for alias in aliases if (alias.territory_id, alias.text, alias.language) not in listed
    )
