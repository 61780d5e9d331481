"""Opening files that somebody brought: plain ones only, beside a pipe that a person named, and never more of them than a limit.

In a folder may lie a pipe into which nobody ever writes, or a link to a device that has no end. What is to be opened is looked at
before, since opening a device may already do something, and again when it is open, since something else may have come in its
place. The size that a file says it has is only a hint: files grow, and some that the system makes up say 0.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
PIECE_BYTES = 1 << 20
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe does not wait for somebody who writes into it."""
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


class NotPlainError(OSError):
    """What was to be opened is no plain file; ``strerror`` says what it is instead."""


class TooLargeError(OSError):
    """A file is larger than anything of its sort; ``strerror`` says than what."""


def open_plain(path: Path, *, or_pipe: bool = False) -> BinaryIO:
    """Open a plain file for reading; with ``or_pipe`` a pipe as well, for a person who named one waits for what comes.

    Raises:
        NotPlainError: it is something else.
        OSError: it cannot be opened.
    """
    _check(path, path.stat().st_mode, or_pipe=or_pipe)
    handle = os.open(path, _FLAGS if or_pipe else _FLAGS | _AT_ONCE)
    try:
        _check(path, os.fstat(handle).st_mode, or_pipe=or_pipe)
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def first_bytes(path: Path, most: int, *, or_pipe: bool = False) -> bytes:
    """Return what a file holds, cut after ``most`` bytes.

    Raises: NotPlainError, OSError.
    """
    with open_plain(path, or_pipe=or_pipe) as stream:
        return read_at_most(stream, most)


def read_whole(path: Path, most: int) -> bytes:
    """Return all that a plain file holds.

    Raises: TooLargeError, NotPlainError, OSError.
    """
    data = first_bytes(path, most + 1)
    if len(data) > most:
        raise TooLargeError(errno.EFBIG, f"larger than {most:,} bytes", str(path))
    return data


def read_at_most(stream: BinaryIO, most: int) -> bytes:
    """Return what a stream still gives, cut after ``most`` bytes."""
    found = bytearray()
    while len(found) < most:  # a piece at a time: a buffer of the whole limit would be made before the first byte is read
        piece = stream.read(min(PIECE_BYTES, most - len(found)))
        if not piece:  # None where a made-up file would let us wait for something to read
            break
        found += piece
    return bytes(found)


def _check(path: Path, mode: int, *, or_pipe: bool) -> None:
    if not (stat.S_ISREG(mode) or (or_pipe and stat.S_ISFIFO(mode))):
        raise NotPlainError(errno.EINVAL, f"no plain file but {_KINDS.get(stat.S_IFMT(mode), 'something else')}", str(path))
