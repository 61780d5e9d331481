"""The archive: bytes kept under the name of their own SHA-256, written before the entry that names them.

``add`` puts bytes into a waiting file; ``settle`` makes all waiting files durable (each synced, renamed to its place, then
each folder synced once) and is called before the transaction that names them commits. A crash before ``settle`` leaves a
nameless waiting file, a crash after it an archived file that no entry names: both are harmless, and the same bytes land on
the same name when they come again.

``take`` does for a file of any size what ``add`` does for bytes, and ``chunks`` gives back in pieces what ``read`` gives whole.
Both ways out hash everything they give, each time: what was changed is never handed on as what it was.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from truceline.errors import NotFoundError, RecordBrokenError, RecordError

CHUNK_BYTES = 1 << 20
"""As much of a file is in memory at a time."""


class Archive:
    """The content-addressed files under ``folder`` (``ab/ab12...``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, Path] = {}
        self._unsynced: set[Path] = set()
        self._named: set[Path] = set()

    def add(self, data: bytes) -> str:
        """Take bytes in and return their SHA-256 in hex. They are durable after the next ``settle``."""
        digest = hashlib.sha256(data).hexdigest()
        self._unsynced.add(self._place(digest).parent)
        if digest not in self._waiting and not self._is_settled(digest, data):
            waiting = self._folder / "waiting" / f"{secrets.token_hex(8)}-{digest[:16]}"
            waiting.parent.mkdir(parents=True, exist_ok=True)
            waiting.write_bytes(data)
            self._waiting[digest] = waiting
        return digest

    def take(self, source: BinaryIO) -> tuple[str, int]:
        """Take in what is left to read of ``source``, a piece at a time, and return its SHA-256 in hex and its size in bytes.

        Raises: RecordError where it cannot be written; nothing of it is left then.
        """
        waiting = self._folder / "waiting" / secrets.token_hex(16)
        computed, size = hashlib.sha256(), 0
        try:
            waiting.parent.mkdir(parents=True, exist_ok=True)
            with waiting.open("xb") as target:
                while piece := source.read(CHUNK_BYTES):
                    computed.update(piece)
                    size += target.write(piece)
        except OSError as error:
            waiting.unlink(missing_ok=True)
            message = f"{waiting} could not be written: {error.strerror}; nothing was added; free the disk and try again"
            raise RecordError(message) from error
        except BaseException:
            waiting.unlink(missing_ok=True)
            raise
        self._wait(computed.hexdigest(), waiting)
        return computed.hexdigest(), size

    def _wait(self, digest: str, waiting: Path) -> None:
        """Have a written file wait for the next ``settle``, unless what it holds is in its place already."""
        self._unsynced.add(self._place(digest).parent)
        if digest in self._waiting or self._is_whole(digest):
            waiting.unlink()
        else:
            self._waiting[digest] = waiting

    def settle(self) -> None:
        """Make everything added so far durable, in an order in which no crash leaves half a file under a digest."""
        for digest, waiting in self._waiting.items():
            sync_file(waiting)
            place = self._place(digest)
            place.parent.mkdir(parents=True, exist_ok=True)
            waiting.replace(place)
        # Somebody else may have put files or folders there and not have come to syncing their names, so we do: those of files
        # each time, those of folders once in the life of this object.
        above = {folder.parent for folder in self._unsynced - self._named}
        above |= {self._folder.parent} if above and self._folder not in self._named else set()
        for folder in self._unsynced | above:
            sync_file(folder)
        self._named |= self._unsynced | above
        self._unsynced.clear()
        self._waiting.clear()

    def read(self, digest: str) -> bytes:
        """Return archived bytes, checked against their digest.

        Raises: NotFoundError where there are none, RecordBrokenError where they were changed.
        """
        return b"".join(self.chunks(digest))

    def chunks(self, digest: str) -> Iterator[bytes]:
        """Yield archived bytes in pieces. What was yielded counts only when the end was reached: there the digest is checked.

        Raises: NotFoundError where there are none, RecordBrokenError where they were changed.
        """
        place = self._waiting.get(digest) or self._place(digest)
        computed = hashlib.sha256()
        try:
            with place.open("rb") as source:
                while piece := source.read(CHUNK_BYTES):
                    computed.update(piece)
                    yield piece
        except FileNotFoundError as error:
            message = f"no archived file {digest} (looked at {place}); restore it from a copy of the record"
            raise NotFoundError(message) from error
        if computed.hexdigest() != digest:
            message = f"archived file {place} was changed: expected SHA-256 {digest}, computed {computed.hexdigest()}"
            raise RecordBrokenError(message)

    def stored(self) -> Iterator[tuple[str, Path]]:
        """Yield what is in its place, by digest in order, each with its file; the file's bytes are as they lie, not as read."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                yield file.name, file

    def _is_whole(self, digest: str) -> bool:
        """Say whether the file in its place is what its name says."""
        try:
            for _ in self.chunks(digest):
                pass
        except (NotFoundError, RecordBrokenError):
            return False
        return True

    def _is_settled(self, digest: str, data: bytes) -> bool:
        """Say whether exactly these bytes are in their place already; a damaged file there is written anew."""
        place = self._place(digest)
        return place.is_file() and place.read_bytes() == data

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def sync_file(path: Path) -> None:
    """Have the operating system put a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, and those above it that are absent, and have the disk know their names: a power cut loses none of them."""
    if not folder.parent.is_dir():
        make_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_file(folder.parent)
