"""The archive: bytes kept under the name of their own SHA-256, written before the entry that names them.

``add`` puts bytes into a waiting file; ``settle`` makes all waiting files durable (each synced, renamed to its place, then
each folder synced once) and is called before the transaction that names them commits. A crash before ``settle`` leaves a
nameless waiting file, a crash after it an archived file that no entry names: both are harmless, and the same bytes land on
the same name when they come again.

``take`` does for a file of any size what ``add`` does for bytes, and ``chunks`` gives back in pieces what ``read`` gives whole.
Both ways out hash everything they give, each time: what was changed is never handed on as what it was.

What is confidential lies encrypted, in a file with ``.locked`` after its name; the name is still that of the bytes as they came.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from truceline.errors import NotFoundError, RecordBrokenError, RecordError, RecordReadOnlyError

CHUNK_BYTES = 1 << 20
"""As much of a file is in memory at a time."""
LOCKED = ".locked"
STALE_S = 3600.0
"""A waiting file that nobody has touched for so long was left by a crash."""


class Cipher(Protocol):
    """Encrypts what is confidential; ``locked_files.py`` has the one there is."""

    def locked(self, compartment: str, digest: str, data: bytes) -> bytes:
        """Return what is stored for ``data``."""

    def locking(self, compartment: str, digest: str, source: BinaryIO) -> Iterator[bytes]:
        """Yield what is stored for what is left to read of ``source``, in pieces."""

    def unlocked(self, digest: str, source: BinaryIO) -> Iterator[bytes]:
        """Yield the bytes of which ``source`` was stored. Raises: KeyMissingError, RecordBrokenError."""


class Archive:
    """The content-addressed files under ``folder`` (``ab/ab12...``)."""

    def __init__(self, folder: Path, cipher: Cipher | None = None) -> None:
        self._folder = folder
        self._cipher = cipher
        self._waiting: dict[str, Path] = {}
        self._unsynced: set[Path] = set()
        self._named: set[Path] = set()

    def add(self, data: bytes) -> str:
        """Take bytes in and return their SHA-256 in hex. They are durable after the next ``settle``.

        Raises: RecordError where they cannot be written; nothing of them is left then.
        """
        digest = hashlib.sha256(data).hexdigest()
        self._unsynced.add(self._place(digest).parent)
        if digest not in self._waiting and not self._is_settled(digest, data):
            waiting = self._folder / "waiting" / f"{secrets.token_hex(8)}-{digest[:16]}"
            with _written(waiting):
                waiting.write_bytes(data)
            self._waiting[digest] = waiting
        return digest

    def adopt(self, file: Path, digest: str) -> None:
        """Take in a file of ours that was hashed, under a second name where the file system has such, else by copying it.

        Raises: RecordError where it cannot be written or is not what ``digest`` says.
        """
        waiting = self._folder / "waiting" / secrets.token_hex(16)
        try:
            waiting.parent.mkdir(parents=True, exist_ok=True)
            os.link(file, waiting)
        except OSError:
            with file.open("rb") as source:
                taken, _ = self.take(source)
            if taken != digest:
                message = f"{file} has the SHA-256 {taken}; expected {digest}; take it in again"
                raise RecordError(message) from None
            return
        self._wait(digest, waiting)

    def add_locked(self, data: bytes, compartment: str) -> str:
        """Take bytes in like ``add``, to lie encrypted under the key of ``compartment``."""
        digest = hashlib.sha256(data).hexdigest()
        if self._cipher is None:
            message = f"archive {self._folder} was opened without keys; confidential bytes cannot be added to it"
            raise RecordError(message)
        self._unsynced.add(self._place(digest).parent)
        if digest not in self._waiting and not self._is_whole(digest):
            waiting = self._folder / "waiting" / f"{secrets.token_hex(8)}-{digest[:16]}{LOCKED}"
            with _written(waiting):
                waiting.write_bytes(self._cipher.locked(compartment, digest, data))
            self._waiting[digest] = waiting
        return digest

    def take(self, source: BinaryIO) -> tuple[str, int]:
        """Take in what is left to read of ``source``, a piece at a time, and return its SHA-256 in hex and its size in bytes.

        Raises: RecordError where it cannot be written; nothing of it is left then.
        """
        waiting = self._folder / "waiting" / secrets.token_hex(16)
        computed, size = hashlib.sha256(), 0
        with _written(waiting), waiting.open("xb") as target:
            while piece := source.read(CHUNK_BYTES):
                computed.update(piece)
                size += target.write(piece)
        self._wait(computed.hexdigest(), waiting)
        return computed.hexdigest(), size

    def take_locked(self, source: BinaryIO, compartment: str) -> tuple[str, int]:
        """Take in like ``take``, to lie encrypted under the key of ``compartment``.

        What is read is read twice, for its hash and to encrypt it, so that it is never on the disk as it came.
        Raises: RecordError where it cannot be written or was changed meanwhile; nothing of it is left then.
        """
        assert self._cipher is not None, "the archive of a record has one"
        start, expected = source.tell(), hashlib.sha256()
        while piece := source.read(CHUNK_BYTES):
            expected.update(piece)
        source.seek(start)
        again, waiting = _Hashed(source), self._folder / "waiting" / f"{secrets.token_hex(16)}{LOCKED}"
        with _written(waiting), waiting.open("xb") as target:
            target.writelines(self._cipher.locking(compartment, expected.hexdigest(), cast("BinaryIO", again)))
        if again.hash.digest() != expected.digest():
            waiting.unlink()
            message = f"what was to be locked was changed while it was read (SHA-256 {expected.hexdigest()}); nothing was added"
            raise RecordError(message)
        self._wait(expected.hexdigest(), waiting)
        return expected.hexdigest(), again.size

    def _wait(self, digest: str, waiting: Path) -> None:
        """Have a written file wait for the next ``settle``, unless what it holds is in its place already."""
        self._unsynced.add(self._place(digest).parent)
        if digest in self._waiting or self._is_whole(digest):
            waiting.unlink()
        else:
            self._waiting[digest] = waiting

    def settle(self) -> None:
        """Make everything added so far durable, in an order in which no crash leaves half a file under a digest.

        Raises: RecordError where the disk does not take it; what waits still waits then.
        """
        try:
            for digest, waiting in tuple(self._waiting.items()):
                self._put_in_place(digest, waiting)
            self._sync_names()
        except OSError as error:
            raise _unwritten(self._folder, error) from error

    def _put_in_place(self, digest: str, waiting: Path) -> None:
        sync_file(waiting)
        place = self._place(digest).with_suffix(waiting.suffix)
        place.parent.mkdir(parents=True, exist_ok=True)
        waiting.replace(place)
        del self._waiting[digest]

    def _sync_names(self) -> None:
        """Have the disk know the names of all files that were added, and of the folders they are in.

        Somebody else may have put a file or a folder there and not have come to syncing its name, so we do: those of files each
        time, those of folders once in the life of this object.
        """
        unsynced = {folder for folder in self._unsynced if folder.is_dir()}
        above = {folder.parent for folder in unsynced - self._named}
        above |= {self._folder.parent} if above and self._folder not in self._named else set()
        for folder in unsynced | above:
            sync_file(folder)
        self._named |= unsynced | above
        self._unsynced.clear()

    def read(self, digest: str) -> bytes:
        """Return archived bytes, checked against their digest.

        Raises: NotFoundError where there are none, RecordBrokenError where they were changed.
        """
        return b"".join(self.chunks(digest))

    def chunks(self, digest: str) -> Iterator[bytes]:
        """Yield archived bytes in pieces. What was yielded counts only when the end was reached: there the digest is checked.

        Raises: NotFoundError where there are none, RecordBrokenError where they were changed.
        """
        place = self._waiting.get(digest) or self._standing(digest)
        computed = hashlib.sha256()
        try:
            with place.open("rb") as source:
                for piece in self._pieces(digest, place, source):
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
                yield file.name.removesuffix(LOCKED), file

    def locked_waiting(self) -> list[Path]:
        """Return the files that wait to lie encrypted in their places, ours and those of other processes, or of a crash."""
        return sorted((self._folder / "waiting").glob(f"*{LOCKED}"))

    def holds(self, digest: str) -> bool:
        """Say whether there is a file of this name, without reading it."""
        return digest in self._waiting or self._standing(digest).is_file()

    def waits(self, digest: str) -> bool:
        """Say whether there is a file of this name that was taken in and is not settled yet."""
        return digest in self._waiting

    def drop(self, digest: str) -> None:
        """Overwrite and remove what was taken in under this name and is not settled yet."""
        waiting = self._waiting.pop(digest, None)
        if waiting is not None:
            overwrite(waiting)

    def rewrite(self, digest: str, pieces: Iterable[bytes]) -> None:
        """Put other bytes in the place of those that lie encrypted under a name; durable when it returns.

        Raises: RecordError where they cannot be written; those before are there then.
        """
        waiting = self._folder / "waiting" / f"{secrets.token_hex(16)}{LOCKED}"
        with _written(waiting):
            with waiting.open("xb") as target:
                target.writelines(pieces)
            sync_file(waiting)
            waiting.replace(self._standing(digest))
            sync_file(self._standing(digest).parent)

    def opened(self, digest: str) -> BinaryIO:
        """Open the file of this name as it lies, encrypted or not."""
        return (self._waiting.get(digest) or self._standing(digest)).open("rb")

    def is_locked(self, digest: str) -> bool:
        """Say whether the file of this name lies encrypted."""
        return (self._waiting.get(digest) or self._standing(digest)).suffix == LOCKED

    def erase(self, digests: Collection[str]) -> int:
        """Overwrite and remove files for good, and what a crash left of any; say how many of ``digests`` were there.

        On a solid-state disk, and on a file system that keeps snapshots, what was overwritten may still lie elsewhere.
        """
        there = [digest for digest in digests if self.holds(digest)]
        for digest in there:
            self._waiting.pop(digest, None)
            for place in (self._place(digest), self._place(digest).with_suffix(LOCKED)):
                overwrite(place)
        if digests:
            self._sweep({digest[:16] for digest in digests})
        return len(there)

    def _sweep(self, beginnings: Collection[str]) -> None:
        """Remove waiting files that bear one of these beginnings of a digest, and those that a crash left."""
        for file in (self._folder / "waiting").glob("*"):
            is_left = file not in self._waiting.values() and time.time() - file.stat().st_mtime > STALE_S
            if is_left or file.stem.partition("-")[2] in beginnings:
                overwrite(file)

    def _standing(self, digest: str) -> Path:
        """Return the file of this name: as the bytes came where it is there, else encrypted where that is."""
        place = self._place(digest)
        locked = place.with_suffix(LOCKED)
        return locked if not place.exists() and locked.exists() else place

    def _pieces(self, digest: str, place: Path, source: BinaryIO) -> Iterator[bytes]:
        if place.suffix == LOCKED and self._cipher is not None:
            yield from self._cipher.unlocked(digest, source)
            return
        while piece := source.read(CHUNK_BYTES):
            yield piece

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


class _Hashed:
    """A file that hashes what is read of it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int) -> bytes:
        """Read on."""
        piece = self._source.read(size)
        self.hash.update(piece)
        self.size += len(piece)
        return piece


@contextmanager
def _written(waiting: Path) -> Iterator[None]:
    """Write a waiting file, in a folder that is there; where that fails, nothing of it is left."""
    try:
        waiting.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise _unwritten(waiting, error) from error
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise


def _unwritten(path: Path, error: OSError) -> RecordError:
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        message = f"this record lies on read-only media: {path} cannot be written ({error.strerror}); open it where it can be"
        return RecordReadOnlyError(message)
    return RecordError(f"{path} could not be written: {error.strerror}; nothing was added; free the disk and try again")


def overwrite(file: Path) -> None:
    """Write zeros over a file, have the disk know it, and remove it; one that is not there is gone already."""
    try:
        with file.open("r+b") as target:
            left = os.fstat(target.fileno()).st_size
            while left > 0:
                left -= target.write(bytes(min(left, CHUNK_BYTES)))
            target.flush()
            os.fsync(target.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)
    sync_file(file.parent)


def sync_folders(top: Path, *, with_files: bool = False) -> None:
    """Have the disk know the names in a folder and in all inside it, the innermost first; ``with_files``: their bytes too."""
    for folder, _, files in os.walk(top, topdown=False):
        for name in files if with_files else ():
            sync_file(Path(folder) / name)
        sync_file(Path(folder))


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
