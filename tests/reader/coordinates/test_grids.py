"""UTM, MGRS and datums against points that other programs computed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from truceline.reader.coordinates import read
from truceline.reader.coordinates.datums import DATUMS, UNKNOWN_SHIFT_M, datum_named, to_wgs84
from truceline.reader.coordinates.sphere import distance_m
from truceline.reader.coordinates.squares import BANDS, band_limits, written_mgrs, zone_of
from truceline.reader.coordinates.transverse import central_meridian, from_degrees, to_degrees

TABLE = Path(__file__).with_name("grid_points.tsv")
LINES = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]


def test_the_narrow_and_wide_zones_of_norway_and_svalbard_end_where_they_end() -> None:
    """Zone 31 ends at 3 degrees east in band V and 32 begins there; 33X goes from 9 to 21; a square beyond is none."""
    for text in ("31VDH 90000 20000", "32VKM 80000 10000", "33XVG 10000 10000"):
        assert read(text).position is not None, text
    for text in ("31VFH 12345 67890", "31VEH 90000 10000"):
        assert [fault.code for fault in read(text).faults] == ["coordinates.square"], text


def test_two_datums_are_named_and_no_third() -> None:
    """What was neither written nor told is not among the datums that contradict each other."""
    assert "two datums: ED50, Pulkovo 1942; expected one" in read("36.15 N 36.95 E ED50 SK-42").faults[0].message
    assert "two datums: ED50, unknown; expected" in read("36.15 N 36.95 E ED50", datum="unknown").faults[0].message


def test_utm_is_that_of_another_program_to_the_millimetre() -> None:
    """Zones, eastings and northings all over the earth, with the odd zones of Norway and Svalbard."""
    for lat, lon, zone, easting, northing, _ in LINES:
        point = float(lat), float(lon)
        assert zone_of(*point) == int(zone), (lat, lon)
        east, north = from_degrees(*point, int(zone))
        assert abs(east - float(easting)) < 0.001, (lat, lon)
        assert abs(north - float(northing)) < 0.001, (lat, lon)
        assert distance_m(to_degrees(east, north, int(zone), is_south=point[0] < 0), point) < 0.001


def test_mgrs_is_written_and_read_as_by_another_program() -> None:
    """The letters of squares and bands agree, and a reference is read back to the cell that holds the point."""
    for lat, lon, *_, written in LINES:
        point = float(lat), float(lon)
        ours = written_mgrs(*point)
        assert ours is not None
        assert ours.replace(" ", "") == written.lstrip("0")
        position = read(ours).position
        assert position is not None, ours
        assert distance_m((position.lat, position.lon), point) <= 7.2
        assert position.accuracy_m == 8


@pytest.mark.parametrize("digits", range(6))
def test_the_middle_of_a_cell_is_no_further_than_half_its_diagonal(digits: int) -> None:
    """Whatever the number of digits, the point lies within the accuracy that is told."""
    for lat, lon, *_ in LINES:
        written = written_mgrs(float(lat), float(lon), digits)
        position = read(written or "").position
        assert position is not None, (lat, lon, written)
        assert distance_m((position.lat, position.lon), (float(lat), float(lon))) <= position.accuracy_m * 1.006


def test_each_band_begins_where_the_one_before_it_ends() -> None:
    """From 80 degrees south to 84 degrees north, without a gap."""
    limits = [band_limits(band) for band in BANDS]
    assert limits[0][0] == -80
    assert limits[-1][1] == 84
    assert all(before[1] == after[0] for before, after in itertools.pairwise(limits))


@pytest.mark.parametrize(
    ("datum", "lat", "lon", "moved_m", "expected"),
    [
        ("Deir ez Zor", 36.15, 36.95, 132, (36.149521, 36.951348)),
        ("ED50", 41.0, 29.0, 110, (40.999094, 28.999483)),
        ("UCS-2000", 48.1, 37.8, 111, (48.099937, 37.798519)),
        ("Bogota 1975", 4.6, -74.1, 492, (4.597153, -74.096589)),
        ("Adindan", 15.5, 32.5, 94, (15.500509, 32.500696)),
    ],
)
def test_a_datum_moves_a_point_as_far_as_was_published(
    datum: str, lat: float, lon: float, moved_m: int, expected: tuple[float, float]
) -> None:
    """A point of an old map is moved to WGS 84, and the rest of doubt is in its accuracy."""
    known = datum_named(datum)
    assert known is not None
    *moved, widened = to_wgs84(lat, lon, known)
    assert abs(distance_m((moved[0], moved[1]), (lat, lon)) - moved_m) < 2
    assert distance_m((moved[0], moved[1]), expected) < 0.2
    assert widened == known.fits_m


def test_a_point_outside_the_area_of_its_datum_stays_and_is_told_as_less_accurate() -> None:
    """Shifts that were measured in Colombia say nothing of Syria."""
    assert to_wgs84(36.15, 36.95, datum_named("Bogota 1975")) == (36.15, 36.95, UNKNOWN_SHIFT_M)


def test_an_unknown_datum_widens_the_accuracy_by_more_than_any_known_one_moves_a_point() -> None:
    """Nobody is promised a point that the map may not have meant."""
    for datum in DATUMS:
        low, high, west, east = datum.area
        points = [(lat, lon) for lat in (low + 0.1, (low + high) / 2, high - 0.1) for lon in (west, (west + east) / 2, east)]
        assert all(distance_m(to_wgs84(*point, datum)[:2], point) < UNKNOWN_SHIFT_M for point in points)
    position = read("36.1500N 36.9500E", datum="unknown").position
    assert position is not None
    assert (position.lat, position.lon, position.accuracy_m) == (36.15, 36.95, 608)


def test_a_datum_in_the_text_is_kept_and_one_that_contradicts_it_is_refused() -> None:
    """What the text says of its datum is not lost, and two datums are a question."""
    found = read("48.0159N 37.8028E (Pulkovo 1942)")
    assert (found.datum, found.datum_basis) == ("Pulkovo 1942", "stated")
    assert [fault.code for fault in read("48.0159N 37.8028E (СК-42)", datum="WGS84").faults] == ["coordinates.datum"]
    assert [fault.code for fault in read("48.0159N 37.8028E", datum="Atlantis 1900").faults] == ["coordinates.datum"]
    assert read("48.0159N 37.8028E").datum_basis == "assumed"


def test_utm_is_read_on_the_ellipsoid_of_its_datum() -> None:
    """A grid reference of an old map and its degrees lead to one point."""
    by_grid = read("UTM 37 north 315500 4002300 ED50").position
    assert by_grid is not None
    assert distance_m((by_grid.lat, by_grid.lon), (36.146330, 36.949018)) < 0.3


def test_band_n_and_the_northern_half_of_the_earth_are_one_point() -> None:
    """A letter that means two things is no doubt where both lead to the same place; which number is the easting may be one."""
    plain = read("37N 500000 500000")
    assert (len(plain.positions), plain.doubts) == (1, ())
    both = read("37N 315500 400230")
    assert (len(both.positions), both.doubts) == (2, ("axes",))


def test_a_zone_has_its_meridian_in_the_middle() -> None:
    """From 180 degrees west on, six degrees each."""
    assert [central_meridian(zone) for zone in (1, 31, 37, 60)] == [-177, 3, 39, 177]
