"""A database that came from elsewhere, looked at before it is opened for writing: it may have been made to do harm.

SQL that lies in an SQLite file (triggers, views, virtual tables) runs when the file is used. So every statement in it that is not
exactly one of ours is refused unrun, and the file is read without trusting its schema.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from truceline.errors import BundleError, RecordNewerError
from truceline.ledger.kernel.engines import SCHEMA, SqliteEngine

CAREFUL = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON")
PLAIN = ("table", "index")
MAX_STATEMENTS = 1000
OLDEST = 2
"""No backup was ever made of tables with a lower number."""

Statements = dict[tuple[str, str], str | None]
"""What makes each thing in a database, by type and name."""


def check_database(file: Path, where: str) -> int:
    """Refuse a database with anything in it that runs by itself, or from a newer version; return the number of its tables.

    Raises: BundleError, RecordNewerError.
    """
    try:
        with closing(_opened(file)) as sql:
            found = _statements(sql)
            schema = _schema(sql, found, where)
            _check_state(sql, where)
    except sqlite3.DatabaseError as error:
        message = f"{where} is no database or is damaged: {error}; nothing was restored; take another copy"
        raise BundleError(message) from error
    ours = _ours()
    for (kind, name), statement in found.items():
        reason = _refusal(kind, name, statement, ours, is_current=schema == SCHEMA)
        if reason is not None:
            message = f"{where} has {kind} {name!r:.80}, {reason}; nothing was restored"
            raise BundleError(message)
    missing = sorted(name for kind, name in ours.keys() - found.keys() if schema == SCHEMA)
    if missing:
        message = f"{where} lacks {', '.join(missing)}; nothing was restored; take another copy"
        raise BundleError(message)
    return schema


def _refusal(kind: str, name: str, statement: str | None, ours: Statements, *, is_current: bool) -> str | None:
    """Say what is wrong with one statement of a database, None where nothing is."""
    own = ours.get((kind, name))
    if kind not in PLAIN and (own is None or own != statement):
        return "which would run by itself"
    if statement is not None and statement.lstrip().upper().startswith("CREATE VIRTUAL"):
        return "which is made by an extension"
    if own is not None and own != statement and is_current:
        return "which is not made as ours is"
    return None


def _opened(file: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    for setting in CAREFUL:
        sql.execute(f"PRAGMA {setting}")
    return sql


def _statements(sql: sqlite3.Connection) -> Statements:
    rows = sql.execute("SELECT type, name, sql FROM sqlite_schema LIMIT ?", (MAX_STATEMENTS,))
    return {(str(kind), str(name)): statement for kind, name, statement in rows}


def _schema(sql: sqlite3.Connection, found: Statements, where: str) -> int:
    """Return the number of the tables.

    Raises: BundleError where it has none, RecordNewerError where it is higher than we know.
    """
    if ("table", "schema_version") not in found:
        message = f"{where} is a database, but no truceline ledger; nothing was restored"
        raise BundleError(message)
    row = sql.execute("SELECT version FROM schema_version").fetchone()
    version = row[0] if row else None
    if not isinstance(version, int) or version < OLDEST:
        message = f"{where} has schema {version!r:.40}; expected {OLDEST} to {SCHEMA}; nothing was restored"
        raise BundleError(message)
    if version > SCHEMA:
        message = f"{where} has schema {version}; this truceline reads up to {SCHEMA}; upgrade to restore it"
        raise RecordNewerError(message)
    return version


def _check_state(sql: sqlite3.Connection, where: str) -> None:
    rows = sql.execute("SELECT size, typeof(root), length(root), typeof(edge) FROM tree_state LIMIT 2").fetchall()
    if len(rows) != 1 or rows[0][0] < 1 or rows[0][1:] != ("blob", 32, "blob"):
        message = f"{where} does not say what its tree is: {rows!r:.120}; nothing was restored; take another copy"
        raise BundleError(message)


def _ours() -> Statements:
    """Return the statements of a database that we make."""
    with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
        engine = SqliteEngine(Path(folder) / "ledger.sqlite")
        with closing(engine):
            engine.prepare(30.0)
            return _statements(engine.sql)
