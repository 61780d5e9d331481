"""The tables of the log itself: how they are made, and the few questions that log, batch and proofs ask of them."""

from __future__ import annotations

import sqlite3

from truceline.errors import RecordBrokenError
from truceline.ledger.disclosures import Disclosure, open_disclosure
from truceline.ledger.merkle import Frontier

SCHEMA = 1

SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "cell_size_check = ON",
)
"""What SQLite must promise on every connection: commits reach the disk, what is deleted is overwritten."""

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


def make_tables(sql: sqlite3.Connection) -> None:
    """Make the tables of an empty log, inside the transaction of the caller."""
    for statement in _SCHEMA_SQL.strip().splitlines():  # one by one: executescript would commit first
        sql.execute(statement)
    sql.execute("INSERT INTO schema_version VALUES (1, ?)", (SCHEMA,))
    empty = Frontier()
    sql.execute("INSERT INTO tree_state VALUES (1, 0, ?, ?)", (empty.root, empty.to_bytes()))


def has_tables(sql: sqlite3.Connection) -> bool:
    """Say whether the tables were made."""
    return bool(sql.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").fetchone())


def read_leaf(sql: sqlite3.Connection, idx: int) -> bytes | None:
    """Return the leaf at a place, None where the log is shorter."""
    row = sql.execute("SELECT leaf FROM entry WHERE idx = ?", (idx,)).fetchone()
    return row[0] if row else None


def read_leaf_hashes(sql: sqlite3.Connection, start: int, end: int) -> tuple[bytes, ...]:
    """Return the leaf hashes of [start, end) as stored."""
    rows = sql.execute("SELECT leaf_hash FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (start, end))
    return tuple(row[0] for row in rows)


def read_tile(sql: sqlite3.Connection, level: int, number: int) -> bytes:
    """Return a full tile.

    Raises: RecordBrokenError where it is missing.
    """
    row = sql.execute("SELECT data FROM tile WHERE level = ? AND number = ?", (level, number)).fetchone()
    if row is None:
        message = f"tile {level}/{number} is missing; run `truceline verify`"
        raise RecordBrokenError(message)
    return bytes(row[0])


def read_disclosures(sql: sqlite3.Connection, idx: int) -> dict[str, Disclosure]:
    """Return the sealed values of an entry that still exist, by name."""
    rows = sql.execute("SELECT encoded FROM disclosure WHERE entry_idx = ?", (idx,))
    return {opened.name: opened for opened in (open_disclosure(row[0]) for row in rows)}


def insert_disclosure(sql: sqlite3.Connection, disclosure: Disclosure, compartment: str, entry_idx: int | None) -> None:
    """Keep a sealed value; one that was kept ahead now belongs to the entry that names it."""
    sql.execute(
        "INSERT INTO disclosure VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET entry_idx = excluded.entry_idx",
        (disclosure.digest, entry_idx, compartment, disclosure.encoded),
    )
