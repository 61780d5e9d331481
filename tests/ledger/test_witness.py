"""A witness: what it answers, what it remembers, and that it never goes back."""

from __future__ import annotations

import hashlib
import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.two_parties import agree, cosigned_by, grow, make_record, make_witness, request_of
from truceline.errors import NoteError, NotFoundError, RecordError, UsageError
from truceline.ledger import Record
from truceline.ledger.heads import fork_file, heads
from truceline.ledger.heads.log_keys import signer_of
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import parse_note, parse_signatures, verify_note
from truceline.ledger.notes.signing import Signer
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.request import parse_request, request_text
from truceline.ledger.witnesses.witness import FORKS_OF_A_LOG, Witness


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of some entries."""
    with make_record(tmp_path / "record") as made:
        signer_of(made)
        grow(made, 5)
        yield made


@pytest.fixture
def witness(record: Record, tmp_path: Path) -> Witness:
    """A witness that watches it."""
    return make_witness(tmp_path, "north", record)


def asking(record: Record, old: int, size: int | None = None) -> str:
    """Return a request with one old size for the record as it is now."""
    note = heads.signed_head(record)
    return request_text({old: requests.proof_from(record, old, size or record.size)}, note)


def forged(record: Record, size: int, root: bytes, old: int = 0, proof: tuple[bytes, ...] = ()) -> str:
    """Return a request for a tree that never was, signed by the log's own key."""
    text = Checkpoint(record.origin, size, root).text()
    return request_text({old: proof}, f"{text}\n{signer_of(record).sign(text)}")


def size_of(witness: Witness, record: Record) -> int:
    last = witness.last(hashlib.sha256(record.origin.encode()).hexdigest())
    return parse_checkpoint(parse_note(last).text).size if last else 0


def test_a_key_that_is_trusted_no_longer_opens_nothing_and_what_was_cosigned_is_remembered(
    record: Record, witness: Witness
) -> None:
    """Its checkpoints are refused; watched again under a new key, the log must go on from where it was."""
    assert witness.add_checkpoint(asking(record, 0)).status == 200
    size, key = record.size, signer_of(record).vkey
    assert witness.distrust(key)
    assert not witness.distrust(key)
    assert not witness.distrust(Signer.fresh("other.example").vkey)
    assert list(witness.watched()) == []
    grow(record)
    assert witness.add_checkpoint(asking(record, size)).status == 404
    assert witness.trust(key)
    assert size_of(witness, record) == size
    assert witness.add_checkpoint(asking(record, 0)).status == 409
    assert witness.add_checkpoint(asking(record, size)).status == 200


def test_one_key_of_two_can_go(record: Record, witness: Witness) -> None:
    """A log whose key was stolen is watched on under the other."""
    other = Signer.fresh(record.origin)
    witness.trust(other.vkey)
    assert witness.distrust(signer_of(record).vkey)
    assert witness.add_checkpoint(asking(record, 0)).status == 403
    (watched,) = witness.watched()
    assert watched.keys == (other.vkey,)


def test_what_grows_is_cosigned_and_remembered(record: Record, witness: Witness) -> None:
    """The answer is a signature line of the witness over exactly that checkpoint, and says when."""
    answer = witness.add_checkpoint(asking(record, 0))
    assert answer.status == 200
    note = parse_note(heads.signed_head(record)).with_lines(answer.body)
    (held,) = verify_note(note, [witness.signer.vkey])
    assert held.at is not None
    assert size_of(Witness(witness.folder), record) == record.size
    first = record.size
    grow(record, 9)
    assert witness.add_checkpoint(asking(record, first)).status == 200
    assert size_of(Witness(witness.folder), record) == record.size


def test_another_old_size_is_answered_with_the_one_that_is_known(record: Record, witness: Witness) -> None:
    """409, the size on a line of its own, and its own type."""
    first = record.size
    witness.add_checkpoint(asking(record, 0))
    grow(record)
    answer = witness.add_checkpoint(asking(record, 0))
    assert (answer.status, answer.body, answer.kind) == (409, f"{first}\n", "text/x.tlog.size")
    assert size_of(witness, record) == first


def test_a_proof_that_does_not_hold_is_answered_with_422(record: Record, witness: Witness) -> None:
    """And so are a needless proof, another root for the same size, and an empty tree with a root."""
    first = record.size
    witness.add_checkpoint(asking(record, 0))
    grow(record, 4)
    note = heads.signed_head(record)
    proof = requests.proof_from(record, first, record.size)
    assert witness.add_checkpoint(request_text({first: proof[:-1]}, note)).status == 422
    assert witness.add_checkpoint(request_text({first: [*proof[:-1], bytes(32)]}, note)).status == 422
    assert witness.add_checkpoint(forged(record, first, bytes(32), first)).status == 422
    assert size_of(witness, record) == first
    fresh = make_witness(witness.folder, "fresh", record)
    assert fresh.add_checkpoint(request_text({0: proof}, note)).status == 422
    assert fresh.add_checkpoint(forged(record, 0, bytes(32))).status == 422
    assert fresh.add_checkpoint(forged(record, 0, hashlib.sha256(b"").digest())).status == 200


def test_two_roots_for_one_size_are_kept_as_evidence(record: Record, witness: Witness) -> None:
    """Whoever has the log's verifier key can judge the file alone."""
    witness.add_checkpoint(asking(record, 0))
    witness.add_checkpoint(forged(record, record.size, bytes(32), record.size))
    (file,) = (witness.folder / "forks").glob("*/*")
    judged = fork_file.judge(fork_file.read(file), [signer_of(record).vkey])
    assert judged.shows_fork
    assert judged.sizes == (record.size, record.size)


def test_an_unknown_log_a_wrong_key_and_what_is_no_request_are_told_apart(
    record: Record, witness: Witness, tmp_path: Path
) -> None:
    """404, 403 and 400, and nothing is remembered."""
    with make_record(tmp_path / "other") as other:
        signer_of(other)
        assert witness.add_checkpoint(asking(other, 0)).status == 404
    text = Checkpoint(record.origin, 3, bytes(32)).text()
    stranger = Signer.fresh(record.origin)
    assert witness.add_checkpoint(request_text({0: ()}, f"{text}\n{stranger.sign(text)}")).status == 403
    request = asking(record, 0)
    line = str(parse_request(request).note.signatures[0])
    spoilt = request.replace(line, line[:-20] + "A" * 18 + "=\n" if line.endswith("=\n") else line[:-5] + "AAAA\n")
    assert witness.add_checkpoint(spoilt).status in (400, 403)
    assert witness.add_checkpoint(forged(record, 3, bytes(32), 4)).status == 400
    assert size_of(witness, record) == 0


@pytest.mark.parametrize(
    "request_body",
    [
        "",
        "\n",
        "old 1\n",
        "old 01\n\nx\n1\n",
        "old -1\n\nx",
        "old 0\nAA==\n\nx",
        "new 0\n\nx\n1\nAA==\n",
        "old 0\n\n",
        "old 0\nold 0\n\nx",
    ],
)
def test_what_is_no_request_is_answered_with_400(witness: Witness, request_body: str) -> None:
    """And with the line, never with an error of ours."""
    answer = witness.add_checkpoint(request_body)
    assert answer.status == 400
    assert "request" in answer.body


def test_more_than_63_lines_of_a_proof_and_ten_megabytes_are_refused(record: Record, witness: Witness) -> None:
    """Nothing of such a request is remembered."""
    note = heads.signed_head(record)
    assert witness.add_checkpoint(request_text({1: [bytes(32)] * 64}, note)).status == 400
    assert witness.add_checkpoint(b"old 0\n" + b"A" * 10_000_000).status == 400


def test_a_file_offers_a_proof_from_every_size_a_witness_may_know(record: Record, tmp_path: Path) -> None:
    """One file serves a witness that is new, one that is behind, and one that is up to date."""
    parties = [make_witness(tmp_path, name, record) for name in ("new", "behind", "there")]
    for party in parties[1:]:
        assert party.add_checkpoint(request_of(record)).status == 200
    grow(record)
    assert parties[2].add_checkpoint(request_of(record)).status == 200
    request = request_of(record)
    assert [party.add_checkpoint(request).status for party in parties] == [200, 200, 200]
    assert len({size_of(party, record) for party in parties}) == 1


def test_requests_at_once_never_bring_a_witness_back(record: Record, witness: Witness) -> None:
    """A(N) and B(N+K) from many threads in any order: what is remembered only grows, and each answer was true when given."""
    bodies = []
    for _ in range(12):
        grow(record, 3)
        bodies.append(request_of(record))
    seen: list[int] = []
    start = threading.Barrier(6)

    def ask(part: int) -> None:
        start.wait()
        for body in bodies[part::3] + bodies[::-1]:
            answer = Witness(witness.folder).add_checkpoint(body)
            assert answer.status in (200, 409)
            seen.append(size_of(witness, record))

    threads = [threading.Thread(target=ask, args=(at % 3,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert size_of(witness, record) == record.size
    assert len(seen) == 6 * 16


ASK = """
import sys
from pathlib import Path
from truceline.ledger.witnesses.witness import FORKS_OF_A_LOG, Witness
from truceline.ledger.notes.note import parse_note
witness, last = Witness(Path(sys.argv[1])), 0
for _ in range(3):
    for file in sorted(Path(sys.argv[2]).iterdir(), reverse=sys.argv[3] == "back"):
        answer = witness.add_checkpoint(file.read_bytes())
        assert answer.status in (200, 409), answer
        size = int(parse_note(answer.last).text.split("\\n")[1])
        assert size >= last, (size, last)
        last = size
print(last)
"""


def test_processes_at_once_never_bring_a_witness_back(record: Record, witness: Witness, tmp_path: Path) -> None:
    """The same with processes: none ever sees a smaller size than it saw before."""
    folder = tmp_path / "requests"
    folder.mkdir()
    for at in range(6):
        grow(record, 3)
        (folder / f"{at}").write_text(request_of(record), encoding="utf-8")
    running = [
        subprocess.Popen([sys.executable, "-c", ASK, witness.folder, folder, way], stdout=subprocess.PIPE, text=True)
        for way in ("on", "back", "on")
    ]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert max(map(int, said)) == record.size == size_of(witness, record)


def test_a_witness_whose_memory_is_damaged_cosigns_nothing(record: Record, witness: Witness) -> None:
    """It would not know what it has cosigned before."""
    witness.add_checkpoint(asking(record, 0))
    (file,) = witness.folder.glob("logs/*/checkpoint")
    file.write_text(file.read_text(encoding="utf-8").replace("\n", "\nx", 1), encoding="utf-8")
    with pytest.raises(RecordError, match="memory is damaged"):
        witness.add_checkpoint(asking(record, 0))


def test_a_witness_that_cannot_remember_cosigns_nothing(record: Record, witness: Witness) -> None:
    """Where the new note cannot be put in its place there is no answer, and the old one stays."""
    witness.add_checkpoint(asking(record, 0))
    first = record.size
    (file,) = witness.folder.glob("logs/*/checkpoint")
    kept = file.read_bytes()
    file.unlink()
    (file / "in the way").mkdir(parents=True)
    grow(record)
    with pytest.raises(RecordError):
        witness.add_checkpoint(asking(record, first))
    (file / "in the way").rmdir()
    file.rmdir()
    file.write_bytes(kept)
    assert size_of(witness, record) == first


def test_a_witness_is_made_once_and_trusts_only_keys_of_logs(witness: Witness) -> None:
    """A second one in the same folder, a witness's key as a log's, and a folder without one are refused."""
    with pytest.raises(UsageError, match="there is a witness"):
        Witness.create(witness.folder, "again")
    with pytest.raises(NoteError, match="key of a witness"):
        witness.trust(witness.signer.vkey)
    with pytest.raises(NotFoundError, match="witness init"):
        Witness(witness.folder / "nothing")


def test_a_request_reads_as_it_was_written(record: Record) -> None:
    """Whatever sizes are offered."""
    note = heads.signed_head(record)
    for sizes in itertools.combinations(range(record.size + 1), 2):
        proofs = {size: tuple(requests.proof_from(record, size, record.size)) for size in sizes}
        assert parse_request(request_text(proofs, note)).proofs == proofs
    assert parse_signatures(str(parse_request(request_text({0: ()}, note)).note.signatures[0]))


def test_spoilt_proofs_fill_no_disk_and_a_real_fork_still_finds_a_place(record: Record, witness: Witness) -> None:
    """Anybody can relay honest checkpoints with broken proofs; of one log only so many files come of it."""
    first = record.size
    witness.add_checkpoint(asking(record, 0))
    for _ in range(12):
        grow(record)
        note = heads.signed_head(record)
        assert witness.add_checkpoint(request_text({first: [bytes(32)]}, note)).status == 422
    assert len(list((witness.folder / "forks").glob("*/*"))) == FORKS_OF_A_LOG
    answer = witness.add_checkpoint(forged(record, first, bytes(32), first))
    assert answer.evidence is not None
    assert fork_file.judge(fork_file.read(answer.evidence), [signer_of(record).vkey]).shows_fork


def test_an_answer_brought_as_a_request_is_told_for_what_it_is(record: Record, witness: Witness) -> None:
    """The two lie side by side on one stick."""
    answer = witness.add_checkpoint(asking(record, 0))
    with pytest.raises(NoteError, match="no request; the keeper of the record makes"):
        parse_request(answer.last or "", "answer.txt")
    with pytest.raises(NoteError, match="this is a request, which nobody has cosigned"):
        heads.take_cosigned(record, asking(record, 0), "request.txt")


def test_a_witness_that_was_away_for_long_is_not_left_behind(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rounds the others made meanwhile: the file has a proof from what it cosigned last."""
    monkeypatch.setattr(requests, "OFFERED", 2)
    north, away = make_witness(tmp_path, "north", record), make_witness(tmp_path, "away", record)
    agree(record, north, away)
    cosigned_by(record, north, away)
    for _ in range(4):
        grow(record)
        cosigned_by(record, north)
    (answer,) = cosigned_by(record, away)
    assert answer.status == 200
