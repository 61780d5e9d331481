"""``fsck``: whatever a disk or a hand did to the record is found, and said by where it is."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest

from fakes.engines import schemas_dropped
from truceline.ledger import Record
from truceline.ledger.checking import fsck as module
from truceline.ledger.checking.fsck import Checked, fsck
from truceline.ledger.leaf import drafts
from truceline.model import Report

Attack: TypeAlias = Callable[[str], object]
GUARDS = ("entry_stays", "entry_kept", "tile_stays", "tile_kept")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record of 604 entries: two full tiles and a part of one, and one archived report."""
    folder = tmp_path / "record"
    with Record.create(folder, "exercise", "valley") as record:
        report = Report(id="r1", text="Shells fell on the town.")
        record.append([record.draft_report(report, raw=b"raw bytes", media="text/plain")])
        record.append([drafts.sat(by=f"ann {number}", accepted=number) for number in range(602)])
    return folder


def checked(folder: Path) -> Checked:
    """Check a record."""
    with Record.open(folder, is_checked=False) as record:
        return fsck(record)


@pytest.fixture
def attack(folder: Path) -> Iterator[Attack]:
    """Change the database behind the program's back, its guards taken out."""
    sql = sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)
    for guard in GUARDS:
        sql.execute(f"DROP TRIGGER {guard}")
    yield sql.execute
    sql.close()


def test_a_sound_record_is_found_sound_with_the_root_that_it_has(folder: Path) -> None:
    """Size, root and files are those that verify computes."""
    with Record.open(folder, is_checked=False) as record:
        result, full = fsck(record), record.verify()
        assert result.ok
        assert (result.size, result.root, result.files) == (full.size, full.root, full.files)
        assert result.orphans == 0


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'ann 7\"', 'ben 7\"') AS BLOB) WHERE idx = 9",
            "entry 9 was changed",
        ),
        (
            "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'ann 600\"', 'ben 600\"') AS BLOB) WHERE idx >= 600",
            "entries 600 to 603: one or more were changed",
        ),
        ("DELETE FROM entry WHERE idx = 300", "entry 300 is missing"),
        ("DELETE FROM entry WHERE idx = 603", "entry 603 is missing"),
        ("UPDATE entry SET id = '00000000-0000-7000-8000-000000000000' WHERE idx = 40", "entry 40 has id"),
        ("UPDATE tile SET data = zeroblob(8192) WHERE number = 1", "tile 0/1 is missing or not"),
        ("DELETE FROM tile WHERE number = 0", "tile 0/0 is missing or not"),
        ("UPDATE tree_state SET root = zeroblob(32)", "tree differs"),
        ("UPDATE tree_state SET edge = zeroblob(length(edge))", "tree differs"),
    ],
)
def test_damage_is_named_with_its_place(folder: Path, attack: Attack, statement: str, expected: str) -> None:
    """Each kind of damage, one at a time."""
    attack(statement)
    result = checked(folder)
    assert not result.ok
    assert any(problem.message.startswith(expected) for problem in result.problems), result.problems


def test_a_spoilt_page_at_the_end_of_the_log_is_named(folder: Path) -> None:
    """Where not even the last entry can be asked for, the answer is what is wrong, and not a failure."""
    file = folder / ".truceline" / "ledger.sqlite"
    with closing(sqlite3.connect(file)) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = sql.execute("PRAGMA page_size").fetchone()
    whole = file.read_bytes()
    start = whole.rindex(b'"ann 601"') // page * page
    file.write_bytes(whole[:start] + b"\xff" * page + whole[start + page :])
    problems = checked(folder).problems
    assert any("ledger.sqlite" in problem.message and "restore it from a copy" in problem.message for problem in problems), (
        problems
    )


def test_two_entries_in_each_others_place_are_found(folder: Path, attack: Attack) -> None:
    """Both are named, and tile and root."""
    for statement in (
        "UPDATE entry SET idx = -1 WHERE idx = 20",
        "UPDATE entry SET idx = 20 WHERE idx = 21",
        "UPDATE entry SET idx = 21 WHERE idx = -1",
    ):
        attack(statement)
    assert {problem.where for problem in checked(folder).problems} == {"entry 20", "entry 21", "tile 0/0", "tree"}


def test_an_archived_file_that_was_changed_or_taken_is_found(folder: Path) -> None:
    """The file is named; one that no entry names is counted and is no problem."""
    first, second = sorted(path for path in (folder / ".truceline" / "archive").rglob("*") if path.is_file())
    first.write_bytes(b"other bytes")
    second.unlink()
    stray = hashlib.sha256(b"stray").hexdigest()
    (first.parent.parent / stray[:2]).mkdir()
    (first.parent.parent / stray[:2] / stray).write_bytes(b"stray")
    result = checked(folder)
    assert len(result.problems) == 2
    assert any(str(first) in problem.message for problem in result.problems)
    assert any(second.name in problem.message for problem in result.problems)
    assert result.orphans == 1


def test_many_processes_find_what_one_finds(folder: Path, attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long log is checked in stretches, each by itself; times are compared across their borders too."""
    monkeypatch.setattr(module, "STRETCH", 256)
    alone = checked(folder)
    monkeypatch.setattr(module, "WORTH_PROCESSES", 1)
    assert checked(folder) == alone
    attack("UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'ann', 'ben') AS BLOB) WHERE idx IN (3, 300, 600)")
    places = ["tile 0/0", "tile 0/1", "entry 3", "entry 300", "entries 600 to 603", "tree"]
    assert [problem.where for problem in checked(folder).problems] == places


def test_whoever_watches_is_told_how_far_it_is(folder: Path) -> None:
    """Entries first, then files; each count ends at its total."""
    told: list[tuple[int, int | None]] = []
    with Record.open(folder, is_checked=False) as record:
        fsck(record, lambda done, total: told.append((done, total)))
    assert (604, 604) in told
    assert told[-1] == (2, 2)


def test_a_log_in_a_server_is_checked_like_one_in_a_file(postgres_url: str, tmp_path: Path) -> None:
    """The walk asks the database that holds the log, whichever it is, and names what was changed there."""
    with (
        schemas_dropped(postgres_url) as folders,
        Record.create(tmp_path / "there", "exercise", "valley", database=postgres_url) as record,
    ):
        folders.append(tmp_path / "there")
        record.append([drafts.sat(by=f"ann {number}", accepted=number) for number in range(300)])
        result = fsck(record)
        assert result.ok, result.problems
        assert (result.size, result.root) == (301, record.root)
        record.log.sql.execute("ALTER TABLE entry DISABLE TRIGGER ALL")
        record.log.sql.execute("UPDATE entry SET leaf = leaf || ' ' WHERE idx = 7")
        assert [problem.where for problem in fsck(record).problems] == ["tile 0/0", "entry 7", "tree"]
