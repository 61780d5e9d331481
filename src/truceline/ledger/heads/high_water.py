"""The high-water mark: how far a log was seen to reach, kept in the key folder, apart from the record.

Whoever puts an old copy of a record in the place of the new one does not thereby put back this mark, and the next opening
notices. The mark is written when a checkpoint is signed and when a record that has appended is closed, not with each append: a
power cut may leave it lower than the log, never higher. Without the key folder there is no mark, and what is left is what the
record itself and others hold: checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from truceline.errors import RecordBrokenError, RecordError
from truceline.ledger.disk.archive import make_folder
from truceline.ledger.disk.turns import Turns
from truceline.ledger.sealed import keyring

NAME = "high-water.json"
WAIT_S = 30.0


class HighWater(msgspec.Struct, frozen=True, kw_only=True):
    """The longest state of a log that was seen. ``note`` is the newest checkpoint signed until then.

    ``successor`` is the origin under which the log goes on; from then on this one is frozen.
    """

    origin: str
    size: int
    root: str
    at: str
    note: str | None = None
    successor: str | None = None


def place(origin: str) -> Path:
    """Return where the mark of a log lies."""
    return keyring.folder_of(origin) / NAME


def read(origin: str) -> HighWater | None:
    """Return the mark of a log, None where there is none.

    Raises: RecordBrokenError where it is damaged.
    """
    file = place(origin)
    try:
        mark = msgspec.json.decode(file.read_bytes(), type=HighWater)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"the high-water mark {file} cannot be read: {error}; compare size and root with a checkpoint, then delete it"
        raise RecordBrokenError(message) from error
    if mark.origin != origin or len(mark.root) != 64 or set(mark.root) - set("0123456789abcdef"):
        message = f"the high-water mark {file} is of log {mark.origin}, root {mark.root:.64}; expected {origin} and 64 hex digits"
        raise RecordBrokenError(message)
    return mark


def write(mark: HighWater) -> None:
    """Write a mark, whole or not at all; it is on the disk afterwards.

    Raises: RecordError where the key folder cannot be written.
    """
    data = msgspec.json.format(msgspec.json.encode(mark), indent=1) + b"\n"
    keyring.write_secret(place(mark.origin), data, replace=True)


@contextmanager
def held(origin: str) -> Iterator[None]:
    """Keep other processes from changing the mark meanwhile.

    Raises: RecordError where the key folder cannot be written.
    """
    folder = keyring.folder_of(origin)
    with ExitStack() as stack:
        try:
            make_folder(folder, 0o700)
            stack.enter_context(Turns(folder, WAIT_S).turn())
        except OSError as error:
            message = (
                f"the key folder {folder} cannot be written: {error.strerror}; what was entered is in the record, but how far it "
                f"reaches is remembered nowhere else; set {keyring.VARIABLE} to a folder of your own that can be written"
            )
            raise RecordError(message) from error
        yield
