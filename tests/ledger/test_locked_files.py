"""Confidential files in the archive: encrypted at rest, whole or reported, and never mistaken for each other."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from truceline.errors import KeyMissingError, RecordBrokenError, RecordError
from truceline.ledger.disk.archive import LOCKED, Archive
from truceline.ledger.sealed.locked_files import FRAME_BYTES, TAG_BYTES, FileLock, read_head
from truceline.ledger.sealed.vault import Vault

ORIGIN = "truceline.local/locked-files"
WORDS = "The baker saw it.\nخباز\n"


def archive(folder: Path) -> Archive:
    return Archive(folder, FileLock(lambda: Vault(ORIGIN)))


def stored(folder: Path) -> Path:
    (found,) = folder.rglob(f"*{LOCKED}")
    return found


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES])
def test_confidential_bytes_come_back_whole(tmp_path: Path, size: int) -> None:
    """Of any length, across the borders of frames."""
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    kept = archive(tmp_path)
    digest = kept.add_locked(data, "open")
    kept.settle()
    assert (archive(tmp_path).read(digest), kept.is_locked(digest), kept.holds(digest)) == (data, True, True)


def test_nothing_of_them_lies_readable(tmp_path: Path) -> None:
    """Neither in its place nor in a waiting file."""
    kept = archive(tmp_path)
    kept.add_locked(WORDS.encode(), "open")
    for _ in range(2):
        assert not [f for f in tmp_path.rglob("*") if f.is_file() and b"baker" in f.read_bytes()]
        kept.settle()


def test_the_same_bytes_taken_in_twice_are_one_file(tmp_path: Path) -> None:
    """Taking in again what is there leaves it as it is."""
    kept = archive(tmp_path)
    for _ in range(2):
        kept.add_locked(WORDS.encode(), "open")
        kept.settle()
    assert len([f for f in tmp_path.rglob("*") if f.is_file()]) == 1


def test_without_the_key_it_is_said_which_one_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A missing key is told apart from a missing or changed file; how long the text is can still be read."""
    kept = archive(tmp_path)
    digest = kept.add_locked(WORDS.encode(), "open")
    kept.settle()
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("elsewhere")))
    with pytest.raises(KeyMissingError, match="key of compartment open is not here"):
        archive(tmp_path).read(digest)
    with kept.opened(digest) as source:
        assert read_head(digest, source).characters == len(WORDS)


@pytest.mark.parametrize("at", [0, 5, 30, -1, -20])
def test_a_changed_byte_is_reported(tmp_path: Path, at: int) -> None:
    """In the first line, the head or a frame."""
    kept = archive(tmp_path)
    digest = kept.add_locked(WORDS.encode(), "open")
    kept.settle()
    data = bytearray(stored(tmp_path).read_bytes())
    data[at] ^= 1
    stored(tmp_path).write_bytes(data)
    with pytest.raises((RecordBrokenError, KeyMissingError), match=digest[:12]):
        archive(tmp_path).read(digest)


@pytest.mark.parametrize("change", ["cut", "swapped", "doubled"])
def test_frames_that_were_moved_are_reported(tmp_path: Path, change: str) -> None:
    """No frame can be dropped from the end, exchanged or repeated."""
    kept = archive(tmp_path)
    digest = kept.add_locked(b"a" * FRAME_BYTES + b"b" * FRAME_BYTES + b"c", "open")
    kept.settle()
    data = stored(tmp_path).read_bytes()
    start = data.index(b"\n", data.index(b"\n") + 1) + 1
    wide = FRAME_BYTES + TAG_BYTES
    first, second, last = data[start : start + wide], data[start + wide : start + 2 * wide], data[start + 2 * wide :]
    parts = {"cut": first + second, "swapped": second + first + last, "doubled": first + first + second + last}
    stored(tmp_path).write_bytes(data[:start] + parts[change])
    with pytest.raises(RecordBrokenError, match="frame"):
        archive(tmp_path).read(digest)


def test_a_file_put_in_the_place_of_another_is_reported(tmp_path: Path) -> None:
    """Each is bound to its own name."""
    kept = archive(tmp_path)
    digest = kept.add_locked(WORDS.encode(), "open")
    other = FileLock(lambda: Vault(ORIGIN)).locked("open", hashlib.sha256(b"other").hexdigest(), b"other")
    kept.settle()
    stored(tmp_path).write_bytes(other)
    with pytest.raises(RecordBrokenError):
        archive(tmp_path).read(digest)


def test_plain_bytes_that_look_like_a_locked_file_are_plain_bytes(tmp_path: Path) -> None:
    """A hostile report cannot be taken for something encrypted."""
    data = FileLock(lambda: Vault(ORIGIN)).locked("open", "0" * 64, b"x")
    kept = archive(tmp_path)
    digest = kept.add(data)
    kept.settle()
    assert kept.read(digest) == data


def test_erasing_removes_the_file_what_waits_of_it_and_what_a_crash_left(tmp_path: Path) -> None:
    """Neither the name nor the bytes of it are left in the folder; other files stay."""
    kept = archive(tmp_path)
    digest, other = kept.add(b"to go"), kept.add(b"to stay")
    kept.settle()
    (tmp_path / "waiting" / f"0123456789abcdef-{digest[:16]}").write_bytes(b"to go")
    assert (kept.erase([digest]), kept.erase([digest])) == (1, 0)
    assert [f.name for f in tmp_path.rglob("*") if f.is_file()] == [other]


def test_an_archive_without_keys_takes_nothing_confidential(tmp_path: Path) -> None:
    """Nothing confidential is ever written plainly for want of a key."""
    with pytest.raises(RecordError, match="without keys"):
        Archive(tmp_path).add_locked(b"x", "open")
    assert not list(tmp_path.rglob("*"))
