"""Rows that stay and rows that have versions: gathered in memory while entries are folded, then written in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import sqlalchemy as sa

OPEN = 2**53 - 1
"""``idx_to`` of a version that still holds."""

Row: TypeAlias = dict[str, Any]
"""A row of a table, by column, as SQLAlchemy takes it."""

_UNKNOWN: Row = {}


class Rows:
    """Rows that are written once. The first row of a key stays; later ones are not written."""

    def __init__(self, table: sa.Table, key: tuple[str, ...]) -> None:
        self._table = table
        self._key = key
        self._columns = table.columns.keys()
        self._new: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def add(self, **row: str | int | None) -> None:
        """Gather a row."""
        self._new.setdefault(tuple(row[name] for name in self._key), tuple(row[name] for name in self._columns))

    def flush(self, connection: sa.Connection) -> None:
        """Write what was gathered."""
        if self._new:
            insert = _insertion(self._table, connection, "ON CONFLICT DO NOTHING")
            connection.exec_driver_sql(insert, list(self._new.values()))

    def forget(self) -> None:
        """Forget what was gathered."""
        self._new.clear()


class Versions:
    """Rows of which one version holds at a time: a new one for the same key closes the one before it."""

    def __init__(self, table: sa.Table, key: tuple[str, ...]) -> None:
        self._table = table
        self._key = key
        self._new: list[Row] = []
        self._gathered: dict[tuple[str, ...], Row] = {}
        self._known: dict[tuple[str, ...], Row | None] = {}
        self._closings: list[tuple[Any, ...]] = []
        conditions = [table.c[name] == sa.bindparam(f"key_{name}") for name in key]
        self._find = sa.select(table).where(*conditions, table.c.idx_to == OPEN)

    def put(self, idx: int, key: tuple[str, ...], **values: str | int | None) -> None:
        """From entry ``idx`` on, this version holds for ``key``."""
        self.end(idx, key)
        row = {**dict(zip(self._key, key, strict=True)), **values, "idx_from": idx, "idx_to": OPEN}
        self._new.append(row)
        self._gathered[key] = row

    def end(self, idx: int, key: tuple[str, ...]) -> None:
        """From entry ``idx`` on, none holds for ``key``."""
        gathered = self._gathered.pop(key, None)
        if gathered is not None:
            if gathered["idx_from"] == idx:
                self._new.remove(gathered)  # replaced by the same entry: it never held
            else:
                gathered["idx_to"] = idx - 1
        elif self._known.get(key, _UNKNOWN) is not None:
            # Where it was not looked up whether the table has an open version, closing none is harmless.
            self._closings.append((idx - 1, *key, OPEN))
        self._known[key] = None

    def look_up(self, connection: sa.Connection, keys: Iterable[str]) -> None:
        """Learn in one go which versions hold for these keys (of tables with a key of one column)."""
        column = self._table.c[self._key[0]]
        wanted = sorted({key for key in keys if (key,) not in self._known})
        for first in range(0, len(wanted), 500):
            chunk = wanted[first : first + 500]
            rows = connection.execute(sa.select(self._table).where(column.in_(chunk), self._table.c.idx_to == OPEN))
            found = {row[self._key[0]]: dict(row) for row in rows.mappings()}
            self._known.update({(key,): found.get(key) for key in chunk})

    def current(self, connection: sa.Connection, *key: str) -> Row | None:
        """Return the version that holds for ``key`` now, whether gathered or written."""
        if key in self._gathered:
            return self._gathered[key]
        if key not in self._known:
            row = connection.execute(self._find, self._bound(key)).mappings().first()
            self._known[key] = dict(row) if row else None
        return self._known[key]

    def flush(self, connection: sa.Connection) -> None:
        """Write what was gathered: first the ends of versions already in the table, then the new versions."""
        if self._closings:
            mark = _mark(connection)
            matched = " AND ".join(f'"{name}" = {mark}' for name in (*self._key, "idx_to"))
            close = f'UPDATE "{self._table.name}" SET idx_to = {mark} WHERE {matched}'  # noqa: S608  # names of our own columns
            connection.exec_driver_sql(close, self._closings)
        if self._new:
            columns = self._table.columns.keys()
            rows = [tuple(row[name] for name in columns) for row in self._new]
            connection.exec_driver_sql(_insertion(self._table, connection), rows)

    def forget(self) -> None:
        """Forget what was gathered and looked up."""
        self._closings.clear()
        self._new.clear()
        self._gathered.clear()
        self._known.clear()

    def _bound(self, key: tuple[str, ...]) -> Row:
        return {f"key_{name}": part for name, part in zip(self._key, key, strict=True)}


def _insertion(table: sa.Table, connection: sa.Connection, then: str = "") -> str:
    """Return the statement that inserts a row given by position, which is half the cost of one given by name."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join(_mark(connection) for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}) {then}'  # noqa: S608  # names of our own columns


def _mark(connection: sa.Connection) -> str:
    """Return what stands for a parameter in the driver's own SQL."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"
