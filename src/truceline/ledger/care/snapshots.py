"""The database of a record as it was at one moment, in an SQLite file of its own, while others go on writing.

A log in SQLite is copied page by page inside one reading transaction, which keeps nobody from writing. One in PostgreSQL is
written anew: every leaf is hashed again on its way, and that the same root comes out shows that the same content went in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from truceline.errors import RecordBrokenError, RecordError
from truceline.ledger.kernel.engines import SqliteEngine
from truceline.ledger.kernel.engines.sqlite import reading_uri
from truceline.ledger.kernel.merkle import Frontier
from truceline.ledger.kernel.projections import METADATA as FOLDED
from truceline.ledger.proofs import leaf_hash
from truceline.ledger.store import Store

PAGES = 4096
ROWS = 1000
WAIT_S = 30.0
Tell = Callable[[int], None]
"""Is told how many bytes were copied."""
KERNEL = ("entry", "tile", "disclosure")
"""The tables of the log itself that are copied row by row; the state of the tree is computed."""


class Snapshot(msgspec.Struct, frozen=True):
    """Size, root (hex) and number of the tables of a database that was copied."""

    size: int
    root: str
    schema: int


def take_snapshot(store: Store, target: Path, tell: Tell = lambda _bytes: None) -> Snapshot:
    """Copy the database of a record into a new file, which is then one file and durable; ``tell`` is told how far it is.

    Raises: RecordError where it cannot be written, RecordBrokenError where the leaves do not give the root.
    """
    file = store.log.engine.file
    try:
        if file is not None:
            _copy_pages(file, target, tell)
        else:
            _write_anew(store, target, tell)
        return _settled(target)
    except sqlite3.Error as error:
        message = f"the database could not be copied to {target}: {error}; nothing is left of it; free the disk"
        raise RecordError(message) from error


def _copy_pages(file: Path, target: Path, tell: Tell) -> None:
    with closing(sqlite3.connect(reading_uri(file), uri=True, isolation_level=None, timeout=WAIT_S)) as source:
        # Inside a transaction the copy is of one moment, however much others write meanwhile.
        source.execute("BEGIN")
        source.execute("SELECT size FROM tree_state").fetchone()
        (page,) = source.execute("PRAGMA page_size").fetchone()
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=PAGES, progress=lambda _status, left, total: tell((total - left) * page))


def _settled(target: Path) -> Snapshot:
    """Make the copy one plain file without a journal beside it, and read what it holds."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        size, root = copy.execute("SELECT size, root FROM tree_state").fetchone()
        (schema,) = copy.execute("SELECT version FROM schema_version").fetchone()
    return Snapshot(size, bytes(root).hex(), schema)


def _write_anew(store: Store, target: Path, tell: Tell) -> None:
    """Write a log kept elsewhere into an SQLite file; what is folded from it is left out, it is folded again when opened."""
    copy = SqliteEngine(target, WAIT_S)
    try:
        copy.prepare(WAIT_S)
        # Connected before the transaction and closed after it: either would end it.
        with closing(copy.core().connect()) as core, store.log.snapshot():
            copy.begin_writing()
            for name in KERNEL:
                _copy_rows(store.connection, copy, name)
                tell(target.stat().st_size)
            _compute_state(store, copy)
            for table in _beside(store.connection):
                table.create(core, checkfirst=True)
                _copy_rows(store.connection, copy, str(table.name))
            copy.commit()
    finally:
        copy.close()


def _compute_state(store: Store, copy: SqliteEngine) -> None:
    """Hash every leaf of the copy anew and write the state of the tree that they give, which must be the one that stands."""
    leaves = (bytes(leaf) for (leaf,) in copy.sql.execute("SELECT leaf FROM entry ORDER BY idx"))
    state = Frontier().grown(map(leaf_hash, leaves))
    if state.root != store.log.root:
        message = f"the leaves of {store.log.name} give the root {state.root.hex()}; it says {store.root}; run `truceline fsck`"
        raise RecordBrokenError(message)
    copy.run("UPDATE tree_state SET size = ?, root = ?, edge = ?", (state.size, state.root, state.to_bytes()))


def _beside(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables of other parts that lie beside the log: checkpoints, cosignatures, what was asked for."""
    found = sa.MetaData()
    found.reflect(connection)
    own = {*KERNEL, "tree_state", "schema_version", *FOLDED.tables}
    return [table for table in found.sorted_tables if table.name not in own]


def _copy_rows(source: sa.Connection, target: SqliteEngine, name: str) -> None:
    table = sa.Table(name, sa.MetaData(), autoload_with=source)
    columns = [column.name for column in table.columns]
    statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608 - our own names
    for rows in _in_batches(source.execute(sa.select(table))):
        target.run_many(statement, [tuple(map(_plain, row)) for row in rows])


def _in_batches(result: sa.CursorResult[Any]) -> Iterator[list[tuple[Any, ...]]]:
    while rows := result.fetchmany(ROWS):
        yield [tuple(row) for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of whatever type the column has
    return bytes(value) if isinstance(value, memoryview) else value
