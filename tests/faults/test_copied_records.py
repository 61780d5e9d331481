"""A record is copied and both go on, an old copy is put back, the clock jumps, the same is handed in again and again."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE, claim, report
from fakes.writers import draft
from truceline.errors import ForkError, RecordError, RolledBackError
from truceline.ledger import Draft, Record
from truceline.ledger.heads import fork_file, heads
from truceline.ledger.heads.log_keys import current_key
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.witness import Answer, Witness

NOON = dt.datetime(2026, 9, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


def made(folder: Path, number: int = 20) -> Path:
    with Record.create(folder, "exercise", "valley") as record:
        record.append([draft(f"k{at}") for at in range(number)])
        heads.signed_head(record)
    return folder


def key_of(record: Record) -> VerifierKey:
    key = current_key(record)
    assert key is not None
    return key


def asked(witness: Witness, record: Record) -> Answer:
    """Submit the record's newest checkpoint to a witness."""
    prepared = requests.prepare(record, by="tester", at=NOON, is_now=True)
    return witness.add_checkpoint(requests.request_file(record, prepared))


def evidence_in(folder: Path) -> list[fork_file.Evidence]:
    return [fork_file.read(file) for file in sorted(folder.rglob(f"*{fork_file.SUFFIX}"))]


def test_the_second_of_two_cloned_records_is_refused_by_the_witness_and_evidence_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine is cloned, and both clones go on: who comes second gets 409 or 422, and two signed heads show the fork."""
    folder = made(tmp_path / "record")
    shutil.copytree(folder, tmp_path / "clone")
    shutil.copytree(tmp_path / "keys", tmp_path / "cloned-keys")
    witness = Witness.create(tmp_path / "witness", "witness.example")
    with Record.open(folder) as record:
        key = key_of(record)
        witness.trust(key)
        record.append([draft(f"here {at}") for at in range(3)])
        first = asked(witness, record)
        assert first.status == 200
        assert first.last is not None
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "cloned-keys"))
    with Record.open(tmp_path / "clone") as clone:
        clone.append([draft(f"there {at}") for at in range(9)])
        second = asked(witness, clone)
        assert second.status in (409, 422)
        assert second.last is not None
        # The clone is shown what the witness has, and cannot go on as if nothing were.
        with pytest.raises(ForkError):
            heads.take_cosigned(clone, second.last, "answer of the witness", [witness.signer.vkey])
    found = evidence_in(tmp_path)
    assert found
    assert any(fork_file.judge(each, [key]).shows_fork for each in found)


def test_two_clones_that_share_their_keys_notice_each_other_without_a_witness(tmp_path: Path) -> None:
    """The mark in the key folder is that of the first; the second is refused when it is opened again."""
    folder = made(tmp_path / "record")
    shutil.copytree(folder, tmp_path / "clone")
    with Record.open(folder) as record:
        record.append([draft("here")])
        heads.signed_head(record)
    with pytest.raises(RolledBackError), Record.open(tmp_path / "clone"):
        pass
    with Record.open(tmp_path / "clone", is_checked=False) as clone:
        clone.append([draft(f"there {at}") for at in range(3)])
    with pytest.raises(ForkError), Record.open(tmp_path / "clone"):
        pass
    assert evidence_in(tmp_path)


def test_an_old_copy_put_in_the_place_of_the_record_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    """Restoring a backup is no secret way of taking entries out; nothing is written into it either."""
    folder = made(tmp_path / "record")
    shutil.copytree(folder, tmp_path / "old")
    with Record.open(folder) as record:
        record.append([draft(f"later {at}") for at in range(4)])
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "old", folder)
    for _ in range(2):
        with pytest.raises(RolledBackError, match="22"), Record.open(folder):
            pass
    with Record.open(folder, is_checked=False) as record:
        assert record.size == 22
        with pytest.raises(RecordError):
            heads.signed_head(record)


def test_a_witness_never_goes_back_whoever_comes_first(tmp_path: Path) -> None:
    """Requests of two sizes come in every order; what was cosigned once is never less afterwards."""
    folder = made(tmp_path / "record")
    witness = Witness.create(tmp_path / "witness", "witness.example")
    files = []
    with Record.open(folder) as record:
        witness.trust(key_of(record))
        for number in range(4):
            record.append([draft(f"n{number}")])
            files.append(requests.request_file(record, requests.prepare(record, by="tester", at=NOON, is_now=True)))
    chance = random.Random(7)
    largest = 0
    for file in [chance.choice(files) for _ in range(40)]:
        answer = witness.add_checkpoint(file)
        assert answer.status in (200, 409)
        assert answer.last is not None
        size = int(parse_note(answer.last).text.splitlines()[1])
        assert size >= largest
        largest = size
    assert largest == 16 * 5


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


def test_a_clock_that_jumps_ten_years_moves_no_entry_before_another(tmp_path: Path) -> None:
    """Ten years back, ten on, and a leap second's worth: `at` never goes back, `clk` keeps what the clock said, as-of stays."""
    clock = Clock()
    with Record.create(tmp_path / "record", "exercise", "valley", clock=clock) as record:
        record.append([record.draft_pack(THEATRE, {})])
        told = report(1)
        record.append([record.draft_report(told, raw=b"", media="text/plain"), record.draft_claim(claim(told))])
        then = record.size - 1
        known = record.claims(entry=then)
        jumps = [dt.timedelta(days=-3652), dt.timedelta(days=-3652, hours=1), dt.timedelta(days=3652), dt.timedelta(seconds=-1)]
        for number, jump in enumerate(jumps, 2):
            clock.now = NOON + jump
            told = report(number)
            record.append([record.draft_report(told, raw=b"", media="text/plain"), record.draft_claim(claim(told))])
            assert record.claims(entry=then) == known
        entries = list(record.entries())
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        assert entries[then + 1].at == entries[then].at
        assert b'"clk":"2016-09-2' in entries[then + 1].leaf
        assert b'"clk"' not in entries[then].leaf
        assert entries[-1].at > "2036"
        assert record.verify().ok
    with Record.open(tmp_path / "record", clock=clock) as record:
        assert record.claims(entry=then) == known


def batch_of(record: Record, numbers: range) -> list[Draft]:
    batch = []
    for number in numbers:
        told = report(number, title=f"sealed {number}")
        batch += [record.draft_report(told, raw=told.text.encode(), media="text/plain"), record.draft_claim(claim(told))]
    return batch


def test_the_same_batch_three_times_shuffled_and_half_failed_adds_each_entry_once(tmp_path: Path) -> None:
    """However often and in whatever order the same reports come in, there is one entry for each, in its first place."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
        places = record.append(batch_of(record, range(12)))
        size, root = record.size, record.root
        for _ in range(2):
            assert record.append(batch_of(record, range(12))) == places
        order = list(range(24))
        chance.shuffle(order)
        again = batch_of(record, range(12))
        assert record.append([again[at] for at in order]) == tuple(places[at] for at in order)
        assert (record.size, record.root) == (size, root)
        # The second half is new and clashes at its end: all of it fails, and goes through once the clash is out.
        clashing = claim(report(3)).id
        wrong = batch_of(record, range(10, 14))
        wrong.append(Draft(kind="claim.accepted", body=wrong[0].body, by="x", key=clashing))
        with pytest.raises(Exception, match=r"claim\.accepted"):
            record.append(wrong)
        assert (record.size, record.root) == (size, root)
        assert record.append(batch_of(record, range(10, 14)))[:4] == places[20:]
        assert record.size == size + 4
        assert record.verify().ok
    with Record.open(tmp_path / "record") as record:
        assert record.append(batch_of(record, range(12))) == places
