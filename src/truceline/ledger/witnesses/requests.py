"""Asking witnesses: the log is filled up to a round size first, and nobody is asked more often than a batch interval.

A witness sees the size of the log and when it was asked, nothing else. Without padding and waiting, that would tell how much was
entered and when; with both it still tells roughly how busy the record is in all.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import sqlalchemy as sa

from truceline.errors import RecordError
from truceline.ledger.heads import head_tables
from truceline.ledger.heads.head_tables import REQUEST
from truceline.ledger.heads.heads import signed_head
from truceline.ledger.heads.log_keys import origin_of, signer_of
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.leaf.bodies import LogPadded
from truceline.ledger.leaf.entries import Draft
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note
from truceline.ledger.proofs import consistency_proof
from truceline.ledger.store import Store
from truceline.ledger.witnesses.request import request_text

STEP = 16
"""Witnesses see sizes that are multiples of this."""
INTERVAL = dt.timedelta(minutes=15)
OFFERED = 64
"""A file offers proofs from so many checkpoints of each sort: the last of each witness, the newest cosigned and signed."""


class Prepared(msgspec.Struct, frozen=True):
    """A checkpoint made for witnesses, and how many entries were added to make its size round."""

    note: str
    size: int
    padded: int


class Asked(msgspec.Struct, frozen=True):
    """When witnesses were first asked for a size."""

    at: str
    size: int


def prepare(store: Store, *, by: str, at: dt.datetime, is_now: bool = False) -> Prepared:
    """Fill the log up, sign a checkpoint for witnesses and note that they are asked.

    Raises: RecordError where others were asked for another size less than a batch interval ago, unless ``is_now``.
    """
    signer_of(store, by=by)  # its first use adds an entry, which must not come after the padding
    if not is_now:
        _check_interval(store, at)
    padded = -store.log.size % STEP
    if padded:
        store.append([Draft(kind="log.padded", body=LogPadded(), by=by) for _ in range(padded)])
    note = signed_head(store, by=by)
    size = parse_checkpoint(parse_note(note).text).size
    with store.log.writing():
        last = _last(store)
        if last is None or last.size != size:
            store.connection.execute(REQUEST.delete().where(REQUEST.c.at == stamp(at)))
            store.connection.execute(REQUEST.insert().values(at=stamp(at), size=size))
    return Prepared(note, size, padded)


def request_file(store: Store, prepared: Prepared) -> str:
    """Return the file that travels to witnesses: the checkpoint, with a proof from every size that one of them may know."""
    origin = origin_of(store)
    with store.log.snapshot():
        # What each witness was last heard to know comes first: one that was away for long is not left behind.
        known = sorted(head_tables.last_cosigned(store.connection, origin), reverse=True)[:OFFERED]
        known += head_tables.cosigned_sizes(store.connection, origin)[:OFFERED]
        known += [head.size for head in head_tables.heads(store.connection, origin, at_most=prepared.size)[:OFFERED]]
        proofs = {old: proof_from(store, old, prepared.size) for old in {0, *known} if old <= prepared.size}
    return request_text(proofs, prepared.note)


def proof_from(store: Store, old: int, size: int) -> list[bytes]:
    """Return the consistency proof between two sizes of this log."""
    return consistency_proof(old, size, store.log.tree().root_over)


def _check_interval(store: Store, at: dt.datetime) -> None:
    last = _last(store)
    if last is None or last.size == store.log.size:
        return  # asking again for the same size tells nobody anything new
    next_at = dt.datetime.fromisoformat(last.at) + INTERVAL
    if at < next_at:
        minutes = INTERVAL.seconds // 60
        message = (
            f"witnesses were asked at {last.at}; they are asked every {minutes} minutes at most, so that nobody sees when "
            f"something came in; wait until {stamp(next_at)}, or ask all the same with --now"
        )
        raise RecordError(message)


def _last(store: Store) -> Asked | None:
    if not head_tables.are_there(store.connection):
        return None
    row = store.connection.execute(sa.select(REQUEST.c.at, REQUEST.c.size).order_by(REQUEST.c.at.desc()).limit(1)).first()
    return Asked(*row) if row else None
