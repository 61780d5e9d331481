"""Files that are handed to one party: written for their owner alone, never over another file, also onto a stick."""

from __future__ import annotations

import os
from pathlib import Path


def put_secret(to: Path, data: bytes) -> None:
    """Write a new file that its owner alone may read, whole or not at all; a stick's file system may know no owners.

    Raises: UsageError where it cannot be written, or is there already; nothing is left of it then.
    """
    from truceline.errors import UsageError  # noqa: PLC0415 - imports wait until a command needs them

    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        message = f"{to} is there already; nothing was written over it; name another file"
        raise UsageError(message) from error
    except OSError as error:
        message = f"{to} cannot be written: {error.strerror}; expected a new file in a folder that is there"
        raise UsageError(message) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        to.unlink(missing_ok=True)
        message = f"{to} cannot be written: {error.strerror}; nothing was left of it"
        raise UsageError(message) from error
