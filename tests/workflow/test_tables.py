"""A mission's table: read as it is, refused with every fault at its cell, and never guessed at."""

from __future__ import annotations

import io
import json
from typing import cast

import pytest
import xlsxwriter

from fakes.workbooks import HEADER, PROLOG, ROW, words, workbook
from truceline.agreement.observations import Gazetteer, Range
from truceline.errors import InputError
from truceline.model import Fault, Place, Theatre
from truceline.workflow.observing.building import Builder
from truceline.workflow.observing.shapes import FIELDS, SHAPES
from truceline.workflow.tables import Clock, Count, Table, TypedRow, TypedTable, bundled_mapping, read_mapping, read_table, typed
from truceline.workflow.tables.kinds import read_as
from truceline.workflow.tables.mapping import FieldMap
from truceline.workflow.tables.workbook_checks import problem_of

MAP = """\
about: observation
zone: "+02:00"
date: DD.MM.YYYY
empty: [N/K]
fields:
  observer: {value: mission}
  sense: {value: heard}
  date: Date
  time: Time
  count: No.
  unit: Unit
  assessment: {column: Seen as, words: {INC: incoming, OUT: outgoing}}
"""
HEAD = "Date;Time;No.;Unit;Seen as\n"


def read(data: bytes | str, mapping: str = MAP, name: str = "t.csv") -> tuple[Table | None, list[str]]:
    raw = data.encode() if isinstance(data, str) else data
    found = read_table(raw, name, read_mapping("m.yaml", mapping.encode(), FIELDS))
    return found.table, [fault.message for fault in found.faults]


def rows(data: bytes | str, mapping: str = MAP, name: str = "t.csv") -> TypedTable:
    table, faults = read(data, mapping, name)
    assert table is not None, faults
    return typed(table, read_mapping("m.yaml", mapping.encode(), FIELDS), SHAPES["observation"], (44, 53, 22, 41))


def messages(data: bytes | str, mapping: str = MAP, name: str = "t.csv") -> list[str]:
    return [fault.message for fault in rows(data, mapping, name).faults]


def test_thousands_of_metres_are_read_in_a_cell_and_the_point_of_a_number_is_a_decimal_one() -> None:
    """Words "1,500" in a column of metres are fifteen hundred; a spreadsheet's number 1.125 is a metre."""
    in_metres = FieldMap(column="Distance", unit="m")
    assert read_as("distance", "1,500", in_metres, ()) == Range(None, None, 1500, 1500, 50)
    assert read_as("range", "1.500 NNE", in_metres, ()) == Range(11, 34, 1500, 1500, 50)
    assert read_as("distance", 1.125, in_metres, ()) == read_as("range", 1.125, in_metres, ()) == Range(None, None, 1, 1, 0)
    assert read_as("distance", 1500.0, in_metres, ()) == Range(None, None, 1500, 1500, 50)


def test_a_row_comes_in_with_its_words_read_as_the_mapping_says() -> None:
    """A count, a window of time, a word of the mission's own vocabulary; an empty cell is absent."""
    (row,) = rows(HEAD + "11.09.2016;20:10-23:55;at least 5;Explosion;INC\n").rows
    assert row.values["count"] == Count(5, None)
    clock = row.values["time"]
    assert isinstance(clock, Clock)
    assert (clock.first.hour, clock.last.minute) == (20, 55)
    assert (row.values["unit"], row.values["assessment"]) == ("explosion", "incoming")
    (empty,) = rows(HEAD + "11.09.2016;N/K;;N/K;\n").rows
    assert {"time", "count", "unit", "assessment"}.isdisjoint(empty.values)


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (HEAD + "11.09.2016;20:10;3;shot;OUT\n", ";"),
        (HEAD.replace(";", ",") + "11.09.2016,20:10,3,shot,OUT\n", ","),
        ("sep=|\n" + HEAD.replace(";", "|") + "11.09.2016|20:10|3|shot|OUT\n", "|"),
        ("\ufeff" + HEAD.replace(";", "\t") + "11.09.2016\t20:10\t3\tshot\tOUT\n", "\t"),
    ],
)
def test_whatever_stands_between_columns_the_table_is_the_same(data: str, delimiter: str) -> None:
    """Comma, semicolon, tab, bar; a byte-order mark and the line that one program writes first are no data."""
    assert rows(data).rows[0].values["count"] == Count(3, 3), delimiter


def test_an_encoding_is_as_marked_or_told_and_never_guessed() -> None:
    """UTF-16 with a mark is read; a Windows encoding must be named, and the wrong byte is told."""
    text = "Date;Time;No.;Unit;Seen as\n11.09.2016;20:10;3;shot;OUT\n"
    assert rows(text.encode("utf-16")).rows[0].values["count"] == Count(3, 3)
    arabic = text.replace("Seen as", "التقدير").encode("windows-1256")
    table, faults = read(arabic)
    assert table is None
    assert "byte 0x" in faults[0]
    told = MAP.replace("Seen as", "التقدير") + "encoding: windows-1256\n"
    assert rows(arabic, told).rows[0].values["assessment"] == "outgoing"


def test_every_fault_is_told_at_once_with_its_cell_its_value_and_what_to_do() -> None:
    """Row, column letter and header, the value, what was expected: nobody mends a table one fault a run."""
    found = messages(HEAD + "31.02.2016;20:10;3;shot;OUT\n11.09.2016;25:10;three;shot;SIDEWAYS\n")
    assert len(found) == 4
    assert 't.csv, row 2, column A "Date": "31.02.2016"; expected a day of the calendar' in found[0]
    assert 'row 3, column B "Time": "25:10"; expected a time of day' in found[1]
    assert 'row 3, column C "No.": "three"; expected a whole number' in found[2]
    assert 'row 3, column E "Seen as": "SIDEWAYS"; expected one of INC, OUT, incoming' in found[3]
    assert "under `words` in the mapping" in found[3]


def test_a_day_that_could_be_read_in_two_ways_is_not_read() -> None:
    """03/04/2016 is a day in March or in April: the mapping says which, or nobody does."""
    data = HEAD + "03/04/2016;20:10;3;shot;OUT\n"
    (message,) = messages(data, MAP.replace("date: DD.MM.YYYY\n", ""))
    assert "must not be guessed" in message
    assert "`date: DD.MM.YYYY`" in message
    assert rows(data, MAP.replace("DD.MM.YYYY", "MM/DD/YYYY")).rows[0].values["date"].isoformat() == "2016-03-04"  # type: ignore[union-attr]
    assert rows(data, MAP.replace("DD.MM.YYYY", "DD/MM/YYYY")).rows[0].values["date"].isoformat() == "2016-04-03"  # type: ignore[union-attr]
    named = rows(HEAD + "11 Sep 2016;20:10;3;shot;OUT\n", MAP.replace("DD.MM.YYYY", "DD MON YYYY"))
    assert named.rows[0].values["date"].isoformat() == "2016-09-11"  # type: ignore[union-attr]


def test_two_exchanged_columns_are_told_once_and_nothing_is_read() -> None:
    """Date under time and time under date: one sentence about the columns instead of a fault for each cell."""
    found = rows("Time;Date;No.;Unit;Seen as\n" + "11.09.2016;20:10;3;shot;OUT\n" * 5)
    assert (len(found.rows), len(found.faults), found.is_whole) == (0, 1, False)
    assert 'columns A "Time" and B "Date": look exchanged' in found.faults[0].message
    (again,) = messages("Date;Time;Unit;No.;Seen as\n" + "11.09.2016;20:10;3;shot;OUT\n" * 5)
    assert 'columns C "Unit" and D "No.": look exchanged: unit holds "3" and count "shot"' in again


def test_north_and_east_the_wrong_way_round_are_noticed_by_the_theatre() -> None:
    """Both are numbers that latitudes can be; only one way round do they lie where the mission is."""
    mapping = MAP + "  position_lat: North\n  position_lon: East\n"
    head = "Date;Time;No.;Unit;Seen as;North;East\n"
    assert len(rows(head + "11.09.2016;20:10;3;shot;OUT;48.1;37.7\n", mapping).rows) == 1
    (message,) = messages(head + "11.09.2016;20:10;3;shot;OUT;37.7;48.1\n" * 3, mapping)
    assert 'columns F "North" and G "East": look exchanged: 3 of 3 points lie outside the theatre' in message
    assert "37.7" not in message


@pytest.mark.parametrize(
    ("mapping", "where", "what"),
    [
        ("about: weather\nfields: {}\n", "m.yaml:1", "expected one of observation, gap, exposure"),
        ("about: observation\nfields:\n  sence: Sense\n", "m.yaml:3", "no field 'sence' of observation"),
        ('about: observation\nzone: "2"\nfields: {}\n', "m.yaml:2", "such as +02:00"),
        ("about: observation\ndate: DD.MM\nfields: {}\n", "m.yaml:2", "expected YYYY, MM (or MON) and DD"),
        ("about: observation\nfields:\n  range: {column: R, unit: miles}\n", "m.yaml:3", "expected one of m, km, ft, mi"),
        ("about: observation\nfields:\n  count: {colum: No}\n", "m.yaml:3", "unknown field `colum`"),
        ("- a\n", "m.yaml:1", "expected `about` and `fields`"),
    ],
)
def test_a_mistake_in_a_mapping_has_its_line(mapping: str, where: str, what: str) -> None:
    """Whoever writes a mapping is told the line and what may stand there."""
    with pytest.raises(InputError) as told:
        read_mapping("m.yaml", mapping.encode(), FIELDS)
    assert where in str(told.value)
    assert what in str(told.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    """The mapping and the header are both there to be mended."""
    (message,) = messages("Date;Time;Number;Unit;Seen as\n11.09.2016;20:10;3;shot;OUT\n")
    assert 'no column is called "No." (for "count"); expected one of A "Date", B "Time", C "Number"' in message
    _, (twice,) = read("Date;Date\n1;2\n")
    assert 'columns A and B are both called "Date"' in twice
    _, (short,) = read(HEAD + "11.09.2016;20:10\n")
    assert "row 2: 2 fields; expected 5 as in the header" in short


def test_a_workbook_keeps_the_types_of_its_cells() -> None:
    """A date that a spreadsheet knows as one needs no format, a number is a number, and =text typed as words is words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet, day = book.add_worksheet("Days"), book.add_format({"num_format": "dd/mm/yyyy"})
    for n, header in enumerate(("Date", "Time", "No.", "Unit", "Seen as")):
        sheet.write_string(0, n, header)
    sheet.write_number(1, 0, 42624, day)
    sheet.write_number(1, 1, 0.8402777777777778, book.add_format({"num_format": "hh:mm"}))
    sheet.write_number(1, 2, 48)
    sheet.write_string(1, 3, "explosion")
    sheet.write_string(1, 4, "out")
    book.close()
    (row,) = rows(out.getvalue(), name="t.xlsx").rows
    assert row.values["date"].isoformat() == "2016-09-11"  # type: ignore[union-attr]
    assert row.values["time"].first.strftime("%H:%M") == "20:10"  # type: ignore[union-attr]
    assert (row.values["count"], row.values["assessment"]) == (Count(48, 48), "outgoing")


SHEET = (
    'about: observation\nfields:\n  observer: {value: m}\n  sense: {value: heard}\n  date: Date\n  count: No.\nzone: "+02:00"\n'
)


def test_a_formula_is_no_value_and_is_told_with_its_cell() -> None:
    """What it shows was computed elsewhere, or may come from another file."""
    formula = f'<row r="2">{words("A2", "2016-09-11")}<c r="B2"><f>[1]Sheet1!A1+1</f><v>3</v></c></row>'
    (message,) = messages(workbook(HEADER + formula), SHEET, "t.xlsx")
    assert 't.xlsx, sheet "Days", row 2, column B "No.": "=[1]Sheet1!A1+1"; expected a value' in message
    assert "paste it as values" in message


def test_merged_cells_in_the_rows_are_refused_those_above_the_header_are_not() -> None:
    """Only the first of merged cells has a value; a title over the table is nobody's fault."""
    _, (message,) = read(workbook(HEADER + ROW, after='<mergeCells><mergeCell ref="A2:A9"/></mergeCells>'), SHEET, "t.xlsx")
    assert 'sheet "Days", cells A2:A9: are merged' in message
    head = f'<row r="2">{words("A2", "Date")}{words("B2", "No.")}</row>'
    titled = f'<row r="1">{words("A1", "September")}</row>{head}<row r="3">{words("A3", "2016-09-11")}</row>'
    data = workbook(titled, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    table, faults = read(data, SHEET + "header_row: 2\n", "t.xlsx")
    assert faults == []
    assert table is not None
    assert table.headers == ("Date", "No.")


def test_cells_merged_downwards_hold_for_each_of_their_rows_where_the_mapping_says_so() -> None:
    """In one column, below the header, and no further than they go; what is merged sideways is refused all the same."""
    merged = "".join(
        f'<row r="{n}">{words(f"A{n}", "2016-09-11") if n in (2, 5) else ""}{words(f"B{n}", "3")}</row>' for n in range(2, 7)
    )
    after = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A5:A6"/></mergeCells>'
    table, faults = read(workbook(HEADER + merged, after=after), SHEET + "merged: repeat\n", "t.xlsx")
    assert (faults, table and [row.cells["Date"].value for row in table.rows]) == ([], ["2016-09-11"] * 5)
    once = after.replace("A5:A6", "B5:B6")
    table, faults = read(workbook(HEADER + merged, after=once), SHEET + "merged: repeat\n", "t.xlsx")
    assert table is not None
    assert [row.cells["Date"].value for row in table.rows] == ["2016-09-11"] * 4 + [None]
    wide = after.replace("A5:A6", "A5:B6")
    _, (message,) = read(workbook(HEADER + merged, after=wide), SHEET + "merged: repeat\n", "t.xlsx")
    assert ("cells A5:B6: are merged" in message, "merged: repeat" in message) == (True, False)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (workbook(HEADER + ROW, parts={"xl/media/x.xml": b"\0" * 9_000_000}), "unfolds to 9,000,000 bytes"),
        (workbook(HEADER + ROW, parts={f"x/{n}": b"" for n in range(2100)}), "an archive of 2,105 parts"),
        (workbook(HEADER + ROW, prolog=f'{PROLOG}<!DOCTYPE a [<!ENTITY b "c">]>'), "defines entities"),
        (workbook(HEADER + ROW, prolog="").replace(b"xl/workbook.xml", b"xl/worxbook.xml"), "without xl/workbook.xml"),
        (workbook(HEADER + ROW)[:700], "expected a whole .xlsx file"),
        (workbook(HEADER + '<row r="99999999999"/>'), "a sheet ends with row 1,048,576"),
        (workbook(HEADER + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "column XFD: a value right of the last header"),
        (workbook(HEADER + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'), "not readable as a workbook"),
        (workbook(HEADER + "<row"), "not readable as a workbook"),
        (workbook(""), "row 1 is empty; expected a header there"),
        (b"PK\x03\x04" + b"\0" * 40, "not readable as a workbook"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    """Nothing unfolds without end, nothing is followed, and nobody sees a traceback."""
    table, (message, *_) = read(data, SHEET, "t.xlsx")
    assert table is None
    assert told in message


def test_macros_and_links_to_other_files_are_told_and_left_alone() -> None:
    """The values that stand in the cells are read; where they may have come from is said."""
    parts = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<a/>"}
    table, _ = read(workbook(HEADER + ROW, parts=parts), SHEET, "t.xlsx")
    assert table is not None
    assert [remark.code for remark in table.remarks] == ["table.macros", "table.links"]


def test_a_sheet_that_says_it_is_vast_costs_no_more_than_its_rows() -> None:
    """The last row of all, and thousands of empty ones, are passed over."""
    empty = "".join(f'<row r="{n}"/>' for n in range(3, 5_000))
    last = f'<row r="1048576">{words("A1048576", "2016-09-12")}</row>'
    table, _ = read(workbook(HEADER + ROW + empty + last, dimension="A1:XFD1048576"), SHEET, "t.xlsx")
    assert table is not None
    assert [row.number for row in table.rows] == [2, 1_048_576]


def test_formatting_down_to_the_end_of_a_sheet_is_told_instead_of_read() -> None:
    """Rows without end that hold nothing are an accident that happens; whoever has them is told how to be rid of them."""
    empty = "".join(f'<row r="{n}"/>' for n in range(3, 20_010))
    table, (message,) = read(workbook(HEADER + ROW + empty), SHEET, "t.xlsx")
    assert table is None
    assert "more than 20,000 empty rows; delete the rows below the last one" in message


def test_submissions_of_a_form_are_rows_whatever_groups_they_have() -> None:
    """Kobo writes group/field and a list, ODK nested objects and `value`; a repeated group is a row an entry."""
    flat = {"a/Date": "11.09.2016", "Time": "20:10", "No.": 3, "Unit": "shot", "b/Seen as": "OUT", "_id": 7}
    nested = {"a": {"Date": "11.09.2016"}, "Time": "20:10", "No.": 3, "Unit": "shot", "b": {"Seen as": "OUT"}}
    for data in ([flat], {"results": [flat]}, {"value": [nested]}):
        assert rows(json.dumps(data), name="t.json").rows[0].values["count"] == Count(3, 3)
    repeated = {
        "a/Date": "11.09.2016",
        "Time": "20:10",
        "seen": [{"seen/No.": n, "seen/Unit": "shot"} for n in (1, 2)],
        "Seen as": "",
    }
    found = rows(json.dumps([repeated]), MAP + "repeat: seen\n", "t.json").rows
    assert [row.values["count"] for row in found] == [Count(1, 1), Count(2, 2)]
    (message,) = messages(json.dumps([{**flat, "No.": "x"}]), name="t.json")
    assert 't.json, submission 1, field "No.": "x"; expected a whole number' in message


@pytest.mark.parametrize("data", ["{", "[1]", '{"a": 1}', "[" * 100_000, "{'a': 1}"])
def test_json_that_is_no_submissions_is_refused(data: str) -> None:
    """An object of something else, a number, an open bracket without end."""
    table, (message, *_) = read(data, name="t.json")
    assert table is None
    assert message.endswith(("not read", "nothing to read")), message


KOBO = {
    "observer": "mission", "start": "2016-01-12T10:00:00+02:00", "sense": "heard", "unit": "shot", "count": "3", "bearing": "NNE",
}  # fmt: skip


def test_questions_that_nobody_answered_are_no_missing_columns() -> None:
    """Kobo leaves them out of its JSON; what must be there must be there all the same."""
    mapping = bundled_mapping("violation").decode()
    assert len(rows(json.dumps([KOBO]), mapping).rows) == 1
    (message,) = messages(json.dumps([{**KOBO, "sense": None} | {}]).replace('"sense": null, ', ""), mapping)
    assert 'no column is called "sense"' in message


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{**KOBO, "position": {"type": "Point", "coordinates": [38.22, 48.43, 0]}}]),
        json.dumps([{**KOBO, "position": "48.43 38.22"}]),
    ],
)
def test_a_point_of_a_form_has_its_latitude_first_however_it_was_sent(data: str) -> None:
    """GeoJSON of ODK has the longitude first, what telephones write the latitude."""
    assert rows(data, bundled_mapping("violation").decode()).rows[0].values["position"] == "48.43 38.22"


def test_a_point_that_was_exported_as_two_columns_is_one_answer() -> None:
    """ODK Central writes latitude and longitude of a question apart."""
    mapping = MAP + "  position: position\n"
    head = "Date;Time;No.;Unit;Seen as;position-Latitude;position-Longitude\n"
    found = rows(head + "11.09.2016;20:10;3;shot;OUT;48.1;37.7\n11.09.2016;20:10;3;shot;OUT;;\n", mapping).rows
    assert [row.values.get("position") for row in found] == ["48.1 37.7", None]


def test_no_message_shows_where_somebody_stood() -> None:
    """Messages go into logs: neither the columns that would tell it are shown nor coordinates that came into another."""
    mapping = MAP + "  range: Range\n  position_lat: North\n"
    told = messages("Date;Time;No.;Unit;Seen as;Range;North\n11.09.2016;48.44, 38.25;3;shot;OUT;by the mill;91.5\n", mapping)
    assert len(told) == 3
    assert not any(words in message for words in ("48.44", "the mill", "91.5") for message in told)


def test_digits_of_arabic_and_persian_are_digits() -> None:
    """A table typed on an Arabic keyboard says the same."""
    (row,) = rows(HEAD + "١١.٠٩.٢٠١٦;٢٠:١٠;۴٨;shot;OUT\n").rows
    assert (row.values["count"], row.values["date"].isoformat()) == (Count(48, 48), "2016-09-11")  # type: ignore[union-attr]


def test_two_vocabularies_under_each_others_header_are_exchanged_columns() -> None:
    """Unit and assessment are both words of ours, but not of the same list."""
    (message,) = messages("Date;Time;No.;Seen as;Unit\n" + "11.09.2016;20:10;3;shot;OUT\n" * 3)
    assert 'columns D "Seen as" and E "Unit": look exchanged' in message


def test_a_year_that_nobody_can_have_meant_is_refused() -> None:
    """A day far from all others would be a reporting period for good."""
    assert "expected a year from 1900 to 2199" in messages(HEAD + "11.09.0016;20:10;3;shot;OUT\n")[0]


def test_words_built_to_stall_a_reading_are_refused_at_once() -> None:
    """Long runs of spaces and digits in a cell cost no more than a look."""
    for cell in ("1" + " " * 30_000 + "x", "1 " * 15_000):
        assert (
            len(
                messages(
                    HEAD.replace("Unit", "Range") + f"11.09.2016;20:10;3;{cell}x;OUT\n", MAP.replace("unit: Unit", "range: Range")
                )
            )
            == 1
        )
        assert Gazetteer([]).spot(cell) is None


def test_definitions_are_found_in_parts_of_any_name() -> None:
    """Which part is a sheet is told by other parts, so an ending proves nothing."""
    found = problem_of(workbook("", parts={"xl/worksheets/sheet1.bin": b"<!DOCTYPE a>"}), "t.xlsx")
    assert found is not None
    assert "defines entities" in found.message


def _theatre() -> Theatre:
    places = (
        Place(id="v.region", name="North region", precision="governorate", lat="48.0", lon="37.5", radius_km=100),
        Place(id="v.mill", name="Millton", lat="48.10", lon="37.50", radius_km=3, within="v.region"),
    )
    return Theatre(name="valley", title="Valley", version="1", actors=(), places=places)


@pytest.mark.parametrize("field", ["region", "weapon", "line", "observer", "place"])
@pytest.mark.parametrize("words", ["48.4417, 38.2561", "6km NW of Millton", "Millton"])
def test_a_position_under_the_header_of_an_open_field_is_refused(field: str, words: str) -> None:
    """Exchanged columns must not write into the open, for good, where monitors stood; a place may be a name."""
    values = {"observer": "mission", "sense": "heard", "place": "Millton", field: words}
    built = Builder(_theatre(), "+02:00").build("observation", TypedRow(1, values, "row 1", {}))
    is_fine = field == "place" and "," not in words
    assert isinstance(built, Fault) is not is_fine
    assert is_fine or words not in cast("Fault", built).message


def test_a_row_of_totals_is_no_observation() -> None:
    """A number without a time and a place would be counted a second time."""
    row = TypedRow(9, {"observer": "mission", "sense": "heard", "count": Count(100, 100)}, "row 9", {})
    built = Builder(_theatre(), "+02:00").build("observation", row)
    assert isinstance(built, Fault)
    assert "row of totals" in built.message
