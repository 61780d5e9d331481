"""How far the head of one size of the log is witnessed: by nobody, by the log's own key, by a quorum, by an outside clock.

``joint.py`` says the same of the record as a whole. Here it is asked for the size on which an export stands: what was cosigned
for a later size is not said of an earlier one, so that the answer for a size changes only when that very head is witnessed.
"""

from __future__ import annotations

from truceline.errors import NoteError
from truceline.ledger import head_tables, timestamps
from truceline.ledger.heads import cosigned_note
from truceline.ledger.joint import Level
from truceline.ledger.log_keys import keys_of, origin_of
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.policies import current_policy
from truceline.ledger.store import Store

__all__ = ["Level", "level_at", "policy_at"]


def level_at(store: Store, size: int, root: str) -> Level:
    """Return the level of the head of the first ``size`` entries, whose root (hex) was computed; signatures are checked anew."""
    origin = origin_of(store)
    if head_tables.head_at(store.connection, origin, size) is None:
        return "hash"
    note = parse_note(cosigned_note(store, origin, size))
    try:
        signed = {each.key for each in verify_note(note, keys_of(store, origin))}
    except NoteError:
        return "hash"
    if parse_checkpoint(note.text).root.hex() != root:
        return "hash"
    policy = current_policy(store, size)
    if policy is None or not policy.is_asking or size <= policy.idx:
        return "log-signed"
    listed = {log.key for log in policy.policy.logs}
    names = {witness.key: witness.name for witness in policy.policy.witnesses}
    cosigned = {names[each.key] for each in verify_note(note, (*keys_of(store, origin), *names)) if each.key in names}
    if not policy.policy.met_by(cosigned) or (listed and not signed & listed):
        return "log-signed"
    stamps = (stamp for stamp in timestamps.stamps(store) if stamp.size == size)
    return "timestamped" if any(timestamps.judged(store, stamp).holds for stamp in stamps) else "cosigned"


def policy_at(store: Store, size: int) -> str | None:
    """Return the SHA-256 of the rule of cosigning in force after the first ``size`` entries, None where there is none."""
    policy = current_policy(store, size)
    return policy.sha256 if policy else None
