"""A log that goes on under another origin, because an older copy of it had to be put in its place. Never silent.

The entry ``log.successor`` names the old origin, the size and root it goes on from, the newest checkpoint known of the old log,
the new key, who declared it and why; the old log's key signs all of that where it is still there. From that entry on, checkpoints
have the new origin, which witnesses and parties must be told to trust. All entries stay where they are, and work goes on.
The old log is frozen: its key signs nothing any more on this machine, unless it lives on in another copy (``cloned``). What it
had beyond the common size is not lost by this: where a copy turns up, it is the old log, and can be read beside this one.
"""

from __future__ import annotations

import secrets

import msgspec

from truceline.errors import NotFoundError, UsageError
from truceline.ledger.heads import head_tables, high_water, timeline
from truceline.ledger.heads.heads import signed_head
from truceline.ledger.heads.log_keys import counted, current_key, origin_of
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.leaf.bodies import LogSuccessor, SuccessionReason
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.notes.signing import LOG_KEY, load_signer, log_signer
from truceline.ledger.sealed import keyring
from truceline.ledger.store import Store

DECLARATION = "truceline/successor/v1"


class Succession(msgspec.Struct, frozen=True):
    """A declared succession: where, by whom, and what it says."""

    idx: int
    at: str
    by: str
    body: LogSuccessor

    @property
    def lost(self) -> int:
        """How many entries of the old log are known not to be in this one, by the checkpoint it names."""
        if self.body.checkpoint is None:
            return 0
        return max(0, parse_checkpoint(parse_note(self.body.checkpoint).text).size - self.body.size)


def successions(store: Store) -> tuple[Succession, ...]:
    """Return the successions of this log, the first one first."""
    found = []
    for entry in counted(store, "log.successor"):
        assert isinstance(entry.body, LogSuccessor), "the kind says the type"
        found.append(Succession(entry.idx, entry.at, entry.by, entry.body))
    return tuple(found)


def succeed(store: Store, *, reason: SuccessionReason, by: str, note: str | None = None) -> Succession:
    """Declare that this copy goes on under a new origin, freeze the old one, and sign the first checkpoint of the new one.

    ``note`` are words about why; they are sealed. Raises: UsageError where nothing is wrong with the log as it is.
    """
    old_origin = origin_of(store)
    mark = high_water.read(old_origin)
    newest = _newest_known(store, old_origin, mark)
    if reason != "other" and not is_behind(store):
        message = (
            f"the record in {store.folder} is not behind anything known of it; there is nothing to succeed. "
            "To go on under a new origin all the same, give --reason other"
        )
        raise UsageError(message)
    origin = f"{old_origin.rsplit('/', 1)[0]}/{secrets.token_hex(16)}"
    signer = log_signer(origin)
    with store.log.writing():
        tree = timeline.now(store).tree
        number = len(successions(store)) + 1
        body = LogSuccessor(
            origin=origin,
            vkey=str(signer.vkey),
            old_origin=old_origin,
            size=tree.size,
            root=tree.root.hex(),
            reason=reason,
            checkpoint=newest,
            note=_endorsed(store, old_origin, declaration(old_origin, signer.vkey, tree)),
        )
        sealed = (seal("note", note),) if note else ()
        store.append([Draft(kind="log.successor", body=body, by=by, key=str(number), sealed=sealed)])
    if reason != "cloned":
        # A crash before this leaves the old mark without its successor: the record opens under its new origin all the same.
        frozen = mark or high_water.HighWater(origin=old_origin, size=tree.size, root=tree.root.hex(), at=stamp(utc_now()))
        high_water.write(msgspec.structs.replace(frozen, successor=origin))
    signed_head(store, by=by)
    return successions(store)[-1]


def is_behind(store: Store) -> bool:
    """Say whether the log is shorter than, or other than, what is remembered of it. Nothing is written."""
    return bool(timeline.conflicts(store))


def declaration(old_origin: str, key: VerifierKey, tree: Checkpoint) -> str:
    """Return the text that the old log's key signs."""
    return f"{DECLARATION}\n{old_origin}\n{key.name}\n{key}\n{tree.size}\n{to_base64(tree.root)}\n"


def fault_of(entry: Entry, origin: str, root: bytes) -> str | None:
    """Say what is wrong with a ``log.successor`` at its place, None where it is as it must be.

    ``origin`` is the origin in force before it, ``root`` that of the ``entry.idx`` entries before it.
    """
    body = entry.body
    assert isinstance(body, LogSuccessor), "the caller has looked"
    key = parse_vkey(body.vkey, f"entry {entry.idx}")
    given = (body.old_origin, body.size, body.root, body.origin)
    expected = (origin, entry.idx, root.hex(), key.name)
    for what, stands, wanted in zip(("old_origin", "size", "root", "origin"), given, expected, strict=True):
        if stands != wanted:
            return f"says {what} {stands!r}; expected {wanted!r}"
    return "goes on under the same origin" if body.origin == body.old_origin else None


def _newest_known(store: Store, origin: str, mark: high_water.HighWater | None) -> str | None:
    stored = head_tables.newest(store.connection, origin)
    notes = [note for note in (mark.note if mark else None, stored.note if stored else None) if note]
    return max(notes, key=lambda note: parse_checkpoint(parse_note(note).text).size) if notes else None


def _endorsed(store: Store, origin: str, text: str) -> str | None:
    """Return the declaration signed by the old log's key, None where that key is not here or was never made."""
    try:
        signer = load_signer(keyring.folder_of(origin) / LOG_KEY)
    except NotFoundError:
        return None
    return f"{text}\n{signer.sign(text)}" if signer.vkey == current_key(store) else None
