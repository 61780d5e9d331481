"""Attacks on a record, each of which must be noticed, located, and said with both values."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.errors import RecordBrokenError, RecordError
from truceline.ledger import CallReceived, Record, Verification
from truceline.ledger.checking.fsck import fsck
from truceline.ledger.kernel.merkle import Frontier
from truceline.ledger.leaf import drafts
from truceline.ledger.proofs import leaf_hash

EDIT = "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'ann', 'bob') AS BLOB) WHERE idx = 246"
"""Puts another name under a decision."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed record with a full tile, decisions, and a sealed caller."""
    folder = tmp_path_factory.mktemp("prepared") / "record"
    with Record.create(folder, "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
        told = [report(number) for number in range(1, 123)]
        record.append(
            [
                draft
                for one in told
                for draft in (record.draft_report(one, raw=one.text.encode(), media="text/plain"), record.draft_claim(claim(one)))
            ]
        )
        first, second = (held.claim.id for held in record.claims()[:2])
        call = CallReceived(call="k1", report="r1", received_at="2016-09-20T10:00:00+03:00", channel="telephone")
        record.append([drafts.accepted(first, by="ann"), drafts.rejected(second, by="ann")])
        record.append([drafts.called(call, by="duty", caller="miller")])
        record.append([drafts.sat(by="ann", accepted=number) for number in range(record.size, 260)])
        record.dump()  # folds in what is new
        record.log.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it to be tampered with."""
    return Path(shutil.copytree(prepared, tmp_path / "record"))


def tampered(folder: Path, *statements: str) -> None:
    """Do to the database what somebody with the file can do: guard rails taken out first."""
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)) as sql:
        for trigger in ("entry_stays", "entry_kept", "tile_stays", "tile_kept"):
            sql.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            sql.execute(statement)


def hashes_of(sql: sqlite3.Connection) -> list[bytes]:
    return [leaf_hash(leaf) for (leaf,) in sql.execute("SELECT leaf FROM entry ORDER BY idx").fetchall()]


def verified(folder: Path, size: int | None = None, root: str | None = None) -> Verification:
    with Record.open(folder, is_checked=False) as record:
        return record.verify(size=size, root=root)


def messages(folder: Path) -> str:
    found = verified(folder)
    assert found.ok == (not found.problems)
    return "\n".join(problem.message for problem in found.problems)


def test_an_untouched_record_is_green(folder: Path) -> None:
    """Size and root as computed, every archived file hashed, nothing withheld."""
    found = verified(folder)
    assert found.ok
    assert found.problems == ()
    assert (found.size, found.sealed, found.withheld) == (260, 1, 0)
    assert found.files == 122 + 2


def test_an_edited_entry_is_noticed(folder: Path) -> None:
    """One word changed in one leaf: the entry is named with the hash that was stored and the one computed."""
    tampered(folder, EDIT)
    said = messages(folder)
    assert "was changed: stored leaf hash" in said
    assert "root differs: stored" in said


def test_an_entry_that_cannot_be_read_is_named_to_whoever_asks(folder: Path) -> None:
    """A damaged leaf is an error of ours with its place, never a traceback."""
    with Record.open(folder) as record:
        idx = record.reports()[3].entry
    tampered(folder, f"UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), ':', '*') AS BLOB) WHERE idx = {idx}")
    with Record.open(folder, is_checked=False) as record, pytest.raises(RecordBrokenError, match=f"entry {idx} cannot be read"):
        record.reports()


def test_an_edited_entry_with_its_tile_recomputed_is_noticed(folder: Path) -> None:
    """Who also repairs the hash in the tile is caught by the tree."""
    tampered(folder, EDIT)
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)) as sql:
        sql.execute("UPDATE tile SET data = ?", (b"".join(hashes_of(sql)[:256]),))
    said = messages(folder)
    assert "was changed: stored leaf hash" not in said
    assert "tree root differs: stored" in said
    assert "tile 0/0" not in said


def test_a_dropped_last_entry_is_noticed(folder: Path) -> None:
    """A log that ends earlier than its tree says."""
    tampered(folder, "DELETE FROM entry WHERE idx = 259")
    assert "tree size differs: stored 260, computed 259" in messages(folder)


def test_an_entry_dropped_in_the_middle_is_noticed(folder: Path) -> None:
    """A gap is named by the number that is missing."""
    tampered(folder, "DELETE FROM entry WHERE idx = 7")
    assert "entry 7 is missing; the next entry is 8" in messages(folder)


def test_reordered_entries_are_noticed(folder: Path) -> None:
    """Two leaves exchanged, each with its own right hash and id."""
    tampered(
        folder,
        "UPDATE entry SET idx = -1 WHERE idx = 3",
        "UPDATE entry SET idx = 3 WHERE idx = 5",
        "UPDATE entry SET idx = 5 WHERE idx = -1",
    )
    assert "tree root differs" in messages(folder)


def test_an_inserted_entry_is_noticed(folder: Path) -> None:
    """A leaf that was never appended."""
    tampered(
        folder,
        "INSERT INTO entry SELECT 260, 'made-up', leaf FROM entry WHERE idx = 259",
    )
    said = messages(folder)
    assert "tree size differs: stored 260, computed 261" in said
    assert "entry 260 has id" in said


def test_a_whole_log_rewritten_is_noticed_by_who_noted_size_and_root(folder: Path) -> None:
    """Everything recomputed to fit: only somebody's earlier note can tell, and it does."""
    with Record.open(folder, is_checked=False) as record:
        size, root = record.size, record.root
    tampered(folder, EDIT)
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)) as sql:
        hashes = hashes_of(sql)
        grown = Frontier().grown(hashes)
        sql.execute("UPDATE tree_state SET root = ?, edge = ?", (grown.root, grown.to_bytes()))
        sql.execute("UPDATE tile SET data = ?", (b"".join(hashes[:256]),))
    assert verified(folder).ok
    found = verified(folder, size, root)
    assert not found.ok
    assert f"root of the first 260 differs: noted {root}, computed {grown.root.hex()}" in found.problems[0].message


def test_a_truncated_log_is_noticed_by_who_noted_its_size(folder: Path) -> None:
    """An older copy put back in place holds together, but is shorter than what somebody saw."""
    older = folder.with_name("older")
    shutil.copytree(folder, older)
    with Record.open(folder, is_checked=False) as record:
        record.append([drafts.sat(by="ann", left_open=1)])
        size, root = record.size, record.root
    assert verified(older).ok
    assert "has 260 entries, fewer than the 261 noted earlier" in verified(older, size, root).problems[0].message
    assert verified(folder, 260, verified(older).root).ok


def test_a_changed_archived_file_is_noticed(folder: Path) -> None:
    """The file is named with the hash expected and the hash computed."""
    with Record.open(folder, is_checked=False) as record:
        digest = record.reports()[4].text_sha256
    (folder / ".truceline" / "archive" / digest[:2] / digest).write_bytes(b"other words")
    assert f"expected SHA-256 {digest}, computed" in messages(folder)


def test_a_missing_archived_file_is_noticed(folder: Path) -> None:
    """What an entry names must be there."""
    with Record.open(folder, is_checked=False) as record:
        digest = record.reports()[4].text_sha256
    (folder / ".truceline" / "archive" / digest[:2] / digest).unlink()
    assert f"no archived file {digest}" in messages(folder)


def test_a_changed_sealed_value_is_noticed(folder: Path) -> None:
    """Another caller cannot be put in the place of the one who called."""
    tampered(folder, "UPDATE disclosure SET ciphertext = zeroblob(length(ciphertext))")
    assert "does not open with its key: what is stored was changed" in messages(folder)


def test_a_sealed_value_moved_to_another_entry_is_noticed(folder: Path) -> None:
    """Nor can a caller be moved to another call."""
    tampered(folder, "UPDATE disclosure SET entry_idx = 12")
    assert "does not stand in entry 12" in messages(folder)


def test_a_changed_projection_is_noticed(folder: Path) -> None:
    """A decision that is not in the log, written into the tables folded from it; rebuilding takes it out again."""
    tampered(folder, "UPDATE standing SET standing = 'accepted' WHERE standing = 'rejected'")
    assert "run `truceline rebuild`" in messages(folder)
    with Record.open(folder, is_checked=False) as record:
        record.rebuild()
    assert verified(folder).ok


def test_a_changed_tile_is_noticed(folder: Path) -> None:
    """Proofs would be made from it."""
    tampered(folder, "UPDATE tile SET data = zeroblob(8192)")
    assert "tile 0/0 is missing, needless or not what the leaves give" in messages(folder)


def test_an_exercise_does_not_become_actual_by_editing_a_file(folder: Path) -> None:
    """What the record is about stands in its first entry."""
    file = folder / "truceline.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("exercise", "actual"), encoding="utf-8")
    assert "kind is 'actual'; the log was opened with 'exercise'" in messages(folder)
    with Record.open(folder, is_checked=False) as record:
        assert record.kind == "exercise"


def test_a_leaf_with_a_duplicate_key_is_noticed(folder: Path) -> None:
    """A leaf that two readers could read in two ways is refused even where its hash fits."""
    tampered(
        folder,
        'UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), \'"v":1}\', \'"v":1,"v":1}\') AS BLOB) WHERE idx = 20',
    )
    assert "entry 20 not canonical from byte" in messages(folder)


def test_a_changed_entry_behind_the_last_full_tile_is_named_to_within_its_subtree(folder: Path) -> None:
    """No hash of it is stored singly; a subtree's root is, here of the last four of 260 entries."""
    tampered(folder, EDIT.replace("246", "258"))
    assert "entries 256 to 259: one or more were changed: stored root" in messages(folder)


def test_a_changed_tile_accuses_no_entry(folder: Path) -> None:
    """The root tells which of the two was changed."""
    tampered(folder, "UPDATE tile SET data = CAST(zeroblob(32) || substr(data, 33) AS BLOB)")
    assert [problem.where for problem in verified(folder).problems] == ["tile 0/0"]


def test_a_changed_entry_is_not_taken_into_a_tile(folder: Path) -> None:
    """Who appends until the tile is full is told; in a tile the hash of what was changed would look right."""
    tampered(folder, EDIT.replace("246", "258"))
    with Record.open(folder, is_checked=False) as record:
        record.append([drafts.sat(by="ann", left_open=1)])
        with pytest.raises(RecordBrokenError, match="entries 256 to 260 are not those of which the tree was made"):
            record.append([drafts.sat(by="ann", left_open=number) for number in range(256)])
        assert record.size == 261


def test_any_flipped_bit_of_an_entry_is_noticed(folder: Path) -> None:
    """Bit rot in what is stored of an entry never goes unseen, wherever it strikes."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    whole = (folder / ".truceline" / "ledger.sqlite").read_bytes()
    for _ in range(20):
        idx = chance.randrange(1, 260)
        with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)) as sql:
            sql.execute("DROP TRIGGER IF EXISTS entry_stays")
            (value,) = sql.execute("SELECT leaf FROM entry WHERE idx = ?", (idx,)).fetchone()
            at = chance.randrange(len(value))
            flipped = value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
            sql.execute("UPDATE entry SET leaf = ? WHERE idx = ?", (flipped, idx))
        found = verified(folder)
        expected = f"entry {idx}" if idx < 256 else "entries 256 to 259"
        assert expected in {problem.where for problem in found.problems}
        (folder / ".truceline" / "ledger.sqlite").write_bytes(whole)


def test_damage_that_makes_the_database_speak_gibberish_is_told_as_damage(folder: Path) -> None:
    """SQLite quotes a damaged table's own words, which may be no words any more."""
    file = folder / ".truceline" / "ledger.sqlite"
    with Record.open(folder, is_checked=False) as record:
        record.log.engine.forget_deleted()
    whole, right = file.read_bytes(), b"idx INTEGER PRIMARY KEY, id TEXT"
    for wrong, said in ((b"KEY\xd3 id", "is damaged"), (b"KEY,\xd3id", "could not be read")):
        file.write_bytes(whole.replace(right, right.replace(b"KEY, id", wrong)))
        with pytest.raises(RecordError, match=said):
            Record.open(folder)


def test_bit_rot_in_the_file_never_changes_an_answer_unseen(folder: Path) -> None:
    """Bits flipped anywhere in the file: verification says so, or opening fails, or no answer is another one."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    file = folder / ".truceline" / "ledger.sqlite"
    whole = file.read_bytes()
    with Record.open(folder, is_checked=False) as record:
        expected = answers(record)
    for _ in range(16):  # other places each time; test_bit_flips.py looks at three thousand under make soak
        at = chance.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        file.with_name("ledger.sqlite-wal").unlink(missing_ok=True)
        file.with_name("ledger.sqlite-shm").unlink(missing_ok=True)
        try:
            with Record.open(folder, is_checked=False) as record:
                noticed = not record.verify().ok
                assert noticed or answers(record) == expected, f"a flip at byte {at} changed an answer unseen"
        except (RecordBrokenError, sqlite3.DatabaseError):
            continue


def answers(record: Record) -> tuple[object, ...]:
    """Return all that a record says."""
    return record.reports(), record.claims(superseded=True), record.links(), record.calls(), record.kind, record.root


@pytest.mark.parametrize(
    "damage",
    [
        *("root = NULL", "edge = NULL", "edge = x'00'", "size = size - 1", "size = -5", "size = 99999999", "size = 1 << 62"),
    ],
)
def test_a_damaged_state_of_the_tree_is_told_and_never_built_upon(folder: Path, damage: str) -> None:
    """Verification and fsck name it, whatever stands there; an append is refused or leaves it to be named."""
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite")) as sql:
        sql.execute(f"UPDATE tree_state SET {damage}")  # our own words
        sql.commit()
    with Record.open(folder, is_checked=False) as record:
        assert not record.verify().ok
        assert not fsck(record).ok
        if "root" not in damage:
            with pytest.raises(RecordError):
                record.append([drafts.sat(by="ann")])
