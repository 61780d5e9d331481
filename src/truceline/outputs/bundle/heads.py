"""Which checkpoint a bundle is proved against: of those that hold everything it shows, the one that most people answer for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from truceline.errors import NoteError, NotFoundError, RecordReadOnlyError
from truceline.ledger import Record, joint
from truceline.ledger.heads import heads
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note
from truceline.ledger.stamps import timestamps
from truceline.ledger.stamps.timestamps import Anchor

MOST_ANCHORS = 9


class Head(msgspec.Struct, frozen=True):
    """A signed checkpoint with its cosignatures, and its timestamps."""

    note: str
    size: int
    root: str
    origin: str
    anchors: tuple[Anchor, ...] = ()


def newest(record: Record) -> Head:
    """Return the checkpoint of the whole record, signed now where the key is here, else the newest that was."""
    try:
        note: str | None = heads.signed_head(record)
    except (NotFoundError, RecordReadOnlyError):  # the key of the log lies on another machine, or none was made yet
        note = heads.newest_head(record)
        if note is None:
            raise
    assert note is not None, "the other case was just raised"
    return _head(record, note)


def last_signed(record: Record) -> Head:
    """Return the newest checkpoint that was signed; nothing is signed now.

    Raises: NotFoundError where none ever was.
    """
    note = heads.newest_head(record)
    if note is None:
        message = "no checkpoint of this record was signed yet to prove anything against; `truceline checkpoint` signs one"
        raise NotFoundError(message)
    return _head(record, note)


def best(record: Record, current: Head, suits: Callable[[int], bool]) -> Head:
    """Return the timestamped, else the joint, else the current checkpoint.

    ``suits`` says whether a smaller size shows the same.
    """
    for head in _better(record, current):
        if head.size == current.size or suits(head.size):
            return head
    return current


def _better(record: Record, current: Head) -> Iterator[Head]:
    shared = joint.newest_joint(record)
    together = _head(record, shared) if shared else None
    if together and together.anchors:
        yield together
    stamp = timestamps.newest(record)
    note = _stamped(record, current.origin, stamp.size) if stamp is not None else None
    if note is not None:
        yield _head(record, note)
    if together:
        yield together


def _stamped(record: Record, origin: str, size: int) -> str | None:
    """Return the checkpoint of that size; None where the log bore another origin then."""
    try:
        return heads.cosigned_note(record, origin, size)
    except NoteError:
        return None


def _head(record: Record, note: str) -> Head:
    tree = parse_checkpoint(parse_note(note).text)
    anchors = timestamps.for_checkpoint(record, tree.size)[:MOST_ANCHORS]
    return Head(note, tree.size, tree.root.hex(), tree.origin, anchors)
