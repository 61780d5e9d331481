"""What monitors write of where and how far: read as ranges, and told as an area that always holds, never as a point."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.agreement import observations
from truceline.agreement.observations import (
    Gazetteer,
    Range,
    Spot,
    area_of,
    concerns,
    counts,
    period_of,
    read_distance,
    read_range,
)
from truceline.agreement.observations.globe import Point, distance_m, distance_to_line_m, moved
from truceline.agreement.observations.places import COORDINATE_REACH_M
from truceline.model import Place
from truceline.model.agreements import Agreement, Breach, Calendar, Clause, Line
from truceline.model.observations import CoverageGap, Exposure, Observation

PLACES = (
    Place(id="v.region", name="North region", precision="governorate", lat="48.0", lon="37.5", radius_km=100),
    Place(id="v.mill", name="Millton", lat="48.10", lon="37.50", radius_km=3, within="v.region"),
    Place(id="v.ford", name="Fordham", lat="48.30", lon="37.90", radius_km=3, within="v.region"),
    Place(id="v.far", name="Farley", lat="48.00", lon="38.60", radius_km=3, within="v.region"),
)
CALENDAR = Calendar(utc_offset="+02:00", cut_off="19:30")


def seen(number: int = 1, **said: object) -> Observation:
    given = {"sense": "heard", "assessment": "undetermined", "unit": "explosion", "low": 1, "high": 1, "start": None, "end": None}
    return Observation(**{"id": f"o{number}", "observer": "mission", **given, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("2-7km NNE", Range(11, 34, 2000, 7000, 500)),
        ("at an estimated distance of 3 to 5 km south-east", Range(112, 158, 3000, 5000, 500)),
        ("between 3 and 5 kilometres north-north-west", Range(326, 349, 3000, 5000, 500)),
        ("120°, 800m", Range(115, 125, 800, 800, 50)),
        ("110-130 degrees at 2.5km", Range(110, 130, 2500, 2500, 50)),
        ("500m-1km E", Range(67, 113, 500, 1000, 500)),
        ("NW to N, up to 4km", Range(292, 23, None, 4000, 500)),
        ("at least 5km SW", Range(202, 248, 5000, None, 500)),
        ("7-2km N", Range(337, 23, None, None, 0)),
        ("N and S", None),
        ("NEW positions", None),
        ("5 explosions", None),
        ("", None),
    ],
)
def test_a_compass_point_is_a_sector_and_a_distance_a_range(words: str, read: Range | None) -> None:
    """What is not said stays open; opposite directions, and a range that ends before it begins, are not read."""
    assert read_range(words) == read


@pytest.mark.parametrize(
    ("words", "unit", "read"),
    [
        ("1,500m", None, (1500, 1500, 50)),
        ("1.500 m", None, (1500, 1500, 50)),
        ("12,345 metres", None, (12_345, 12_345, 0)),
        ("1,500-2,000 m", None, (1500, 2000, 50)),
        ("1,500m to 2km", None, (1500, 2000, 500)),
        ("up to 3,000 ft", None, (None, 914, 15)),
        ("1,500", "m", (1500, 1500, 50)),
        ("1.5 m", None, (2, 2, 0)),
        ("0.500 m", None, (0, 0, 0)),
        ("0.500 km", None, (500, 500, 0)),
        ("1,5 km", None, (1500, 1500, 50)),
        ("1,500 km", None, (1500, 1500, 0)),
        ("1.500", "km", (1500, 1500, 0)),
        ("1,234,567", "m", None),
    ],
)
def test_a_mark_before_three_digits_of_metres_or_feet_stands_between_thousands(
    words: str, unit: str | None, read: tuple[int | None, int | None, int] | None
) -> None:
    """1,500 m is no metre and a half, whichever mark is used; kilometres have decimals, and 0.500 has no thousands."""
    assert read_distance(words, unit) == read


@settings(max_examples=50)
@given(
    st.floats(47.9, 48.4), st.floats(37.3, 38.2), st.integers(0, 359), st.integers(0, 90), st.integers(0, 9000),
    st.integers(0, 9000), st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip
def test_wherever_it_was_within_what_was_said_the_area_holds_it(  # noqa: PLR0917 - hypothesis gives them
    lat: float, lon: float, first: int, turn: int, low: int, more: int, along: float, far: float
) -> None:
    """The true place, any in the sector and the range, lies between the distances that the area gives."""
    way = Range(first, (first + turn) % 360, low, low + more, 50)
    observer = Spot(point=Point(lat, lon), reach_m=200)
    area = area_of(observer, way, Gazetteer(PLACES))
    true = moved(observer.point, first + along * turn, low + far * more)
    if area is not None:
        place = next(p for p in PLACES if p.id == area.place)
        from_place = distance_m(Point(float(place.lat or 0), float(place.lon or 0)), true)
        assert area.low_m <= from_place <= area.high_m
        assert area.low_m % 1000 == area.high_m % 1000 == 0


def test_an_area_is_a_town_and_whole_kilometres_around_it() -> None:
    """Heard 2 to 7 km north-north-east of Millton: near Millton, and nowhere to be drawn as a point."""
    places = Gazetteer(PLACES)
    spot = places.spot("Millton")
    assert spot is not None
    area = area_of(spot, Range(11, 34, 2000, 7000, 500), places)
    assert area is not None
    assert (area.place, area.low_m, area.high_m) == ("v.mill", 0, 14_000)
    assert area_of(spot, Range(11, 34), places) is None
    assert area_of(spot, Range(11, 34, 2000, None, 500), places) is None


def test_a_position_may_be_told_from_a_named_place() -> None:
    """Coordinates, a name, or so far from a place in a direction; a name that the pack has twice is none."""
    places = Gazetteer((*PLACES, Place(id="v.mill-2", name="Millton", lat="49", lon="37", within="v.other")))
    assert places.spot("Millton") is None
    assert places.spot("Millton", "v.region") is not None
    from_ford = places.spot("a post (party-controlled, 6km NW of Fordham)")
    assert from_ford is not None
    assert 5000 < distance_m(from_ford.point, Point(48.30, 37.90)) < 7000
    coordinates = places.spot("48.14, 37.74")
    assert coordinates is not None
    assert coordinates.point == Point(48.14, 37.74)
    assert places.spot("N/K") is None


def test_coordinates_of_a_position_are_read_like_all_others() -> None:
    """Other scripts and grids too; a sign with a letter, or a letter on one side only, is a position that nobody can read."""
    places = Gazetteer(PLACES)
    for words in ("48.1400 N 37.7400 E", "٤٨٫١٤٠٠ شمالاً ٣٧٫٧٤٠٠ شرقاً", "48.1400 37.7400 120.5 8", "37U DP 0626 3262"):
        spot = places.spot(words)
        assert spot is not None, words
        assert distance_m(spot.point, Point(48.14, 37.74)) < 20, words
        assert spot.reach_m == COORDINATE_REACH_M
    rough = places.spot("48.1, 37.7")
    assert rough is not None
    assert rough.reach_m > 6000
    for words in ("-48.14 N 37.74 E", "48.14 N, 37.74", "37S 315500 4002300", "-36.5 S, 37.5 E"):
        assert places.spot(words) is None, words
    assert places.is_spot("48.14 N, 37.74")
    assert places.is_spot("37U DP 0626 3262")


def test_nothing_takes_the_direction_of_fire() -> None:
    """No verb of this part reads it, and an observation with another direction counts and concerns the same."""
    for module in (observations.areas, observations.counting, observations.lines, observations.places):
        assert ".direction" not in inspect.getsource(module)
    one, other = (seen(direction=words, start="2016-09-11T10:00:00+02:00") for words in ("from W to E", "from E to W"))
    assert counts([one], calendar=CALENDAR) == counts([other], calendar=CALENDAR)


def test_a_reporting_day_ends_at_its_hour_by_the_clock_of_the_place() -> None:
    """19:29 belongs to the day, 19:30 to the next; a row on summer time goes by the clock it is written in."""
    days = {"19:29:00+02:00": "2016-01-11", "19:30:00+02:00": "2016-01-12", "17:30:00+00:00": "2016-01-12"}
    for hour, day in days.items():
        assert period_of(seen(start=f"2016-01-11T{hour}"), CALENDAR) == day
    assert period_of(seen(start="2016-09-11T19:29:00+03:00"), CALENDAR) == "2016-09-11"
    across = seen(start="2016-01-11T18:00:00+02:00", end="2016-01-11T21:00:00+02:00")
    assert period_of(across, CALENDAR) is None
    until = seen(start="2016-01-11T18:00:00+02:00", end="2016-01-11T19:30:00+02:00")
    assert period_of(until, CALENDAR) == "2016-01-11"
    assert period_of(seen(start="2016-01-11T23:00:00+02:00", period="2016-01-10"), CALENDAR) == "2016-01-10"


def test_a_count_stands_beside_the_day_before_and_what_was_looked_at() -> None:
    """Numbers with their exposure and gaps; a zero only where somebody looked, else not known."""
    day, night = "2016-01-11T10:00:00+02:00", "2016-01-11T20:00:00+02:00"
    looked = Exposure(
        id="x1", observer="mission", area=None, start="2016-01-09T19:30:00+02:00", end="2016-01-10T19:30:00+02:00",
        sensor="camera", hours=24, region="r",
    )  # fmt: skip
    gap = CoverageGap(
        id="g1", observer="mission", area=None, area_words=None, start=night, end=night, reason="refused", region="r"
    )
    rows = counts(
        [seen(1, start=day, low=3, high=5, region="r"), seen(2, start=day, low=None, high=None, region="r"),
         seen(3, start=night, low=2, high=None, region="r")],
        [gap], [looked], CALENDAR,
    )  # fmt: skip
    by_day = {row.period: row for row in rows}
    assert [(c.low, c.high) for c in by_day["2016-01-11"].counted] == [(3, 5)]
    assert (by_day["2016-01-11"].observations, by_day["2016-01-11"].uncounted) == (2, 1)
    before = by_day["2016-01-11"].before
    assert before is not None
    assert (before.period, before.observations, before.counted) == ("2016-01-10", 0, ())
    assert by_day["2016-01-10"].before is None
    assert [(each.sensor, each.hours) for each in by_day["2016-01-10"].looked] == [("camera", 24)]
    assert [(c.low, c.high) for c in by_day["2016-01-12"].counted] == [(2, None)]
    assert by_day["2016-01-12"].gaps == ("g1",)
    assert all("a sample, not a census" in c.rule for row in rows for c in row.counted)


def test_what_two_missions_counted_is_never_added() -> None:
    """Each stands under its own name, however much it may be the same shelling."""
    start = "2016-01-11T10:00:00+02:00"
    rows = counts([seen(1, start=start), seen(2, start=start, observer="others")], calendar=CALENDAR)
    assert [(row.observer, row.counted[0].low) for row in rows] == [("mission", 1), ("others", 1)]


AGREEMENT = Agreement(
    id="a",
    name="A",
    date="2016-01-01",
    calendar=CALENDAR,
    source_text=(),
    parties=("n", "s"),
    lines=(Line(id="line", name="The line", points=("48.0,38.0", "49.0,38.0"), accuracy_km=5),),
    clauses=(
        Clause(id="guns", summary="", kind="do", breach=Breach(weapons=("152 mm", "howitzer"), line="line", within_km=25)),
        Clause(
            id="later", summary="", kind="do", since="2016-02-01",
            breach=Breach(weapons=("152 mm",), line="line", within_km=25),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("area", "high_m", "weapon", "nearer"),
    [
        ("v.ford", None, "two 152mm guns (2S3)", "yes"),
        ("v.ford", None, "towed HOWITZER", "yes"),
        ("v.mill", None, "152-mm gun", "no"),
        ("v.far", 15_000, "152 mm", "cannot_be_told"),
        ("v.ford", 20_000, "152 mm", "cannot_be_told"),
        (None, None, "152 mm", "cannot_be_told"),
    ],
)
def test_a_weapon_near_a_line_is_told_as_far_as_area_and_line_allow(
    area: str | None, high_m: int | None, weapon: str, nearer: str
) -> None:
    """Nearer, or not to be told: what the area reaches and how good the line is are taken off and added."""
    one = seen(area=area, area_high_m=high_m, weapon=weapon, start="2016-01-11T10:00:00+02:00")
    found = concerns(AGREEMENT, [one], GAZETTEER)
    assert [(each.clause, each.nearer) for each in found] == [("guns", nearer)]


GAZETTEER = Gazetteer(PLACES)


def test_other_weapons_and_places_far_away_concern_no_clause() -> None:
    """A 1152 mm is no 152 mm; what is surely further away is said to be so."""
    assert concerns(AGREEMENT, [seen(area="v.ford", weapon=words) for words in ("mortar", "1152mm", "152mmx")], GAZETTEER) == ()
    wide = Place(id="v.away", name="Away", lat="48.3", lon="36.0")
    (one,) = concerns(
        AGREEMENT, [seen(area="v.away", weapon="152 mm", start="2016-01-11T10:00:00+02:00")], Gazetteer((*PLACES, wide))
    )
    assert (one.nearer, one.within_km) == ("no", 25)


def test_distances_on_the_ground_are_those_of_the_ellipsoid_to_six_in_a_thousand() -> None:
    """Against geodesics of WGS 84 worked out elsewhere: a degree of latitude at 48 degrees north, and one of longitude."""
    assert distance_m(Point(48.0, 37.8), Point(49.0, 37.8)) == pytest.approx(111_203, rel=0.006)
    assert distance_m(Point(48.0, 37.8), Point(48.0, 38.8)) == pytest.approx(74_628, rel=0.006)
    assert distance_to_line_m(Point(48.5, 37.0), (Point(48, 38), Point(49, 38))) == pytest.approx(73_896, rel=0.01)


def test_many_areas_of_one_spot_tell_no_more_than_its_cell() -> None:
    """Whoever puts any number of bearings and distances together is left with some kilometres of ground."""
    here, there = (Spot(point=Point(48.1001 + off, 37.52 + off), reach_m=200) for off in (0.0, 0.015))
    assert distance_m(here.point, there.point) > 1500
    sizes = [(low, low + more) for low in (0, 850) for more in (50, 4000)]
    ways = [Range(first, first + 45, low, high, 50) for first in (0, 90, 200) for low, high in sizes]
    places = Gazetteer(PLACES)
    assert [area_of(here, way, places) for way in ways] == [area_of(there, way, places) for way in ways]


def test_what_is_said_to_last_for_ages_is_in_no_period() -> None:
    """A mistyped end does not stop the counting of everything else."""
    gap = CoverageGap(
        id="g1", observer="mission", area=None, area_words=None, start="1916-01-11T10:00:00+02:00",
        end="2016-01-11T10:00:00+02:00", reason="night",
    )  # fmt: skip
    assert len(counts([seen(start="2016-01-11T10:00:00+02:00")], [gap], calendar=CALENDAR)) == 1
