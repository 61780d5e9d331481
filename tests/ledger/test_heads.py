"""Checkpoints of a record: signing, remembering, comparing, and saying honestly how far it is witnessed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fakes.two_parties import NOON, agree, cosigned_by, grow, make_record, make_witness, policy_of, request_of
from truceline.errors import ForkError, NoteError, NotFoundError, RecordBrokenError, RecordError, RolledBackError
from truceline.ledger import Record, joint, levels
from truceline.ledger.checking.fsck import fsck
from truceline.ledger.heads import fork_file, heads, high_water, log_keys, policies, timeline
from truceline.ledger.kernel.merkle import Frontier
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.keys import COSIGNATURE, VerifierKey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.signing import LOG_KEY, load_signer
from truceline.ledger.sealed import keyring
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.witness import Witness


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty record."""
    with make_record(tmp_path / "record") as made:
        yield made


@pytest.fixture
def parties(record: Record, tmp_path: Path) -> tuple[Witness, Witness]:
    """Two witnesses that watch the record, of whom no policy speaks yet."""
    return make_witness(tmp_path, "north", record), make_witness(tmp_path, "south", record)


def tampered(folder: Path, *statements: str) -> None:
    """Do to the database what somebody with the file can do: guard rails taken out first."""
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite", isolation_level=None)) as sql:
        for (name,) in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            sql.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            sql.execute(statement)


def test_a_checkpoint_says_size_and_root_under_the_key_that_the_log_names(record: Record) -> None:
    """Its key was said in the log before it was used, and the same size is the same note."""
    note = heads.signed_head(record)
    tree = parse_checkpoint(parse_note(note).text)
    assert (tree.origin, tree.size, tree.root.hex()) == (record.origin, record.size, record.root)
    assert [entry.kind for entry in record.entries()].count("key.added") == 1
    verify_note(parse_note(note), log_keys.keys_of(record, record.origin))
    assert heads.signed_head(record) == note


def test_a_machine_without_the_key_makes_no_other(record: Record) -> None:
    """The record is read as before; what cannot be signed says which key is missing and where it is looked for."""
    heads.signed_head(record)
    (keyring.folder_of(record.origin) / LOG_KEY).unlink()
    grow(record)
    with pytest.raises(NotFoundError, match=r"not on this machine.*log\.key"):
        heads.signed_head(record)


def test_the_old_key_signs_the_new_one(record: Record) -> None:
    """After an exchange of keys both belong to the log, the new one signs, and verification follows the exchange."""
    heads.signed_head(record)
    fresh = log_keys.rotate(record, by="ann")
    held = verify_note(parse_note(heads.signed_head(record)), [fresh])
    assert [each.key for each in held] == [fresh]
    assert len(log_keys.keys_of(record, record.origin)) == 2
    assert record.verify().ok


def test_an_exchange_of_keys_that_stopped_half_way_is_finished(record: Record) -> None:
    """The entry is written, the secret not yet in its place: the next signature finds it."""
    heads.signed_head(record)
    folder = keyring.folder_of(record.origin)
    old = (folder / LOG_KEY).read_bytes()
    fresh = log_keys.rotate(record, by="ann")
    (folder / LOG_KEY).rename(folder / log_keys.NEXT_KEY)
    (folder / LOG_KEY).write_bytes(old)
    heads.signed_head(record)
    assert load_signer(folder / LOG_KEY).vkey == fresh


def test_a_lost_key_is_exchanged_only_if_it_is_said_to_be_lost(record: Record) -> None:
    """The entry then has no signature of the old key, for everybody to see."""
    heads.signed_head(record)
    (keyring.folder_of(record.origin) / LOG_KEY).unlink()
    with pytest.raises(NotFoundError):
        log_keys.rotate(record, by="ann")
    log_keys.rotate(record, by="ann", is_lost=True)
    assert "note" not in record.entry(record.size - 1).leaf.decode()
    assert record.verify().ok


def test_a_record_is_joint_only_when_all_parties_have_cosigned(record: Record, parties: tuple[Witness, Witness]) -> None:
    """With one of two it is not, and the missing one is named; what comes later is not joint yet."""
    agree(record, *parties)
    assert joint.standing(record).level == "hash"
    cosigned_by(record, parties[0])
    found = joint.standing(record)
    assert (found.level, found.is_joint, found.missing) == ("log-signed", False, ("P1",))
    assert joint.newest_joint(record) is None
    cosigned_by(record, parties[1])
    grow(record, 3)
    found = joint.standing(record)
    assert (found.level, found.is_joint, found.joint_size, found.since, found.missing) == ("cosigned", True, 16, 3, ())
    assert joint.newest_joint(record) == heads.cosigned_note(record, record.origin, 16)


def test_a_policy_set_later_makes_nothing_joint_that_was_not(record: Record, parties: tuple[Witness, Witness]) -> None:
    """Who cosigned an earlier checkpoint had not seen the rule: the entry that set it must be among those cosigned."""
    agree(record, *parties)
    cosigned_by(record, parties[0])
    policies.set_policy(record, policy_of(record, parties[0]).encode(), "policy", by="operator")
    assert not joint.standing(record).is_joint
    cosigned_by(record, parties[0])
    assert joint.standing(record).is_joint
    assert policies.current_policy(record).earlier == 1  # type: ignore[union-attr]


def test_a_policy_that_lists_another_key_of_the_log_makes_nothing_joint(record: Record, parties: tuple[Witness, Witness]) -> None:
    """After an exchange of keys the parties must agree anew."""
    agree(record, *parties)
    fresh = log_keys.rotate(record, by="ann")
    for party in parties:
        party.trust(fresh)
    cosigned_by(record, *parties)
    assert not joint.standing(record).is_joint
    agree(record, *parties)
    cosigned_by(record, *parties)
    assert joint.standing(record).is_joint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quorum C", r"policy line 1: no witness or group 'C' is defined"),
        ("witness A x+00000000+AA==\nquorum A", r"policy line 1"),
        ("log {log}\nwitness A {log}\nquorum A", r"policy line 2"),
        ("log {other}\nquorum none", r"its logs are .*; this record is"),
    ],
)
def test_a_policy_with_an_unknown_key_or_name_changes_nothing(record: Record, tmp_path: Path, line: str, said: str) -> None:
    """It is refused with the line, and no entry is written."""
    log = log_keys.signer_of(record).vkey
    with make_record(tmp_path / "other") as other:
        text = line.format(log=log, other=log_keys.signer_of(other).vkey)
    before = record.size, record.root
    with pytest.raises(NoteError, match=said):
        policies.set_policy(record, text.encode() + b"\n", "policy", by="ann")
    assert (record.size, record.root) == before


def test_a_cosignature_of_another_checkpoint_is_refused(record: Record, parties: tuple[Witness, Witness]) -> None:
    """A line taken from one note and put under another does not hold, and nothing of the note is kept."""
    agree(record, *parties)
    (first,) = cosigned_by(record, parties[0])
    grow(record)
    second = heads.signed_head(record)
    replayed = parse_note(second).with_lines(first.body)
    with pytest.raises(NoteError, match="does not hold"):
        heads.take_cosigned(record, str(replayed), "answer")
    assert joint.standing(record).cosigners[0].size == 16


def test_a_cosignature_nobody_knows_is_no_cosignature(record: Record, parties: tuple[Witness, Witness], tmp_path: Path) -> None:
    """A witness that is not in the policy counts for nothing, whatever its name."""
    agree(record, parties[0])
    stranger = make_witness(tmp_path, "stranger", record)
    answer = stranger.add_checkpoint(request_of(record))
    with pytest.raises(NoteError, match="none of the keys that are known here"):
        heads.take_cosigned(record, answer.last or "", "answer")
    assert not joint.standing(record).is_joint


def test_a_note_of_another_log_is_refused(record: Record, parties: tuple[Witness, Witness], tmp_path: Path) -> None:
    """It says which log it is of."""
    agree(record, *parties)
    with make_record(tmp_path / "other") as other:
        note = heads.signed_head(other)
    with pytest.raises(NoteError, match="a checkpoint of the log"):
        heads.take_cosigned(record, note, "answer")


def test_a_note_of_ten_megabytes_is_refused_unread(record: Record) -> None:
    """No signature of it is looked at."""
    with pytest.raises(NoteError, match="longer than 1000000 bytes"):
        heads.take_cosigned(record, "x" * 10_000_000, "answer")


def test_a_truncated_log_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    """Entries cut off the end with tree and all: the mark in the key folder remembers, and evidence is left."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        grow(record, 3)
        three = record.log.state()
        grow(record, 4)
    tampered(
        folder,
        f"DELETE FROM entry WHERE idx >= {three.size}",
        f"UPDATE tree_state SET size = {three.size}, root = x'{three.root.hex()}', edge = x'{three.to_bytes().hex()}'",
    )
    with pytest.raises(RolledBackError, match=r"has 4 entries, but the high-water mark .* knows 8"):
        Record.open(folder)
    assert list(folder.glob("*.fork.evidence"))
    with Record.open(folder, is_checked=False) as cut:
        (problem,) = cut.verify().problems
        assert "entries were cut off" in problem.message


def test_damage_is_not_called_a_fork(tmp_path: Path) -> None:
    """A flipped bit accuses nobody: the record is said to be damaged."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
        grow(record, 3)
    tampered(folder, "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'exercise', 'exercisf') AS BLOB) WHERE idx = 0")
    with pytest.raises(RecordBrokenError, match="is damaged") as caught:
        Record.open(folder)
    assert not isinstance(caught.value, RolledBackError)


def test_a_changed_checkpoint_in_the_database_is_noticed(tmp_path: Path) -> None:
    """A head put in by somebody without the key is no evidence against anybody."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
        origin = record.origin
    high_water.place(origin).unlink()
    tampered(folder, "UPDATE head SET note = replace(note, char(10) || '2' || char(10), char(10) || '9' || char(10)), size = 9")
    with pytest.raises(RecordBrokenError, match="does not hold"):
        Record.open(folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"more": "DEEP"}, "recursion"),
        ({"size": -1}, "there is no such tree"),
        ({"size": 2**63}, "there is no such tree"),
        ({"size": 0}, "there is no such tree"),
        ({"size": 1e300}, "int"),
        ({"root": "ab"}, "expected 64 hex digits"),
        ({"root": "\u0661" * 64}, "expected 64 hex digits"),
        ({"at": "yesterday\x1b[2J"}, "expected a time"),
        ({"origin": "elsewhere\x1b[2J"}, "it is of log"),
        ({"size": 1}, "its note is of 4 entries"),
        ({"note": "no note"}, "note"),
    ],
)
def test_a_mark_that_nobody_can_have_written_is_refused_in_words(record: Record, changes: dict[str, object], said: str) -> None:
    """It is damage, not a fork: the file is named, and no evidence of anything is written."""
    grow(record, 2)
    heads.signed_head(record)
    record.close()
    file = high_water.place(record.origin)
    text = json.dumps(json.loads(file.read_bytes()) | changes)
    file.write_text(text.replace('"DEEP"', "[" * 30_000 + "]" * 30_000), encoding="utf-8")
    with pytest.raises(RecordBrokenError, match="the high-water mark") as caught:
        Record.open(record.folder)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()
    assert not list(record.folder.glob("*.evidence"))


def test_the_mark_is_not_written_with_each_append(record: Record) -> None:
    """It costs one write when the record is closed, and one when a checkpoint is signed."""
    heads.signed_head(record)
    origin = record.origin
    before = high_water.read(origin)
    grow(record, 5)
    assert high_water.read(origin) == before
    record.close()
    after = high_water.read(origin)
    assert before is not None
    assert after is not None
    assert after.size == before.size + 5
    assert after.note == before.note


def test_a_copy_without_the_key_folder_still_knows_what_it_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another machine there is no mark; the checkpoint in the record holds it to its own word."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        grow(record, 3)
        four = record.log.state()
        grow(record)
        heads.signed_head(record)
    tampered(
        folder,
        f"DELETE FROM entry WHERE idx >= {four.size}",
        f"UPDATE tree_state SET size = {four.size}, root = x'{four.root.hex()}', edge = x'{four.to_bytes().hex()}'",
    )
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "elsewhere"))
    with pytest.raises((RolledBackError, RecordBrokenError)):
        Record.open(folder)


def test_witnesses_see_round_sizes_and_not_every_moment(record: Record, parties: tuple[Witness, Witness]) -> None:
    """The log is filled up to a multiple of 16, and a new size goes out once in a quarter of an hour at most."""
    agree(record, *parties)
    first = requests.prepare(record, by="ann", at=NOON)
    assert (first.size % 16, record.size) == (0, first.size)
    again = requests.prepare(record, by="ann", at=NOON + requests.INTERVAL / 2)
    assert (again.size, again.padded) == (first.size, 0)
    grow(record)
    with pytest.raises(RecordError, match=r"--now"):
        requests.prepare(record, by="ann", at=NOON + requests.INTERVAL / 2)
    assert record.size == first.size + 1
    assert requests.prepare(record, by="ann", at=NOON + requests.INTERVAL).size == first.size + 16


def test_an_answer_to_an_earlier_request_still_counts(record: Record, parties: tuple[Witness, Witness]) -> None:
    """A stick that comes back late brings a cosignature of an earlier checkpoint; the record has grown meanwhile."""
    agree(record, *parties)
    early = request_of(record)
    grow(record)
    request_of(record)
    for party in parties:
        heads.take_cosigned(record, party.add_checkpoint(early).last or "", "answer")
    assert joint.standing(record).joint_size == 16


def test_two_records_that_were_copied_are_told_apart_by_their_mark(tmp_path: Path) -> None:
    """Both copies go on; the one that comes second finds that its log was continued otherwise."""
    folder, copy = tmp_path / "record", tmp_path / "copy"
    with make_record(folder) as record:
        heads.signed_head(record)
    shutil.copytree(folder, copy)
    with Record.open(copy) as other:
        with Record.open(folder) as record:
            grow(record, 2)
        grow(other, 2)
    with pytest.raises(ForkError, match="two histories of one log"):
        Record.open(copy)


def test_an_old_copy_is_no_sound_record_to_fsck(tmp_path: Path) -> None:
    """Every byte of it is whole, and yet it is not the record that was seen."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
    shutil.copytree(folder, tmp_path / "old")
    with Record.open(folder) as record:
        grow(record)
        assert fsck(record).ok
    with Record.open(tmp_path / "old", is_checked=False) as old:
        (problem,) = fsck(old).problems
        assert "an old copy, cut off, or forked" in problem.message


def test_an_old_copy_is_one_finding_of_verification(tmp_path: Path) -> None:
    """The mark and the checkpoint in it say the same, and are told once."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
    shutil.copytree(folder, tmp_path / "old")
    with Record.open(folder) as record:
        grow(record)
        heads.signed_head(record)
    with Record.open(tmp_path / "old", is_checked=False) as old:
        (problem,) = old.verify().problems
        assert "knows 3" in problem.message


def test_the_edge_of_the_tree_gives_the_root_of_every_earlier_size(record: Record) -> None:
    """What was seen before is compared without computing the whole tree; the roots are those of the whole tree."""
    for _ in range(4):
        grow(record, 5)
        current = timeline.now(record)
        hashes = record.log.leaves(0, record.size)
        for size in range(record.size + 1):
            assert current.root_at(size) == Frontier().grown(hashes[:size]).root


def test_what_the_entries_do_not_give_is_never_signed(tmp_path: Path) -> None:
    """A flipped bit in the stored edge of the tree would be signed by whoever believed it."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        log_keys.signer_of(record)
        grow(record, 3)
        state = record.log.state()
    spoilt = Frontier(state.size, (bytes(32), *state.peaks[1:]))
    tampered(folder, f"UPDATE tree_state SET edge = x'{spoilt.to_bytes().hex()}', root = x'{spoilt.root.hex()}'")
    with Record.open(folder, is_checked=False) as record, pytest.raises(RecordBrokenError, match="do not give its own root"):
        heads.signed_head(record)
    with Record.open(folder, is_checked=False) as record:
        assert heads.newest_head(record) is None


def test_a_checkpoint_lost_from_the_database_comes_back_from_the_key_folder(tmp_path: Path) -> None:
    """One flipped bit in the journal can take the newest one away; what the mark remembers is put back when the record opens."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        note = heads.signed_head(record)
    tampered(folder, "DELETE FROM head")
    with Record.open(folder) as record:
        assert heads.newest_head(record) == note
        assert record.verify().ok


def test_a_damaged_cosignature_counts_for_nothing_and_is_named(tmp_path: Path) -> None:
    """The record opens, is not joint any more, verification says why, and the witness's next answer mends it."""
    with make_record(tmp_path / "record") as record:
        party = make_witness(tmp_path, "north", record)
        agree(record, party)
        (answer,) = cosigned_by(record, party)
        assert joint.standing(record).is_joint
    for damage in ("replace(line, 'A', 'B')", "'nonsense'"):
        tampered(tmp_path / "record", f"UPDATE cosignature SET line = {damage}")
        with Record.open(tmp_path / "record") as record:
            found = joint.standing(record)
            assert (found.is_joint, found.level, found.missing) == (False, "log-signed", ("P0",))
            assert levels.level_at(record, record.size, record.root) == "log-signed"
            (problem,) = record.verify().problems
            assert "the cosignature of north.example/witness for 16 entries was changed" in problem.message
            assert heads.take_cosigned(record, answer.last or "", "answer").is_new
            assert joint.standing(record).is_joint
            assert levels.level_at(record, record.size, record.root) == "cosigned"


@pytest.mark.parametrize("garbage", ["'nonsense'", "replace(note, '— ', '- ')", "x'ff00'"])
def test_a_checkpoint_that_cannot_be_read_is_said_to_be_damaged(tmp_path: Path, garbage: str) -> None:
    """It is the record that is broken, not what somebody brought; and verification tells it without an error."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
    tampered(folder, f"UPDATE head SET note = {garbage}")
    with pytest.raises(RecordBrokenError, match="truceline fsck"):
        Record.open(folder)
    with Record.open(folder, is_checked=False) as record:
        assert not record.verify().ok


def test_the_log_cannot_be_its_own_witness_in_a_policy_without_logs(record: Record) -> None:
    """Its key under another name and type is still its key."""
    own = log_keys.signer_of(record).vkey
    twin = VerifierKey("elsewhere.example/witness", COSIGNATURE, own.public_key)
    before = record.size
    with pytest.raises(NoteError, match="a log cannot witness itself"):
        policies.set_policy(record, f"witness A {twin}\nquorum A\n".encode(), "policy", by="ann")
    assert record.size == before


def test_after_an_exchange_of_keys_the_standing_says_that_the_policy_must_be_set_anew(
    record: Record, parties: tuple[Witness, Witness]
) -> None:
    """Nobody is missing then: the policy lists a key that signs no more."""
    agree(record, *parties)
    fresh = log_keys.rotate(record, by="ann")
    for party in parties:
        party.trust(fresh)
    cosigned_by(record, *parties)
    found = joint.standing(record)
    assert (found.is_joint, found.missing, found.is_key_listed) == (False, (), False)
    agree(record, *parties)
    assert joint.standing(record).is_key_listed


def test_an_old_copy_from_before_an_exchange_of_keys_is_rolled_back_and_not_broken(tmp_path: Path) -> None:
    """It does not know the key that signed the newest checkpoint; the mark of our own key folder is believed all the same."""
    folder = tmp_path / "record"
    with make_record(folder) as record:
        heads.signed_head(record)
    shutil.copytree(folder, tmp_path / "old")
    with Record.open(folder) as record:
        fresh = log_keys.rotate(record, by="ann")
        heads.signed_head(record)
    with pytest.raises(RolledBackError):
        Record.open(tmp_path / "old")
    (file,) = (tmp_path / "old").glob("*.fork.evidence")
    with Record.open(folder) as record:
        known = log_keys.keys_of(record, record.origin)
    assert fresh in known
    assert not fork_file.judge(fork_file.read(file), known).shows_fork


def test_a_key_folder_that_cannot_be_written_is_told_after_the_work_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entries are in the record; what is lost is the memory apart from it, and that is said without a traceback."""
    folder = tmp_path / "record"
    make_record(folder).close()
    (tmp_path / "file").write_bytes(b"no folder")
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "file" / "keys"))
    record = Record.open(folder)
    grow(record)
    with pytest.raises(RecordError, match="what was entered is in the record"):
        record.close()
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    with Record.open(folder) as again:
        assert again.size == record_size(folder)


def record_size(folder: Path) -> int:
    with closing(sqlite3.connect(folder / ".truceline" / "ledger.sqlite")) as sql:
        return int(sql.execute("SELECT count(*) FROM entry").fetchone()[0])


def test_where_no_evidence_can_be_written_the_finding_is_still_told(tmp_path: Path) -> None:
    """Evidence needs a place; the refusal does not."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"no folder")
    side = fork_file.Side(seen="here", size=0, root="")
    evidence = fork_file.Evidence(found="rollback", origin="log.example", at="", by="", first=side, second=side)
    assert fork_file.write((blocked / "record", blocked / "keys"), evidence) is None
    assert fork_file.told(None).startswith("No evidence could be written")
    written = fork_file.write((blocked / "record", tmp_path), evidence)
    assert written is not None
    assert str(written) in fork_file.told(written)
