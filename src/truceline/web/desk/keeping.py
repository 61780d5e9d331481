"""Bytes that are being sent in, on disk: each upload in a folder of its own, appended to in order, never more than was announced.

The length of the file is the only truth about how far an upload got: a crash at any moment leaves the beginning of the file, and
the sender goes on from there. Before each write the disk is asked for room, so that a full one stops uploads and not the record.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec

from truceline.errors import UsageError
from truceline.web.settings import ENVIRONMENT

FOLDER = "uploads"
PART = "part"
NAME = re.compile(r"[0-9a-f]{32}")
RESERVE = 256 * 1024 * 1024
"""So much of the disk is left to the record."""
BLOCK = 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where there is no room: on the disk, for this user, or for a file of this size."""


class DiskFullError(UsageError):
    """There is no room for more bytes; what came is kept."""


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes do not follow on those that are here: ``got`` so many are."""

    got: int


def folder_of(upload: UUID) -> Path:
    """Return the folder of an upload, made where absent, readable for its owner alone."""
    folder = ENVIRONMENT.room / FOLDER / upload.hex
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def there() -> Iterator[UUID]:
    """Yield the uploads of which a folder is here."""
    folder = ENVIRONMENT.room / FOLDER
    for each in folder.iterdir() if folder.is_dir() else ():
        if NAME.fullmatch(each.name):
            yield UUID(hex=each.name)


def got(upload: UUID) -> int:
    """Return how many bytes of an upload are here."""
    try:
        return (ENVIRONMENT.room / FOLDER / upload.hex / PART).stat().st_size
    except FileNotFoundError:
        return 0


def is_here(upload: UUID, name: str) -> bool:
    """Say whether the bytes of an upload are here, under the name that it was given or before it was."""
    folder = ENVIRONMENT.room / FOLDER / upload.hex
    return any((folder / each).is_file() for each in (PART, name))


def check_room(size: int) -> None:
    """Refuse what the disk has no room for.

    Raises:
        DiskFullError: it has not.
    """
    ENVIRONMENT.room.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(ENVIRONMENT.room).free
    if free < size + RESERVE:
        message = (
            f"the disk of this room has {max(free - RESERVE, 0) // BLOCK} MB left for uploads; {size // BLOCK + 1} MB are needed"
        )
        raise DiskFullError(message)


def append(upload: UUID, offset: int, data: bytes) -> int | Behind:
    """Append bytes that begin at ``offset``, and return how many are here now; nothing is written where they do not follow on.

    Raises:
        DiskFullError: there is no room.
    """
    check_room(len(data))
    with (folder_of(upload) / PART).open("ab", buffering=0) as file:  # a buffer would be written once more when it is closed
        fcntl.flock(file, fcntl.LOCK_EX)
        there = file.seek(0, os.SEEK_END)
        if there != offset:
            return Behind(got=there)
        try:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
        except OSError as error:
            os.ftruncate(file.fileno(), there)
            if error.errno not in FULL:
                raise
            message = "the disk of this room is full; what was sent before is kept"
            raise DiskFullError(message) from error
        return there + len(data)


def head(upload: UUID, size: int) -> bytes:
    """Return the first bytes of an upload."""
    with (folder_of(upload) / PART).open("rb") as file:
        return file.read(size)


def digest(upload: UUID) -> str:
    """Return the SHA-256 of all that is here, in hex, once it is on the disk for good."""
    found = hashlib.sha256()
    with (folder_of(upload) / PART).open("rb") as file:
        os.fsync(file.fileno())
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def named(upload: UUID, name: str) -> Path:
    """Give a whole upload the name that was checked, from which the id of its report is made, and return where it lies."""
    folder = folder_of(upload)
    whole = folder / name
    if not whole.exists() and (folder / PART).exists():
        (folder / PART).rename(whole)
    return whole


def forget(upload: UUID) -> None:
    """Take away the bytes of an upload."""
    shutil.rmtree(ENVIRONMENT.room / FOLDER / upload.hex, ignore_errors=True)
