"""Attacks on what others are told of a log: two views, forged and replayed heads, false evidence, a false successor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.two_parties import agree, cosigned_by, grow, make_record, make_witness, request_of
from truceline.errors import ForkError, NoteError, RecordClashError, RecordError, RolledBackError, UsageError
from truceline.ledger import Draft, Record, joint
from truceline.ledger.heads import fork_file, heads, log_keys, peers, succession
from truceline.ledger.heads.log_keys import signer_of
from truceline.ledger.leaf.bodies import LogSuccessor
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.notes.signing import Signer
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.request import request_text


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with a key and some entries."""
    with make_record(tmp_path / "record") as made:
        signer_of(made)
        grow(made, 5)
        yield made


@pytest.fixture
def liar(record: Record, tmp_path: Path) -> Iterator[Record]:
    """A copy of it, in the hands of somebody who has the key and takes every memory away."""
    shutil.copytree(record.folder, tmp_path / "liar")
    with Record.open(tmp_path / "liar", is_checked=False) as made:
        grow(made, 2)
        yield made


def key_of(record: Record) -> VerifierKey:
    return signer_of(record).vkey


def signed(record: Record) -> str:
    """Return what the log's key says of a record, without asking whether it said otherwise before."""
    text = Checkpoint(record.origin, record.size, bytes.fromhex(record.root)).text()
    return f"{text}\n{signer_of(record).sign(text)}"


def evidence_of(folder: Path) -> fork_file.Evidence:
    (file,) = folder.glob("*.fork.evidence")
    return fork_file.read(file)


@pytest.mark.parametrize("more", [0, 1, 2, 30])
def test_two_views_of_one_log_are_shown_to_be_two_by_who_compares_notes(record: Record, liar: Record, more: int) -> None:
    """Party a was shown one history, party b another: two signed notes and a proof show it to everybody."""
    grow(record, 2 + more)
    shown_to_b = signed(liar)
    heads.signed_head(record)
    with pytest.raises(ForkError, match="two histories"):
        peers.accept_peer_note(record, shown_to_b, where="what party b was shown")
    judged = fork_file.judge(evidence_of(record.folder), [key_of(record)])
    assert judged.shows_fork
    assert judged.says[-1].startswith("One log has signed both")
    stranger = Signer.fresh(record.origin).vkey
    with pytest.raises(NoteError):
        fork_file.judge(evidence_of(record.folder), [stranger])


def test_a_view_that_is_ahead_shows_that_ours_was_cut_short(record: Record, liar: Record) -> None:
    """A note of our own log with more entries than we have: we are the older copy, and are told so."""
    grow(liar, 9)
    with pytest.raises(RolledBackError, match="has 7 entries, but what party b was shown knows 18"):
        peers.accept_peer_note(record, signed(liar), where="what party b was shown")
    judged = fork_file.judge(evidence_of(record.folder), [key_of(record)])
    assert not judged.shows_fork
    assert any("leaves out" in sentence for sentence in judged.says)


def test_a_witness_that_saw_one_view_never_cosigns_the_other(record: Record, liar: Record, tmp_path: Path) -> None:
    """And two witnesses that saw different ones make neither of them joint."""
    north, south = make_witness(tmp_path, "north", record), make_witness(tmp_path, "south", record)
    agree(record, north, south)
    agree(liar, north, south)
    cosigned_by(record, north)
    text = request_of_liar(liar)
    assert north.add_checkpoint(text).status in (409, 422)
    answer = south.add_checkpoint(text)
    assert answer.status == 200
    with pytest.raises(ForkError):
        heads.take_cosigned(record, answer.last or "", "answer of the south")
    assert not joint.standing(record).is_joint
    assert not joint.standing(liar).is_joint


def request_of_liar(liar: Record) -> str:
    grow(liar, -liar.size % 16)
    return request_text({0: ()}, signed(liar))


def test_the_key_of_another_log_signs_nothing_for_this_one(record: Record) -> None:
    """A forged checkpoint is refused before it is compared: no evidence against anybody comes of it."""
    text = Checkpoint(record.origin, 4, bytes(32)).text()
    forger = Signer.fresh(record.origin)
    with pytest.raises(NoteError, match="none of the keys"):
        heads.take_cosigned(record, f"{text}\n{forger.sign(text)}", "forged")
    assert not list(record.folder.glob("*.fork.evidence"))


def test_another_log_must_stay_on_its_timeline(record: Record, liar: Record, tmp_path: Path) -> None:
    """The head of a log we follow: grown with a proof is taken, older with a proof changes nothing, all else is a fork."""
    with make_record(tmp_path / "ours") as ours:
        with pytest.raises(NoteError, match="not known here"):
            peers.accept_peer_note(ours, signed(record))
        assert peers.trust_peer(ours, key_of(record))
        assert not peers.trust_peer(ours, key_of(record))
        first, old = signed(record), record.size
        assert peers.accept_peer_note(ours, first).tree.size == old
        grow(record, 6)
        proof = requests.proof_from(record, old, record.size)
        assert peers.accept_peer_note(ours, signed(record), proof).tree.size == record.size
        assert peers.accept_peer_note(ours, first, proof).tree.size == record.size
        with pytest.raises(ForkError):
            peers.accept_peer_note(ours, signed(liar), proof, hashes=liar.log.tree().root_over)
        grow(liar, 20)
        known = record.size
        proof = requests.proof_from(liar, known, liar.size)
        with pytest.raises(ForkError, match="cannot be shown to tell one story"):
            peers.accept_peer_note(ours, signed(liar), proof, hashes=liar.log.tree().root_over)
        (head,) = peers.peers(ours)
        assert head.head is not None
        assert head.head.tree.size == known
        found = [fork_file.read(file) for file in ours.folder.glob("*.fork.evidence")]
        assert any(fork_file.judge(each, [key_of(record)]).shows_fork for each in found)


def test_two_offices_are_two_logs_and_no_fork(record: Record, tmp_path: Path) -> None:
    """Another origin is another log, whatever its size and root."""
    with make_record(tmp_path / "other") as other:
        peers.trust_peer(record, key_of(other))
        peers.accept_peer_note(record, signed(other))
        peers.trust_peer(other, key_of(record))
        peers.accept_peer_note(other, signed(record))
    assert not list(tmp_path.rglob("*.fork.evidence"))


def test_false_evidence_convicts_nobody(record: Record, liar: Record) -> None:
    """Roots, sizes, proofs and notes that were changed in a file of evidence: no fork, or the file is refused."""
    grow(record, 12)
    heads.signed_head(record)
    with pytest.raises(ForkError):
        peers.accept_peer_note(record, signed(liar), where="brought")
    good, key = evidence_of(record.folder), key_of(record)
    assert fork_file.judge(good, [key]).shows_fork
    first, second = good.first, good.second
    zeros = "A" * 43 + "="
    spoilt = [
        msgspec.structs.replace(good, first=msgspec.structs.replace(first, note=None)),
        msgspec.structs.replace(good, second=msgspec.structs.replace(second, note=None)),
        msgspec.structs.replace(good, first=msgspec.structs.replace(first, root=zeros)),
        msgspec.structs.replace(good, first=msgspec.structs.replace(first, note=second.note)),
        msgspec.structs.replace(good, first=second),
        msgspec.structs.replace(good, prefix_root=None),
        msgspec.structs.replace(good, prefix_root=zeros),
        msgspec.structs.replace(good, prefix_root=first.root),
        msgspec.structs.replace(good, proof=good.proof[:-1]),
        msgspec.structs.replace(good, proof=(*good.proof, zeros)),
        msgspec.structs.replace(good, origin="elsewhere"),
    ]
    for each in spoilt:
        try:
            judged = fork_file.judge(each, [key])
        except NoteError:
            continue
        assert not judged.shows_fork, each


def test_honest_growth_can_never_be_made_to_look_like_a_fork(record: Record) -> None:
    """Every two heads of one growing log, with every proof there is: no fork."""
    notes = []
    for _ in range(9):
        grow(record)
        notes.append((record.size, signed(record)))
    tree = record.log.tree()
    for small, first in notes:
        for large, second in notes:
            if small <= large:
                evidence = fork_file.Evidence(
                    found="fork",
                    origin=record.origin,
                    at="",
                    by="a liar",
                    first=_side(first),
                    second=_side(second),
                    prefix_root=_side(first).root,
                    proof=tuple(to_base64(step) for step in requests.proof_from(record, small, large)),
                )
                assert not fork_file.judge(evidence, [key_of(record)]).shows_fork
    assert tree.size == record.size


def _side(note: str) -> fork_file.Side:
    return fork_file.side(parse_checkpoint(parse_note(note).text), "somewhere", note)


def test_a_restored_copy_goes_on_only_as_a_successor_that_everybody_sees(record: Record, tmp_path: Path) -> None:
    """Refused until declared; then a new origin, the old one frozen, nothing lost, and verification follows it."""
    heads.signed_head(record)
    record.close()
    shutil.copytree(record.folder, tmp_path / "backup")
    with Record.open(record.folder) as newer:
        grow(newer, 4)
        lost = newer.size
        heads.signed_head(newer)
    with pytest.raises(RolledBackError):
        Record.open(tmp_path / "backup")
    with Record.open(tmp_path / "backup", is_checked=False) as restored:
        size, old = restored.size, restored.origin
        made = succession.succeed(restored, reason="restored", by="co-chairs", note="fire")
        assert (made.idx, made.lost, made.body.old_origin, made.by) == (size, lost - size, old, "co-chairs")
        assert made.body.note is not None
    with Record.open(tmp_path / "backup") as again:
        assert log_keys.origin_of(again) == made.body.origin != old == again.origin
        grow(again, 3)
        assert heads.signed_head(again).startswith(made.body.origin)
        assert again.verify().ok
        assert b"fire" not in again.entry(size).leaf
    with Record.open(record.folder) as frozen, pytest.raises(RecordError, match="is frozen"):
        heads.signed_head(frozen)


def test_nothing_is_succeeded_that_is_not_behind(record: Record) -> None:
    """A successor is for what cannot be undone; a record that is well has none."""
    with pytest.raises(UsageError, match="nothing to succeed"):
        succession.succeed(record, reason="restored", by="ann")


def test_one_of_two_clones_goes_on_under_a_new_name_and_the_other_under_the_old(record: Record, tmp_path: Path) -> None:
    """Both are kept, both are honest about it, and neither is refused any more."""
    heads.signed_head(record)
    record.close()
    shutil.copytree(record.folder, tmp_path / "clone")
    with Record.open(record.folder) as one:
        grow(one, 2)
    with Record.open(tmp_path / "clone", is_checked=False) as other:
        grow(other, 5)
        succession.succeed(other, reason="cloned", by="ann")
    for folder in (record.folder, tmp_path / "clone"):
        with Record.open(folder) as opened:
            heads.signed_head(opened)
            assert opened.verify().ok


@pytest.mark.parametrize("what", ["size", "root", "old_origin", "note"])
def test_a_false_successor_is_noticed_by_verification(record: Record, what: str) -> None:
    """An entry that says it goes on from something else than what stands before it."""
    new = Signer.fresh("truceline.local/another")
    text = "truceline/successor/v1\nanything\n"
    false = {"size": 3, "root": "00" * 32, "old_origin": "elsewhere", "note": f"{text}\n{signer_of(record).sign(text)}"}
    true = LogSuccessor(
        origin=new.name, vkey=str(new.vkey), reason="other", size=record.size, root=record.root, old_origin=record.origin
    )
    body = msgspec.structs.replace(true, **{what: false[what]})
    record.append([Draft(kind="log.successor", body=body, by="mallory", key="1")])
    problems = record.verify().problems
    assert any(problem.where == f"entry {record.size - 1}" for problem in problems)


def test_a_second_successor_of_the_same_number_clashes(record: Record) -> None:
    """Two who declare at once do not both win."""
    succession.succeed(record, reason="other", by="ann")
    body = record.entry(succession.successions(record)[0].idx).body
    with pytest.raises(RecordClashError):
        record.append([Draft(kind="log.successor", body=body, by="ben", key="1")])


def test_a_request_that_comes_twice_is_answered_twice_and_changes_nothing(record: Record, tmp_path: Path) -> None:
    """Replaying the newest request is harmless; replaying an older one is refused."""
    north = make_witness(tmp_path, "north", record)
    first = request_of(record)
    assert [north.add_checkpoint(first).status for _ in range(2)] == [200, 200]
    grow(record)
    assert north.add_checkpoint(request_of(record)).status == 200
    assert north.add_checkpoint(first).status == 409


def test_a_key_of_another_log_that_is_trusted_no_longer_signs_nothing_here(record: Record, tmp_path: Path) -> None:
    """A stolen key is taken back; the newer one is trusted beside it first."""
    with make_record(tmp_path / "ours") as ours:
        old = key_of(record)
        peers.trust_peer(ours, old)
        first, size = signed(record), record.size
        peers.accept_peer_note(ours, first)
        fresh = log_keys.rotate(record, by="ann")
        peers.trust_peer(ours, fresh)
        assert peers.distrust_peer(ours, old)
        assert not peers.distrust_peer(ours, old)
        with pytest.raises(NoteError, match="none of the keys"):
            peers.accept_peer_note(ours, first)
        proof = requests.proof_from(record, size, record.size)
        assert peers.accept_peer_note(ours, signed(record), proof).tree.size == record.size
