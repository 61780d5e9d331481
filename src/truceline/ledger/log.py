"""The log: an append-only table of leaves and the tree over them, in one SQLite file.

One append is one transaction: look up ids, write leaves, sealed values, full tiles, the state of the tree and whatever the
caller keeps in step (projections), commit, and only then answer. A crash at any point leaves the log as it was before or as it
is after, never in between; an append that was answered is on the disk.

The triggers that refuse changing or deleting an entry are guard rails for our own mistakes. What protects the record is the
tree: ``verify`` in ``check.py`` computes it anew.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from truceline.errors import (
    NotFoundError,
    RecordBrokenError,
    RecordBusyError,
    RecordClashError,
    RecordError,
    RecordNewerError,
)
from truceline.ledger.archive import sync_file
from truceline.ledger.disclosures import Disclosure, open_disclosure
from truceline.ledger.entries import (
    Draft,
    Entry,
    check_draft,
    fresh_id,
    keyed_id,
    leaf_bytes,
    read_entry,
    read_header,
    same_content,
)
from truceline.ledger.merkle import TILE_WIDTH, Frontier, Tree, hashes_in, new_tiles
from truceline.ledger.proofs import leaf_hash, root_of
from truceline.ledger.turns import Turns

SCHEMA = 1
BATCH = 1000
Clock = Callable[[], dt.datetime]
Keep = Callable[[Sequence[Entry]], None]
"""Called with the new entries inside the transaction, to keep projections in step."""

_SCHEMA_SQL = """
CREATE TABLE schema_version(one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE entry(idx INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL) STRICT;
CREATE TABLE tile(level INTEGER NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT;
CREATE TABLE tree_state(one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB, edge BLOB) STRICT;
CREATE TABLE disclosure(digest TEXT PRIMARY KEY, entry_idx INTEGER, compartment TEXT NOT NULL, encoded TEXT NOT NULL) STRICT;
CREATE INDEX disclosure_entry ON disclosure(entry_idx);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER tile_stays BEFORE UPDATE ON tile BEGIN SELECT RAISE(ABORT, 'a tile is never changed'); END;
CREATE TRIGGER tile_kept BEFORE DELETE ON tile BEGIN SELECT RAISE(ABORT, 'a tile is never deleted'); END;
"""


def utc_now() -> dt.datetime:
    """Return the time of the machine's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


class Log:
    """An open log. ``file`` is made where it is absent; ``wait_s`` is how long to wait for other writers."""

    def __init__(self, file: Path, *, clock: Clock = utc_now, wait_s: float = 30.0) -> None:
        self.file = file
        self._clock = clock
        self._turns = Turns(file.parent, wait_s)
        self._opening: tuple[str, int] | None = None
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
        return Tree(self.size, self)

    def tile(self, level: int, number: int) -> bytes:
        """Return a full tile."""
        row = self.sql.execute("SELECT data FROM tile WHERE level = ? AND number = ?", (level, number)).fetchone()
        if row is None:
            message = f"tile {level}/{number} is missing in {self.file}"
            raise RecordBrokenError(message)
        return bytes(row[0])

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the leaf hashes of [start, end) as stored."""
        rows = self.sql.execute("SELECT leaf_hash FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (start, end))
        return tuple(bytes(row[0]) for row in rows)

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
        rows = self.sql.execute("SELECT encoded FROM disclosure WHERE entry_idx = ?", (idx,))
        return {opened.name: opened for opened in (open_disclosure(row[0]) for row in rows)}

    def disclosed(self, digest: str) -> Disclosure | None:
        """Return the disclosure behind a digest, None where it does not exist (any more)."""
        row = self.sql.execute("SELECT encoded FROM disclosure WHERE digest = ?", (digest,)).fetchone()
        return open_disclosure(row[0]) if row else None

    def keep_disclosure(self, disclosure: Disclosure, compartment: str) -> str:
        """Store a disclosure that a later entry will name, and return its digest."""
        with self.writing():
            self._insert_disclosures([(disclosure.digest, None, compartment, disclosure.encoded)])
        return disclosure.digest

    def append(self, drafts: Sequence[Draft], keep: Keep) -> tuple[int, ...]:
        """Append drafts in one transaction and return their places; what stands there already keeps its place.

        Raises: RecordClashError where an id already stands for other content; nothing at all is written then.
        """
        for draft in drafts:
            check_draft(draft)
        with self.writing():
            batch = _Batch(self, self.state())
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
            except BaseException as error:
                if self.sql.in_transaction:
                    self.sql.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    message = f"{self.file} could not be written: {error}; nothing was added; free the disk or restore a copy"
                    raise RecordError(message) from error
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

    def opening(self) -> tuple[str, int] | None:
        """Return origin and time (ms) of the first entry, None where there is none yet."""
        if self._opening is None:
            row = self.sql.execute("SELECT leaf FROM entry WHERE idx = 0").fetchone()
            if row is not None:
                header = read_header(0, row[0])
                self._opening = header.log, round(dt.datetime.fromisoformat(header.at).timestamp() * 1000)
        return self._opening

    def now(self) -> dt.datetime:
        """Return the time by the clock this log was opened with."""
        return self._clock()

    def _prepare(self) -> None:
        """Set what SQLite must promise us, then make or check the tables."""
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "secure_delete = ON",
            "cell_size_check = ON",
        ):
            try:
                self.sql.execute(f"PRAGMA {setting}")
            except sqlite3.DatabaseError as error:
                message = f"{self.file} is not a truceline ledger or is damaged: {error}; restore it from a copy"
                raise RecordBrokenError(message) from error
        if not self._has_tables():
            with self.writing():
                if not self._has_tables():
                    self._make_tables()
            # Without this a power cut right after creation can bring back the folder as it was before the file.
            sync_file(self.file.parent)
        (version,) = self.sql.execute("SELECT version FROM schema_version").fetchone()
        if version > SCHEMA:
            message = f"{self.file} has schema {version}; this truceline reads up to {SCHEMA}; upgrade to read the record"
            raise RecordNewerError(message)

    def _has_tables(self) -> bool:
        return bool(self.sql.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").fetchone())

    def _make_tables(self) -> None:
        # One by one: executescript would commit the transaction we are in.
        for statement in _statements(_SCHEMA_SQL):
            self.sql.execute(statement)
        self.sql.execute("INSERT INTO schema_version VALUES (1, ?)", (SCHEMA,))
        empty = Frontier()
        self.sql.execute("INSERT INTO tree_state VALUES (1, 0, ?, ?)", (empty.root, empty.to_bytes()))

    def _insert_disclosures(self, rows: Sequence[tuple[str, int | None, str, str]]) -> None:
        self.sql.executemany(
            "INSERT INTO disclosure VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET entry_idx = excluded.entry_idx", rows
        )


class _Batch:
    """The entries of one append while they are put together, inside the transaction."""

    def __init__(self, log: Log, state: Frontier) -> None:
        self.entries: list[Entry] = []
        self._log = log
        self._state = state
        self._ids: dict[str, int] = {}
        self._disclosures: list[tuple[str, int | None, str, str]] = []
        self._raw = log.now().astimezone(dt.UTC)
        self._at = self._not_before_last(_stamp(self._raw))

    def add(self, draft: Draft) -> int:
        """Give a draft its place, or find the place it has."""
        opening = self._log.opening()
        origin, opened_ms = opening or self._new_origin(draft)
        entry_id = draft.id or (keyed_id(origin, opened_ms, draft.kind, draft.key) if draft.key else fresh_id())
        clk = _stamp(self._raw)
        leaf = leaf_bytes(draft, log=origin, entry_id=entry_id, at=self._at, clk=clk if clk != self._at else None)
        there = self._place_of(entry_id)
        if there is not None:
            self._check_same(there, draft, leaf)
            return there
        idx = self._state.size + len(self.entries)
        self._ids[entry_id] = len(self.entries)
        self.entries.append(
            Entry(
                idx=idx,
                leaf=leaf,
                leaf_hash=leaf_hash(leaf),
                id=entry_id,
                kind=draft.kind,
                at=self._at,
                by=draft.by,
                co=draft.co,
                body=draft.body,
                refs=draft.refs,
                sealed=tuple(sorted(sealed.digest for sealed in draft.sealed)),
            )
        )
        self._disclosures += [(sealed.digest, idx, draft.co, sealed.encoded) for sealed in draft.sealed]
        return idx

    def write(self) -> None:
        """Write leaves, sealed values, the tiles that became full and the state of the tree."""
        if not self.entries:
            return
        sql = self._log.sql
        sql.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", [(e.idx, e.id, e.leaf, e.leaf_hash) for e in self.entries])
        self._log._insert_disclosures(self._disclosures)  # noqa: SLF001  # the batch is the log's own hand
        grown = self._state.grown(entry.leaf_hash for entry in self.entries)
        for level, number in new_tiles(self._state.size, grown.size):
            sql.execute("INSERT INTO tile VALUES (?, ?, ?)", (level, number, self._tile(level, number)))
        sql.execute("UPDATE tree_state SET size = ?, root = ?, edge = ?", (grown.size, grown.root, grown.to_bytes()))

    def _tile(self, level: int, number: int) -> bytes:
        first = number * TILE_WIDTH
        if level == 0:
            return b"".join(self._log.leaves(first, first + TILE_WIDTH))
        below = (self._log.tile(level - 1, at) for at in range(first, first + TILE_WIDTH))
        return b"".join(root_of(hashes_in(tile)) for tile in below)

    def _place_of(self, entry_id: str) -> int | None:
        if entry_id in self._ids:
            return self._state.size + self._ids[entry_id]
        row = self._log.sql.execute("SELECT idx FROM entry WHERE id = ?", (entry_id,)).fetchone()
        return row[0] if row else None

    def _check_same(self, there: int, draft: Draft, leaf: bytes) -> None:
        if there >= self._state.size:
            stored = read_header(there, self.entries[there - self._state.size].leaf)
            known = {}
        else:
            stored = read_header(there, self._log.sql.execute("SELECT leaf FROM entry WHERE idx = ?", (there,)).fetchone()[0])
            known = self._log.disclosures(there)
        difference = same_content(stored, leaf, known, draft.sealed)
        if difference is not None:
            what = f"{draft.kind} {draft.key or ''}".strip()
            message = f"{what} is already entry {there} with other content: {difference}; give what is new an id of its own"
            raise RecordClashError(message)

    def _new_origin(self, draft: Draft) -> tuple[str, int]:
        """Name a log that has no entry yet: its first draft brings its origin as the key."""
        if self.entries:
            return read_header(0, self.entries[0].leaf).log, round(self._raw.timestamp() * 1000)
        if draft.kind != "log.opened" or not draft.key:
            message = f"the log in {self._log.file} has not been opened; its first entry is log.opened, not {draft.kind}"
            raise RecordBrokenError(message)
        return draft.key, round(self._raw.timestamp() * 1000)

    def _not_before_last(self, now: str) -> str:
        """Return the time to write: never earlier than that of the entry before, whatever the clock says."""
        if self._state.size == 0:
            return now
        row = self._log.sql.execute("SELECT leaf FROM entry WHERE idx = ?", (self._state.size - 1,)).fetchone()
        if row is None:
            message = f"the tree of {self._log.file} has {self._state.size} entries but entry {self._state.size - 1} is missing"
            raise RecordBrokenError(message)
        return max(now, read_header(self._state.size - 1, row[0]).at)


def _stamp(moment: dt.datetime) -> str:
    """Write an instant as the log does: UTC, milliseconds, ``Z``. Such strings sort like the instants."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _statements(script: str) -> list[str]:
    """Cut a script into statements, one a line."""
    return [line for line in script.splitlines() if line.strip()]
