"""Tables as read: rows of cells with their place, whatever file they came in. What a cell means is for a mapping to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from truceline.model import Fault

Value: TypeAlias = "str | int | float | bool | dt.datetime | dt.date | dt.time | None"
"""What a cell holds: words, or what a spreadsheet has already made of them; None where it is empty."""

LARGEST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 400
LONGEST_CELL = 32_767
"""As many characters fit a cell of a spreadsheet; more is a file that is no table."""


class Cell(msgspec.Struct, frozen=True):
    """A value and where it stands: ``row`` and ``column`` counted from 1, and the column's header."""

    value: Value
    row: int
    column: int
    header: str


class Row(msgspec.Struct, frozen=True):
    """A row: its number in the file, and its cells by header."""

    number: int
    cells: Mapping[str, Cell]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table. ``headers`` are unique, in order; ``row_word`` and ``sheet`` say how a place in it is told."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str | None = None
    row_word: Literal["row", "submission"] = "row"
    remarks: tuple[Fault, ...] = ()

    def where(self, row: int | None = None, column: int | None = None) -> str:
        """Return a place in words: ``t.xlsx, sheet "May", row 5, column C "Date"``."""
        parts = [self.name]
        parts += [f'sheet "{self.sheet}"'] if self.sheet else []
        parts += [f"{self.row_word} {row}"] if row is not None else []
        if column is not None:
            header = self.headers[column - 1]
            parts.append(f'field "{header}"' if self.row_word == "submission" else f'column {letters(column)} "{header}"')
        return ", ".join(parts)

    def of(self, cell: Cell) -> str:
        """Return the place of a cell in words."""
        return self.where(cell.row, cell.column)


class Read(msgspec.Struct, frozen=True):
    """A table, or None and all that is wrong with the file."""

    table: Table | None
    faults: tuple[Fault, ...] = ()


def refused(code: str, where: str, what: str) -> Read:
    """Return that a file was not read, and why."""
    return Read(None, (Fault(code=code, message=f"{where}: {what}; not read", where=where),))


def letters(column: int) -> str:
    """Return the letters of a column as spreadsheets count them.

    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def checked_headers(where: str, written: list[str]) -> tuple[str, ...] | Fault:
    """Return the headers of a table, columns without one called by their letter; a fault where two have one name."""
    if len(written) > MOST_COLUMNS:
        message = f"{where}: {len(written)} columns; expected at most {MOST_COLUMNS}; take out what is not needed; not read"
        return Fault(code="table.columns", message=message, where=where)
    headers = [name.strip() or f"({letters(n)})" for n, name in enumerate(written, 1)]
    for n, name in enumerate(headers):
        if name in headers[:n]:
            first = headers.index(name) + 1
            message = (
                f'{where}: columns {letters(first)} and {letters(n + 1)} are both called "{name}"; '
                "expected one of a name; rename one of them; not read"
            )
            return Fault(code="table.header-twice", message=message, where=where)
    return tuple(headers)
