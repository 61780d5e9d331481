"""The log: an append-only table of leaves and the tree over them, in one SQLite file.

One append is one transaction: look up ids, write leaves, sealed values, full tiles, the state of the tree and whatever the
caller keeps in step (projections), commit, and only then answer. A crash at any point leaves the log as it was before or as it
is after, never in between; an append that was answered is on the disk.

The triggers that refuse changing or deleting an entry are guard rails for our own mistakes. What protects the record is the
tree: ``verify`` in ``check.py`` computes it anew.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy.exc

from truceline.errors import NotFoundError, RecordBrokenError, RecordBusyError, RecordError, RecordNewerError
from truceline.ledger.archive import sync_file
from truceline.ledger.batch import Batch, Opening, milliseconds
from truceline.ledger.disclosures import Disclosure, open_disclosure
from truceline.ledger.entries import Draft, Entry, check_draft, read_entry, read_header
from truceline.ledger.merkle import Frontier, TileRoots, Tree
from truceline.ledger.tables import (
    SCHEMA,
    SETTINGS,
    has_tables,
    insert_disclosure,
    make_tables,
    read_disclosures,
    read_leaf,
    read_leaf_hashes,
    read_tile,
)
from truceline.ledger.turns import Turns

BATCH = 1000
Clock = Callable[[], dt.datetime]
Keep = Callable[[Sequence[Entry]], None]
"""Called with the new entries inside the transaction, to keep projections in step."""


def utc_now() -> dt.datetime:
    """Return the time of the machine's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


def _make_private(file: Path) -> None:
    """Make the file where it is absent, so that nobody but its owner can read it; SQLite's files beside it follow it."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


class Log:
    """An open log. ``file`` is made where it is absent; ``wait_s`` is how long to wait for other writers."""

    def __init__(self, file: Path, *, clock: Clock = utc_now, wait_s: float = 30.0) -> None:
        self.file = file
        self._clock = clock
        self._turns = Turns(file.parent, wait_s)
        self._opening: Opening | None = None
        self._tile_roots: TileRoots = {}
        _make_private(file)
        self.sql = sqlite3.connect(file, timeout=wait_s, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except BaseException:
            self.sql.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.sql.close()

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.state().size

    @property
    def root(self) -> bytes:
        """The root of the tree over all entries, as stored with the last append."""
        row = self.sql.execute("SELECT root FROM tree_state").fetchone()
        return bytes(row[0])

    def state(self) -> Frontier:
        """Return the right edge of the tree as stored with the last append."""
        size, edge = self.sql.execute("SELECT size, edge FROM tree_state").fetchone()
        return Frontier.from_bytes(size, edge)

    def tree(self) -> Tree:
        """Return the tree over all entries, for making proofs."""
        return Tree(self.size, self, self._tile_roots)

    def tile(self, level: int, number: int) -> bytes:
        """Return a full tile."""
        return read_tile(self.sql, level, number)

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the leaf hashes of [start, end) as stored."""
        return read_leaf_hashes(self.sql, start, end)

    def entry(self, idx: int) -> Entry:
        """Return one entry.

        Raises: NotFoundError where the log is shorter.
        """
        row = self.sql.execute("SELECT leaf, leaf_hash FROM entry WHERE idx = ?", (idx,)).fetchone()
        if row is None:
            message = f"no entry {idx}; the log has {self.size} entries, counted from 0"
            raise NotFoundError(message)
        return read_entry(idx, *row)

    def batches(self, start: int = 0, end: int | None = None) -> Iterator[list[Entry]]:
        """Yield the entries of [start, end) in order, a batch at a time; no cursor stays open between two batches."""
        last = self.size if end is None else min(end, self.size)
        for first in range(start, last, BATCH):
            rows = self.sql.execute(
                "SELECT idx, leaf, leaf_hash FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                (first, min(first + BATCH, last)),
            ).fetchall()
            yield [read_entry(*row) for row in rows]

    def disclosures(self, idx: int) -> dict[str, Disclosure]:
        """Return the sealed values of an entry that still exist, by name."""
        return read_disclosures(self.sql, idx)

    def disclosed(self, digest: str) -> Disclosure | None:
        """Return the disclosure behind a digest, None where it does not exist (any more)."""
        row = self.sql.execute("SELECT encoded FROM disclosure WHERE digest = ?", (digest,)).fetchone()
        return open_disclosure(row[0]) if row else None

    def keep_disclosure(self, disclosure: Disclosure, compartment: str) -> str:
        """Store a disclosure that a later entry will name, and return its digest."""
        with self.writing():
            insert_disclosure(self.sql, disclosure, compartment, None)
        return disclosure.digest

    def append(self, drafts: Sequence[Draft], keep: Keep) -> tuple[int, ...]:
        """Append drafts in one transaction and return their places; what stands there already keeps its place.

        Raises: RecordClashError where an id already stands for other content; nothing at all is written then.
        """
        for draft in drafts:
            check_draft(draft)
        with self.writing():
            batch = Batch(self.sql, self.state(), self.opening(), self._clock())
            places = tuple(batch.add(draft) for draft in drafts)
            batch.write()
            if batch.entries:
                keep(batch.entries)
        return places

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the record for one transaction: all of it is kept, or nothing."""
        with self._turns.turn():
            try:
                self.sql.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                message = f"record {self.file} is held by a program that does not queue: {error}"
                raise RecordBusyError(message) from error
            try:
                yield
                self.sql.execute("COMMIT")
            except (sqlite3.Error, sqlalchemy.exc.DBAPIError) as error:
                self._roll_back()
                cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
                message = f"{self.file} could not be written: {cause}; nothing was added; free the disk or restore a copy"
                raise RecordError(message) from error
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging state of the record for several questions."""
        if self.sql.in_transaction:
            yield
            return
        self.sql.execute("BEGIN")
        try:
            yield
        finally:
            self.sql.execute("COMMIT")

    def opening(self) -> Opening | None:
        """Return origin and time of the first entry, None where there is none yet."""
        if self._opening is None:
            leaf = read_leaf(self.sql, 0)
            if leaf is not None:
                header = read_header(0, leaf)
                self._opening = Opening(header.log, milliseconds(header.at))
        return self._opening

    def _roll_back(self) -> None:
        if self.sql.in_transaction:
            self.sql.execute("ROLLBACK")

    def _prepare(self) -> None:
        """Set what SQLite must promise us, then make or check the tables."""
        try:
            for setting in SETTINGS:
                self.sql.execute(f"PRAGMA {setting}")
        except sqlite3.OperationalError as error:
            message = f"{self.file} cannot be opened: {error}; it must be writable, and other programs must be done with it"
            raise RecordBusyError(message) from error
        except sqlite3.DatabaseError as error:
            message = f"{self.file} is not a truceline ledger or is damaged: {error}; restore it from a copy"
            raise RecordBrokenError(message) from error
        if not has_tables(self.sql):
            with self.writing():
                if not has_tables(self.sql):
                    make_tables(self.sql)
            # Without this a power cut right after creation can bring back the folder as it was before the file.
            sync_file(self.file.parent)
        (version,) = self.sql.execute("SELECT version FROM schema_version").fetchone()
        if version > SCHEMA:
            message = f"{self.file} has schema {version}; this truceline reads up to {SCHEMA}; upgrade to read the record"
            raise RecordNewerError(message)
