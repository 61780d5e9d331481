"""Tables as XLSX: one sheet, values as typed, nothing computed, run or followed (workbook_checks.py looks first)."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

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
from truceline.workflow.tables.workbook_checks import merged_cells, problem_of, remarks_on

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_EMPTY_ROWS = 1_100_000
"""A sheet has 1,048,576 rows: empty ones, however many, are passed over."""
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


class Formula(str):
    """The words of a formula: a value that nobody has computed here."""

    __slots__ = ()


def read_workbook(data: bytes, name: str, *, sheet: str | None = None, header_row: int = 1) -> Read:
    """Read a table from a sheet of a workbook: the one named, or the only one that is not empty or hidden."""
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
            return _read_sheet(chosen, data, name, header_row)
    except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
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


def _read_sheet(sheet: ReadOnlyWorksheet, data: bytes, name: str, header_row: int) -> Read:
    where = f'{name}, sheet "{sheet.title}"'
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1)
    written = next((row for number, row in rows if number == header_row), ())
    while written and written[-1].value is None:
        written = written[:-1]
    if not written:
        return refused("table.empty", where, f"row {header_row} is empty; expected a header there; mend `header_row`")
    headers = checked_headers(where, ["" if cell.value is None else str(cell.value) for cell in written])
    if isinstance(headers, Fault):
        return Read(None, (headers,))
    found, faults = _rows(rows, headers, where)
    faults += _merged(data, str(sheet._worksheet_path), header_row, headers, where)  # noqa: SLF001 - the sheet's part
    table = Table(name=name, headers=headers, rows=tuple(found), sheet=sheet.title, remarks=remarks_on(data, name))
    return Read(None if faults else table, tuple(faults))


def _rows(rows: Iterator[tuple[int, Any]], headers: tuple[str, ...], where: str) -> tuple[list[Row], list[Fault]]:
    found: list[Row] = []
    faults: list[Fault] = []
    for number, row in rows:
        values = [(n, _value(cell)) for n, cell in enumerate(row, 1) if cell.value is not None]
        outside = next((n for n, value in values if n > len(headers)), None)
        if outside is not None:
            place = f"{where}, row {number}, column {letters(outside)}"
            faults.append(Fault(code="table.row", message=f"{place}: a value right of the last header; give it one", where=place))
        long = next((n for n, value in values if isinstance(value, str) and len(value) > LONGEST_CELL), None)
        if long is not None:
            place = f"{where}, row {number}, column {letters(long)}"
            faults.append(Fault(code="table.cell", message=f"{place}: more than {LONGEST_CELL:,} characters", where=place))
        if any(value is not None for _, value in values):
            of_row = dict(values)
            cells = [Cell(of_row.get(n), number, n, header) for n, header in enumerate(headers, 1)]
            found.append(Row(number, {cell.header: cell for cell in cells}))
        if len(found) > MOST_ROWS or len(faults) > MOST_ROWS:
            what = f"{where}: more than {MOST_ROWS:,} rows; cut it into several files; not read"
            return [], [Fault(code="table.rows", message=what, where=where)]
    return found, faults


def _value(cell: Any) -> Value:  # noqa: ANN401 - openpyxl has no types
    """Return what a cell holds; a formula as words that are marked as one, an error as words."""
    value = cell.value
    if cell.data_type == "f" or (not isinstance(value, str | int | float | bool | dt.datetime | dt.date | dt.time | None)):
        return Formula(getattr(value, "text", None) or str(value))
    return (value.strip() or None) if isinstance(value, str) else cast("Value", value)


def _merged(data: bytes, part: str, header_row: int, headers: tuple[str, ...], where: str) -> list[Fault]:
    """Return a fault for each merged range in the rows of the table: only its first cell has a value."""
    found = []
    for merged in merged_cells(data, part.lstrip("/")):
        corner = _RANGE.fullmatch(merged)
        if corner is None or int(corner[4]) <= header_row or _number(corner[1]) > len(headers):
            continue
        place = f"{where}, cells {merged}"
        what = "are merged, and only the first of them has a value; unmerge them and write the value into each"
        found.append(Fault(code="table.merged", message=f"{place}: {what}", where=place))
    return found


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
