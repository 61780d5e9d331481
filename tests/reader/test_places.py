"""Places: relations to named places with an honest precision, and governments told from places."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from truceline.model import Actor, ActorName, Place, PlaceMention, PlaceName, Theatre
from truceline.reader.places import Gazetteer, places
from truceline.reader.segments import clean
from truceline.workflow.packs import load_theatre

PLACES = (
    Place(id="sy", name="Syria", precision="country", kind="country"),
    Place(id="iq", name="Iraq", precision="country", kind="country"),
    Place(id="lb", name="Lebanon", precision="country", kind="country"),
    Place(
        id="sy.aleppo-governorate",
        name="Aleppo Governorate",
        names=(PlaceName(text="Aleppo"),),
        precision="governorate",
        within="sy",
        country="sy",
    ),
    Place(
        id="sy.aleppo",
        name="Aleppo",
        lat="36.20",
        lon="37.16",
        within="sy.aleppo-governorate",
        country="sy",
        population=1_600_000,
    ),
    Place(id="sy.latakia", name="Latakia", lat="35.52", lon="35.79", within="sy", country="sy", population=400_000),
    Place(
        id="sy.deir-ez-zor",
        name="Deir ez-Zor",
        names=(PlaceName(text="Dayr az-Zawr", lang="ar-Latn"),),
        lat="35.33",
        lon="40.14",
        within="sy",
        country="sy",
    ),
    Place(id="lb.tripoli", name="Tripoli", lat="34.43", lon="35.84", within="lb", country="lb", population=200_000),
    Place(id="ly.tripoli", name="Tripoli", lat="32.88", lon="13.19", country="ly", kind="town", population=1_100_000),
    Place(
        id="sy.damascus",
        name="Damascus",
        lat="33.51",
        lon="36.29",
        kind="capital",
        within="sy",
        country="sy",
        population=1_500_000,
    ),
)
SYRIA = Actor(id="sy", kind="state", name="Syria", country="sy", names=(ActorName(text="Syrian", demonym=True),))
THEATRE = Theatre(name="test", title="Test", version="1", actors=(SYRIA,), places=PLACES, country="sy")
GAZETTEER = Gazetteer(PLACES)


def read(text: str) -> tuple[PlaceMention, ...]:
    """Return the places of a text."""
    return places(clean(text), GAZETTEER, THEATRE)


def test_a_named_town_has_its_point() -> None:
    """A bare town name is a town with coordinates."""
    (found,) = read("The convoy reached Aleppo.")
    assert (found.place, found.precision, found.lat, found.lon) == ("sy.aleppo", "town", 36.20, 37.16)


@pytest.mark.parametrize(
    ("words", "kind", "precision"),
    [
        ("in the northern countryside of Aleppo", "north_countryside_of", "district"),
        ("southwest of Aleppo", "southwest_of", "district"),
        ("near the city of Aleppo", "near", "district"),
        ("outside Aleppo", "outside", "district"),
        ("in the Aleppo countryside", "countryside_of", "district"),
        ("in Aleppo's western countryside", "west_countryside_of", "district"),
        ("on the outskirts of Aleppo", "outskirts_of", "district"),
        ("at Aleppo airport", "airport_of", "district"),
        ("on the road to Aleppo", "road_to", "route"),
    ],
)
def test_a_relation_is_never_a_point(words: str, kind: str, precision: str) -> None:
    """What lies beside a town gets no coordinates of the town."""
    found = next(m for m in read(f"It burned {words}.") if m.place == "sy.aleppo")
    assert found.relation is not None
    assert (found.relation.kind, found.relation.of, found.precision, found.lat) == (kind, "sy.aleppo", precision, None)


def test_a_side_of_a_town_is_a_part_of_it() -> None:
    """Eastern Aleppo is a part of Aleppo, not Aleppo as such."""
    (found,) = read("They fought in eastern Aleppo.")
    assert found.relation is not None
    assert found.relation.kind == "east_part_of"


def test_a_direction_that_describes_the_town_displaces_nothing() -> None:
    """The northwestern port city of Latakia is Latakia."""
    (found,) = read("They landed in the northwestern port city of Latakia.")
    assert (found.place, found.relation, found.precision) == ("sy.latakia", None, "town")


def test_a_part_of_the_city_is_of_the_city_last_named() -> None:
    """The western section of the city belongs to the town named before."""
    found = read("They gathered near Aleppo. Mortars hit the western section of the city.")
    assert found[-1].place == "sy.aleppo"
    assert found[-1].lat is None


def test_a_border_of_two_countries_is_no_town() -> None:
    """The border named by two adjectives has the precision of a country."""
    (found,) = read("It flew along the Syrian-Iraqi border.")
    assert (found.place, found.precision, found.lat) == ("sy", "country", None)


@pytest.mark.parametrize("text", ["Damascus denied it.", "He blamed Damascus.", "Talks between Moscow and Damascus broke down."])
def test_a_capital_that_acts_is_a_government(text: str) -> None:
    """A capital without a word of place stands for its government."""
    assert read(text) == ()


def test_a_capital_with_a_word_of_place_is_a_place() -> None:
    """In the capital, things happen there."""
    assert [m.place for m in read("A shell fell in Damascus.")] == ["sy.damascus"]


def test_other_romanisations_are_found_by_exact_key_only() -> None:
    """Spellings of one Arabic name meet by a fixed rule; likeness never counts."""
    assert [m.place for m in read("It came from Deir al-Zour.")] == ["sy.deir-ez-zor"]
    assert read("It came from Deir Hafir.") == ()


def test_what_stands_beside_a_name_tells_namesakes_apart() -> None:
    """Tripoli, Lebanon is not the larger Tripoli."""
    assert read("It came from Tripoli, Lebanon.")[0].place == "lb.tripoli"
    assert read("It came from Tripoli.")[0].place == "ly.tripoli"


def test_the_province_is_the_governorate() -> None:
    """Aleppo province is the governorate of that name, without a point."""
    found = read("It happened in Aleppo province.")[0]
    assert (found.place, found.precision, found.lat) == ("sy.aleppo-governorate", "governorate", None)


def test_a_newspaper_is_no_place() -> None:
    """A name that goes on as the name of something else is not the place."""
    assert read("The Aleppo Times wrote so.") == ()


@pytest.mark.shared
def test_places_of_the_seed_articles_are_found(shared_data: Path, bench_scorers: Path, tmp_path: Path) -> None:
    """At least 93 in 100 of the place mentions marked by hand are found."""
    theatre = load_theatre("syria_2016").theatre
    gazetteer = Gazetteer(theatre.places)
    out = tmp_path / "places.jsonl"
    with (shared_data / "seeds" / "reports.jsonl").open() as lines, out.open("w") as answers:
        for report in map(json.loads, lines):
            found = msgspec.to_builtins(places(clean(report["text"]), gazetteer, theatre))
            answers.write(json.dumps({"id": report["id"], "places": found}) + "\n")
    command = [sys.executable, str(bench_scorers / "score_places.py"), str(shared_data / "seeds" / "places.jsonl"), str(out)]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert figures["overlap"]["r"] >= 0.93
