"""Signed heads: the checkpoints of this log, the cosignatures under them, and the heads of other logs that it follows.

Before a checkpoint is signed, and whenever anybody brings one, it is held against everything that was seen of that log before
(``timeline.py``): no two checkpoints are ever signed, or taken, of which neither is the beginning of the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from truceline.errors import NoteError
from truceline.ledger.heads import head_tables, timeline
from truceline.ledger.heads.head_tables import StoredHead
from truceline.ledger.heads.log_keys import keys_of, origin_of, signer_of
from truceline.ledger.heads.policies import current_policy
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.note import Held, Note, parse_note, parse_signatures, verify_note
from truceline.ledger.store import Store


class Taken(msgspec.Struct, frozen=True):
    """What became of a cosigned checkpoint of this log: its size, and the witnesses whose lines are new (else all of them)."""

    size: int
    witnesses: tuple[str, ...]
    is_new: bool


def check_at_open(store: Store) -> None:
    """Compare the log with the high-water mark of the key folder and with the checkpoints it signed.

    Raises: RolledBackError, ForkError, both after evidence was written.
    """
    timeline.check(store)


def signed_head(store: Store, *, by: str = "truceline") -> str:
    """Return the checkpoint at the current size with its cosignatures; it is signed and stored where it was not yet.

    The key is made, and said in the log, when it is first needed. Where nothing can be written in the record, it is signed and
    remembered in the key folder alone. Raises: RolledBackError, ForkError, NotFoundError where the key
    is on another machine, RecordError where the log was succeeded.
    """
    signer = signer_of(store, by=by)
    timeline.check(store)
    with store.log.snapshot() if store.is_read_only else store.log.writing():
        current = timeline.now(store)
        timeline.check_whole(store, current)  # nothing is signed that the entries do not give
        tree, text = current.tree, current.tree.text()
        note = f"{text}\n{signer.sign(text)}"
        if not store.is_read_only:
            head_tables.make(store.connection)
            head_tables.put_head(store.connection, tree.origin, StoredHead(tree.size, note, stamp(utc_now())))
    timeline.raise_mark(store, note)
    return _with_cosignatures(store, tree.origin, tree.size, parse_note(note))


def cosigned_note(store: Store, origin: str, size: int) -> str:
    """Return a stored checkpoint with the cosignatures that came for it.

    Raises: NoteError where there is none of that size.
    """
    head = head_tables.head_at(store.connection, origin, size)
    if head is None:
        message = f"no checkpoint of {size:,} entries was signed by this record"
        raise NoteError(message)
    return _with_cosignatures(store, origin, size, parse_note(head.note, f"checkpoint {size}"))


def _with_cosignatures(store: Store, origin: str, size: int, note: Note) -> str:
    for line in _holding(store, origin, size, note).values():
        note = note.with_lines(line)
    return str(note)


def spoilt_cosignatures(store: Store, origin: str, size: int) -> list[str]:
    """Return the keys of the witnesses whose stored cosignature of a checkpoint does not hold: the database was damaged."""
    head = head_tables.head_at(store.connection, origin, size)
    holding = _holding(store, origin, size, parse_note(head.note, f"checkpoint {size}")) if head else {}
    return [vkey for vkey, _ in head_tables.cosignatures(store.connection, origin, size) if vkey not in holding]


def _holding(store: Store, origin: str, size: int, note: Note) -> dict[str, str]:
    """Return the stored cosignatures of a checkpoint that hold, by the witness's key; one that was damaged is left out."""
    found = {}
    for vkey, line in head_tables.cosignatures(store.connection, origin, size):
        try:
            verify_note(Note(note.text, parse_signatures(line)), [parse_vkey(vkey)])
        except NoteError:
            continue
        found[vkey] = line
    return found


def newest_head(store: Store) -> str | None:
    """Return the newest checkpoint that was signed, with its cosignatures; None where there is none. Nothing is signed."""
    origin = origin_of(store)
    head = head_tables.newest(store.connection, origin)
    return cosigned_note(store, origin, head.size) if head else None


def take_cosigned(store: Store, data: bytes | str, where: str, keys: Sequence[VerifierKey] = ()) -> Taken:
    """Take a checkpoint of this log that witnesses have cosigned, and keep the lines of those in the policy, and of ``keys``.

    It is held against the log first, whoever brings it. Raises: NoteError where it is not of this log, not signed by its key, or
    cosigned by nobody known; RolledBackError, ForkError where it is not on the timeline of this record.
    """
    _check_answer(data, where)
    bare, note = check_own(store, data, where), parse_note(data, where)
    tree = parse_checkpoint(note.text, where)
    origin = tree.origin
    held = _cosignatures(store, note, keys, where)
    with store.log.writing():
        head_tables.make(store.connection)
        head_tables.put_head(store.connection, origin, StoredHead(tree.size, bare, stamp(utc_now())))
        known = _holding(store, origin, tree.size, note)
        new = [each for each in held if str(each.key) not in known]
        for each in new:
            head_tables.put_cosignature(store.connection, origin, tree.size, str(each.key), str(each.signature))
    timeline.raise_mark(store)
    names = dict.fromkeys(_name_of(store, each.key) for each in new or held)
    return Taken(tree.size, tuple(names), is_new=bool(new))


def _check_answer(data: bytes | str, where: str) -> None:
    """Tell a request from an answer to it: the two lie side by side on one stick. Raises: NoteError."""
    if data[:4] in ("old ", b"old "):
        message = (
            f"{where}: this is a request, which nobody has cosigned; on the witness's machine `truceline witness sign` makes the "
            "answer from it, and the answer is brought here"
        )
        raise NoteError(message)


def check_own(store: Store, data: bytes | str, where: str) -> str:
    """Hold a checkpoint of this log that somebody brings against the log, and return it with the log's own signatures alone.

    Raises: NoteError where it is not of this log or not signed by its key; RolledBackError, ForkError after evidence was written.
    """
    note = parse_note(data, where)
    tree = parse_checkpoint(note.text, where)
    origin = origin_of(store)
    if tree.origin != origin:
        message = f"{where}: a checkpoint of the log {tree.origin}; this record is {origin}; take it to the record it belongs to"
        raise NoteError(message)
    held = verify_note(note, keys_of(store, origin), where)
    with store.log.snapshot():
        timeline.compare(store, timeline.now(store), [timeline.Seen(where, tree, str(note))])
    return str(Note(note.text, tuple(each.signature for each in held)))


def _name_of(store: Store, key: VerifierKey) -> str:
    """Return what the policy calls a witness, and the name of its key."""
    policy = current_policy(store)
    called = policy.policy.names_of([key]) if policy else ()
    return f"{called[0]} ({key.name})" if called else key.name


def _cosignatures(store: Store, note: Note, keys: Sequence[VerifierKey], where: str) -> tuple[Held, ...]:
    policy = current_policy(store)
    known = dict.fromkeys((*keys, *(witness.key for witness in policy.policy.witnesses))) if policy else dict.fromkeys(keys)
    if not known:
        message = f"{where}: no witness is known here; say whose cosignatures count with `truceline policy set FILE`"
        raise NoteError(message)
    return verify_note(note, known, where)
