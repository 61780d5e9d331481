"""Evidence: files beside the reports, copies of them, and the chain of custody."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.small_reports import claim, report
from truceline.errors import InputError, KeyMissingError, NotFoundError, RecordBrokenError, RecordError, UsageError
from truceline.ledger import Record
from truceline.ledger.evidence import kept_file, kept_files
from truceline.ledger.sealed.compartments import Compartments
from truceline.workflow.custody import check_all, copy_out, history, show, wanted_file
from truceline.workflow.evidence import add_files
from truceline.workflow.media import media_of

PICTURE = b"\xff\xd8\xff\xe0 a picture of a bridge"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with one report and one claim."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        told = report(1)
        made.append([made.draft_report(told, raw=told.text.encode(), media="text/plain"), made.draft_claim(claim(told))])
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture with a name that says whose it is."""
    file = tmp_path / "from-samir-the-baker.jpg"
    file.write_bytes(PICTURE)
    return file


def test_a_file_comes_in_unchanged_and_the_log_only_commits_itself_to_it(record: Record, picture: Path) -> None:
    """Neither digest nor name nor note stand in any leaf; who can unlock them reads them all."""
    (added,) = add_files(record, [picture], by="ann", note="the east bank")
    kept = kept_file(record, added.evidence)
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert (kept.sha256, kept.size, kept.media) == (digest, len(PICTURE), "image/jpeg")
    assert (kept.name, kept.note, kept.by) == (picture.name, "the east bank", "ann")
    leaves = b"".join(entry.leaf for entry in record.entries())
    for hidden in (digest, "samir", "east bank", "image/jpeg"):
        assert hidden.encode() not in leaves
    assert record.read_archived(digest) == PICTURE
    assert record.verify().ok


def test_the_bytes_are_on_the_disk_before_the_entry_that_names_them(record: Record, picture: Path) -> None:
    """Whatever happens to the transaction, no entry ever names what is not there; the same command then goes on."""
    digest = hashlib.sha256(PICTURE).hexdigest()
    seen = []

    def stop(stage: str) -> None:
        if stage == "looked up":
            seen.append((record.folder / ".truceline" / "archive" / digest[:2] / digest).read_bytes())
            raise InterruptedError

    record.log.at_stage = stop
    with pytest.raises(InterruptedError):
        add_files(record, [picture], by="ann")
    assert seen == [PICTURE]
    assert record.size == 3
    record.log.at_stage = lambda _stage: None
    assert add_files(record, [picture], by="ann")[0].evidence == "ev1"


def test_the_same_file_for_the_same_thing_is_kept_once(record: Record, picture: Path) -> None:
    """Running the command again adds nothing; for another thing it is evidence again, with the bytes kept once."""
    (first,) = add_files(record, [picture], by="ann")
    (again,) = add_files(record, [picture], by="ben")
    assert (again.evidence, again.new) == (first.evidence, False)
    (other,) = add_files(record, [picture], by="ann", of="report", subject="r1")
    assert (other.evidence, other.new) == ("ev2", True)
    assert [kept.id for kept in kept_files(record)] == ["ev1", "ev2"]


def test_what_it_belongs_to_must_be_there(record: Record, picture: Path) -> None:
    """A slip in an id is noticed before anything is written."""
    for of in ("report", "incident", "claim"):
        with pytest.raises(NotFoundError, match=f"no {of} 'nowhere'"):
            add_files(record, [picture], by="ann", of=of, subject="nowhere")
    with pytest.raises(NotFoundError, match="no evidence ev9"):
        add_files(record, [picture], by="ann", of="evidence", subject="ev9")
    assert not list(kept_files(record))


def test_a_copy_made_from_the_original_refers_to_its_entry(record: Record, picture: Path, tmp_path: Path) -> None:
    """The original stays as it is; what is derived from it says so by the hash of its leaf."""
    add_files(record, [picture], by="ann")
    smaller = tmp_path / "smaller.jpg"
    smaller.write_bytes(PICTURE[:20])
    (derived,) = add_files(record, [smaller], by="ann", of="evidence", subject="ev1")
    assert record.entry(derived.entry).refs == (kept_file(record, "ev1").leaf_hash,)


def test_a_large_file_is_never_whole_in_memory(record: Record, tmp_path: Path) -> None:
    """30 MB come in and go out in pieces, and progress is told."""
    import tracemalloc  # noqa: PLC0415 - only here

    large = tmp_path / "video.mp4"
    large.write_bytes(b"\0\0\0\x18ftypisom" + os.urandom(1 << 20) * 30)
    steps: list[tuple[int, int | None]] = []
    tracemalloc.start()
    (added,) = add_files(record, [large], by="ann", watch=lambda done, total: steps.append((done, total)))
    copy_out(record, wanted_file(record, added.evidence), tmp_path / "copy", by="ann", reason="test")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15_000_000
    assert added.media == "video/mp4"
    assert steps[-1] == (large.stat().st_size, large.stat().st_size)
    assert (tmp_path / "copy").read_bytes() == large.read_bytes()


def test_folders_pipes_and_missing_files_are_refused(record: Record, tmp_path: Path, picture: Path) -> None:
    """Nothing is put in where one of several cannot be; a pipe would never end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for wrong in (tmp_path, pipe, tmp_path / "nowhere.jpg"):
        with pytest.raises(InputError, match="nothing was put in"):
            add_files(record, [picture, wrong], by="ann")
    assert not list(kept_files(record))


def test_a_copy_is_hashed_and_written_down_with_who_why_and_where_to(record: Record, picture: Path, tmp_path: Path) -> None:
    """The chain of custody tells all of it; reason and place are sealed in the log."""
    add_files(record, [picture], by="ann", note="the east bank")
    target = tmp_path / "court.jpg"
    idx = copy_out(record, wanted_file(record, "ev1"), target, by="ben", reason="for the court")
    assert target.read_bytes() == PICTURE
    assert target.stat().st_mode & 0o077 == 0
    out = io.BytesIO()
    show(record, wanted_file(record, hashlib.sha256(PICTURE).hexdigest()[:12]), out, by="cem", reason="to look")
    assert out.getvalue() == PICTURE
    steps = history(record, "ev1")
    assert [(step.kind, step.by, step.found) for step in steps] == [
        ("evidence.registered", "ann", None),
        ("custody.copied", "ben", "intact"),
        ("custody.accessed", "cem", "intact"),
    ]
    assert (steps[1].reason, steps[1].to, steps[1].entry) == ("for the court", str(target), idx)
    leaf = record.entry(idx).leaf
    assert b"court" not in leaf
    assert record.entry(idx).refs == (kept_file(record, "ev1").leaf_hash,)


def test_the_bytes_a_report_came_in_as_have_a_chain_of_custody_too(record: Record, tmp_path: Path) -> None:
    """By its id or by the digits of its hash."""
    copy_out(record, wanted_file(record, "r1"), tmp_path / "r1.txt", by="ann", reason="to compare")
    assert (tmp_path / "r1.txt").read_bytes() == report(1).text.encode()
    assert [step.kind for step in history(record, "r1")] == ["report.archived", "custody.copied"]


def test_nothing_is_overwritten_and_nothing_is_said_of_a_copy_that_failed(record: Record, picture: Path, tmp_path: Path) -> None:
    """A file, and a link to nowhere, stay what they are; the log has no entry, the folder no half file."""
    add_files(record, [picture], by="ann")
    taken, dangling = tmp_path / "taken", tmp_path / "dangling"
    taken.write_text("mine")
    dangling.symlink_to(tmp_path / "nowhere")
    size, names = record.size, sorted(tmp_path.iterdir())
    for target in (taken, dangling):
        with pytest.raises(UsageError, match="exists already and is not overwritten"):
            copy_out(record, wanted_file(record, "ev1"), target, by="ben", reason="x")
    assert (record.size, sorted(tmp_path.iterdir()), taken.read_text()) == (size, names, "mine")


@pytest.mark.parametrize("name", ["../../escaped.jpg", "/tmp/escaped", "a\nb", "\u202egpj.exe", "-rf", "CON"])
def test_a_hostile_name_is_kept_sealed_and_is_never_a_path(record: Record, tmp_path: Path, name: str) -> None:
    """Names that come with a file are words about it and nothing more."""
    hostile = tmp_path / "inbox" / name.replace("/", "_")
    hostile.parent.mkdir()
    hostile.write_bytes(PICTURE)
    (added,) = add_files(record, [hostile], by="ann")
    before = sorted(tmp_path.rglob("*"))
    copy_out(record, wanted_file(record, added.evidence), tmp_path / "copy", by="ann", reason="x")
    assert set(tmp_path.rglob("*")) - set(before) == {tmp_path / "copy"}
    assert kept_file(record, added.evidence).name == hostile.name


def test_a_changed_or_missing_file_is_not_handed_out_and_the_log_says_so(record: Record, picture: Path, tmp_path: Path) -> None:
    """Whoever asked learns it, the copy does not come to be, and the chain of custody has how the bytes were found."""
    (added,) = add_files(record, [picture], by="ann")
    place = record.folder / ".truceline" / "archive" / added.sha256[:2] / added.sha256
    wanted = wanted_file(record, "ev1")
    place.write_bytes(b"another picture")
    with pytest.raises(RecordBrokenError, match="was changed: expected SHA-256"):
        copy_out(record, wanted, tmp_path / "copy", by="ben", reason="x")
    place.unlink()
    out = io.BytesIO()
    with pytest.raises(NotFoundError, match="no archived file"):
        show(record, wanted, out, by="ben", reason="x")
    assert out.getvalue() == b""
    assert not (tmp_path / "copy").exists()
    assert [step.found for step in history(record, "ev1")] == [None, "changed", "missing"]
    checked = check_all(record, by="ann")
    assert (checked.files, checked.intact, checked.missing) == (2, 1, 1)
    assert checked.problems[0].startswith("evidence ev1: no archived file")


def test_hashing_everything_anew_is_an_entry_with_counts(record: Record, picture: Path) -> None:
    """Evidence and the bytes of reports, and the entry stands in each chain of custody."""
    add_files(record, [picture], by="ann")
    checked = check_all(record, by="ann")
    assert (checked.files, checked.intact, checked.changed, checked.missing, checked.withheld) == (2, 2, 0, 0, 0)
    assert history(record, "ev1")[-1].reason == "everything hashed anew: 2 of 2 intact"


def test_evidence_whose_values_were_withheld_stays_in_the_list(record: Record, picture: Path) -> None:
    """One sees that something was there, and gets neither name nor bytes."""
    add_files(record, [picture], by="ann")
    with record.log.writing():
        record.connection.exec_driver_sql("DELETE FROM disclosure")
    kept = kept_file(record, "ev1")
    assert (kept.sha256, kept.name) == (None, None)
    assert kept.sealed >= 4
    with pytest.raises(NotFoundError, match=r"ev1 .* was withheld"):
        wanted_file(record, "ev1")
    assert check_all(record, by="ann").withheld == 1


def test_a_confidential_video_lies_encrypted_and_never_as_it_came(record: Record, tmp_path: Path) -> None:
    """Frame by frame, in little memory; whoever has the compartment's key gets it back, and nobody else even its name."""
    words, size = b"a face at the window", 12_000_000
    video = tmp_path / "roof.mp4"
    with video.open("wb") as out:
        out.write(words)
        out.truncate(size)
    co = Compartments(record.origin).add("medics").id
    tracemalloc.start()
    (added,) = add_files(record, [video], by="ann", note="from the roof", compartment=co, confidential=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < size / 2
    assert record.files.is_locked(added.sha256)
    assert not [f for f in record.folder.rglob("*") if f.is_file() and words in f.read_bytes()]
    copy_out(record, wanted_file(record, "ev1"), tmp_path / "copy.mp4", by="ann", reason="for the court")
    assert (tmp_path / "copy.mp4").read_bytes() == video.read_bytes()
    assert record.verify().ok
    (again,) = add_files(record, [video], by="ann", compartment=co, confidential=True)
    assert (again.new, len(list(record.files.stored()))) == (False, 2)
    with without_keys(record, co) as other:
        assert (kept_file(other, "ev1").name, kept_file(other, "ev1").sha256) == (None, None)
        checked = check_all(other, by="ben")
        assert (checked.missing, checked.changed, checked.withheld, checked.problems) == (0, 0, 1, ())
        assert other.verify().problems == ()


@contextlib.contextmanager
def without_keys(record: Record, compartment: str) -> Iterator[Record]:
    """Give the record as it is opened where the key of a compartment is not."""
    file = record.vault.file(compartment)
    away = file.rename(file.with_suffix(".away"))
    try:
        with Record.open(record.folder) as other:
            yield other
    finally:
        away.rename(file)


def test_a_confidential_report_whose_key_is_not_here_is_withheld_and_not_missing(record: Record) -> None:
    """What cannot be read here was not lost: hashing everything anew says so, and so does asking for it."""
    co = Compartments(record.origin).add("medics").id
    told = report(2)
    record.append([record.draft_confidential(told, co, raw=b"as it came", media="text/plain")])
    name = record.reports()[-1].id
    with without_keys(record, co) as other:
        checked = check_all(other, by="ben")
        assert (checked.files, checked.missing, checked.withheld, checked.problems) == (1, 0, 1, ())
        size = other.size
        with pytest.raises(KeyMissingError, match="compartment"):
            show(other, wanted_file(other, name), io.BytesIO(), by="ben", reason="to see")
        assert other.size == size


def test_a_file_that_changes_while_it_is_locked_is_refused(record: Record, tmp_path: Path) -> None:
    """What was hashed and what was encrypted are the same bytes, or nothing is kept."""
    video = tmp_path / "growing.mp4"
    video.write_bytes(bytes(3_000_000))

    def grow(done: int, total: int | None) -> None:
        if total and done == total // 2:
            with video.open("r+b") as out:
                out.write(b"other")

    with pytest.raises(RecordError, match="changed while it was read"):
        add_files(record, [video], by="ann", confidential=True, watch=grow)
    assert list(kept_files(record)) == []
    assert not list((record.folder / ".truceline" / "archive" / "waiting").iterdir())


def test_too_few_digits_and_unknown_names_are_refused(record: Record) -> None:
    """A short beginning of a hash could be a slip."""
    with pytest.raises(NotFoundError, match="12 digits of a SHA-256"):
        wanted_file(record, "ab12")
    with pytest.raises(NotFoundError, match="no file kept"):
        wanted_file(record, "ab" * 8)


def test_two_who_add_at_once_get_numbers_of_their_own(record: Record, tmp_path: Path) -> None:
    """Ids are given in the order of the log, without a gap and none twice."""

    def add(who: str) -> None:
        with Record.open(record.folder) as own:
            for number in range(4):
                file = tmp_path / f"{who}{number}"
                file.write_bytes(f"{who} {number}".encode())
                add_files(own, [file], by=who)

    threads = [threading.Thread(target=add, args=(who,)) for who in ("ann", "ben", "cem")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kept.id for kept in kept_files(record)] == [f"ev{number}" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0junk", "application/octet-stream"),
        (b"\0\0\0\x20ftypheic", "image/heic"),
        (b"\x1a\x45\xdf\xa3....webm", "video/webm"),
        (b"PK\x03\x04word/document.xml", "application/zip"),
        ("Zwölf Uhr.\n".encode(), "text/plain"),
        (("ö" * 2048).encode()[:4096], "text/plain"),
        (("a" + "ö" * 2048).encode()[:4096], "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (b"", "application/octet-stream"),
        (b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_what_a_file_is_is_said_only_without_doubt(head: bytes, media: str) -> None:
    """By its first bytes, never by its name; nothing is ever taken for a page that could run."""
    assert media_of(head) == media
