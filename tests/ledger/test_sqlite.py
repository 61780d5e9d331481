"""What is particular to a log in an SQLite file: its settings, its guard rails, what is left in it."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from truceline.errors import RecordBrokenError, RecordError
from truceline.ledger import CallReceived, Record
from truceline.ledger.heads import head_tables, heads
from truceline.ledger.kernel.engines import SqliteEngine
from truceline.ledger.leaf import drafts
from truceline.model import Copy, Link


def test_a_file_that_is_no_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    """Something else under the name of the ledger is not overwritten."""
    (tmp_path / ".truceline").mkdir()
    file = tmp_path / ".truceline" / "ledger.sqlite"
    file.write_bytes(b"not a database at all, but long enough to look at" * 20)
    with pytest.raises(RecordBrokenError, match="is not a truceline ledger or is damaged"):
        Record.open(tmp_path)
    assert file.read_bytes().startswith(b"not a database")


def test_sqlite_promises_what_a_log_needs(record: Record) -> None:
    """Commits reach the disk, deleted values are overwritten, foreign schemas are not trusted."""
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    for name, value in expected.items():
        assert record.log.sql.execute(f"PRAGMA {name}").fetchone()[0] == value, name
    tables = record.log.sql.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert all("STRICT" in sql for _, sql in tables), tables


def test_entries_and_tiles_are_not_changed_or_deleted_by_mistake(record: Record) -> None:
    """The database itself refuses; it is a guard rail, verification is the protection."""
    record.log.sql.execute("INSERT INTO tile VALUES (9, 9, x'00')")
    for statement in (
        "UPDATE entry SET leaf = x'00' WHERE idx = 1",
        "DELETE FROM entry WHERE idx = 1",
        "UPDATE tile SET data = x'01'",
        "DELETE FROM tile",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            record.log.sql.execute(statement)


def test_a_caller_whose_disclosure_was_deleted_is_withheld_and_in_no_file(record: Record) -> None:
    """Salt and value go; the leaf and the root stay, and verification says that nobody ordered it."""
    call = CallReceived(call="k1", report="r1", received_at="2016-09-20T10:00:00+03:00", channel="telephone")
    (idx,) = record.append([drafts.called(call, by="duty", caller="the miller +963 944 000 001", about="shelling")])
    root = record.root
    record.log.sql.execute("DELETE FROM disclosure WHERE entry_idx = ?", (idx,))
    (held,) = record.calls()
    assert (held.caller, held.about, held.sealed) == (None, None, 2)
    verification = record.verify(size=record.size, root=root)
    assert [problem for problem in verification.problems if "no order says why" not in problem.message] == []
    assert (verification.root, verification.size) == (root, record.size)
    record.log.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"944 000 001" not in record.log.file.read_bytes()


def test_a_folding_that_fails_leaves_nothing_behind(record: Record) -> None:
    """What a failed folding had gathered is not written with the next one; the log itself took the entries."""
    dump = record.dump()
    link = Link(claim="c_1", incident="i1", outcome="linked", why="same day")
    record.log.sql.execute("ALTER TABLE copy RENAME TO away")
    record.append([drafts.linked(link), drafts.copied(Copy(report="r2", of="r1", share_percent=50))])
    with pytest.raises(RecordError, match=r"could not be read: .*no such table: .*copy"):
        record.links()
    record.log.sql.execute("ALTER TABLE away RENAME TO copy")
    assert [held.link for held in record.links()] == [link]
    record.append([drafts.unlinked("c_1", "i1")])
    assert record.links() == ()
    assert record.dump() != dump
    assert record.verify().ok


def test_a_damaged_page_is_told_in_our_words_whoever_asks(tmp_path: Path) -> None:
    """A question of any part that meets a page that was overwritten ends in a message, and not in the driver's error."""
    with Record.create(tmp_path / "r", "exercise", "world") as record:
        heads.signed_head(record)
        pages = [page for (page,) in record.log.sql.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'head'")]
        (size,) = record.log.sql.execute("PRAGMA page_size").fetchone()
    place = tmp_path / "r" / ".truceline" / "ledger.sqlite"
    data = bytearray(place.read_bytes())
    for page in pages:
        data[(page - 1) * size : page * size] = b"\xff" * size
    place.write_bytes(data)
    engine = SqliteEngine(place, 1.0)
    with engine.core().connect() as connection, pytest.raises(RecordBrokenError, match="could not be read"):
        head_tables.newest(connection, "truceline.local/any")
    engine.close()


def test_ctrl_c_in_a_question_leaves_the_connection_as_it_was(tmp_path: Path) -> None:
    """Whoever stops is told that it was stopped, and not that the record cannot be read any more."""
    engine = SqliteEngine(tmp_path / "ledger.sqlite", 1.0)
    engine.prepare(1.0)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500000000) SELECT i FROM n"
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with engine.core().connect() as connection:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            rows = connection.exec_driver_sql(endless)
            with pytest.raises(KeyboardInterrupt):
                all(iter(rows.fetchone, None))
        assert engine.state() == (0, b"")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        engine.close()
