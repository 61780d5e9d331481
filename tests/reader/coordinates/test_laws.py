"""Laws of reading coordinates: what is written comes back, nothing is read two ways in silence, nothing hostile takes time."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from truceline.reader.coordinates import Position, in_all_ways, read, underlined
from truceline.reader.coordinates.showing import decimals, sexagesimal
from truceline.reader.coordinates.signs import LONGEST
from truceline.reader.coordinates.sphere import distance_m
from truceline.reader.coordinates.squares import written_mgrs

LATITUDES = st.floats(-80, 84).map(lambda lat: round(lat, 7))
LONGITUDES = st.floats(-180, 179.999).map(lambda lon: round(lon, 7))
SCRIPTS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
_NUMBERS = "36 36.15 36,95 09 57.5 61 136 0365700 37S CA 1557 315500 4002300"
_WORDS = "N S E W north شمال غرب с.ш. lat lon WGS84 UTM zone"
_MARKS = "- + ° ′ ″ ' \" , ; / ، . : ( ) \u202b \u200e"
PIECES = st.sampled_from(f"{_NUMBERS} {_WORDS} {_MARKS}".split())


def _only(text: str) -> Position:
    found = read(text)
    assert found.position is not None, (text, found)
    return found.position


@given(LATITUDES, LONGITUDES, st.integers(0, 7), SCRIPTS)
@settings(max_examples=25)
def test_decimals_with_letters_come_back_within_their_accuracy(lat: float, lon: float, places: int, digits: str) -> None:
    """In whatever script the digits are."""
    text = decimals(lat, lon, places).translate(str.maketrans("0123456789", digits))
    position = _only(text)
    assert distance_m((position.lat, position.lon), (lat, lon)) <= position.accuracy_m * 1.006


@given(LATITUDES, LONGITUDES, st.integers(0, 3), SCRIPTS)
@settings(max_examples=25)
def test_degrees_minutes_and_seconds_come_back_within_their_accuracy(lat: float, lon: float, places: int, digits: str) -> None:
    """Rounding never makes sixty minutes or sixty seconds."""
    text = sexagesimal(lat, lon, places).translate(str.maketrans("0123456789", digits))
    position = _only(text)
    assert distance_m((position.lat, position.lon), (lat, lon)) <= position.accuracy_m * 1.006


@given(LATITUDES, LONGITUDES, st.integers(0, 5))
@settings(max_examples=25)
@example(72.0, 9.0, 5)
@example(0.0, 0.0, 5)
@example(-0.0000001, 179.999, 5)
@example(64.0, 3.0, 0)
@example(84.0, 33.0, 5)
def test_a_cell_comes_back_as_the_cell_that_holds_the_point(lat: float, lon: float, digits: int) -> None:
    """On the edges of zones and bands too."""
    text = written_mgrs(lat, lon, digits)
    assert text is not None
    position = _only(text)
    assert distance_m((position.lat, position.lon), (lat, lon)) <= position.accuracy_m * 1.006


@given(LATITUDES, LONGITUDES, st.integers(1, 5000))
@settings(max_examples=25)
def test_a_point_is_shown_no_finer_and_hardly_coarser_than_it_is_known(lat: float, lon: float, accuracy_m: int) -> None:
    """Each way in which a point is shown leads back to it, within what was known of it."""
    shown = in_all_ways(lat, lon, accuracy_m)
    for text in shown:
        position = _only(text)
        assert distance_m((position.lat, position.lon), (lat, lon)) <= 12 * accuracy_m + 20, text


@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
@settings(max_examples=100)
def test_no_text_is_read_as_two_points_in_silence(pieces: list[str], between: str) -> None:
    """One point, or several with their doubts named, or none with a located reason; never an exception."""
    text = between.join(pieces)
    found = read(text)
    assert bool(found.positions) != bool(found.faults)
    assert (len(found.positions) > 1) == bool(found.doubts)
    assert len({(each.lat, each.lon) for each in found.positions}) == len(found.positions)
    for position in found.positions:
        assert -90 <= position.lat <= 90
        assert -180 <= position.lon <= 180
        assert position.accuracy_m >= 1
    for fault in found.faults:
        assert fault.span is None or fault.span.end <= len(text)
        assert underlined(text, fault.span).startswith(underlined(text, None))


@given(st.text(max_size=60))
@settings(max_examples=50)
@example("36.15N 36.95E\udcff")
@example("٠" * 40)
@example("1" * 299)
@example("9" * 150 + "N " + "9" * 140 + "E")
@example("0." + "0" * 250 + "N 0E")
@example("İ 36 N")
@example("ﷺ 36N 36E")
def test_any_text_is_read_or_refused(text: str) -> None:
    """Letters of any script, lone surrogates, marks without a letter, numbers without end."""
    found = read(text)
    assert bool(found.positions) != bool(found.faults)


def test_what_is_too_long_is_not_looked_at() -> None:
    """A megabyte of digits costs nothing, and its message does not repeat it."""
    for hostile in ("1" * 1_000_000, "36.15N " * 150_000, "\u0301" * 1_000_000, "36°" + " " * 1_000_000, "\u202e" * 1_000_000):
        before = time.process_time()
        found = read(hostile)
        assert time.process_time() - before < 0.1
        assert found.faults[0].code == "coordinates.length"
        assert len(found.faults[0].message) < 200


def test_the_longest_texts_are_read_in_a_moment() -> None:
    """Nothing within the limit makes the grammar go back and forth: the worst of these takes milliseconds."""
    pieces = (
        " ",
        "1",
        "1 ",
        "1.",
        "N",
        "с.",
        "північн",
        "lat ",
        "°",
        "''",
        "EPSG:",
        "datum ",
        "UTM ",
        "37S ",
        "37 S 1 ",
        "(",
        "1,1,",
        "عرض ",
    )
    for piece in pieces:
        for text in (
            (piece * LONGEST)[:LONGEST],
            (piece * LONGEST)[: LONGEST - 1] + "!",
            "37S " + (piece * LONGEST)[: LONGEST - 4],
        ):
            before = time.process_time()
            read(text)
            assert time.process_time() - before < 0.2, (piece, text[:30])
