"""The administrative map that comes with the portal, as files and in the database."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from institutions.enums import TerritoryKind, TextLanguage
from institutions.models import Territory, TerritoryAlias
from institutions.territory_data import load_territories

DATA = Path(settings.BASE_DIR) / "institutions" / "data"
COUNTS = {
    TerritoryKind.COUNTRY: 1,
    TerritoryKind.REGION: 12,
    TerritoryKind.PROVINCE: 62,
    TerritoryKind.PREFECTURE: 13,
    TerritoryKind.PREFECTURE_OF_ARRONDISSEMENTS: 8,
    TerritoryKind.COMMUNE: 1503,
    TerritoryKind.DISTRICT: 41,
}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_file_has_each_place_once_after_its_parent():
    seen = {""}
    for place in rows("territories.csv"):
        assert place["parent_code"] in seen, place
        assert place["code"] not in seen, place
        seen.add(place["code"])


def test_file_names_every_place_in_arabic_and_french():
    for place in rows("territories.csv"):
        assert re.fullmatch(r"[\u0621-\u064a\u0763 ()-]+", place["name_ar"]), place
        assert re.fullmatch(r"[A-Za-zÀ-ÿ' ()-]+", place["name_fr"]), place


def test_iso_codes_are_those_of_the_regions_and_provinces():
    coded = [place for place in rows("territories.csv") if place["iso_3166_2"]]
    assert Counter(place["kind"] for place in coded) == {"region": 12, "province": 62, "prefecture": 13}
    assert len({place["iso_3166_2"] for place in coded}) == len(coded)
    for region in coded[:12]:
        assert region["iso_3166_2"] == f"MA-{region['code']}"


def test_file_of_spellings_is_sound():
    codes = {place["code"] for place in rows("territories.csv")}
    aliases = rows("territory_aliases.csv")
    assert {alias["code"] for alias in aliases} <= codes
    assert {alias["language"] for alias in aliases} <= set(TextLanguage.values)
    assert len({tuple(alias.values()) for alias in aliases}) == len(aliases)


class LoadedMap(TestCase):
    @classmethod
    def setUpTestData(cls):
        with CaptureQueriesContext(connection) as queries:
            cls.added = load_territories()
        cls.queries = len(queries)

    def region_of(self, code):
        return Territory.objects.get(hcp_code=code).path.split("/")[1]

    def test_every_place_is_there(self):
        kinds = Counter(Territory.objects.values_list("kind", flat=True))
        assert kinds == COUNTS
        assert self.added == sum(COUNTS.values())

    def test_a_new_place_costs_no_query_of_its_own(self):
        assert self.queries < 100

    def test_all_but_the_country_lie_in_another_place_of_the_right_kind(self):
        kinds = set(Territory.objects.values_list("kind", "parent__kind").distinct())
        assert kinds == {
            ("country", None),
            ("region", "country"),
            ("province", "region"),
            ("prefecture", "region"),
            ("prefecture_of_arrondissements", "prefecture"),
            ("commune", "province"),
            ("commune", "prefecture"),
            ("district", "commune"),
            ("district", "prefecture_of_arrondissements"),
        }

    def test_path_names_every_place_around(self):
        sidi_moumen = Territory.objects.get(name_fr="Sidi Moumen")
        names = Territory.objects.filter(path__in=sidi_moumen.ancestors_paths()).order_by("path")
        assert [place.name_fr for place in names] == [
            "Maroc",
            "Casablanca-Settat",
            "Casablanca",
            "Sidi Bernoussi",
            "Sidi Moumen",
        ]
        assert sidi_moumen in Territory.objects.within(Territory.objects.get(hcp_code="06"))
        assert sidi_moumen not in Territory.objects.within(Territory.objects.get(hcp_code="03"))

    def test_regions_are_those_of_hcp_not_of_iso(self):
        assert self.region_of("06.385") == "06"  # Nouaceur
        assert self.region_of("09.163") == "09"  # Chtouka-Aït Baha

    def test_addresses_are_unique_readable_ascii(self):
        slugs = Territory.objects.values_list("slug", flat=True)
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)

    def test_the_wider_place_has_the_shorter_address(self):
        expected = {
            "MA": "maroc",
            "03": "fes-meknes",
            "03.231": "fes",
            "03.231.01.0": "fes-commune",
            "06.141": "casablanca",
            "06.141.01.50": "sidi-bernoussi",
            "06.141.01.51": "sidi-bernoussi-district",
            "05.311.07.13": "oulad-aissa",
            "06.181.05.03": "oulad-aissa-el-jadida",
        }
        found = Territory.objects.filter(hcp_code__in=expected).values_list("hcp_code", "slug")
        assert dict(found) == expected

    def test_spellings_lead_to_the_place(self):
        for text, code in {
            "الناظور": "02.381",
            "فكيك": "02.251",
            "كازا": "06.141",
            "Dar el Beida": "06.141",
            "Mohammedia": "06.371",
            "طنجة": "01.511",
            "Fez": "03.231",
            "أݣادير": "09.001",
            "عمالة مقاطعات الحي الحسني": "06.141.01.30",
        }.items():
            assert TerritoryAlias.objects.get(text=text).territory.hcp_code == code, text

    def test_is_searchable_and_sortable(self):
        assert Territory.objects.matching("الحي الحسنى").count() == 2
        assert not Territory.objects.filter(sort_key="").exists()

    def test_loading_again_adds_nothing(self):
        before = list(Territory.objects.order_by("pk").values())
        aliases = TerritoryAlias.objects.count()
        assert aliases == len(rows("territory_aliases.csv"))
        assert load_territories() == 0
        assert list(Territory.objects.order_by("pk").values()) == before
        assert TerritoryAlias.objects.count() == aliases

    def test_loading_again_keeps_the_work_of_staff_and_fills_what_is_empty(self):
        fes = Territory.objects.get(hcp_code="03.231")
        fes.name_fr, fes.name_en, fes.slug = "Fès la Neuve", "", "fes-la-neuve"
        fes.save()
        load_territories()
        fes.refresh_from_db()
        assert (fes.name_fr, fes.name_en, fes.slug) == ("Fès la Neuve", "Fez", "fes-la-neuve")
        assert "fez" in fes.search_text


@pytest.mark.django_db
def test_place_of_our_own_keeps_its_address():
    Territory.objects.create(name_ar="درب", kind=TerritoryKind.NEIGHBOURHOOD, slug="tanger")
    load_territories()
    assert Territory.objects.get(hcp_code="01.511.01.0").slug == "tanger-tanger-assilah"


@pytest.mark.django_db
def test_command_reports(capsys):
    call_command("load_territories")
    assert capsys.readouterr().out == "1640 territories added.\n"
