"""A record that somebody handed over, made to do harm: opened in a process with little memory and time, and refused in words.

From a newer version, cut short, another program's database, a link that leads elsewhere, without leave to write, with a settings
file of a thousand lies. What is refused is left as it was, to the byte.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fakes.asking import answers, files, said
from fakes.limited import Outcome, limited
from fakes.read_only import give_up_overriding, read_only
from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record

DATABASE = ".truceline/ledger.sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record, closed."""
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
        told = report(1, title="sealed")
        record.append([record.draft_report(told, raw=b"raw", media="text/plain"), record.draft_claim(claim(told))])
        record.claims()
    return tmp_path / "record"


def opened(folder: Path) -> Outcome:
    """Ask everything of a record in a process with limits."""
    return limited(answers, str(folder), os.environ["TRUCELINE_KEYS"])


def state(folder: Path) -> dict[str, bytes]:
    """Return every file of a record that holds something."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in files(folder)}


def refusal(folder: Path) -> str:
    """Open a record that must be refused; nothing of it is changed by that."""
    before = state(folder)
    outcome = opened(folder)
    assert not outcome.crashed, outcome.crashed
    assert outcome.refused
    assert state(folder) == before
    return outcome.refused


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(folder: Path) -> None:
    """The message says which version is there, which is known, and what to do; the command line ends with 3."""
    with sqlite3.connect(folder / DATABASE) as sql:
        sql.execute("UPDATE schema_version SET version = 99")
    sql.close()
    assert "99" in refusal(folder)
    assert limited(said, "log", "--record", str(folder)).returned != msgspec.Raw(b'""')
    assert b"exit 3" in bytes(limited(said, "verify", "--record", str(folder)).returned)


@pytest.mark.parametrize("part", [0.0, 0.02, 0.3, 0.6, 0.95])
def test_a_database_cut_short_is_refused_in_words_or_answers_as_before(folder: Path, part: float) -> None:
    """Wherever it is cut: no traceback, and never other answers than the whole one gave."""
    whole = opened(folder)
    assert not whole.refused
    file = folder / DATABASE
    os.truncate(file, int(file.stat().st_size * part))
    outcome = opened(folder)
    assert not outcome.crashed, outcome.crashed
    assert outcome.refused or bytes(outcome.returned) == bytes(whole.returned)


def another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as sql:
        sql.execute("CREATE TABLE bookmarks(url TEXT)")
        sql.execute("INSERT INTO bookmarks VALUES ('https://example.org')")
    sql.close()


def half_of_ours(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as sql:
        sql.execute("CREATE TABLE schema_version(one INTEGER PRIMARY KEY, version INTEGER NOT NULL)")
        sql.execute("INSERT INTO schema_version VALUES (1, 2)")
    sql.close()


def a_view_that_never_ends(file: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS idx, x AS leaf, x AS leaf_hash FROM n"
    with sqlite3.connect(file) as sql:
        sql.execute("ALTER TABLE entry RENAME TO entry_before")
        sql.execute(f"CREATE VIEW entry AS {endless}")
    sql.close()


def not_a_database(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(100_000))


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("made", [another_program, half_of_ours, not_a_database, a_view_that_never_ends])
def test_a_database_that_is_not_ours_is_refused_in_words(folder: Path, made: Callable[[Path], None]) -> None:
    """Another program's, one that only looks like ours, noise: refused, never a traceback, never for ever."""
    made(folder / DATABASE)
    refusal(folder)


def test_a_folder_in_the_place_of_the_database_is_no_record(folder: Path) -> None:
    """It is not taken for one that could be made again."""
    a_folder(folder / DATABASE)
    outcome = opened(folder)
    assert not outcome.crashed, outcome.crashed
    assert outcome.refused.startswith("NotFoundError")


def test_a_link_in_the_place_of_the_database_leads_to_no_change_elsewhere(folder: Path, tmp_path: Path) -> None:
    """A database that is a link to somebody else's file: that file is what it was, whatever is said of the record."""
    theirs = tmp_path / "theirs.sqlite"
    with sqlite3.connect(theirs) as sql:
        sql.execute("CREATE TABLE bookmarks(url TEXT)")
    sql.close()
    before = theirs.read_bytes()
    (folder / DATABASE).unlink()
    (folder / DATABASE).symlink_to(theirs)
    outcome = opened(folder)
    assert not outcome.crashed, outcome.crashed
    assert outcome.refused
    assert theirs.read_bytes() == before


def without_leave(folder: str, keys: str) -> dict[str, object]:
    """Ask everything where leave to write decides, for root as well."""
    give_up_overriding()
    return answers(folder, keys)


def test_a_record_that_may_not_be_written_answers_as_it_always_did(folder: Path) -> None:
    """Somebody without leave to write opens it, with the keys and without: the right answers, and nothing is changed."""
    whole = opened(folder)
    before = state(folder)
    with read_only(folder):
        outcome = limited(without_leave, str(folder), os.environ["TRUCELINE_KEYS"])
        without_keys = limited(without_leave, str(folder), str(folder.parent / "no-keys"))
    assert not outcome.crashed, outcome.crashed
    assert bytes(outcome.returned) == bytes(whole.returned)
    assert not without_keys.crashed, without_keys.crashed
    assert not without_keys.refused, without_keys.refused
    assert state(folder) == before


@pytest.mark.parametrize(
    "lies",
    [
        b"\xff\xfe\x00" * 50,
        b"x = " + b"[" * 100_000,
        b"kind = 7\ntheatre = {}\ncreated = []\norigin = 1.5\n",
        b'kind = "actual"\ntheatre = "../../etc"\ncreated = "now"\norigin = "truceline.local/someone-else"\n',
        b"a" * 20_000_000,
    ],
    ids=["noise", "deep", "other types", "other record", "endless"],
)
def test_a_hostile_settings_file_changes_no_answer(folder: Path, lies: bytes) -> None:
    """The log says what counts; whatever the file says, it is answered the same or refused in words, and verifying reports it."""
    whole = opened(folder)
    (folder / "truceline.toml").write_bytes(lies)
    outcome = opened(folder)
    assert not outcome.crashed, outcome.crashed
    if not outcome.refused:
        before, after = (msgspec.json.decode(each.returned, type=dict[str, msgspec.Raw]) for each in (whole, outcome))
        assert {name for name in before if bytes(before[name]) != bytes(after[name])} <= {"incidents"}
    verified = limited(said, "verify", "--record", str(folder))
    assert not verified.crashed, verified.crashed
    assert b"exit 1" in bytes(verified.returned) or b"exit 3" in bytes(verified.returned)
