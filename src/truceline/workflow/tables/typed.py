"""A mapping applied to a table: rows of typed values with their places, or everything that is wrong with it, all at once.

Besides single cells, whole columns are looked at: two that would be right in each other's place, and latitudes and longitudes
that lie in the theatre only the other way round, are told as exchanged, once, in place of a fault for each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping

import msgspec

from truceline.model import Fault
from truceline.workflow.tables.cells import Cell, Row, Table, Value, letters
from truceline.workflow.tables.kinds import NOT_WHOLE, Kind, Typed, Wrong, read_as
from truceline.workflow.tables.mapping import FieldMap, Mapping
from truceline.workflow.tables.points import tells_where

MOSTLY = 0.5
"""From this share of its cells on, a column is held to be another one."""
Frame = tuple[float, float, float, float]
"""Least and greatest latitude, least and greatest longitude of a theatre."""


class Field(msgspec.Struct, frozen=True):
    """A field of what a row is about: how it is read, whether it must be there, and its vocabulary where it has one.

    ``is_hidden``: what stands in its cells is shown in no message.
    """

    kind: Kind
    is_required: bool = False
    words: tuple[str, ...] = ()
    is_hidden: bool = False


Shape = AbstractMapping[str, Field]


class TypedRow(msgspec.Struct, frozen=True):
    """A row as typed values by field; fields that were empty are absent. ``places`` says where each came from, in words."""

    number: int
    values: AbstractMapping[str, Typed]
    where: str
    places: AbstractMapping[str, str]


class TypedTable(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a table: rows in order, ``faults`` of refused rows and of columns, how many rows were ``passed_over``.

    ``is_whole``: no column as such is wrong; the rows without fault may be taken if somebody says so.
    """

    rows: tuple[TypedRow, ...]
    faults: tuple[Fault, ...]
    refused_rows: tuple[int, ...]
    passed_over: int
    is_whole: bool


class _Column(msgspec.Struct, frozen=True):
    """A field that comes from a column: how it is read."""

    name: str
    header: str
    number: int
    field: Field
    map: FieldMap


def typed(table: Table, mapping: Mapping, shape: Shape, frame: Frame | None = None) -> TypedTable:
    """Return the rows of a table as the mapping says, or what is wrong with them."""
    headers = _Headers(table, mapping, shape)
    if headers.faults:
        return TypedTable(rows=(), faults=tuple(headers.faults), refused_rows=(), passed_over=0, is_whole=False)
    reading = _Reading(table, mapping, shape, headers)
    meant = [row for row in table.rows if reading.is_meant(row)]
    of_all = [*reading.given_faults, *_exchanged(reading, meant), *_turned(reading, meant, frame)]
    if of_all:
        return TypedTable(rows=(), faults=tuple(of_all), refused_rows=(), passed_over=0, is_whole=False)
    rows, faults, bad = [], [], []
    for row in meant:
        found, wrong = reading.row(row)
        faults += wrong
        if wrong:
            bad.append(row.number)
        else:
            rows.append(found)
    passed = len(table.rows) - len(meant)
    return TypedTable(rows=tuple(rows), faults=tuple(faults), refused_rows=tuple(bad), passed_over=passed, is_whole=True)


class _Headers:
    """The columns that the mapping names, found in a table: exactly, in whatever case, or as the last part of a group's field."""

    def __init__(self, table: Table, mapping: Mapping, shape: Shape) -> None:
        self._table = table
        self.faults: list[Fault] = []
        self.columns: list[_Column] = []
        self.only: str | None = self._found(mapping.only.column, "only") if mapping.only else None
        for name, field in shape.items():
            said = mapping.field(name)
            if said is None and field.is_required:
                self._wrong(f'the mapping says nothing of "{name}"; expected a column or a value for it')
            elif said is not None and said.column is not None:
                if self._is_unanswered(said.column) and not field.is_required:
                    continue
                header = self._found(said.column, name)
                if header is not None:
                    self.columns.append(_Column(name, header, table.headers.index(header) + 1, field, said))
        self.columns.sort(key=lambda column: column.number)

    def _is_unanswered(self, wanted: str) -> bool:
        """Say whether no submission has a field: Kobo leaves out of JSON what nobody answered."""
        return self._table.row_word == "submission" and not any(self._matching(wanted))

    def _matching(self, wanted: str) -> tuple[list[str], list[str]]:
        """Return the headers that are called so, and those of which it is the last part."""
        headers = self._table.headers
        same = [h for h in headers if h == wanted.strip()] or [h for h in headers if h.casefold() == wanted.strip().casefold()]
        return same, [h for h in headers if any(h.endswith(f"{between}{wanted}") for between in "/:-.")]

    def _found(self, wanted: str, name: str) -> str | None:
        headers = self._table.headers
        same, ends = self._matching(wanted)
        found = same or ends
        if len(found) == 1:
            return found[0]
        what = f'{len(found)} columns are called "{wanted}"' if found else f'no column is called "{wanted}"'
        listed = ", ".join(f'{letters(n)} "{h}"' for n, h in enumerate(headers[:40], 1))
        self._wrong(f'{what} (for "{name}"); expected one of {listed}; mend the mapping or the header')
        return None

    def _wrong(self, what: str) -> None:
        where = self._table.where()
        self.faults.append(Fault(code="table.column", message=f"{where}: {what}", where=where))


class _Reading:
    """A table read by a mapping, cell by cell."""

    def __init__(self, table: Table, mapping: Mapping, shape: Shape, headers: _Headers) -> None:
        self.table = table
        self.columns = headers.columns
        self._mapping = mapping
        self._shape = shape
        self._only = headers.only
        self._empty = {word.casefold() for word in mapping.empty}
        self._given, self.given_faults = self._constants()

    def is_meant(self, row: Row) -> bool:
        """Say whether the mapping wants this row."""
        only = self._mapping.only
        if only is None or self._only is None:
            return True
        return str(row.cells[self._only].value or "").strip().casefold() in {word.casefold() for word in only.are}

    def is_empty(self, value: Value) -> bool:
        """Say whether a cell says nothing."""
        return value is None or (isinstance(value, str) and (not value.strip() or value.strip().casefold() in self._empty))

    def cell(self, column: _Column, row: Row) -> Typed | Wrong | None:
        """Return what a cell says, None where it is empty."""
        value = row.cells[column.header].value
        return None if self.is_empty(value) else read_as(column.field.kind, value, column.map, column.field.words)

    def row(self, row: Row) -> tuple[TypedRow, list[Fault]]:
        """Return a row's values and everything that is wrong with it."""
        values: dict[str, Typed] = dict(self._given)
        faults: list[Fault] = []
        for column in self.columns:
            found = self.cell(column, row)
            cell = row.cells[column.header]
            if isinstance(found, Wrong):
                faults.append(self._fault(column, cell, found))
            elif found is not None:
                values[column.name] = found
            elif column.field.is_required:
                faults.append(
                    self._fault(
                        column, cell, Wrong(f"something: {column.name} must be there", "fill the cell, or take the row out")
                    )
                )
        places = {column.name: self.table.of(row.cells[column.header]) for column in self.columns}
        return TypedRow(row.number, values, self.table.where(row.number), places), faults

    def _constants(self) -> tuple[dict[str, Typed], list[Fault]]:
        values: dict[str, Typed] = {}
        faults = []
        for name, field in self._shape.items():
            said = self._mapping.field(name)
            if said is None or said.value is None:
                continue
            found = read_as(field.kind, said.value, said, field.words)
            if isinstance(found, Wrong):
                message = f'the mapping gives "{said.value}" for {name}; expected {found.expected}; mend the mapping'
                faults.append(Fault(code="table.mapping", message=message))
            else:
                values[name] = found
        return values, faults

    def _fault(self, column: _Column, cell: Cell, wrong: Wrong) -> Fault:
        where = self.table.of(cell)
        shown = "nothing" if cell.value is None else _shown(column, cell.value)
        return Fault(code="table.value", message=f"{where}: {shown}; expected {wrong.expected}; {wrong.do}", where=where)


def _shown(column: _Column, value: Value) -> str:
    """Return a value in quotation marks; not one that tells, or may tell, where somebody stood: messages go into logs."""
    text = value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)
    is_place = column.field.kind == "coordinates" or tells_where(text)
    if column.field.is_hidden or is_place:
        return "a value that is not shown"
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _exchanged(reading: _Reading, rows: list[Row]) -> Iterator[Fault]:
    """Yield a fault for each two columns that are mostly wrong and would mostly be right in each other's place."""
    wrong = [column for column in reading.columns if _share(reading, column, rows) > MOSTLY]
    told: set[str] = set()
    for column in wrong:
        for other in reading.columns:
            if other.name == column.name or {column.name, other.name} & told or column.field == other.field:
                continue
            if _fits(reading, column, other, rows) and _fits(reading, other, column, rows):
                told |= {column.name, other.name}
                yield _exchange(reading, column, other, rows)


def _share(reading: _Reading, column: _Column, rows: list[Row]) -> float:
    """Return the share of a column's filled cells that cannot be read; a number with decimals is in the right column."""
    found = [value for row in rows if (value := reading.cell(column, row)) is not None]
    return sum(isinstance(value, Wrong) and value != NOT_WHOLE for value in found) / len(found) if found else 0.0


def _fits(reading: _Reading, column: _Column, other: _Column, rows: list[Row]) -> bool:
    """Say whether a column's reading mostly fits the cells of the other one."""
    values = [row.cells[other.header].value for row in rows if not reading.is_empty(row.cells[other.header].value)]
    found = [read_as(column.field.kind, value, column.map, column.field.words) for value in values]
    return bool(found) and sum(not isinstance(value, Wrong) for value in found) / len(found) > MOSTLY


def _exchange(reading: _Reading, column: _Column, other: _Column, rows: list[Row]) -> Fault:
    first, second = sorted((column, other), key=lambda each: each.number)
    where = f"{reading.table.where()}, columns {_named(first)} and {_named(second)}"
    shown = [
        next((_shown(c, row.cells[c.header].value) for row in rows if not reading.is_empty(row.cells[c.header].value)), "")
        for c in (first, second)
    ]
    message = (
        f"{where}: look exchanged: {first.name} holds {shown[0]} and {second.name} {shown[1]}, and each would be right in "
        "the other's place; exchange the headers in the table or the columns in the mapping"
    )
    return Fault(code="table.exchanged", message=message, where=where)


def _turned(reading: _Reading, rows: list[Row], frame: Frame | None) -> Iterator[Fault]:
    """Yield a fault for a latitude and a longitude that lie in the theatre only the other way round."""
    by_name = {column.name: column for column in reading.columns}
    for name, column in by_name.items():
        other = by_name.get(name.replace("_lat", "_lon")) if name.endswith("_lat") else None
        if other is None or frame is None:
            continue
        pairs = [(reading.cell(column, row), reading.cell(other, row)) for row in rows]
        points = [(lat, lon) for lat, lon in pairs if isinstance(lat, float) and isinstance(lon, float)]
        turned = [pair for pair in points if not _inside(pair, frame) and _inside((pair[1], pair[0]), frame)]
        if points and len(turned) / len(points) > MOSTLY:
            where = f"{reading.table.where()}, columns {_named(column)} and {_named(other)}"
            message = (
                f"{where}: look exchanged: {len(turned)} of {len(points)} points lie outside the theatre, and inside "
                "it the other way round; exchange the headers in the table or the columns in the mapping"
            )
            yield Fault(code="table.exchanged", message=message, where=where)


def _inside(point: tuple[float, float], frame: Frame) -> bool:
    return frame[0] <= point[0] <= frame[1] and frame[2] <= point[1] <= frame[3]


def _named(column: _Column) -> str:
    return f'{letters(column.number)} "{column.header}"'
