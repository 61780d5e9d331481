"""A log in a PostgreSQL database (15 or newer), for a mission with a server: a schema of its own for each record.

Writers queue at the row of ``tree_state`` (``SELECT ... FOR UPDATE``), which PostgreSQL hands on in the order in which they came.
What only one database can promise is asked of it at every opening: commits wait for the disk, text is UTF-8, no other
schema is looked at. The archive, and nothing else, stays in the record's folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from truceline.errors import RecordBrokenError, RecordBusyError, RecordError, RecordNewerError, UsageError
from truceline.ledger.kernel.engines.base import SCHEMA, EntryRow, Row, StaleError, State, TileRow, Value
from truceline.ledger.kernel.engines.lasting import LastingConnection
from truceline.ledger.kernel.engines.place import Place
from truceline.ledger.kernel.engines.statements import FEW, marked, whole, with_rows
from truceline.ledger.kernel.merkle import Frontier

if TYPE_CHECKING:
    import psycopg

_SETTINGS = (
    "SET synchronous_commit = on",
    "SET default_transaction_isolation = 'read committed'",
    "SET TimeZone = 'UTC'",
    "SET client_min_messages = warning",
    "SET idle_in_transaction_session_timeout = 0",
)

_TABLES = """
CREATE TABLE schema_version(one INT PRIMARY KEY CHECK (one = 1), version INT NOT NULL);
CREATE TABLE entry(idx BIGINT PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, leaf BYTEA NOT NULL);
CREATE TABLE tile(level INT NOT NULL, number BIGINT NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (level, number));
CREATE TABLE tree_state(one INT PRIMARY KEY CHECK (one = 1), size BIGINT NOT NULL, root BYTEA, edge BYTEA);
CREATE TABLE disclosure(digest TEXT COLLATE "C" PRIMARY KEY, entry_idx BIGINT, compartment TEXT NOT NULL, nonce BYTEA NOT NULL, \
ciphertext BYTEA NOT NULL, wrapped_key BYTEA NOT NULL);
CREATE INDEX disclosure_entry ON disclosure(entry_idx);
ALTER TABLE entry ALTER COLUMN leaf SET STORAGE EXTERNAL;
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a row of % is never changed or deleted', \
TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION never();
CREATE TRIGGER entry_kept BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER tile_stays BEFORE UPDATE OR DELETE ON tile FOR EACH ROW EXECUTE FUNCTION never();
CREATE TRIGGER tile_kept BEFORE TRUNCATE ON tile FOR EACH STATEMENT EXECUTE FUNCTION never();
REVOKE UPDATE, DELETE, TRUNCATE ON entry, tile FROM CURRENT_USER;
"""


class PostgresEngine:
    """The schema of one record in a database. ``password`` is given once, when the record is made; else libpq finds it."""

    def __init__(self, place: Place, wait_s: float = 30.0, password: str | None = None) -> None:
        self.name = str(place)
        self.file: Path | None = None
        self.is_read_only = False
        self.homes = ("pg_temp", f'"{place.schema}"')
        self._place = place
        self._driver = _driver()
        self.errors: tuple[type[Exception], ...] = (self._driver.Error,)
        self._wait_s = wait_s
        self._usual_wait_ms = 0
        self.sql: Any = LastingConnection(lambda: self._connected(password), self.errors)
        self._rows: list[EntryRow] = []
        self._tiles: list[TileRow] = []
        self._next: State | None = None
        self._root = b""
        self._begun_with: State | None = None
        self._left: State | None = None
        """The state of the tree after our last transaction."""
        self._assumed: State | None = None
        """The state that a hasty transaction takes for granted, as long as the server was not asked anything in it."""
        self._is_alone = True
        """Whether nobody else had written when we last asked."""

    def rows(self, statement: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a question and return all rows."""
        self._stop_assuming()
        found: list[Row] = self.sql.execute(marked(statement), parameters, binary=True).fetchall()
        return found

    def row(self, statement: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Run a question and return its first row."""
        self._stop_assuming()
        found: Row | None = self.sql.execute(marked(statement), parameters, binary=True).fetchone()
        return found

    def run(self, statement: str, parameters: Sequence[Value] = ()) -> None:
        """Run a statement."""
        self._stop_assuming()
        self.sql.execute(marked(statement), parameters)

    def run_many(self, statement: str, parameters: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each row of parameters."""
        self._stop_assuming()
        with self.sql.cursor() as cursor:
            cursor.executemany(marked(statement), parameters)

    def insert_entries(self, rows: Sequence[EntryRow]) -> None:
        """Add rows to the table of entries; a few, or all of a hasty transaction, wait to go in one message with the state."""
        if self._assumed is not None or len(rows) < FEW:
            self._rows += rows
            return
        with self.sql.cursor() as cursor, cursor.copy("COPY entry FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(("int8", "text", "bytea"))
            for row in rows:
                copy.write_row(row)

    def insert_tiles(self, rows: Sequence[TileRow]) -> None:
        """Add rows to the table of tiles."""
        if self._assumed is not None:
            self._tiles += rows
        else:
            self.run_many("INSERT INTO tile VALUES (?, ?, ?)", rows)

    def state(self) -> State:
        """Return the size of the tree and its right edge, as stored; it came with the turn, where it is asked for at once."""
        if self._assumed is not None:
            return self._assumed
        found, self._begun_with = self._begun_with, None
        size, edge = found or self.row("SELECT size, edge FROM tree_state") or (0, b"")
        return size, bytes(edge or b"")

    def put_state(self, size: int, root: bytes, edge: bytes) -> None:
        """Store the state of the tree, with the rows that wait."""
        self._next, self._root = (size, edge), root
        if self._assumed is None:
            rows, self._rows = self._rows, []
            self.sql.execute(with_rows(len(rows)), (*chain.from_iterable(rows), size, root, edge))

    def places_of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return where entries with these ids stand."""
        return dict(self.sql.execute("SELECT id, idx FROM entry WHERE id = ANY(%s)", (list(ids),)).fetchall())

    def prepare(self, wait_s: float) -> None:
        """Refuse what is newer before anything is written, then set what the database must promise and make the tables."""
        try:
            self._usual_wait_ms = max(1, round(wait_s * 1000))
            self._set(self.sql)
            if self._has_tables():
                if self.schema() > SCHEMA:
                    message = (
                        f"{self.name} has schema {self.schema()}; this truceline reads up to {SCHEMA}; upgrade to read the record"
                    )
                    raise RecordNewerError(message)
            else:
                self._make_tables()
        except self._driver.Error as error:
            message = f"{self.name} cannot be used: {_said(error)}; the role must be allowed to make a schema and tables there"
            raise RecordError(message) from error

    def schema(self) -> int:
        """Return the number of the tables as they are."""
        (version,) = self.row("SELECT version FROM schema_version") or (0,)
        return int(version)

    def turn(self, wait_s: float) -> AbstractContextManager[None]:
        """Say how long to wait; the turn itself comes with the row that ``begin_writing`` locks."""
        self._wait_s = wait_s
        return nullcontext()

    def begin_writing(self, *, hasty: bool = False) -> None:
        """Begin a transaction and wait for our turn at the row of the tree's state.

        A hasty one, where nobody else writes, is sent whole when it is committed: one message instead of three. The server keeps
        it only if the state is still the one that we left.
        """
        self._rows, self._tiles, self._next = [], [], None
        self._assumed = self._left if hasty and self._is_alone else None
        if self._assumed is None:
            self._wait_for_turn()

    def _wait_for_turn(self) -> None:
        try:
            wait_ms = max(1, round(self._wait_s * 1000))
            # One message to the server and back; each statement in it still sees what was there when it began.
            waits = "" if wait_ms == self._usual_wait_ms else f"SET LOCAL lock_timeout = {wait_ms}; "
            answers = self._begun(f"BEGIN; {waits}SELECT size, edge FROM tree_state FOR UPDATE")  # noqa: S608  # a number
            while answers.nextset():
                pass
            size, edge = answers.fetchone()
            self._begun_with = size, bytes(edge or b"")
            self._is_alone = self._left in {None, self._begun_with}
        except self._driver.errors.LockNotAvailable as error:
            self.roll_back()
            raise RecordBusyError(self._held()) from error
        except self._driver.OperationalError as error:
            message = f"{self.name} is out of reach: {_said(error)}; nothing was added; try again when the server answers"
            raise RecordBusyError(message) from error

    def _held(self) -> str:
        return f"record {self.name} was held by others for more than {self._wait_s:g} s; try again when they are done"

    def _stop_assuming(self) -> None:
        """Begin the transaction that was put off, since the server is asked something in it."""
        if self._assumed is None:
            return
        assumed, self._assumed = self._assumed, None
        self._wait_for_turn()
        if self._begun_with != assumed:
            raise StaleError
        (rows, self._rows), (tiles, self._tiles) = (self._rows, []), (self._tiles, [])
        self.insert_entries(rows)
        self.insert_tiles(tiles)

    def begin_reading(self) -> None:
        """Begin a transaction in which every question sees the same state."""
        self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ")

    def commit(self) -> None:
        """Keep what the transaction did.

        A server that undoes instead, because a statement failed that somebody overlooked, is not believed.
        """
        if self._assumed is not None:
            self._commit_whole(self._assumed)
            return
        try:
            done = self._ended("COMMIT").statusmessage
        finally:
            self.sql.is_held = False
        if done != "COMMIT":
            message = f"{self.name} answered {done} to COMMIT; nothing was added"
            raise RecordError(message)
        self._left = self._next or self._left

    def _commit_whole(self, assumed: State) -> None:
        """Send all of a hasty transaction in one statement, which is a transaction by itself."""
        if self._next is not None:
            statement, given = whole(self._rows, self._tiles)
            done = self._ended(statement, (self._next[0], self._root, self._next[1], *assumed, *given)).fetchone()
            if done != (1,):
                self._is_alone = False
                raise StaleError
            self._left = self._next
        self._assumed = None

    def _ended(self, *statement: Any) -> Any:  # noqa: ANN401  # psycopg's cursor
        """Send what ends a transaction. Raises: RecordError where the connection is lost: nobody knows then what became of it."""
        try:
            return self.sql.execute(*statement)
        except self._driver.errors.LockNotAvailable as error:  # a hasty one waits for its turn here
            raise RecordBusyError(self._held()) from error
        except self._driver.OperationalError as error:
            if not self.sql.closed:
                raise
            message = (
                f"the connection to {self.name} was lost at the very end: {_said(error)}; whether it was added is not known: "
                "look whether it is there, and do the same again where it is not; it connects anew"
            )
            raise RecordError(message) from error

    def roll_back(self) -> None:
        """Undo the transaction, if there is one; a connection that is gone has undone it already."""
        self._assumed = self._next = None
        try:
            if self.in_transaction():
                self.sql.execute("ROLLBACK")
        except self._driver.OperationalError:
            if not self.sql.closed:
                raise
        finally:
            self.sql.is_held = False

    def in_transaction(self) -> bool:
        """Say whether a transaction was begun."""
        if self.sql.closed:
            self.sql.is_held = False
            return self._assumed is not None
        idle = self._driver.pq.TransactionStatus.IDLE
        return self._assumed is not None or self.sql.info.transaction_status != idle

    def forget_deleted(self) -> None:
        """Have deleted rows overwritten as far as PostgreSQL does so; its own log of changes keeps them for a while."""
        self.sql.execute("VACUUM disclosure")

    def core(self) -> sa.Engine:
        """Return an SQLAlchemy engine on this connection."""
        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=lambda: self.sql,
            poolclass=sa.StaticPool,
            isolation_level="AUTOCOMMIT",
            use_native_hstore=False,
        )
        sa.event.listen(engine, "handle_error", _leave_connected)
        return engine

    def advice(self, error: Exception) -> str | None:
        """Say what to do where the server went away."""
        if isinstance(error, self._driver.OperationalError) and self.sql.closed:
            return "the server went away or was restarted: do the same again when it answers, it connects anew"
        return None

    def is_damage(self, error: Exception) -> bool:
        """Say whether an error tells of a damaged page (class XX of the server's codes)."""
        return str(getattr(error, "sqlstate", None) or "").startswith("XX0")

    def is_clash(self, error: Exception) -> bool:
        """Say whether an error tells that a place or an id is taken."""
        return isinstance(error, self._driver.errors.UniqueViolation)

    def problems(self) -> Iterator[str]:
        """Yield what the server does not promise; damaged pages are found by its own checksums, where they are on."""
        for setting in ("fsync", "full_page_writes"):
            (value,) = self.row(f"SHOW {setting}") or ("unknown",)
            if value != "on":
                yield f"{setting} is {value}; a power cut can lose or damage what was acknowledged"

    def close(self) -> None:
        """Let go of the connection."""
        self.sql.close()

    def _connected(self, password: str | None) -> psycopg.Connection[Row]:
        try:
            given = {"password": password} if password is not None else {}
            connect = self._driver.connect
            connection: psycopg.Connection[Row] = connect(self._place.url, autocommit=True, connect_timeout=10, **given)
        except self._driver.Error as error:
            message = (
                f"{self.name} cannot be reached: {_said(error)}; is the server running, and is the password in PGPASSWORD or in "
                "~/.pgpass?"
            )
            raise RecordError(message) from error
        if connection.info.server_version < 150000 or connection.info.parameter_status("server_encoding") != "UTF8":
            found = f"version {connection.info.server_version // 10000}, {connection.info.parameter_status('server_encoding')}"
            connection.close()
            message = f"{self.name} is {found}; expected PostgreSQL 15 or newer and a database in UTF8"
            raise RecordBrokenError(message)
        if self._usual_wait_ms:  # one that takes the place of another; the first is prepared by itself
            self._set(connection)
        return connection

    def _set(self, connection: Any) -> None:  # noqa: ANN401  # psycopg's, or what stands for it
        """Set what a connection must promise."""
        for setting in (
            f'SET search_path = "{self._place.schema}"',
            f"SET lock_timeout = {self._usual_wait_ms}",
            *_SETTINGS,
        ):
            connection.execute(setting)

    def _begun(self, statement: str) -> Any:  # noqa: ANN401  # psycopg's cursor
        """Begin a transaction, on a new connection where the one before was lost."""
        self.sql.is_held = False
        cursor = self.sql.cursor()
        self.sql.is_held = True
        return cursor.execute(statement)

    def _has_tables(self) -> bool:
        (found,) = self.row("SELECT to_regclass(?) IS NOT NULL", (f'"{self._place.schema}".schema_version',)) or (False,)
        return bool(found)

    def _make_tables(self) -> None:
        """Make the tables of an empty log, all or none; somebody else may have made them while we waited."""
        self._begun("BEGIN")
        try:
            number = int.from_bytes(hashlib.sha256(self._place.schema.encode()).digest()[:8], "big", signed=True)
            self.sql.execute("SELECT pg_advisory_xact_lock(%s)", (number,))
            if not self._has_tables():
                self.sql.execute(f'CREATE SCHEMA IF NOT EXISTS "{self._place.schema}"')
                for statement in _TABLES.strip().splitlines():
                    self.sql.execute(statement)
                empty = Frontier()
                self.run("INSERT INTO schema_version VALUES (1, ?)", (SCHEMA,))
                self.run("INSERT INTO tree_state VALUES (1, 0, ?, ?)", (empty.root, empty.to_bytes()))
            self.commit()
        except BaseException:
            self.roll_back()
            raise


def _leave_connected(context: sa.engine.ExceptionContext) -> None:
    """Keep SQLAlchemy from giving up a connection that makes itself anew."""
    context.is_disconnect = False


def _driver() -> Any:  # noqa: ANN401  # a module that may be absent
    """Return psycopg, which only records in PostgreSQL need."""
    try:
        import psycopg  # noqa: PLC0415  # as above
    except ImportError as error:
        message = "a record in PostgreSQL needs psycopg; install truceline[postgres]"
        raise UsageError(message) from error
    return psycopg


def _said(error: Exception) -> str:
    """Return what the driver said, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
