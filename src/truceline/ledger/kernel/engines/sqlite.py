"""A log in one SQLite file beside the archive: nothing to install, nothing to run."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from truceline.errors import (
    RecordBrokenError,
    RecordBusyError,
    RecordNewerError,
    RecordReadOnlyError,
    RecordUnfinishedError,
)
from truceline.ledger.disk.archive import sync_file
from truceline.ledger.disk.turns import Turns
from truceline.ledger.kernel.engines.base import SCHEMA, EntryRow, Row, StaleError, State, TileRow, Value
from truceline.ledger.kernel.merkle import Frontier

SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "cell_size_check = ON",
    "temp_store = MEMORY",
)
"""What SQLite must promise on every connection: commits reach the disk, what is deleted is overwritten."""
_READING = ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY")
"""What it must promise where nothing can be written."""

_TABLES = """
CREATE TABLE schema_version(one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE entry(idx INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BLOB NOT NULL) STRICT;
CREATE TABLE tile(level INTEGER NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT;
CREATE TABLE tree_state(one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB, edge BLOB) STRICT;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER tile_stays BEFORE UPDATE ON tile BEGIN SELECT RAISE(ABORT, 'a tile is never changed'); END;
CREATE TRIGGER tile_kept BEFORE DELETE ON tile BEGIN SELECT RAISE(ABORT, 'a tile is never deleted'); END;
"""

DISCLOSURE_TABLE = """
CREATE TABLE disclosure(digest TEXT PRIMARY KEY, entry_idx INTEGER, compartment TEXT NOT NULL, nonce BLOB NOT NULL, \
ciphertext BLOB NOT NULL, wrapped_key BLOB NOT NULL) STRICT;
CREATE INDEX disclosure_entry ON disclosure(entry_idx);
"""

_OWN = frozenset({"schema_version", "entry", "tile", "tree_state", "disclosure"})


class SqliteEngine:
    """The database in ``file``, which is made where it is absent. ``connect`` makes the connection (tests give their own)."""

    def __init__(self, file: Path, wait_s: float = 30.0, connect: Callable[[Path, float], Any] | None = None) -> None:
        self.name = str(file)
        self.file: Path | None = file
        # Where SQLite quotes what a damaged page holds, Python may not be able to read the message.
        self.errors: tuple[type[Exception], ...] = (sqlite3.Error, UnicodeDecodeError)
        self.homes = ("temp", "main")
        self._path = file
        self._turns = Turns(file.parent, wait_s, keeps=True)
        if file.is_symlink():
            message = (
                f"{file} is a link to {file.readlink()}; a record keeps its own database, or it would write into another file"
            )
            raise RecordBrokenError(message)
        self.is_read_only = connect is None and is_read_only(file)
        self._seen = _seen(file) if self.is_read_only else ()
        if self.is_read_only:
            _refuse_waiting(file)
        else:
            _make_private(file)
        self.sql: Any = (connect or _connected)(file, wait_s)
        self._left: State | None = None  # by our last transaction
        self._next: State | None = None  # to be left by this one
        self._assumed: State | None = None  # by a hasty one

    def rows(self, statement: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a question and return all rows."""
        found: list[Row] = self.sql.execute(statement, parameters).fetchall()
        return found

    def row(self, statement: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Run a question and return its first row."""
        found: Row | None = self.sql.execute(statement, parameters).fetchone()
        return found

    def run(self, statement: str, parameters: Sequence[Value] = ()) -> None:
        """Run a statement."""
        self.sql.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each row of parameters."""
        self.sql.executemany(statement, parameters)

    def insert_entries(self, rows: Sequence[EntryRow]) -> None:
        """Add rows to the table of entries."""
        self.sql.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)

    def insert_tiles(self, rows: Sequence[TileRow]) -> None:
        """Add rows to the table of tiles."""
        self.sql.executemany("INSERT INTO tile VALUES (?, ?, ?)", rows)

    def state(self) -> State:
        """Return the size of the tree and its right edge, as stored; a hasty transaction takes them to be what we left."""
        if self._assumed is not None:
            return self._assumed
        size, edge = self.sql.execute("SELECT size, edge FROM tree_state").fetchone() or (0, b"")
        return size, edge or b""

    def put_state(self, size: int, root: bytes, edge: bytes) -> None:
        """Store the state of the tree; in a hasty transaction only if it still is what we left."""
        self._next = (size, edge)
        if self._assumed is None:
            self.sql.execute("UPDATE tree_state SET size = ?, root = ?, edge = ?", (size, root, edge))
            return
        statement = "UPDATE tree_state SET size = ?, root = ?, edge = ? WHERE size = ? AND edge = ?"
        if self.sql.execute(statement, (size, root, edge, *self._assumed)).rowcount != 1:
            raise StaleError

    def places_of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return where entries with these ids stand."""
        if len(ids) == 1:
            return dict(self.rows("SELECT id, idx FROM entry WHERE id = ?", ids))
        return dict(self.rows("SELECT id, idx FROM entry WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)))

    def prepare(self, wait_s: float) -> None:
        """Refuse what is newer before anything is written, then set what SQLite must promise and make the tables."""
        try:
            there = self._has_tables()
            self._refuse_foreign()
            if there and self.schema() > SCHEMA:
                message = (
                    f"{self.name} has schema {self.schema()}; this truceline reads up to {SCHEMA}; upgrade to read the record"
                )
                raise RecordNewerError(message)
            if self.is_read_only and not (there and self.schema() == SCHEMA):
                message = (
                    f"{self.name} was begun, or is of an older truceline, and must be brought up to date, which cannot be done "
                    "where nothing can be written; open the record once where it can"
                )
                raise RecordUnfinishedError(message)
            for setting in _READING if self.is_read_only else SETTINGS:
                self.sql.execute(f"PRAGMA {setting}").fetchall()
        except sqlite3.OperationalError as error:
            message = f"{self.name} cannot be opened: {error}; it must be writable, and other programs must be done with it"
            raise RecordBusyError(message) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            message = f"{self.name} is not a truceline ledger or is damaged: {error}; restore it from a copy"
            raise RecordBrokenError(message) from error
        if not there:
            with self.turn(wait_s):
                self._make_tables()
            # Without this a power cut right after creation can bring back the folder as it was before the file.
            sync_file(self._path.parent)

    def schema(self) -> int:
        """Return the number of the tables as they are."""
        (version,) = self.row("SELECT version FROM schema_version") or (0,)
        return int(version)

    def turn(self, wait_s: float) -> AbstractContextManager[None]:
        """Wait for our turn among processes at the file lock in front of SQLite's own, and hold it."""
        if self.is_read_only:
            message = (
                f"this record lies on read-only media: nothing can be written in {self._path.parent}; it can be read and "
                "verified here; to add to it, open it where it can be written"
            )
            raise RecordReadOnlyError(message)
        return self._turns.turn(wait_s)

    def begin_writing(self, *, hasty: bool = False) -> None:
        """Begin a transaction that no other writer can come between; a hasty one asks nothing of what we know."""
        try:
            self.sql.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            message = f"record {self.name} is held by a program that does not queue: {error}"
            raise RecordBusyError(message) from error
        self._next, self._assumed = None, self._left if hasty else None

    def begin_reading(self) -> None:
        """Begin a transaction in which every question sees the same state."""
        if self.is_read_only:  # SQLite was told that nobody writes, and asks nobody
            _refuse_waiting(self._path)
            if _seen(self._path) != self._seen:
                message = f"{self.name} was changed while it was read as read-only media; open it again"
                raise RecordBusyError(message)
        self.sql.execute("BEGIN")

    def commit(self) -> None:
        """Keep what the transaction did."""
        self.sql.execute("COMMIT")
        self._left, self._next, self._assumed = self._next or self._left, None, None

    def roll_back(self) -> None:
        """Undo the transaction, if there is one."""
        self._next = self._assumed = None
        if self.in_transaction():
            self.sql.execute("ROLLBACK")

    def in_transaction(self) -> bool:
        """Say whether a transaction was begun; closing the connection ended it."""
        try:
            return bool(self.sql.in_transaction)
        except sqlite3.ProgrammingError:
            return False

    def forget_deleted(self) -> None:
        """Write the log of changes back into the file, where deleted content was overwritten, and empty it."""
        self.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def core(self) -> sa.Engine:
        """Return an SQLAlchemy engine on this connection; a damaged page that it meets is told in our words, whoever asked."""
        made = sa.create_engine("sqlite://", creator=lambda: self.sql, poolclass=sa.StaticPool, isolation_level="AUTOCOMMIT")
        sa.event.listen(made, "handle_error", self._tell_damage)
        return made

    def _tell_damage(self, context: sa.engine.ExceptionContext) -> None:
        context.is_disconnect = False  # after Ctrl-C the connection is as good as before
        error = context.original_exception
        if isinstance(error, Exception) and self.is_damage(error):
            message = f"{self.name} could not be read: {error}; try again, or restore a copy"
            raise RecordBrokenError(message) from error

    def advice(self, _error: Exception) -> str | None:
        """Say nothing: a file has no server that could go away."""
        return None

    def is_damage(self, error: Exception) -> bool:
        """Say whether an error tells of a damaged file."""
        return type(error) is sqlite3.DatabaseError or isinstance(error, UnicodeDecodeError)

    def is_clash(self, error: Exception) -> bool:
        """Say whether an error tells that a place or an id is taken."""
        return isinstance(error, sqlite3.IntegrityError)

    def problems(self) -> Iterator[str]:
        """Have SQLite check its own pages and that every index finds what its table holds."""
        for (message,) in self.rows("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield str(message)

    def close(self) -> None:
        """Let go of the files."""
        self._turns.close()
        self.sql.close()

    def _has_tables(self) -> bool:
        return self.row("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'") is not None

    def _refuse_foreign(self) -> None:
        """Refuse a database that has something in it but not our tables, before it is written to."""
        found = {name for name, kind in self.rows("SELECT name, type FROM sqlite_schema") if kind == "table"}
        missing = sorted(_OWN - found)
        if missing and self.row("SELECT 1 FROM sqlite_schema LIMIT 1") is not None:
            message = f"{self.name} is not a truceline ledger: it has no table {', '.join(missing)}; restore it from a copy"
            raise RecordBrokenError(message)

    def _make_tables(self) -> None:
        """Make the tables of an empty log, all or none; somebody else may have made them while we waited."""
        self.begin_writing()
        try:
            if not self._has_tables():
                for statement in (_TABLES + DISCLOSURE_TABLE).strip().splitlines():  # one by one: a script would commit first
                    self.sql.execute(statement)
                empty = Frontier()
                self.sql.execute("INSERT INTO schema_version VALUES (1, ?)", (SCHEMA,))
                self.sql.execute("INSERT INTO tree_state VALUES (1, 0, ?, ?)", (empty.root, empty.to_bytes()))
            self.commit()
        except BaseException:
            self.roll_back()
            raise


def _make_private(file: Path) -> None:
    """Make the file where it is absent, so that nobody but its owner can read it; SQLite's files beside it follow it."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def is_read_only(file: Path) -> bool:
    """Say whether a database that is there lies where nothing can be written: on such media, or without permission."""
    return file.exists() and not all(os.access(each, os.W_OK, effective_ids=_EFFECTIVE) for each in (file.parent, file))


def reading_uri(file: Path) -> str:
    """Return how SQLite is asked to open a database for reading alone.

    Where nothing can be written, SQLite cannot keep track of readers beside the file either: it is told that nobody writes.
    """
    return f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if is_read_only(file) else ''}"


_EFFECTIVE = os.access in os.supports_effective_ids


def _connected(file: Path, wait_s: float) -> sqlite3.Connection:
    named = reading_uri(file) if is_read_only(file) else file
    return sqlite3.connect(named, timeout=wait_s, isolation_level=None, check_same_thread=False, uri=named is not file)


def _seen(file: Path) -> tuple[int, int, int]:
    """Return what tells that a file was written meanwhile."""
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _refuse_waiting(file: Path) -> None:
    """Refuse a database beside which changes wait that are in no other file: without writing they cannot be taken in."""
    for name in (f"{file.name}-wal", f"{file.name}-journal"):
        waiting = file.with_name(name)
        if waiting.exists() and waiting.stat().st_size:
            message = (
                f"{waiting} holds {waiting.stat().st_size:,} bytes that are not in the record's database yet, and nothing can be "
                "written here to take them in: whoever wrote was not done, or was cut off. Open the record once where it can be "
                "written (`truceline doctor` will do), or copy its whole folder, this file with it, to such a place and read that"
            )
            raise RecordUnfinishedError(message)
