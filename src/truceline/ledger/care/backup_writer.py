"""Writing a backup: file after file, each hashed on its way, the manifest last; whole and durable, or nothing is left of it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import msgspec

from truceline.ledger.care.backup_file import MANIFEST, SEAL, BackedUp, Manifest
from truceline.ledger.disk.archive import sync_file, sync_folders
from truceline.ledger.disk.whole_files import refuse_existing, unwritten, whole_file

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can say; when a backup was made stands in its manifest."""
PLAIN_FILE = 0o100600 << 16


class Target(Protocol):
    """Where the files of a backup are put."""

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one file."""


class Writer:
    """A backup that is being written; ``finish`` must come last."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._files: list[BackedUp] = []

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one file."""
        computed, size = hashlib.sha256(), 0

        def passing() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                computed.update(piece)
                size += len(piece)
                yield piece

        self._target.put(path, passing())
        self._files.append(BackedUp(path=path, sha256=computed.hexdigest(), size=size))

    def finish(self, manifest: Manifest) -> tuple[Manifest, str]:
        """Write the manifest with the files added, and return it with its SHA-256 (hex)."""
        whole = msgspec.structs.replace(manifest, files=tuple(sorted(self._files, key=lambda file: file.path)))
        data = msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
        digest = hashlib.sha256(data).hexdigest()
        self._target.put(MANIFEST, [data])
        self._target.put(SEAL, [f"{digest}  {MANIFEST}\n".encode()])
        return whole, digest


@contextmanager
def new_backup(place: Path, *, as_folder: bool) -> Iterator[Writer]:
    """Give a writer; the backup gets its name when the ``with`` block ends without an error.

    Raises: UsageError where ``place`` exists, RecordError where it cannot be written.
    """
    if as_folder:
        with _new_folder(place) as folder:
            yield Writer(_IntoFolder(folder))
        return
    with whole_file(place) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        yield Writer(_IntoZip(archive))


class _IntoZip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(path, EPOCH)
        info.external_attr = PLAIN_FILE
        with self._archive.open(info, "w", force_zip64=True) as out:
            for piece in pieces:
                cast("BinaryIO", out).write(piece)


class _IntoFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        place = self._folder / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(handle)


@contextmanager
def _new_folder(place: Path) -> Iterator[Path]:
    """Give a folder to fill, which is synced and gets its name at the end, or is removed."""
    refuse_existing(place)
    waiting = place.with_name(f".{place.name[:80]}.{secrets.token_hex(6)}")
    try:
        try:
            waiting.mkdir(mode=0o700)
            yield waiting
            sync_folders(waiting)
            refuse_existing(place)
            waiting.rename(place)
            sync_file(place.parent)
        except OSError as error:
            raise unwritten(place, error) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
