"""Where secrets lie: a folder of the person's own, apart from every record, so that a copy of a record holds no key.

``TRUCELINE_KEYS`` names the folder; without it, it is the folder that the operating system keeps for a program's settings. In it,
each log has a folder of its own, named after its origin. Files are readable by their owner alone and are written whole or not
at all. Whoever has a record but not this folder can verify all of it, and read everything in it but the sealed values.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from pathlib import Path

from platformdirs import user_config_path

from truceline.errors import NotFoundError, RecordError
from truceline.ledger.disk.archive import make_folder, sync_file

VARIABLE = "TRUCELINE_KEYS"
NAME_DIGITS = 32
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What FAT and its like answer to a hard link."""


def home() -> Path:
    """Return the folder of all secrets, whether it exists or not."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_config_path("truceline") / "keys"


def folder_of(origin: str) -> Path:
    """Return the folder of the secrets of one log, whether it exists or not."""
    return home() / hashlib.sha256(origin.encode("utf-8", "surrogatepass")).hexdigest()[:NAME_DIGITS]


def read_secret(file: Path) -> bytes:
    """Return what ``write_secret`` wrote.

    Raises: NotFoundError where there is no such file or it may not be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"no key {file}: {error.strerror}; copy it there from where the record was kept, or set {VARIABLE}"
        raise NotFoundError(message) from error


def write_secret(file: Path, data: bytes, *, replace: bool = False) -> bool:
    """Write a secret, readable by its owner alone; say whether it was written. One that is there stays unless ``replace``.

    Raises: RecordError where the folder cannot be written.
    """
    try:
        if not file.parent.is_dir():
            make_folder(file.parent, 0o700)
        waiting = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        written = _put(waiting, file, replace=replace)
        sync_file(file.parent)
    except OSError as error:
        message = f"the key {file} cannot be written: {error.strerror}; set {VARIABLE} to a folder of your own that can be"
        raise RecordError(message) from error
    return written


def scrub_secret(file: Path, data: bytes) -> None:
    """Write ``data`` in the place of a secret, of which nothing is left in its file.

    Raises: RecordError where the folder cannot be written.
    """
    try:
        with file.open("r+b") as before:
            write_secret(file, data, replace=True)
            before.write(bytes(os.fstat(before.fileno()).st_size))
            before.flush()
            os.fsync(before.fileno())
    except OSError as error:
        message = f"the key {file} cannot be overwritten: {error.strerror}; set {VARIABLE} to a folder of your own that can be"
        raise RecordError(message) from error


def _put(waiting: Path, file: Path, *, replace: bool) -> bool:
    """Give a whole file its name; of two processes that do so at once, one wins and the other keeps the winner's."""
    if replace:
        waiting.replace(file)
        return True
    try:
        os.link(waiting, file)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return _claim(waiting, file)
    finally:
        waiting.unlink(missing_ok=True)
    return True


def _claim(waiting: Path, file: Path) -> bool:
    """Do the same on a stick, whose file system has no second names for a file: claim the name, then put the file there."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return False
    waiting.replace(file)
    return True
