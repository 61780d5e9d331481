"""Writing a file that somebody asked for: whole and on the disk, or not there at all; one that is there is never overwritten."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from truceline.errors import RecordError, UsageError
from truceline.ledger.disk.archive import sync_file

NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a file system without hard links (many USB sticks) answers."""
NO_PLACE = frozenset(
    {
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENAMETOOLONG,
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ELOOP,
        errno.EINVAL,
        errno.EILSEQ,
    }
)
"""What is wrong with a name or with where it leads, not with the disk."""


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Give a file to write into; it gets its name, and is durable, when the ``with`` block ends without an error.

    It is readable by its owner alone. Raises: UsageError where ``target`` exists, RecordError where it cannot be written.
    """
    refuse_existing(target)
    waiting = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}")
    try:
        with _written(waiting, target) as out:
            yield out
        with _said(target):
            _name(waiting, target)
            sync_file(target.parent)
    finally:
        waiting.unlink(missing_ok=True)


def refuse_existing(target: Path) -> None:
    """Raise UsageError where something has that name already, be it only a link that leads nowhere."""
    if os.path.lexists(target):
        message = f"{target} exists already and is not overwritten; name another file"
        raise UsageError(message)


@contextmanager
def _written(waiting: Path, target: Path) -> Iterator[BinaryIO]:
    with _said(target):
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(handle)


@contextmanager
def _said(target: Path) -> Iterator[None]:
    """Turn what the operating system says into a message of ours that names the file that was asked for."""
    try:
        yield
    except FileExistsError as error:
        message = f"{target} exists already and is not overwritten; name another file"
        raise UsageError(message) from error
    except OSError as error:
        raise unwritten(target, error) from error


def unwritten(target: Path, error: OSError) -> RecordError | UsageError:
    """Return what is said where the operating system lets nothing be written to ``target``."""
    message = f"{target} could not be written: {error.strerror or error}; nothing is left of it"
    if error.errno in NO_PLACE:
        return UsageError(f"{message}; name a place that is there and can be written to")
    return RecordError(f"{message}; free the disk")


def _name(waiting: Path, target: Path) -> None:
    """Give the whole file its name, failing where another program took the name meanwhile."""
    try:
        os.link(waiting, target)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        refuse_existing(target)
        waiting.rename(target)
