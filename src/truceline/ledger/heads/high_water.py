"""The high-water mark: how far a log was seen to reach, kept in the key folder, apart from the record.

Whoever puts an old copy of a record in the place of the new one does not thereby put back this mark, and the next opening
notices. The mark is written when a checkpoint is signed and when a record that has appended is closed, not with each append: a
power cut may leave it lower than the log, never higher. Without the key folder there is no mark, and what is left is what the
record itself and others hold: checkpoints.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from truceline.errors import NoteError, RecordBrokenError, RecordError
from truceline.ledger.disk.archive import make_folder
from truceline.ledger.disk.turns import Turns
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import MAX_NUMBER, shown
from truceline.ledger.sealed import keyring

NAME = "high-water.json"
WAIT_S = 30.0
_ROOT = re.compile(r"[0-9a-f]{64}", re.ASCII)


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
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"the high-water mark {file} cannot be read: {error}; compare size and root with a checkpoint, then delete it"
        raise RecordBrokenError(message) from error
    fault = _fault_in(mark, origin)
    if fault is not None:
        message = f"the high-water mark {file} is damaged: {fault}; compare size and root with a checkpoint, then delete it"
        raise RecordBrokenError(message)
    return mark


def _fault_in(mark: HighWater, origin: str) -> str | None:
    """Say what in a mark nobody can have written of this log, None where there is nothing."""
    if mark.origin != origin:
        return f"it is of log {shown(mark.origin)}; expected {origin}"
    if not _ROOT.fullmatch(mark.root):
        return f"root {shown(mark.root)}; expected 64 hex digits"
    if not 0 <= mark.size <= MAX_NUMBER or not Checkpoint(origin, mark.size, bytes.fromhex(mark.root)).is_possible:
        return f"size {mark.size} with root {mark.root}; there is no such tree"
    try:
        dt.datetime.fromisoformat(mark.at)
    except ValueError:
        return f"at {shown(mark.at)}; expected a time"
    return _fault_in_note(mark) if mark.note is not None else None


def _fault_in_note(mark: HighWater) -> str | None:
    try:
        tree = parse_checkpoint(parse_note(mark.note or "", "note").text, "note")
    except NoteError as error:
        return str(error)
    if tree.origin != mark.origin or tree.size > mark.size:
        return f"its note is of {tree.size} entries of log {shown(tree.origin)}; expected at most {mark.size} of {mark.origin}"
    return None


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
