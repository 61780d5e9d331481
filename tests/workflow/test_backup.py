"""Backups while others write, and records made from them."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.errors import BundleError, NotFoundError, RecordError, RolledBackError, UsageError
from truceline.ledger import Record
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.key_backup import back_up_keys, restore_keys
from truceline.ledger.care.restoring import restore
from truceline.ledger.evidence import kept_file
from truceline.ledger.heads.heads import signed_head
from truceline.ledger.heads.succession import succeed
from truceline.ledger.sealed import keyring
from truceline.workflow.evidence import add_files

PASSPHRASE = "four words of mine"
CHEAP = 2**14
"""Enough of scrypt to see that it is asked for."""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with a pack, two reports, their claims, and a piece of evidence with a sealed note."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        made.append([made.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
        for number in (1, 2):
            told = report(number)
            made.append([made.draft_report(told, raw=told.text.encode(), media="text/plain"), made.draft_claim(claim(told))])
        picture = tmp_path / "picture.jpg"
        picture.write_bytes(b"\xff\xd8\xff a picture")
        add_files(made, [picture], by="ann", note="from the bakery")
        yield made


def contents(folder: Path) -> dict[str, str]:
    """Return what is in a folder, by path: hashes of files."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("as_folder", [False, True])
def test_a_record_comes_back_whole_from_its_backup(record: Record, tmp_path: Path, *, as_folder: bool) -> None:
    """Same size, same root, same claims, same sealed values, and it verifies; as one file and as a folder."""
    made = back_up(record, tmp_path / "backup", as_folder=as_folder)
    found = restore(tmp_path / "backup", tmp_path / "again")
    assert (found.manifest, found.behind, found.signed_size) == (made.manifest, 0, made.manifest.size)
    with Record.open(tmp_path / "again") as again:
        assert (again.size, again.root, again.origin) == (record.size, record.root, record.origin)
        assert again.claims() == record.claims()
        assert kept_file(again, "ev1").note == "from the bakery"
        assert again.verify().ok
        again.append([again.draft_report(report(3), raw=b"third", media="text/plain")])


def test_copying_and_verifying_say_how_far_they_are(record: Record, tmp_path: Path) -> None:
    """From the first page of the database to the last entry that is verified; never back, and in the end all is done."""
    backing: list[tuple[int, int | None]] = []
    back_up(record, tmp_path / "a.tlb", watch=lambda done, total: backing.append((done, total)))
    restoring: list[tuple[int, int | None]] = []
    restore(tmp_path / "a.tlb", None, watch=lambda done, total: restoring.append((done, total)))
    for steps in (backing, restoring):
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]
    assert backing[0][1] is None
    half = (restoring[-1][1] or 0) // 2
    assert any(done > half for done, _ in restoring)


def test_checking_a_backup_leaves_nothing_behind(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything a restoring would verify is verified, and no file of it stays."""
    back_up(record, tmp_path / "backup")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    before = contents(tmp_path)
    found = restore(tmp_path / "backup", None)
    assert found.folder is None
    assert found.verification.ok
    assert contents(tmp_path) == before


def test_a_backup_holds_no_key_and_no_sealed_word(record: Record, tmp_path: Path) -> None:
    """Whoever finds it without the keys reads nothing of what was sealed."""
    back_up(record, tmp_path / "backup")
    data = (tmp_path / "backup").read_bytes()
    assert b"bakery" not in data
    folder = keyring.folder_of(record.origin)
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix == ".key":
            assert file.read_bytes() not in data


def test_a_backup_is_of_one_moment_while_others_write(record: Record, tmp_path: Path) -> None:
    """What three writers append meanwhile is in it or not, whole: each backup verifies against its own size and root."""
    stop = threading.Event()

    def write(who: int) -> None:
        with Record.open(record.folder) as own:
            number = 100 * who
            while not stop.is_set():
                told = report(number := number + 1)
                own.append([own.draft_report(told, raw=told.text.encode(), media="text/plain"), own.draft_claim(claim(told))])

    threads = [threading.Thread(target=write, args=(who,)) for who in (1, 2, 3)]
    for thread in threads:
        thread.start()
    try:
        made = [back_up(record, tmp_path / f"backup{number}") for number in range(3)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert made[0].manifest.size < made[2].manifest.size < record.size
    for number, each in enumerate(made):
        found = restore(tmp_path / f"backup{number}", None)
        assert (found.verification.size, found.verification.root) == (each.manifest.size, each.manifest.root)
        assert record.verify(size=each.manifest.size, root=each.manifest.root).ok


def test_nothing_is_overwritten(record: Record, tmp_path: Path) -> None:
    """Neither by a backup nor by a restoring; an empty folder is taken."""
    back_up(record, tmp_path / "backup")
    for as_folder in (False, True):
        with pytest.raises(UsageError, match="exists already and is not overwritten"):
            back_up(record, tmp_path / "backup", as_folder=as_folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        restore(tmp_path / "backup", tmp_path / "full")
    (tmp_path / "empty").mkdir()
    assert restore(tmp_path / "backup", tmp_path / "empty").folder == str(tmp_path / "empty")


def test_an_old_copy_is_said_to_be_behind_and_opens_only_after_it_was_declared(record: Record, tmp_path: Path) -> None:
    """Restoring is not refused; the number of entries is said, and the log stays shut until its successor stands in it."""
    back_up(record, tmp_path / "backup")
    add_files(record, [tmp_path / "picture.jpg"], by="ann", of="report", subject="r1")
    record.close()
    found = restore(tmp_path / "backup", tmp_path / "old")
    assert found.behind == 1
    assert not found.verification.ok
    with pytest.raises(RolledBackError, match="an old copy was put in its place"):
        Record.open(tmp_path / "old")
    with Record.open(tmp_path / "old", is_checked=False) as old:
        succeed(old, reason="restored", by="ann")
    with Record.open(tmp_path / "old") as old:
        assert old.verify().ok
        back_up(old, tmp_path / "backup-of-the-successor")
    assert restore(tmp_path / "backup-of-the-successor", None).behind == 0


def test_what_was_redacted_since_is_taken_out_of_an_old_copy_again(record: Record, tmp_path: Path) -> None:
    """A newer copy is named; its orders hold for the old one too, bytes and sealed values alike."""
    from truceline.workflow.redacting import approve, ask  # noqa: PLC0415 - only here

    back_up(record, tmp_path / "backup")
    sha256 = kept_file(record, "ev1").sha256
    assert sha256 is not None
    approve(record, ask(record, "ev1", basis="danger-to-a-person", by="ann").id, by="ben")
    assert not record.files.holds(sha256)
    signed_head(record)
    plain = restore(tmp_path / "backup", tmp_path / "plain")
    assert (plain.taken_out_since, plain.behind > 0) == (0, True)
    found = restore(tmp_path / "backup", tmp_path / "taken-out", newer=record)
    assert found.taken_out_since >= 2
    with Record.open(tmp_path / "taken-out", is_checked=False) as again:
        assert not again.files.holds(sha256)
        assert kept_file(again, "ev1").note is None
        assert again.size == found.manifest.size
    back_up(record, tmp_path / "later")
    assert restore(tmp_path / "later", tmp_path / "of-later").verification.ok


def test_what_a_newer_copy_ordered_is_ordered_again_in_the_log_that_goes_on(record: Record, tmp_path: Path) -> None:
    """After the succession each order stands there once, leads to the leaf it began as, and nothing is missing without one."""
    from truceline.workflow.redacting import approve, ask, requests  # noqa: PLC0415 - only here

    back_up(record, tmp_path / "backup")
    approve(record, ask(record, "ev1", basis="danger-to-a-person", by="ann").id, by="ben")
    approve(record, ask(record, "r1", basis="consent-withdrawn", by="ann").id, by="ben")
    theirs = [entry.leaf_hash.hex() for entry in record.entries() if entry.kind == "redaction.ordered"]
    signed_head(record)
    restore(tmp_path / "backup", tmp_path / "again", newer=record)
    with Record.open(tmp_path / "again", is_checked=False) as again:
        assert not [entry for entry in again.entries() if entry.kind == "redaction.ordered"]
        succeed(again, reason="restored", by="ann")
    for _ in range(2):
        with Record.open(tmp_path / "again") as again:
            ordered = [entry for entry in again.entries() if entry.kind == "redaction.ordered"]
            assert [entry.refs[0] for entry in ordered] == theirs
            assert [entry.by for entry in ordered] == ["ben", "ben"]
            assert again.verify().problems == ()
            assert again.reports()[0].withheld is not None
    with Record.open(tmp_path / "again") as again:
        asked = ask(again, "r2", basis="consent-withdrawn", by="ann")
        assert asked.order is None
        assert [each.id for each in requests(again)] == [asked.id]
        approve(again, asked.id, by="ben")
        assert again.verify().problems == ()


def test_a_newer_copy_must_be_one(record: Record, tmp_path: Path) -> None:
    """Another record's orders have no say here."""
    back_up(record, tmp_path / "backup")
    with Record.create(tmp_path / "other", "exercise", "valley") as other, pytest.raises(UsageError, match="no newer copy"):
        restore(tmp_path / "backup", tmp_path / "again", newer=other)
    assert not (tmp_path / "again").exists()


def test_the_disk_that_fills_in_the_middle_leaves_nothing_half(record: Record, tmp_path: Path) -> None:
    """Neither a backup, nor a record; the message names the file and what to do."""
    import resource  # noqa: PLC0415 - only here
    import signal  # noqa: PLC0415

    back_up(record, tmp_path / "backup")
    size = (tmp_path / "backup").stat().st_size
    before = contents(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for limit in (4096, size // 3, size // 2):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            for as_folder in (False, True):
                with pytest.raises(RecordError, match="nothing is left of it"):
                    back_up(record, tmp_path / "half", as_folder=as_folder)
            with pytest.raises(RecordError, match="nothing is left of it"):
                restore(tmp_path / "backup", tmp_path / "half")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    after = contents(tmp_path)
    assert {path: digest for path, digest in after.items() if not path.startswith("record/")} == {
        path: digest for path, digest in before.items() if not path.startswith("record/")
    }
    assert record.verify().ok


def test_keys_are_backed_up_apart_and_open_what_was_sealed_on_another_machine(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With backup, key file and passphrase everything is there again; with less, what is sealed stays shut."""
    back_up(record, tmp_path / "backup")
    assert back_up_keys(record, tmp_path / "keys.json", PASSPHRASE, cost=CHEAP) > 0
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "other-machine"))
    restore(tmp_path / "backup", tmp_path / "again")
    with Record.open(tmp_path / "again") as again:
        assert kept_file(again, "ev1").note is None
    with pytest.raises(BundleError, match="does not open: the passphrase is another one"):
        restore_keys(tmp_path / "keys.json", PASSPHRASE + ".")
    assert restore_keys(tmp_path / "keys.json", PASSPHRASE).written > 0
    with Record.open(tmp_path / "again") as again:
        assert kept_file(again, "ev1").note == "from the bakery"
    assert restore_keys(tmp_path / "keys.json", PASSPHRASE).written == 0


def test_a_key_that_is_there_is_never_overwritten(record: Record, tmp_path: Path) -> None:
    """Putting keys back where others are says which differ and leaves them."""
    back_up_keys(record, tmp_path / "keys.json", PASSPHRASE, cost=CHEAP)
    folder = keyring.folder_of(record.origin)
    (file,) = folder.rglob("open.key")
    file.write_bytes(bytes(32))
    assert restore_keys(tmp_path / "keys.json", PASSPHRASE).differing == (str(file),)
    assert file.read_bytes() == bytes(32)


def test_a_short_passphrase_or_no_key_is_refused(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that seems to protect and does not is worse than none."""
    with pytest.raises(UsageError, match="at least 12"):
        back_up_keys(record, tmp_path / "keys.json", "short")
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "other-machine"))
    with pytest.raises(NotFoundError, match="no key of this record is on this machine"):
        back_up_keys(record, tmp_path / "keys.json", PASSPHRASE, cost=CHEAP)
    assert not (tmp_path / "keys.json").exists()


def test_a_changed_key_file_opens_nothing(record: Record, tmp_path: Path) -> None:
    """Every value in the open is bound to the content; the costs asked for are limited before they are paid."""
    back_up_keys(record, tmp_path / "keys.json", PASSPHRASE, cost=CHEAP)
    whole = json.loads((tmp_path / "keys.json").read_text())
    for name, value in (
        ("origin", "another"),
        ("n", 2**15),
        ("n", 2**40),
        ("r", 1000),
        ("salt", "AAAA"),
        ("v", 2),
        ("what", "x"),
    ):
        (tmp_path / "changed.json").write_text(json.dumps({**whole, name: value}))
        with pytest.raises(BundleError, match=r"changed\.json"):
            restore_keys(tmp_path / "changed.json", PASSPHRASE)


def test_a_machine_that_cannot_sign_backs_up_with_the_newest_checkpoint_there_is(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the log's key nothing new is signed, and what is appended here is in the backup all the same."""
    signed = back_up(record, tmp_path / "first").manifest.size
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "other-machine"))
    told = report(9)
    record.append([record.draft_report(told, raw=told.text.encode(), media="text/plain")])
    back_up(record, tmp_path / "second")
    found = restore(tmp_path / "second", None)
    assert (found.signed_size, found.manifest.size) == (signed, signed + 1)


def test_every_file_in_a_backup_is_named_in_its_manifest_with_its_hash(record: Record, tmp_path: Path) -> None:
    """Whoever has only unzip and sha256sum can check it; what is said of the log is in plain words."""
    made = back_up(record, tmp_path / "backup")
    with zipfile.ZipFile(tmp_path / "backup") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert hashlib.sha256(archive.read("manifest.json")).hexdigest() == made.manifest_sha256
        assert archive.read("manifest.sha256").decode() == f"{made.manifest_sha256}  manifest.json\n"
        assert {file["path"] for file in manifest["files"]} == set(archive.namelist()) - {"manifest.json", "manifest.sha256"}
        for file in manifest["files"]:
            data = archive.read(file["path"])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
    assert (manifest["what"], manifest["v"], manifest["origin"]) == ("truceline backup", 1, record.origin)
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
