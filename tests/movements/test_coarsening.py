"""What is handed on of a position or a time never tells more than the step it is at, however it is asked."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.model import Place
from truceline.movements.coarsening import (
    CELL_REACH_M,
    DETAILS,
    Rendition,
    coarse,
    is_public,
    public_day,
    public_place,
)

PLACES = {
    each.id: each
    for each in (
        Place(id="c", name="Country", precision="country"),
        Place(id="g", name="Governorate", precision="governorate", within="c"),
        Place(id="d", name="District", precision="district", radius_km=20, within="g"),
        Place(id="t", name="Town", precision="town", within="d"),
        Place(id="q", name="Quarter", precision="district", radius_km=2, within="g"),
        Place(id="h", name="House", precision="exact", within="q"),
        Place(id="road", name="Road", precision="route", within="c"),
        Place(id="lost", name="Lost", precision="town", within="nowhere"),
        Place(id="ring", name="Ring", precision="town", within="ring"),
    )
}
lats = st.floats(-90, 90, allow_nan=False)
lons = st.floats(-180, 180, allow_nan=False)
details = st.sampled_from(DETAILS)
positions = st.builds(
    lambda lat, lon, accuracy, place: Rendition(lat=f"{lat:.6f}", lon=f"{lon:.6f}", accuracy_m=accuracy, place=place),
    lats,
    lons,
    st.none() | st.integers(0, 30_000),
    st.sampled_from([None, "t", "h", "words"]),
)


def metres(one: Rendition, other: Rendition) -> float:
    lat1, lon1, lat2, lon2 = (math.radians(float(x or 0)) for x in (one.lat, one.lon, other.lat, other.lon))
    across = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(across)))


@settings(max_examples=50)
@given(positions, details, details)
def test_two_steps_are_the_coarser_of_them(position: Rendition, first: str, second: str) -> None:
    """Coarsening is idempotent and monotone: each step is made of the one before, and no later step gives anything back."""
    one, two = DETAILS[DETAILS.index(first)], DETAILS[DETAILS.index(second)]
    coarser = max(one, two, key=DETAILS.index)
    assert coarse(coarse(position, one, PLACES), two, PLACES) == coarse(position, coarser, PLACES)
    assert coarse(position, one, PLACES).detail == one


@settings(max_examples=50)
@given(positions, st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.none() | st.integers(0, CELL_REACH_M))
def test_every_point_of_a_cell_gives_the_same(position: Rendition, up: float, right: float, accuracy: int | None) -> None:
    """Whatever the point and its accuracy within the cell, what is handed on is the same to the last digit."""
    first = coarse(position, "coarse_1km", PLACES)
    lat = math.floor((float(first.lat or 0) + 90) * 100) / 100 - 90 + up / 100
    columns = max(1, math.floor(36_000 * math.cos(math.radians(float(first.lat or 0)))))
    lon = (math.floor((float(first.lon or 0) + 180) / 360 * columns) + right) / columns * 360 - 180
    other = coarse(
        Rendition(lat=f"{lat:.12f}", lon=f"{lon:.12f}", accuracy_m=accuracy, place=position.place), "coarse_1km", PLACES
    )
    assert (other.lat, other.lon) == (first.lat, first.lon)
    assert metres(other, Rendition(lat=f"{lat:.12f}", lon=f"{lon:.12f}")) <= CELL_REACH_M


@settings(max_examples=50)
@given(positions)
def test_a_cell_is_at_least_a_kilometre_wide_and_holds_the_point(position: Rendition) -> None:
    """The point lies within the reach told, and a neighbour a kilometre away may lie in the same cell nowhere but in it."""
    cell = coarse(position, "coarse_1km", PLACES)
    assert metres(cell, position) <= CELL_REACH_M
    assert cell.accuracy_m is not None
    assert cell.accuracy_m >= max(CELL_REACH_M, position.accuracy_m or 0)
    assert cell.accuracy_m == CELL_REACH_M or cell.accuracy_m % 1000 == 0


def test_the_edges_of_the_earth_have_cells() -> None:
    """Poles and the line of 180 degrees are points like others, and 180 east is 180 west."""
    east, west = (coarse(Rendition(lat="10.001", lon=lon), "coarse_1km", PLACES) for lon in ("180", "-180"))
    assert east == west
    assert coarse(Rendition(lat="90", lon="77"), "coarse_1km", PLACES).lat == "89.995"
    assert coarse(Rendition(lat="-90", lon="0"), "coarse_1km", PLACES).lat == "-89.995"


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("t", "d"),
        ("h", "g"),
        ("q", "g"),
        ("g", "g"),
        ("road", "c"),
        ("lost", None),
        ("ring", None),
        ("Street 5", None),
        (None, None),
    ],
)
def test_a_public_place_is_no_finer_than_a_district(place: str | None, area: str | None) -> None:
    """Quarters of towns, roads and houses become the area around them; words and places in nothing become nothing."""
    assert public_place(place, PLACES) == area


def test_a_district_has_no_point() -> None:
    """From the coarsest step on there is neither a point nor an accuracy, and where no area is known nothing at all."""
    made = coarse(Rendition(lat="36.15", lon="36.95", accuracy_m=7, place="t"), "district", PLACES)
    assert made == Rendition(place="d", detail="district")
    assert coarse(Rendition(lat="36.15", lon="36.95"), "district", PLACES) == Rendition(detail="district")
    assert coarse(Rendition(place="t"), "coarse_1km", PLACES) == Rendition(place="t", detail="coarse_1km")


@pytest.mark.parametrize(
    ("ended", "on", "shown"),
    [
        ("2016-09-19T13:30:00+03:00", "2016-09-20", False),
        ("2016-09-19T13:30:00+03:00", "2016-09-21", True),
        ("2016-09-19", "2016-09-21", False),
        ("2016-09-19", "2016-09-22", True),
        (None, "2016-09-22", False),
        ("9999-12-31", "9999-12-31", False),
    ],
)
def test_a_movement_is_shown_only_when_it_is_over_since_a_day(ended: str | None, on: str, shown: object) -> None:
    """A day without an hour has ended only when it ended everywhere; without an end nothing is shown."""
    assert is_public(ended, on) is shown


def test_a_public_time_is_a_day() -> None:
    """No hour is handed on."""
    assert public_day("2016-09-19T13:30:00+03:00") == "2016-09-19"
    assert public_day(None) is None
