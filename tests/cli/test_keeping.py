"""The commands that keep: evidence, time stamps, backups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakes.command_line import Run
from fakes.timestamp_authority import Authority


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture."""
    file = tmp_path / "picture.jpg"
    file.write_bytes(b"\xff\xd8\xff a picture")
    return file


def test_evidence_is_put_in_listed_handed_out_and_its_history_printed(
    truceline: Run, record: Path, picture: Path, tmp_path: Path
) -> None:
    """The way of one photograph, as a person types it."""
    added = truceline("evidence", "add", picture, "--report", "east", "--note", "the road", "--by", "ann", "--record", record)
    assert added.code == 0
    assert added.out.startswith("ev1\t")
    listed = truceline("evidence", "list", "--json", "--record", record).lines
    assert [(each["id"], each["of"], each["subject"], each["note"]) for each in listed] == [("ev1", "report", "east", "the road")]
    copy = tmp_path / "copy.jpg"
    got = truceline("evidence", "get", "ev1", "-o", copy, "--by", "ben", "--reason", "for the court", "--record", record)
    assert got.code == 0
    assert copy.read_bytes() == picture.read_bytes()
    again = truceline("evidence", "get", "ev1", "-o", copy, "--by", "ben", "--reason", "x", "--record", record)
    assert again.code == 2
    assert "exists already and is not overwritten" in again.err
    told = truceline("evidence", "history", "ev1", "--record", record)
    assert "Chain of custody of ev1" in told.out
    assert "for the court" in told.out
    assert "never that what it shows is true" in told.err
    verified = truceline("evidence", "verify", "--record", record)
    assert verified.code == 0
    assert "4 files: 4 intact, 0 changed, 0 missing; 0 withheld" in verified.out


def test_a_changed_file_ends_with_the_answer_no(truceline: Run, record: Path, picture: Path) -> None:
    """Exit code 1, and which file it is."""
    sha256 = truceline("evidence", "add", picture, "--json", "--record", record).lines[0]["sha256"]
    (record / ".truceline" / "archive" / sha256[:2] / sha256).write_bytes(b"another")
    verified = truceline("evidence", "verify", "--record", record)
    assert verified.code == 1
    assert "PROBLEM evidence ev1: archived file" in verified.out
    assert truceline("evidence", "get", "ev1", "-o", "copy", "--reason", "x", "--record", record).code == 1
    assert not Path("copy").exists()


def test_evidence_that_is_not_there_or_belongs_to_two_things(truceline: Run, record: Path, picture: Path) -> None:
    """4 where nothing is, 2 where the question is wrong, 3 where the file cannot be read."""
    assert truceline("evidence", "list", "--record", record).code == 4
    assert truceline("evidence", "history", "ev1", "--record", record).code == 4
    assert truceline("evidence", "add", "nowhere.jpg", "--record", record).code == 3
    two = truceline("evidence", "add", picture, "--report", "east", "--incident", "i1", "--record", record)
    assert two.code == 2
    assert "expected one of them" in two.err


def test_a_time_stamp_is_asked_for_attached_and_judged(truceline: Run, record: Path, tmp_path: Path) -> None:
    """By files alone: what is sent and what comes back may travel on a stick."""
    assert truceline("timestamp", "list", "--record", record).code == 4
    authority = Authority(tmp_path / "tsa")
    (tmp_path / "root.pem").write_bytes(authority.root)
    asked = truceline("timestamp", "request", "-o", tmp_path / "now.tsq", "--record", record)
    assert asked.code == 0
    (tmp_path / "now.tsr").write_bytes(authority.answer((tmp_path / "now.tsq").read_bytes(), unsorted=True))
    attached = truceline("timestamp", "attach", tmp_path / "now.tsr", "--ca", tmp_path / "root.pem", "--record", record)
    assert attached.code == 0
    assert "one of two" in attached.out
    assert "never that a claim in it is true" in attached.err
    assert truceline("timestamp", "verify", "--record", record).code == 0
    other = Authority(tmp_path / "other")
    (tmp_path / "other.pem").write_bytes(other.root)
    assert truceline("timestamp", "verify", "--ca", tmp_path / "other.pem", "--record", record).code == 1
    (judged,) = truceline("timestamp", "list", "--json", "--record", record).lines
    assert judged["holds"] is True
    wrong = truceline("timestamp", "attach", tmp_path / "root.pem", "--record", record)
    assert wrong.code == 3
    assert "root.pem" in wrong.err


def test_a_backup_is_made_checked_and_restored(truceline: Run, record: Path, tmp_path: Path) -> None:
    """Size, root and the manifest's hash are printed to be noted down; a bad backup ends with exit code 3."""
    made = truceline(
        "backup", tmp_path / "backup.zip", "--keys-to", tmp_path / "keys.json", "--record", record, keys="four words of mine\n"
    )
    assert made.code == 0
    assert made.out.startswith("size ")
    assert "encrypted; without the passphrase nobody can open it" in made.err
    checked = truceline("restore", tmp_path / "backup.zip", "--check")
    assert checked.code == 0
    assert "ok: the backup is whole" in checked.out
    assert truceline("restore", tmp_path / "backup.zip").code == 2
    again = truceline("restore", tmp_path / "backup.zip", tmp_path / "again", "--json")
    assert json.loads(again.out)["behind"] == 0
    assert truceline("verify", "--record", tmp_path / "again").code == 0
    data = bytearray((tmp_path / "backup.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "backup.zip").write_bytes(data)
    bad = truceline("restore", tmp_path / "backup.zip", tmp_path / "third")
    assert bad.code == 3
    assert "backup.zip" in bad.err
    assert not (tmp_path / "third").exists()
