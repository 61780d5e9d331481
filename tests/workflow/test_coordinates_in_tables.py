"""Coordinates in a table: one reading or a refusal, the answers of whoever made it in the mapping, and no figure in a message."""

from __future__ import annotations

import re

import pytest

from truceline.errors import InputError
from truceline.reader.coordinates import Coordinates
from truceline.workflow.tables import Field, TypedTable, read_mapping, read_table, typed

SHAPE = {"name": Field("words"), "point": Field("coordinates"), "sealed": Field("coordinates", is_hidden=True)}


def _typed(cells: str, said: str, name: str = "point") -> TypedTable:
    mapping = read_mapping("m.yaml", f"about: site\nfields: {{name: A, {name}: {said}}}".encode(), {"site": frozenset(SHAPE)})
    table = read_table(f"A;B\n{cells}".encode(), "t.csv", mapping).table
    assert table is not None
    return typed(table, mapping, SHAPE)


def _points(found: TypedTable, name: str = "point") -> list[tuple[float, float, int]]:
    assert found.faults == ()
    values = [row.values[name] for row in found.rows]
    positions = [value.position for value in values if isinstance(value, Coordinates) and value.position]
    assert len(positions) == len(values)
    return [(round(each.lat, 6), round(each.lon, 6), each.accuracy_m) for each in positions]


def test_every_way_to_write_a_point_can_stand_in_one_column() -> None:
    """Degrees in three scripts and MGRS lead to one point, each with the accuracy of its digits."""
    cells = "x;36.150°N 36.950°E\ny;٣٦°٠٩′٠٠″ شمالاً، ٣٦°٥٧′٠٠″ شرقاً\nz;۳۶٫۱۵۰ شمالی ۳۶٫۹۵۰ شرقی\nw;37S CA 15576 02532\n"
    assert _points(_typed(cells, "B")) == [(36.15, 36.95, 72), (36.15, 36.95, 20), (36.15, 36.95, 72), (36.149999, 36.949996, 1)]


def test_a_pair_without_letters_needs_the_mapping_to_say_which_comes_first() -> None:
    """A table is read as whoever made it says, and refused where nobody says."""
    cells = "x;36.15, 36.95\n"
    (fault,) = _typed(cells, "B").faults
    assert "which of the two numbers is the latitude is not said" in fault.message
    assert "row 2, column B" in fault.message
    assert _points(_typed(cells, "{column: B, order: lat_lon}")) == [(36.15, 36.95, 718)]
    assert _points(_typed(cells, "{column: B, order: lon_lat}")) == [(36.95, 36.15, 715)]


def test_minutes_that_were_typed_as_decimals_are_read_as_the_mapping_says() -> None:
    """36.09 is 36 degrees 09 minutes where the mission writes it so, and decimals where it says that."""
    cells = "x;36.09N 36.57E\n"
    assert "minutes" in _typed(cells, "B").faults[0].message
    assert _points(_typed(cells, "{column: B, notation: degrees.minutes}")) == [(36.15, 36.95, 1197)]
    assert _points(_typed(cells, "{column: B, notation: decimal}")) == [(36.09, 36.57, 719)]


def test_a_point_of_a_phone_form_is_latitude_longitude_altitude_and_accuracy() -> None:
    """Kobo and ODK write it so; the device's own accuracy is kept where it is the worse one."""
    cells = "x;36.1500000 36.9500000 412.5 4.8\ny;36.15 36.95 0 0\nz;-4.711 -74.072\n"
    expected = [(36.15, 36.95, 5), (36.15, 36.95, 718), (-4.711, -74.072, 79)]
    assert _points(_typed(cells, "{column: B, order: geopoint}")) == expected
    assert _typed("x;36.15N 36.95E\n", "{column: B, order: geopoint}").faults[0].code == "table.value"


def test_the_datum_of_a_paper_map_moves_the_point_and_an_unknown_one_widens_it() -> None:
    """The mapping says what the map was drawn on."""
    cells = "x;36.1500N 36.9500E\n"
    assert _points(_typed(cells, "{column: B, datum: Deir ez Zor}")) == [(36.149521, 36.951348, 13)]
    assert _points(_typed(cells, "{column: B, datum: unknown}")) == [(36.15, 36.95, 608)]
    with pytest.raises(InputError, match="datum 'Atlantis'; expected one of WGS84"):
        _typed(cells, "{column: B, datum: Atlantis}")


@pytest.mark.parametrize("name", ["point", "sealed"])
@pytest.mark.parametrize(
    "cell", ["36.1512, 36.9534", "36°71′N 36°57′E", "36.1512N", "37SCA1557025", "-36.1512S 36.95E", "clinic 36.1512"]
)
def test_no_message_shows_a_figure_of_a_point(name: str, cell: str) -> None:
    """Messages go into logs and mails: they tell the place in the file and the reason, never the position."""
    (fault,) = _typed(f"x;{cell}\n", "B", name).faults
    told = re.sub(r"t\.csv, row 2, column B|\(characters \d+ to \d+\)|under 60|below 60", "", fault.message)
    assert not re.search(r"\d", told), fault.message
    assert "a value that is not shown" in told


def test_a_point_in_a_column_of_something_else_is_not_shown_either() -> None:
    """Whoever exchanged two columns has the position in the message of another one."""
    shape = {"count": Field("count")}
    mapping = read_mapping("m.yaml", b"about: site\nfields: {count: B}", {"site": frozenset(shape)})
    for cell in ("36°09′12″N 36°57′12″E", "37SCA15570253", "36.15, 36.95", "٣٦٫١٥ ٣٦٫٩٥"):
        table = read_table(f"A;B\nx;{cell}\n".encode(), "t.csv", mapping).table
        assert table is not None
        (fault,) = typed(table, mapping, shape).faults
        assert "a value that is not shown" in fault.message
