"""Tables as XLSX: one sheet, values as typed, nothing computed, run or followed (workbook_checks.py looks first)."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace

from truceline.model import Fault
from truceline.workflow.tables.cells import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Read,
    Row,
    Table,
    Value,
    checked_headers,
    letters,
    refused,
)
from truceline.workflow.tables.workbook_checks import problem_of, remarks_on

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ODD_WORKBOOK = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError, OSError)
"""What openpyxl and the parser of XML behind it raise at a file that is no workbook of any program."""
LAST_ROW = 1_048_576
"""The last row that a sheet can have; rows that are not in the file cost nothing."""
MOST_EMPTY_ROWS = 20_000
"""As many empty rows that are in the file, of formatting alone, are passed over: each costs as much as one with values."""
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


class Formula(str):
    """The words of a formula: a value that nobody has computed here."""

    __slots__ = ()


def read_workbook(
    data: bytes, name: str, *, sheet: str | None = None, header_row: int = 1, is_merged_repeated: bool = False
) -> Read:
    """Read a table from a sheet of a workbook: the one named, or the only one that is not empty or hidden.

    ``is_merged_repeated``: what is merged downwards in one column has its value in each of its rows; else it is refused.
    """
    problem = problem_of(data, name)
    if problem:
        return Read(None, (problem,))
    from openpyxl import load_workbook  # noqa: PLC0415 - loaded only where a workbook is read
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with warnings.catch_warnings():  # openpyxl warns of styles and extensions that it does not know
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            chosen = _chosen(book, sheet)
            if isinstance(chosen, str):
                return refused("table.sheet", name, chosen)
            read = _read_sheet(book, chosen, name, header_row, is_merged_repeated=is_merged_repeated)
            return read if read.table is None else Read(replace(read.table, remarks=remarks_on(data, name)))
    except (InvalidFileException, *ODD_WORKBOOK) as error:
        return refused("table.workbook", name, f"not readable as a workbook ({type(error).__name__}: {error}); save it anew")


def _chosen(book: Any, sheet: str | None) -> ReadOnlyWorksheet | str:  # noqa: ANN401 - openpyxl has no types
    """Return the sheet that is meant, or why none is."""
    names = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    if sheet is not None:
        if sheet not in book.sheetnames:
            return f'no sheet "{sheet}"; expected one of {", ".join(book.sheetnames)}; mend `sheet` in the mapping'
        return cast("ReadOnlyWorksheet", book[sheet])
    if len(names) != 1:
        return f"{len(names)} sheets ({', '.join(names)}); say which one is meant with `sheet` in the mapping"
    return cast("ReadOnlyWorksheet", book[names[0]])


def _read_sheet(book: Any, sheet: ReadOnlyWorksheet, name: str, header_row: int, *, is_merged_repeated: bool) -> Read:  # noqa: ANN401
    """Read one sheet cell by cell as it stands in the file: nothing is filled up to the size that the file says of itself."""
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - the part of openpyxl that fills nothing up

    where = f'{name}, sheet "{sheet.title}"'
    with sheet._get_source() as source:  # noqa: SLF001 - there is no open way to the bytes of a sheet
        dates = {"epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001
        parser = WorkSheetParser(source, sheet._shared_strings, **dates)  # noqa: SLF001
        reading = _Sheet(where, header_row)
        for number, cells in parser.parse():
            if not reading.take(number, cells):
                break
        merged = tuple(str(each.ref) for each in parser.merged_cells.mergeCell) if parser.merged_cells else ()
    if reading.headers is None:
        return refused("table.empty", where, f"row {header_row} is empty; expected a header there; mend `header_row`")
    if isinstance(reading.headers, Fault):
        return Read(None, (reading.headers,))
    downwards = [each for each in merged if is_merged_repeated and _is_downwards(each, header_row)]
    faults = (*reading.faults, *_merged([each for each in merged if each not in downwards], header_row, reading.headers, where))
    rows = tuple(_repeated(reading.rows, downwards, reading.headers))
    table = Table(name=name, headers=reading.headers, rows=rows, sheet=sheet.title)
    return Read(None if faults else table, faults)


class _Sheet:
    """The rows of a sheet as they come: the header, then rows of cells."""

    def __init__(self, where: str, header_row: int) -> None:
        self.headers: tuple[str, ...] | Fault | None = None
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self._empty = 0
        self._where = where
        self._header_row = header_row

    def take(self, number: int, cells: Sequence[dict[str, Any]]) -> bool:
        """Take a row, and say whether more of them may come."""
        if not 0 < number <= LAST_ROW:
            return self._end(f"row {number:,}; a sheet ends with row {LAST_ROW:,}")
        values: dict[int, Value] = {cell["column"]: value for cell in cells if (value := _value(cell)) is not None}
        if number == self._header_row:
            last = max(values, default=0)
            written = [str(values.get(n, "")) for n in range(1, min(last, MOST_COLUMNS + 1) + 1)]
            self.headers = checked_headers(self._where, written) if written else None
        elif number > self._header_row and values:
            return self._row(number, values)
        else:
            self._empty += 1
            if self._empty > MOST_EMPTY_ROWS:
                what = f"more than {MOST_EMPTY_ROWS:,} empty rows; delete the rows below the last one with values, and save it"
                return self._end(what)
        return not isinstance(self.headers, Fault)

    def _row(self, number: int, values: dict[int, Value]) -> bool:
        if not isinstance(self.headers, tuple):
            return False
        for n, value in values.items():
            if n > len(self.headers):
                self._fault(number, n, "a value right of the last header; give its column one, or take it out")
            elif isinstance(value, str) and len(value) > LONGEST_CELL:
                self._fault(number, n, f"more than {LONGEST_CELL:,} characters; shorten it")
        self.rows.append(Row(number, {h: Cell(values.get(n), number, n, h) for n, h in enumerate(self.headers, 1)}))
        if max(len(self.rows), len(self.faults)) > MOST_ROWS:
            return self._end(f"more than {MOST_ROWS:,} rows; cut it into several files")
        return True

    def _fault(self, number: int, column: int, what: str) -> None:
        place = f"{self._where}, row {number}, column {letters(column)}"
        self.faults.append(Fault(code="table.row", message=f"{place}: {what}", where=place))

    def _end(self, what: str) -> bool:
        self.headers = Fault(code="table.rows", message=f"{self._where}: {what}; not read", where=self._where)
        return False


def _value(cell: dict[str, Any]) -> Value:
    """Return what a cell holds; a formula as words that are marked as one, an error as words."""
    value = cell["value"]
    if cell["data_type"] == "f":
        return Formula(getattr(value, "text", None) or str(value))
    if isinstance(value, dt.timedelta):
        return (dt.datetime(1900, 1, 1) + value).time() if value < dt.timedelta(days=1) else str(value)  # noqa: DTZ001 - a time of day
    return (value.strip() or None) if isinstance(value, str) else cast("Value", value)


def _merged(ranges: Iterable[str], header_row: int, headers: tuple[str, ...], where: str) -> list[Fault]:
    """Return a fault for each merged range in the rows of the table: only its first cell has a value."""
    found = []
    for merged in ranges:
        corner = _RANGE.fullmatch(merged)
        if corner is None or int(corner[4]) <= header_row or _number(corner[1]) > len(headers):
            continue
        place = f"{where}, cells {merged}"
        what = "are merged, and only the first of them has a value; unmerge them and write the value into each"
        what += ", or say `merged: repeat` in the mapping" if _is_downwards(merged, header_row) else ""
        found.append(Fault(code="table.merged", message=f"{place}: {what}", where=place))
    return found


def _is_downwards(merged: str, header_row: int) -> bool:
    """Say whether a range is one column of several rows, all of them below the header."""
    corner = _RANGE.fullmatch(merged)
    return corner is not None and corner[1] == corner[3] and int(corner[2]) > header_row


def _repeated(rows: Iterable[Row], ranges: Iterable[str], headers: tuple[str, ...]) -> Iterator[Row]:
    """Yield rows with the value of each range, which stands in its first row, in its other rows too."""
    corners = [corner for each in ranges if (corner := _RANGE.fullmatch(each))]
    ends = {(int(corner[2]), _number(corner[1])): int(corner[4]) for corner in corners}
    going_on: dict[int, tuple[int, Value]] = {}
    for row in rows:
        cells = dict(row.cells)
        for column, header in enumerate(headers, 1):
            if (end := ends.get((row.number, column))) is not None:
                going_on[column] = end, cells[header].value
            elif row.number <= going_on.get(column, (0, None))[0]:
                cells[header] = Cell(going_on[column][1], row.number, column, header)
        yield Row(row.number, cells)


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
