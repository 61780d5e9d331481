"""Tables as CSV: delimiter as told or as the header uses it, encoding as marked, told or UTF-8; odd rows are faults."""

from __future__ import annotations

import csv
import io
import itertools
import re

from truceline.model import Fault
from truceline.reader.formats.decoding import decoded
from truceline.workflow.tables.cells import LONGEST_CELL, MOST_ROWS, Cell, Read, Row, Table, checked_headers, refused

DELIMITERS = ",;\t|"
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def read_csv(data: bytes, name: str, *, delimiter: str | None = None, encoding: str | None = None, header_row: int = 1) -> Read:
    """Read a table from CSV. All rows that do not fit are told at once, and then none is given."""
    text = decoded(data, name, encoding)
    if isinstance(text, Fault):
        return Read(None, (text,))
    lines = io.StringIO(text, newline="").readlines()
    said = _SAID.fullmatch(lines[0])
    if said:
        lines = lines[1:]
    between = said[1] if said else _NAMED.get(delimiter or "", delimiter)
    rows, faults = _rows(lines, between or _most_used(lines, header_row), name, header_row)
    if faults:
        return Read(None, faults)
    if len(rows) < header_row:
        return refused("table.empty", name, f"{len(rows)} rows; expected a header in row {header_row}")
    if len(rows) > header_row + MOST_ROWS:
        return refused("table.rows", name, f"more than {MOST_ROWS:,} rows; cut it into several files")
    return _table(rows, name, header_row)


def _most_used(lines: list[str], header_row: int) -> str:
    header = lines[header_row - 1] if len(lines) >= header_row else lines[0]
    return max(DELIMITERS, key=header.count)


def _rows(lines: list[str], delimiter: str, name: str, header_row: int) -> tuple[list[list[str]], tuple[Fault, ...]]:
    if len(delimiter) != 1:
        message = f"{name}: {delimiter!r} cannot stand between columns; expected one character, such as ; or tab; not read"
        return [], (Fault(code="table.delimiter", message=message, where=name),)
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 4))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return list(itertools.islice(reader, header_row + MOST_ROWS + 1)), ()
    except csv.Error as error:
        where = f"{name}, line {reader.line_num}"
        message = f"{where}: {error}; expected quoted fields to be closed; mend this line; not read"
        return [], (Fault(code="table.row", message=message, where=where),)


def _table(rows: list[list[str]], name: str, header_row: int) -> Read:
    headers = checked_headers(name, rows[header_row - 1])
    if isinstance(headers, Fault):
        return Read(None, (headers,))
    found, faults, points = [], [], _split_points(headers)
    for number, row in enumerate(rows[header_row:], header_row + 1):
        if not any(value.strip() for value in row):
            continue
        if len(row) != len(headers):
            where = f"{name}, row {number}"
            what = (
                f"{len(row)} fields; expected {len(headers)} as in the header; mend this row (is a delimiter inside it unquoted?)"
            )
            faults.append(Fault(code="table.row", message=f"{where}: {what}", where=where))
            continue
        cells = [Cell(value.strip() or None, number, n, headers[n - 1]) for n, value in enumerate(row, 1)]
        found.append(Row(number, {cell.header: cell for cell in (*cells, *_points(cells, points, len(headers)))}))
    whole = (*headers, *points)
    return Read(None if faults else Table(name=name, headers=whole, rows=tuple(found)), tuple(faults))


def _split_points(headers: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return questions for a point that ODK Central exports as two columns, with the numbers of these, counted from 0."""
    stems = {h.removesuffix("-Latitude"): n for n, h in enumerate(headers) if h.endswith("-Latitude")}
    return {
        stem: (n, headers.index(f"{stem}-Longitude"))
        for stem, n in stems.items()
        if f"{stem}-Longitude" in headers and stem not in headers
    }


def _points(cells: list[Cell], points: dict[str, tuple[int, int]], last: int) -> list[Cell]:
    """Return one cell for each point of a row, behind the others."""
    found = []
    for n, (stem, (lat, lon)) in enumerate(points.items(), last + 1):
        both = cells[lat].value and cells[lon].value
        found.append(Cell(f"{cells[lat].value} {cells[lon].value}" if both else None, cells[lat].row, n, stem))
    return found
