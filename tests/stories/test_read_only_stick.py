"""A record on a read-only stick: everything that reads and verifies works, nothing is written, and what would write says so."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest

from fakes.command_line import Run
from fakes.limited import limited
from fakes.read_only import DATABASE, changing, read_only, run_all
from fakes.writers import draft
from truceline.ledger import Record
from truceline.ledger.kernel.projections import METADATA


def on_stick(record: Path, *commands: list[str], keys: str | None = None) -> list[str]:
    """Run commands on a record that cannot be written; nothing of it changes, not even a file beside the database."""
    before = state(record)
    with read_only(record):
        outcome = limited(run_all, str(record), keys or os.environ["TRUCELINE_KEYS"], [list(each) for each in commands])
    assert not outcome.crashed, outcome.crashed
    assert not outcome.refused, outcome.refused
    assert state(record) == before
    return msgspec.json.decode(outcome.returned, type=list[str])


def state(record: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() if file.is_file() else b"" for file in record.rglob("*")}


@pytest.fixture
def stick(record: Path, truceline: Run) -> Path:
    """The small record with a signed checkpoint, closed."""
    assert truceline("checkpoint", "--record", record).code == 0
    return record


def test_everything_that_reads_or_verifies_works_from_a_read_only_stick(stick: Path, truceline: Run, tmp_path: Path) -> None:
    """What is read is what is read where the record can be written; proofs, pages, exports and backups are made elsewhere."""
    (incident, *_) = truceline("incidents", "--with-proposals", "--json", "--record", stick).lines
    name = str(incident["id"])
    compared = [["claims", "--json"]]
    usual = [truceline(*each, "--record", stick).out for each in compared]
    others = [
        ["checkpoint"],
        ["fsck"],
        ["verify"],
        ["prove", name, "--with-proposals", "-o", str(tmp_path / "x.tlp")],
        ["backup", str(tmp_path / "x.tlb")],
        ["exchange", "export", str(tmp_path / "stick")],
        ["doctor"],
    ]
    found = on_stick(stick, *compared, *others)
    assert found[:1] == usual
    for command, said in zip(others, found[1:], strict=True):
        assert not said.startswith("exit"), (command, said)
    key = truceline("keys", "--record", stick).out.split()[-1]
    assert truceline("verify", tmp_path / "x.tlp", "--level", "1", "--vkey", key).code == 0


@pytest.mark.soak
def test_every_list_and_page_is_shown_from_a_read_only_stick(stick: Path, tmp_path: Path) -> None:
    """The commands that show something, beside those that check."""
    showing = [
        ["incidents", "--with-proposals"],
        ["show", "i1", "--with-proposals"],
        ["sources"],
        ["keys"],
        ["report", str(tmp_path / "x.html"), "--with-proposals"],
        ["export", "claims", "--with-proposals", "-o", str(tmp_path / "x.csv")],
    ]
    for command, said in zip(showing, on_stick(stick, *showing), strict=True):
        assert not said.startswith("exit"), (command, said)


def test_a_checkpoint_is_shown_where_no_key_is_at_hand(stick: Path, truceline: Run, tmp_path: Path) -> None:
    """Somebody else's machine has not the key: an incident is proved against the checkpoint that was signed last."""
    (incident, *_) = truceline("incidents", "--with-proposals", "--json", "--record", stick).lines
    prove = ["prove", str(incident["id"]), "--with-proposals", "-o", str(tmp_path / "x.tlp")]
    verified, proved = on_stick(stick, ["verify"], prove, keys=str(tmp_path / "other-keys"))
    assert "the record holds together" in verified
    assert not proved.startswith("exit"), proved
    key = truceline("keys", "--record", stick).out.split()[-1]
    assert truceline("verify", tmp_path / "x.tlp", "--level", "1", "--vkey", key).code == 0


def test_a_command_that_writes_says_that_the_media_are_read_only(stick: Path, tmp_path: Path) -> None:
    """It ends with 2 and a message that says what can still be done; nothing of what it brought is kept."""
    (tmp_path / "more.txt").write_text("Shells hit a bakery in Idlib on Monday, the Red Cross said.\n", encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8 not really")
    writing = [
        ["ingest", str(tmp_path / "more.txt")],
        ["evidence", "add", str(tmp_path / "photo.jpg")],
        ["rebuild"],
        ["checkpoint", "request", "-o", str(tmp_path / "request")],
        ["evidence", "verify"],
        ["keys", "rotate"],
        ["review"],
    ]
    for command, found in zip(writing, on_stick(stick, *writing), strict=True):
        assert found.startswith("exit 2"), (command, found)
        assert "this record lies on read-only media" in found, (command, found)


def test_changes_that_wait_beside_the_database_are_not_passed_over(stick: Path, tmp_path: Path) -> None:
    """A copy made while somebody was writing: its newest entries are in no other file, so it is refused with what to do."""
    copy = tmp_path / "copy"
    with Record.open(stick) as record:
        record.append([draft("one more")])
        shutil.copytree(stick, copy)
    assert (copy / f"{DATABASE}-wal").stat().st_size
    (found,) = on_stick(copy, ["verify"])
    assert found.startswith("exit 3")
    assert "ledger.sqlite-wal" in found
    assert "Open the record once where it can be written" in found
    with Record.open(copy) as record:
        assert record.verify().ok
    (found,) = on_stick(copy, ["verify"])
    assert "the record holds together" in found


def test_tables_that_an_older_version_folded_are_folded_anew_for_the_reader_alone(stick: Path) -> None:
    """Neither absent nor outdated projections keep a stick from being read."""
    (before,) = on_stick(stick, ["claims", "--json"])
    with sqlite3.connect(stick / DATABASE) as sql:
        sql.execute("UPDATE folded SET version = 1")
    sql.close()
    assert on_stick(stick, ["claims", "--json"]) == [before]
    with sqlite3.connect(stick / DATABASE) as sql:
        for table in METADATA.tables:
            sql.execute(f'DROP TABLE "{table}"')
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sql.close()
    assert on_stick(stick, ["claims", "--json"]) == [before]


def test_an_order_that_was_not_carried_out_keeps_a_stick_closed(stick: Path) -> None:
    """What was ordered to go is not read from a copy in which it still lies."""
    (stick / ".truceline" / "redaction.unfinished").touch()
    (found,) = on_stick(stick, ["claims"])
    assert found.startswith("exit 3")
    assert "an order to redact was not carried out to its end" in found


def test_a_record_that_changes_under_a_reader_is_told(stick: Path) -> None:
    """Media that are read-only for us can be written by others: no answer mixes two states."""
    outcome = limited(changing, str(stick))
    assert not outcome.crashed, outcome.crashed
    assert "was changed while it was read as read-only media" in outcome.refused
