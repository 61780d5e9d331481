"""A record of an older schema is brought up to ours when it is opened."""

from __future__ import annotations

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
