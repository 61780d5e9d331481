"""Changing the key of a compartment: all is read as before with the new key, nothing with the old, whatever interrupts it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fakes import steps
from fakes.forking import Child
from fakes.small_reports import THEATRE, report
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Draft, Record, rekeying
from truceline.ledger.care import key_backup
from truceline.ledger.disk.archive import LOCKED
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import ReviewDecided
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.sealed import keyring
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.sealed.locked_files import read_head
from truceline.ledger.sealed.vault import Vault, name_of
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.doctor import examine
from truceline.workflow.evidence import add_files

CALL = Call(received="2016-09-20T07:00:00+03:00", about="shelling", words="They hit the bakery.", caller="Karim Example")
VIDEO = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 8192


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with a call, a confidential report and a confidential video in one compartment, and a call in another."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        made.append([made.draft_pack(THEATRE, {})])
        co, other = (Compartments(made.origin).add(name).id for name in ("medics", "sources"))
        receive_call(made, CALL, "ann", co)
        receive_call(made, Call(received=CALL.received, about="other", words="Other words.", caller="Nour"), "ann", other)
        told = report(1, title="sealed title")
        made.append([made.draft_confidential(told, co, raw=b"raw", media="text/plain")])
        (tmp_path / "roof.mp4").write_bytes(VIDEO)
        add_files(made, [tmp_path / "roof.mp4"], by="ann", note="from the roof", compartment=co, confidential=True)
        yield made


def medics(record: Record) -> str:
    return Compartments(record.origin).id_of("medics")


def answers(record: Record) -> list[object]:
    """Everything that is sealed, as it is read here."""
    evidence = next(each for each in record.entries() if each.kind == "evidence.registered")
    digest = record.log.disclosures(evidence.idx)["sha256"].value
    reports = [(held.id, held.title, record.report(held.id).text) for held in record.reports()]
    callers = [call.caller for call in record.calls()]
    return [callers, reports, record.read_archived(digest), record.reference("x", medics(record))]


def test_everything_is_read_as_before_with_the_new_key_and_nothing_with_the_old(record: Record) -> None:
    """Values, files, texts, ids and decoys; the log says who changed it, and the record verifies."""
    co, before, size = medics(record), answers(record), record.size
    (old,) = record.vault.keys(co)
    done = rekeying.rotate(record, co, by="ben", at_once=True)
    (new,) = record.vault.keys(co)
    assert (done.is_done, done.files, done.key) == (True, 3, name_of(new).hex())
    assert done.values > 5
    assert answers(record) == before
    assert record.verify().ok
    entry = record.entry(size)
    assert (entry.kind, entry.by, entry.co, record.size) == ("compartment.rekeyed", "ben", co, size + 1)
    for (wrapped,) in record.log.sql.execute("SELECT wrapped_key FROM disclosure WHERE compartment = ?", (co,)):
        assert wrapped.startswith(name_of(new))
    everything = b"".join(file.read_bytes() for file in record.folder.rglob("*") if file.is_file())
    assert name_of(old) not in everything
    assert old not in b"".join(file.read_bytes() for file in keyring.home().rglob("*") if file.is_file())
    assert not list((record.folder / ".truceline").glob("rekeying.*"))


def test_what_is_made_after_a_change_fits_what_was_made_before(record: Record) -> None:
    """The same call again is the same call, and decoys of both times are known for what they are, after two changes too."""
    co = medics(record)
    for by in ("ben", "cleo"):
        rekeying.rotate(record, co, by=by, at_once=True)
        size = record.size
        assert not receive_call(record, CALL, "ann", co).new
        assert record.size == size
    assert receive_call(record, Call(received=CALL.received, about="third", caller="Lina"), "ann", co).new
    assert record.verify().ok
    assert [entry.by for entry in record.entries() if entry.kind == "compartment.rekeyed"] == ["ben", "cleo"]


def test_another_compartment_is_not_touched(record: Record) -> None:
    """Whoever has the key of another one reads on with it."""
    other = Compartments(record.origin).id_of("sources")
    key = record.vault.keys(other)
    rekeying.rotate(record, medics(record), by="ben", at_once=True)
    assert record.vault.keys(other) == key


def test_a_change_without_the_key_or_during_another_is_refused(record: Record) -> None:
    """Nothing is written then."""
    co, size = medics(record), record.size
    with pytest.raises(NotFoundError, match="is not here"):
        rekeying.rotate(record, "k" + "0" * 16, by="ben")
    assert record.size == size
    assert not rekeying.rotate(record, co, by="ben").is_done
    with pytest.raises(UsageError, match="is being changed already"):
        rekeying.rotate(record, co, by="ben")


def test_what_others_locked_with_the_old_key_meanwhile_is_not_lost(record: Record) -> None:
    """The old key goes only when nobody can be waiting any more, and what came under it until then is wrapped anew."""
    co = medics(record)
    late = seal("caller", "Late Example")
    locked = Vault(record.origin).lock(co, late.digest, late.encoded)
    assert not rekeying.rotate(record, co, by="ben").is_done
    assert len(record.vault.keys(co)) == 2
    with record.log.writing():
        row = (late.digest, None, co, locked.nonce, locked.ciphertext, locked.wrapped_key)
        record.log.sql.execute("INSERT INTO disclosure VALUES (?, ?, ?, ?, ?, ?)", row)
    with Record.open(record.folder):
        assert len(record.vault.keys(co)) == 2
    with Record.open(record.folder) as again:
        (done,) = rekeying.finish(again, at_once=True)
        assert (done.is_done, done.values) == (True, 0)  # opening had wrapped it already
        assert len(again.vault.keys(co)) == 1
        assert again.disclosed(late.digest) == "Late Example"


def test_an_entry_that_waited_for_its_turn_is_locked_with_the_key_that_locks_then(record: Record) -> None:
    """However long it waited, and although the old key is gone: its sealed values are read, and nothing is missing."""
    co = medics(record)
    record.append([drafts.sat(by="ann")])
    waiting = record.log.prepared(
        [Draft(kind="review.decided", body=ReviewDecided(), by="ann", co=co, sealed=(seal("note", "late"),))]
    )
    assert rekeying.rotate(record, co, by="ben", at_once=True).is_done
    (idx,) = record.log.put(waiting)
    assert record.log.disclosures(idx)["note"].value == "late"
    assert record.verify().ok


def test_the_old_key_stays_while_a_confidential_file_is_taken_in_that_it_locks(record: Record) -> None:
    """A large file, or many, take longer than anybody would wait; also where it was said that nobody else is working."""
    co = medics(record)
    with Record.open(record.folder, is_checked=False) as other:
        digest = other.archive(b"words of a witness", co)
        done = rekeying.rotate(record, co, by="ben", at_once=True)
        assert (done.is_done, done.is_awaited) == (False, True)
        other.append([drafts.sat(by="ann")])
    (done,) = rekeying.finish(record, at_once=True)
    assert (done.is_done, done.is_awaited, len(record.vault.keys(co))) == (True, False, 1)
    assert record.read_archived(digest) == b"words of a witness"


def test_of_two_who_change_a_key_at_once_one_is_refused_and_nothing_is_lost(record: Record) -> None:
    """Whoever comes second finds the mark of the first."""
    co, before = medics(record), answers(record)

    def change(_: int) -> bool:
        with Record.open(record.folder, is_checked=False) as mine:
            try:
                rekeying.rotate(mine, co, by="ben")
            except UsageError:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(change, range(4))) == [False, False, False, True]
    rekeying.finish(record, at_once=True)
    assert (answers(record), len(record.vault.keys(co))) == (before, 1)


def cut_short(record_folder: Path, case: Path, step: int, before: list[object]) -> int:
    """Change a key in a copy, and end the process at a step (0: none); then open it and look. Return how many steps it took."""
    shutil.copytree(record_folder.parent, case, ignore=shutil.ignore_patterns("case*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCELINE_KEYS", str(case / "keys"))
        assert Child(steps.rekey, str(case), "medics", step).join() == (steps.KILLED if step else 0)
        with Record.open(case / "record") as again:
            rekeying.finish(again, at_once=True)
            assert answers(again) == before, step
            assert len(again.vault.keys(medics(again))) == 1
            assert not list((again.folder / ".truceline").glob("rekeying.*"))
            assert again.verify().ok
            rekeyed = [entry.by for entry in again.entries() if entry.kind == "compartment.rekeyed"]
            assert rekeyed in ([], ["ben"])
            rekeying.rotate(again, medics(again), by="cleo", at_once=True)
            assert answers(again) == before, step
    count = 0 if step else int((case / "steps").read_text())
    shutil.rmtree(case)
    return count


def test_a_change_that_is_cut_short_is_finished_by_the_next_opening(record: Record, tmp_path: Path) -> None:
    """The process ends at some steps, drawn anew at every run; whoever opens the record next reads all of it and goes on."""
    before = answers(record)
    record.close()
    count = cut_short(record.folder, tmp_path / "case", 0, before)
    seed = int(os.environ.get("TRUCELINE_SEED") or random.randrange(2**32))
    print(f"{count} steps, seed {seed}")  # noqa: T201  # seeds are printed
    for step in random.Random(seed).sample(range(1, count + 1), 4):
        cut_short(record.folder, tmp_path / "case", step, before)


@pytest.mark.soak
def test_a_change_may_be_cut_short_anywhere(record: Record, tmp_path: Path) -> None:
    """The same at every step."""
    before = answers(record)
    record.close()
    for step in range(1, cut_short(record.folder, tmp_path / "case", 0, before) + 1):
        cut_short(record.folder, tmp_path / "case", step, before)


def test_a_key_that_was_changed_is_handed_over_with_what_ids_are_made_from(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other office reads everything with it and makes the same references; with the old key it is told that it is old."""
    co, before = medics(record), answers(record)
    old_key = Compartments(record.origin).handed("medics")
    rekeying.rotate(record, co, by="ben", at_once=True)
    new_key = Compartments(record.origin).handed("medics")
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "elsewhere"))
    with Record.open(record.folder, is_checked=False) as theirs:
        Compartments(theirs.origin).take(old_key, "old")
        assert theirs.calls()[0].caller is None
        assert rekeying.outdated(theirs) == {co: theirs.size - 1}
        assert any(found.what == "compartments" and found.state == "attention" for found in examine(theirs.folder))
        Compartments(theirs.origin).take(new_key, "new")
        assert answers(theirs) == [["Karim Example", None], *before[1:]]
        assert rekeying.outdated(theirs) == {}
        assert receive_call(theirs, CALL, "ann", co).new is False


def test_a_key_handed_over_before_another_change_does_not_lock_again(record: Record) -> None:
    """Whoever takes an older file in keeps the key that locks now: a retired one never comes back by it."""
    co = medics(record)
    rekeying.rotate(record, co, by="ben", at_once=True)
    older = Compartments(record.origin).handed("medics")
    rekeying.rotate(record, co, by="ben", at_once=True)
    locks = record.log.vault.key(co)
    Compartments(record.origin).take(older, "older")
    assert record.log.vault.key(co) == locks
    assert answers(record)[0] == ["Karim Example", "Nour"]


def test_a_backup_of_keys_from_before_is_said_to_be_old(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not overwrite the new key; on a machine that has none, what is sealed stays sealed, and doctor says why."""
    key_backup.back_up_keys(record, tmp_path / "keys.json", "four plain words here", cost=2**14)
    rekeying.rotate(record, medics(record), by="ben", at_once=True)
    taken = key_backup.restore_keys(tmp_path / "keys.json", "four plain words here")
    assert [Path(file).suffix for file in taken.older] == [".key"]
    assert taken.differing == ()
    assert record.calls()[0].caller == "Karim Example"
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "elsewhere"))
    key_backup.restore_keys(tmp_path / "keys.json", "four plain words here")
    with Record.open(record.folder, is_checked=False) as theirs:
        assert rekeying.outdated(theirs)


def test_a_damaged_file_does_not_keep_a_record_from_being_opened_while_a_key_is_changed(record: Record) -> None:
    """It is left as it is, for verification to name; everything else is locked anew."""
    digest, file = next((digest, file) for digest, file in record.files.stored() if file.suffix == LOCKED)
    with file.open("rb") as source:
        wrapped = read_head(digest, source).wrapped_key.encode()
    changed = wrapped[:-6] + (b"A" if wrapped[-6:-5] != b"A" else b"B") + wrapped[-5:]
    file.write_bytes(file.read_bytes().replace(wrapped, changed))
    rekeying.rotate(record, medics(record), by="ann", at_once=True)
    with Record.open(record.folder, is_checked=False) as again:
        assert len(again.reports()) == len(record.reports())
    assert changed in file.read_bytes()
