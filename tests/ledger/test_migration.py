"""A record of an older schema is brought up to ours when it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.engines import schemas_dropped
from truceline.errors import RecordError
from truceline.ledger import CallReceived, Record
from truceline.ledger.leaf import drafts

OLD = (
    "CREATE TABLE disclosure(digest TEXT PRIMARY KEY, entry_idx INTEGER, compartment TEXT NOT NULL, encoded TEXT NOT NULL) STRICT"
)
HASHED = "ALTER TABLE entry ADD COLUMN leaf_hash BLOB NOT NULL DEFAULT x'00'"


def test_sealed_values_of_schema_one_are_locked_and_in_no_file_in_the_clear(record: Record) -> None:
    """Every value reads as before, and the file holds none of them any more."""
    call = CallReceived(call="k1", report="r1", received_at="2016-09-20T10:00:00+03:00", channel="telephone")
    (idx,) = record.append([drafts.called(call, by="duty", caller="the miller", about="shelling")])
    opened = list(record.log.all_disclosures())
    sql = record.log.sql
    sql.execute("BEGIN")
    sql.execute("DROP TABLE disclosure")
    sql.execute(OLD)
    rows = [(digest, at, "open", found.encoded) for digest, at, found in opened if found is not None]
    sql.executemany("INSERT INTO disclosure VALUES (?, ?, ?, ?)", rows)
    sql.execute(HASHED)
    sql.execute("UPDATE schema_version SET version = 1")
    sql.execute("COMMIT")
    sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert rows[0][3].encode() in record.log.file.read_bytes()
    with Record.open(record.folder, is_checked=False) as again:
        assert again.log.engine.schema() == 3
        assert {name: found.value for name, found in again.log.disclosures(idx).items()} == {
            "caller": "the miller",
            "about": "shelling",
        }
        assert again.verify().ok
        found = b"".join(file.read_bytes() for file in record.log.file.parent.glob("ledger.sqlite*"))
        assert not any(encoded.encode() in found for *_, encoded in rows)


def test_a_record_of_schema_two_loses_the_hashes_beside_its_leaves_and_nothing_else(record: Record) -> None:
    """The table is then word for word that of a new record; size, root and every answer stay."""
    sql = record.log.sql
    before = (
        record.size,
        record.root,
        record.claims(),
        sql.execute("SELECT sql FROM sqlite_schema WHERE name = 'entry'").fetchone(),
    )
    sql.execute(HASHED)
    sql.execute("UPDATE schema_version SET version = 2")
    with Record.open(record.folder, is_checked=False) as again:
        found = again.log.sql.execute("SELECT sql FROM sqlite_schema WHERE name = 'entry'").fetchone()
        assert (again.size, again.root, again.claims(), found) == before
        assert again.verify().ok


def test_a_migration_that_is_cut_short_left_the_record_as_it_was(record: Record) -> None:
    """What stops it at its last step undoes the first; the next opening goes on, and an append needs no hash beside it."""
    sql, before = record.log.sql, (record.size, record.root)
    sql.execute(HASHED)
    sql.execute("UPDATE schema_version SET version = 2")
    sql.execute("CREATE TRIGGER stop BEFORE UPDATE ON schema_version BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(RecordError, match="nothing was added"):
        Record.open(record.folder, is_checked=False)
    assert "leaf_hash" in sql.execute("SELECT sql FROM sqlite_schema WHERE name = 'entry'").fetchone()[0]
    assert sql.execute("SELECT version FROM schema_version").fetchone() == (2,)
    sql.execute("DROP TRIGGER stop")
    with Record.open(record.folder, is_checked=False) as again:
        assert (again.size, again.root) == before
        again.append([drafts.sat(by="ann")])
        assert again.verify().ok


def test_a_record_of_schema_two_on_a_server_is_brought_up_to_ours(tmp_path: Path, postgres_url: str) -> None:
    """Its entries, few or many at once, go in as before."""
    with (
        schemas_dropped(postgres_url) as made,
        Record.create(tmp_path / "east", "exercise", "valley", database=postgres_url) as record,
    ):
        made.append(tmp_path / "east")
        record.append([drafts.sat(by="ann")])
        root = record.root
        record.log.sql.execute("ALTER TABLE entry ADD COLUMN leaf_hash BYTEA NOT NULL DEFAULT '\\x00'")
        record.log.sql.execute("UPDATE schema_version SET version = 2")
        with Record.open(tmp_path / "east", is_checked=False) as again:
            assert (again.log.engine.schema(), again.root) == (3, root)
            for count in (1, 7, 300, 7, 300):
                again.append([drafts.sat(by="ann") for _ in range(count)])
            assert again.verify().ok
