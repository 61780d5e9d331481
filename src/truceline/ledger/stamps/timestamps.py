"""Time stamps of checkpoints (RFC 3161): ask for one, attach what came back, and judge anew each time whether it holds.

What is stamped is the signed checkpoint as the log issued it, byte for byte, without cosignatures, so a stamp also shows that the
signature was there by that time: proofs made under it outlive the key. Checkpoint, token and the certificates it was held
against are archived; the entry ``anchor.timestamped`` names them. Several authorities may stamp one checkpoint.

A time stamp shows that the checkpoint existed by then, not that anything in the record is true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec
import rfc3161_client
import sqlalchemy as sa

from truceline.errors import NoteError, NotFoundError, RecordBrokenError
from truceline.ledger.heads import head_tables, heads
from truceline.ledger.heads.log_keys import keys_of, log_keys, origin_of
from truceline.ledger.kernel.batch import stamp as written
from truceline.ledger.leaf.bodies import Timestamped
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.numbered import append_next, numbered
from truceline.ledger.stamps.reply import SHA256, Reply, read_reply
from truceline.ledger.stamps.verifiers import Verdict, holds, judge, read_trust, told
from truceline.ledger.store import Store

KIND = "anchor.timestamped"
METADATA = sa.MetaData()
ASKED = sa.Table(
    "timestamp_asked",
    METADATA,
    sa.Column("imprint", sa.Text, primary_key=True),
    sa.Column("nonce", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
)
"""What was asked for: needed to notice an answer to somebody else's question, and to nothing else."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A request (``.tsq``) for a stamp of the checkpoint of ``size``; ``imprint`` is the SHA-256 of the signed checkpoint."""

    size: int
    root: str
    imprint: str
    data: bytes


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """A time stamp as the log has it. ``at`` is the authority's time; ``trust_sha256`` None where no certificates were given."""

    entry: int
    size: int
    root: str
    imprint: str
    at: str
    policy: str
    tsa: str | None
    token_sha256: str
    trust_sha256: str | None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A stamp as judged now. ``why`` says what each verifier found, or what else is wrong; ``verdicts`` may be empty then."""

    stamp: Stamp
    holds: bool
    why: str
    verdicts: tuple[Verdict, ...] = ()


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """All that a third person needs to check a stamp: the signed checkpoint, the reply, the certificates, and how we judge it."""

    judged: Judged
    note: str
    token: bytes
    trust: bytes | None


def query(store: Store, *, by: str = "truceline") -> Query:
    """Sign the checkpoint of the log as it is, make a request for it, and remember its nonce.

    Raises: as ``heads.signed_head``.
    """
    heads.signed_head(store, by=by)
    head = head_tables.newest(store.connection, origin_of(store))
    assert head is not None, "it was signed and stored a moment ago"
    note = head.note
    checkpoint = _of_this_log(store, note, f"checkpoint {head.size}")
    request = (
        rfc3161_client.TimestampRequestBuilder().data(note.encode()).hash_algorithm(rfc3161_client.HashAlgorithm.SHA256).build()
    )
    imprint = hashlib.sha256(note.encode()).hexdigest()
    with store.log.writing():
        METADATA.create_all(store.connection)
        store.connection.execute(ASKED.insert().values(imprint=imprint, nonce=str(request.nonce), size=checkpoint.size))
    return Query(size=checkpoint.size, root=checkpoint.root.hex(), imprint=imprint, data=request.as_bytes())


def attach(  # noqa: PLR0913 - what, from where, by whom, against what
    store: Store, data: bytes, where: str, *, by: str, trust: bytes | None, trust_where: str = "--ca"
) -> Judged:
    """Archive a reply (``.tsr``) and note it in the log, after it was judged. ``trust`` are certificates in PEM.

    The same reply again changes nothing. Raises: NoteError where it is not for a checkpoint of this log, not an answer to what
    was asked, or does not hold against ``trust``; nothing is written then.
    """
    reply = read_reply(data, where)
    note = _note_of(store, reply, where)
    checkpoint = _of_this_log(store, note, where)
    _check_nonce(store, reply, where)
    verdicts = judge(data, reply, read_trust(trust, trust_where)) if trust is not None else ()
    if trust is not None and not holds(verdicts):
        message = f"{where}: the time stamp of {written(reply.at)} does not hold against {trust_where}: {told(verdicts)}"
        raise NoteError(message)
    body = Timestamped(
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        imprint=store.archive(note.encode()),
        at=written(reply.at),
        policy=reply.policy,
        token_sha256=store.archive(data),
        tsa=reply.tsa,
        trust_sha256=store.archive(trust) if trust is not None else None,
    )
    there = [
        known for known in stamps(store) if known.token_sha256 == body.token_sha256 and known.trust_sha256 == body.trust_sha256
    ]
    idx = there[0].entry if there else append_next(store, KIND, lambda _number: Draft(kind=KIND, body=body, by=by))[1]
    return judged(store, _stamp(store.log.entry(idx)))


def stamps(store: Store) -> Iterator[Stamp]:
    """Yield all time stamps, in the order in which they were attached."""
    for entry in numbered(store, KIND):
        yield _stamp(entry)


def judged(store: Store, stamp: Stamp, trust: bytes | None = None) -> Judged:
    """Judge a stamp now, against the certificates given with it or, better, against ``trust`` of whoever asks."""
    try:
        data, note = store.read_archived(stamp.token_sha256), store.read_archived(stamp.imprint).decode()
        reply = read_reply(data, f"entry {stamp.entry}")
        checkpoint = _of_this_log(store, note, f"entry {stamp.entry}")
        _check_said(stamp, reply, checkpoint)
        if trust is None and stamp.trust_sha256 is None:
            return Judged(stamp=stamp, holds=False, why="not judged: no certificates of the authority were given")
        pem = trust if trust is not None else store.read_archived(stamp.trust_sha256 or "")
        verdicts = judge(data, reply, read_trust(pem, "certificates"))
    except (NoteError, NotFoundError, RecordBrokenError, UnicodeDecodeError) as error:
        return Judged(stamp=stamp, holds=False, why=str(error))
    return Judged(stamp=stamp, holds=holds(verdicts), why=told(verdicts), verdicts=verdicts)


def newest(store: Store) -> Stamp | None:
    """Return the stamp of the largest checkpoint that holds now, of several the earliest; None where none holds."""
    for stamp in sorted(stamps(store), key=lambda stamp: (-stamp.size, stamp.at)):
        if judged(store, stamp).holds:
            return stamp
    return None


def for_checkpoint(store: Store, size: int) -> tuple[Anchor, ...]:
    """Return every stamp of the checkpoint of this size that can be read, holding or not, the earliest first."""
    return tuple(
        Anchor(
            judged=judged(store, stamp),
            note=store.read_archived(stamp.imprint).decode(),
            token=store.read_archived(stamp.token_sha256),
            trust=store.read_archived(stamp.trust_sha256) if stamp.trust_sha256 else None,
        )
        for stamp in sorted(stamps(store), key=lambda stamp: stamp.at)
        if stamp.size == size
    )


def _stamp(entry: Entry) -> Stamp:
    body = entry.body
    assert isinstance(body, Timestamped), "found by an id that follows from its kind"
    return Stamp(entry=entry.idx, **msgspec.structs.asdict(body))


def _note_of(store: Store, reply: Reply, where: str) -> str:
    """Return the checkpoint of which a reply has the imprint.

    Raises: NoteError where it is none of this log's.
    """
    if reply.algorithm != SHA256:
        message = f"{where}: the imprint is made with {reply.algorithm}; expected SHA-256 ({SHA256}), as was asked for"
        raise NoteError(message)
    for origin in _origins(store):
        for head in head_tables.heads(store.connection, origin):
            if hashlib.sha256(head.note.encode()).hexdigest() == reply.imprint:
                return head.note
    message = (
        f"{where}: the time stamp is for {reply.imprint}, which is no checkpoint signed by this log; attach it where it was asked"
    )
    raise NoteError(message)


def _check_nonce(store: Store, reply: Reply, where: str) -> None:
    """Refuse an answer with another nonce than was asked with; where nothing is known of a question, none is expected."""
    if not sa.inspect(store.connection).has_table(ASKED.name):
        return
    asked = [row[0] for row in store.connection.execute(sa.select(ASKED.c.nonce).where(ASKED.c.imprint == reply.imprint))]
    if asked and str(reply.nonce) not in asked:
        message = f"{where}: the nonce is {reply.nonce}, asked was with {', '.join(asked)}; this is no answer to what was asked"
        raise NoteError(message)


def _of_this_log(store: Store, note: str, where: str) -> Checkpoint:
    """Read a checkpoint, check its signature and compare it with the tree.

    Raises: NoteError where it is of another log, or of another history of this one, or is not signed by it.
    """
    parsed = parse_note(note, where)
    checkpoint = parse_checkpoint(parsed.text, where)
    if checkpoint.origin not in _origins(store):
        message = f"{where}: a checkpoint of {checkpoint.origin}; this log is {store.origin}"
        raise NoteError(message)
    if not 0 < checkpoint.size <= store.size:
        message = f"{where}: a checkpoint of {checkpoint.size} entries; this record has {store.size}: it is an older copy"
        raise NoteError(message)
    verify_note(parsed, keys_of(store, checkpoint.origin), where)
    root = store.log.tree().root_over(0, checkpoint.size)
    if root != checkpoint.root:
        message = (
            f"{where}: root of {checkpoint.size} entries {checkpoint.root.hex()}, here {root.hex()}: two histories of one log"
        )
        raise NoteError(message)
    return checkpoint


def _origins(store: Store) -> set[str]:
    """Return the names this log has signed under: after a succession there are several."""
    return {store.origin, *(each.origin for each in log_keys(store))}


def _check_said(stamp: Stamp, reply: Reply, checkpoint: Checkpoint) -> None:
    """Compare what the entry says with what the archived token and checkpoint say.

    Raises: NoteError.
    """
    said = (stamp.size, stamp.root, stamp.imprint, stamp.at, stamp.policy)
    found = (checkpoint.size, checkpoint.root.hex(), reply.imprint, written(reply.at), reply.policy)
    for what, expected, value in zip(("size", "root", "imprint", "time", "policy"), said, found, strict=True):
        if expected != value:
            message = f"entry {stamp.entry} says {what} {expected}; the archived time stamp says {value}"
            raise NoteError(message)
