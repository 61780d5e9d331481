"""The archive: bytes under their own hash, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from truceline.errors import NotFoundError, RecordBrokenError
from truceline.ledger.disk.archive import Archive


def test_bytes_come_back_before_and_after_they_are_settled(tmp_path: Path) -> None:
    """What was taken in can be read at once, and lies in ab/ab... afterwards."""
    archive = Archive(tmp_path)
    digest = archive.add(b"words")
    assert digest == hashlib.sha256(b"words").hexdigest()
    assert archive.read(digest) == b"words"
    assert not (tmp_path / digest[:2]).exists()
    archive.settle()
    assert (tmp_path / digest[:2] / digest).read_bytes() == b"words"
    assert archive.read(digest) == b"words"


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    """A report that comes again takes no more room."""
    archive = Archive(tmp_path)
    for _ in range(3):
        archive.add(b"words")
        archive.settle()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [hashlib.sha256(b"words").hexdigest()]


def test_two_archives_on_one_folder_do_not_meet(tmp_path: Path) -> None:
    """Two processes that take in the same bytes at once both succeed."""
    first, second = Archive(tmp_path), Archive(tmp_path)
    digest = first.add(b"words")
    second.add(b"words")
    first.settle()
    second.settle()
    assert first.read(digest) == second.read(digest) == b"words"


def test_a_changed_file_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    """The message prints the hash that was expected and the one computed."""
    archive = Archive(tmp_path)
    digest = archive.add(b"words")
    archive.settle()
    (tmp_path / digest[:2] / digest).write_bytes(b"other words")
    with pytest.raises(
        RecordBrokenError, match=f"expected SHA-256 {digest}, computed {hashlib.sha256(b'other words').hexdigest()}"
    ):
        archive.read(digest)


def test_half_a_file_left_by_a_crash_is_written_anew(tmp_path: Path) -> None:
    """A damaged file in its place does not pass for the bytes that come again."""
    archive = Archive(tmp_path)
    digest = hashlib.sha256(b"words").hexdigest()
    (tmp_path / digest[:2]).mkdir()
    (tmp_path / digest[:2] / digest).write_bytes(b"wo")
    archive.add(b"words")
    archive.settle()
    assert archive.read(digest) == b"words"


def test_what_is_not_there_is_said_with_its_place(tmp_path: Path) -> None:
    """A missing file is no empty file."""
    with pytest.raises(NotFoundError, match="no archived file ab12"):
        Archive(tmp_path).read("ab12")
