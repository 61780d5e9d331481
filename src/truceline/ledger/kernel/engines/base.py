"""What the log needs of a database: a few plain statements, transactions, and turns for writers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa

SCHEMA = 3
"""The tables that this version makes and writes."""

Value: TypeAlias = "int | str | bytes | None"
Row: TypeAlias = tuple[Any, ...]
EntryRow: TypeAlias = tuple[int, str, bytes]
"""Place, id and leaf."""
State: TypeAlias = tuple[int, bytes]
"""Size of the tree and its right edge, as stored."""
TileRow: TypeAlias = tuple[int, int, bytes]
"""Level, number and hashes."""


class StaleError(Exception):
    """What a hasty append took for granted is not so. Nothing of it was kept; whoever asks first can append."""


class Engine(Protocol):
    """An open database with one connection. Statements are written with ``?`` marks, whatever the driver wants.

    Nothing here queues threads: whoever uses an engine from several threads lets in one at a time.
    """

    name: str
    """What a message calls it: the path of the file, or the URL without password."""
    file: Path | None
    """Its file, where the database is one file of ours."""
    is_read_only: bool
    """Whether it lies where nothing can be written; asking for a turn raises RecordReadOnlyError then."""
    errors: tuple[type[Exception], ...]
    """What the driver raises."""
    homes: tuple[str, str]
    """What SQL calls the place of temporary tables, which are looked at first, and the place of our own."""
    sql: Any
    """The driver's own connection, without a transaction of the driver's making; for tests and for reading by hand."""

    def rows(self, statement: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a question and return all rows."""
        ...

    def row(self, statement: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Run a question and return its first row."""
        ...

    def run(self, statement: str, parameters: Sequence[Value] = ()) -> None:
        """Run a statement."""
        ...

    def run_many(self, statement: str, parameters: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each row of parameters."""
        ...

    def insert_entries(self, rows: Sequence[EntryRow]) -> None:
        """Add rows to the table of entries, as fast as the database can; they are there when ``put_state`` returns.

        Between the two, nobody asks for them.
        """
        ...

    def insert_tiles(self, rows: Sequence[TileRow]) -> None:
        """Add rows to the table of tiles, in the same way."""
        ...

    def state(self) -> tuple[int, bytes]:
        """Return the size of the tree and its right edge, as stored."""
        ...

    def put_state(self, size: int, root: bytes, edge: bytes) -> None:
        """Store the state of the tree."""
        ...

    def places_of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return where entries with these ids stand; ids that stand nowhere are left out."""
        ...

    def prepare(self, wait_s: float) -> None:
        """Set what the database must promise, make the tables where they are absent.

        ``wait_s`` is how long to wait for others. Raises: RecordNewerError (and nothing was written), RecordBrokenError,
        RecordBusyError.
        """
        ...

    def schema(self) -> int:
        """Return the number of the tables as they are."""
        ...

    def turn(self, wait_s: float) -> AbstractContextManager[None]:
        """Wait for our turn as a writer among processes and hold it.

        Raises: RecordBusyError when others hold the record for longer than ``wait_s``.
        """
        ...

    def begin_writing(self, *, hasty: bool = False) -> None:
        """Begin a transaction that no other writer can come between.

        A ``hasty`` one may take for granted that nobody else wrote since our last one; StaleError is raised inside it, or by
        ``commit``, where somebody did.

        Raises: RecordBusyError.
        """
        ...

    def begin_reading(self) -> None:
        """Begin a transaction in which every question sees the same state."""
        ...

    def commit(self) -> None:
        """Keep what the transaction did; it is on the disk when this returns."""
        ...

    def roll_back(self) -> None:
        """Undo the transaction, if there is one."""
        ...

    def in_transaction(self) -> bool:
        """Say whether a transaction was begun."""
        ...

    def forget_deleted(self) -> None:
        """Have the database keep no copy of what was deleted, as far as it can be told to."""
        ...

    def core(self) -> sa.Engine:
        """Return an SQLAlchemy engine whose one connection is this one; transactions stay with us."""
        ...

    def advice(self, error: Exception) -> str | None:
        """Say what to do about an error of the driver, where that is not what one does about most."""
        ...

    def is_damage(self, error: Exception) -> bool:
        """Say whether an error of the driver tells of damaged data, not of a disk, a lock or a server."""
        ...

    def is_clash(self, error: Exception) -> bool:
        """Say whether an error of the driver tells that a place or an id is taken."""
        ...

    def problems(self) -> Iterator[str]:
        """Have the database check itself and yield what it finds."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
