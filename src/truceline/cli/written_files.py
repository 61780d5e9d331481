"""The files that go from hand to hand on a stick: an older one of its own sort makes room, nothing else does.

The stick goes round every evening with the same names on it, so a request takes the place of yesterday's request. A file of
another sort under that name is a slip of the hand, and is noticed before anything is signed.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

Parse = Callable[[bytes, str], object]
"""Read what should be of a sort, named by where it stands. Raises: NoteError where it is not."""


def check_room(file: Path, sort: str, parse: Parse) -> None:
    """Refuse to write over a file that ``parse`` cannot read; an empty one, a device or a pipe holds nothing to lose.

    Raises: UsageError.
    """
    from truceline.errors import NoteError, UsageError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415

    try:
        found = file.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritable(file, error) from error
    if not stat.S_ISREG(found.st_mode) or not found.st_size:
        return
    try:
        parse(read_limited(file), str(file))
    except NoteError as error:
        message = f"{file} exists already and is no {sort}; it is not overwritten; name another file"
        raise UsageError(message) from error


def checkpoint_in(data: bytes, where: str) -> object:
    """Read a signed checkpoint, such as a witness answers with. Raises: NoteError."""
    from truceline.ledger.notes.checkpoint import parse_checkpoint  # noqa: PLC0415
    from truceline.ledger.notes.note import parse_note  # noqa: PLC0415

    return parse_checkpoint(parse_note(data, where).text, where)


def write_text(file: Path, text: str) -> None:
    """Write a file for others, in place of the one that ``check_room`` has looked at: a stick that is full or pulled keeps that.

    Raises: UsageError where it cannot be written.
    """
    from truceline.ledger.disk.archive import sync_file  # noqa: PLC0415 - imports wait until a command needs them

    is_special = file.exists() and not file.is_file()  # a device or a pipe
    waiting = file if is_special else file.with_name(f".{file.name[:80]}.new")
    try:
        waiting.write_bytes(text.encode("utf-8"))
        if not is_special:
            sync_file(waiting)
            waiting.replace(file)
    except OSError as error:
        if not is_special:
            waiting.unlink(missing_ok=True)
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> Exception:
    from truceline.errors import UsageError  # noqa: PLC0415

    return UsageError(f"{file} cannot be written: {error.strerror}; name another file")
