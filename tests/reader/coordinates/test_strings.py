"""Four hundred coordinates as people write them (strings.tsv): each read to the point that was meant, or refused at its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from truceline.reader.coordinates import Coordinates, read, reason_of
from truceline.reader.coordinates.sphere import distance_m

TABLE = Path(__file__).with_name("strings.tsv")
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
FORMATS = {
    "signed pair": {"decimal"},
    "letters behind": {"decimal"},
    "letters before": {"decimal"},
    "decimal comma": {"decimal"},
    "degrees, minutes": {"degrees_minutes"},
    "degrees, minutes, seconds": {"dms"},
    "three numbers": {"dms"},
    "units in words": {"dms"},
    "digits together": {"dms"},
    "labels": {"decimal"},
    "UTM": {"utm"},
    "MGRS": {"mgrs"},
    "in two ways": {"decimal", "degrees_minutes", "dms"},
}


class Row(NamedTuple):
    """A row of the table: how it is written, in what script, the text, and what is expected."""

    format: str
    script: str
    text: str
    expected: str


def _rows() -> list[Row]:
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    plain = [ESCAPE.sub(lambda m: chr(int(m[1], 16)), line) for line in lines if line and not line.startswith("#")]
    return [Row(*line.split("\t")) for line in plain]


ROWS = _rows()
READ = [row for row in ROWS if row.format != "refused"]
REFUSED = [row for row in ROWS if row.format == "refused"]


def _agrees(found: Coordinates, expected: str) -> str:
    """Return what differs from the readings that a row expects, "" where nothing does."""
    doubts, _, points = expected.rpartition(": ")
    wanted = [tuple(map(float, point.split())) for point in points.split(" / ")]
    if ", ".join(found.doubts) != doubts:
        return f"doubts {found.doubts}, expected {doubts!r}; {found.faults}"
    if len(found.positions) != len(wanted):
        return f"{len(found.positions)} readings, expected {len(wanted)}"
    for position, (lat, lon, half_m) in zip(found.positions, wanted, strict=True):
        off = distance_m((position.lat, position.lon), (lat, lon))
        if off > 0.02:
            return f"{off:.3f} m off: {position}, expected {lat} {lon}"
        if not half_m - 0.1 <= position.accuracy_m <= 1 + half_m * 1.02:
            return f"accuracy {position.accuracy_m} m, expected {half_m} m or hardly more"
    return ""


def test_the_table_holds_three_hundred_strings_in_twelve_formats_and_three_scripts() -> None:
    """What is promised of the table is true of it."""
    assert len({row.text for row in ROWS}) >= 300
    assert len({row.format for row in READ} - {"in two ways"}) == 12
    assert {row.script for row in ROWS} == {"Latin", "Arabic", "Persian"}
    for script in ("Latin", "Arabic", "Persian"):
        assert len({row.format for row in READ if row.script == script}) >= 12


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_string_of_a_format_is_read_to_the_points_it_can_mean(form: str) -> None:
    """A position is within two centimetres of what the figures say, its accuracy what the digits say, every doubt is named."""
    wrong = []
    for row in READ:
        if row.format == form:
            found = read(row.text)
            differs = _agrees(found, row.expected) or ("" if found.format in FORMATS[form] else f"format {found.format}")
            wrong += [f"{row.text!r}: {differs}"] if differs else []
    assert wrong == []


def test_what_contradicts_itself_is_refused_at_its_place() -> None:
    """A refusal names the fault and underlines the very words; nothing is read into them."""
    wrong = []
    for row in REFUSED:
        code, _, words = row.expected.removeprefix("refused ").partition(": ")
        found = read(row.text)
        told = [(fault.code, fault.span.of(row.text).strip() if fault.span else "") for fault in found.faults]
        if found.positions or told != [(f"coordinates.{code}", words.strip())]:
            wrong.append(f"{row.text!r}: {told} {found.positions}, expected {row.expected!r}")
    assert wrong == []


def test_every_refusal_says_what_was_expected_and_can_be_told_without_its_figures() -> None:
    """A message about a sealed position can be logged: it holds none of the digits of the text."""
    for row in REFUSED:
        found = read(row.text)
        assert "expected" in found.faults[0].message, found.faults[0].message
        reason = reason_of(found)
        assert reason
        told = re.sub(r"\(characters.*\)|under 60", "", reason)
        assert not re.search(r"\d", told), reason


def test_a_text_is_kept_as_written() -> None:
    """Whatever is read out of it, the raw text stays."""
    assert all(read(row.text).raw == row.text for row in ROWS)
