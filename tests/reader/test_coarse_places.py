"""Geometry: nothing that moves forces or aid has a point, and no relation has the point of the place it starts from."""

from __future__ import annotations

from functools import cache

import pytest

from truceline.model import Place, PlaceMention, Report, Theatre
from truceline.reader import Reader, claims_of

PLACES = tuple(
    Place(id=name.lower(), name=name, lat=str(30 + number), lon="37.0", within="xx", country="xx")
    for number, name in enumerate(("Midtown", "Farville", "Hillfort"))
)
THEATRE = Theatre(name="test", title="Test", version="1", actors=(), places=PLACES, country="xx")


@cache
def reader() -> Reader:
    """Return the reader of the small theatre, built once."""
    return Reader(THEATRE)


def places(text: str) -> tuple[PlaceMention, ...]:
    """Return the places of a text, as read and as its claims hold them."""
    report = Report(id="r", text=text, published_at="2020-05-10", lang="en")
    reading = reader().read(report)
    return (*reading.places, *(p for claim in claims_of(report, reading) for p in claim.places))


@pytest.mark.parametrize(
    "text",
    [
        "The army deployed troops to Midtown.",
        "The governor said that the army had deployed tanks in Midtown.",
        "Troops withdrew from Midtown on Monday.",
        "There were flights over Midtown.",
        "They set up a base in Midtown.",
        "The convoy delivered aid in Midtown.",
        "The army launched an offensive in Midtown.",
    ],
)
def test_where_forces_and_aid_move_has_no_point(text: str) -> None:
    """The place keeps its name and id, and nothing finer."""
    found = places(text)
    assert found
    assert {(p.place, p.lat, p.lon) for p in found} == {("midtown", None, None)}


def test_where_an_attack_struck_keeps_its_point() -> None:
    """What was struck is known to those who struck it; beside a movement, only the movement loses its place."""
    found = places("Shells hit a clinic in Midtown. The army deployed troops to Farville.")
    assert {(p.place, p.lat is None) for p in found} == {("midtown", False), ("farville", True)}


@pytest.mark.parametrize(
    "words",
    [
        "near Midtown",
        "outside Midtown",
        "west of Midtown",
        "in eastern Midtown",
        "in the eastern part of Midtown",
        "in the countryside of Midtown",
        "on the outskirts of Midtown",
        "in central Midtown",
        "on the road to Midtown",
        "at the airport of Midtown",
        "in the centre of Midtown",
        "20 km south of Midtown",
    ],
)
def test_no_relation_has_the_point_of_its_place(words: str) -> None:
    """A part of a town, and what is near it, is somewhere else than its point."""
    found = places(f"A shell killed two people {words}.")
    assert found
    assert all(p.relation is not None and p.lat is None and p.lon is None for p in found)
