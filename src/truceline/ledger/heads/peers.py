"""The logs of others that a record follows: whose key is trusted, and the newest head seen of each.

A new head must be on the timeline of the one known: with a proof that one is the beginning of the other. Anything else leaves a
file of evidence and stops. Two field offices are two logs with two origins; that they differ is no fork.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

import msgspec
import sqlalchemy as sa

from truceline import __version__
from truceline.errors import ForkError, NoteError
from truceline.ledger.heads import fork_file, head_tables, timeline
from truceline.ledger.heads.fork_file import Evidence, side
from truceline.ledger.heads.head_tables import PEER_HEAD, PEER_KEY
from truceline.ledger.heads.log_keys import keys_of, origin_of
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import ED25519, VerifierKey, parse_vkey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.proofs import ProofError, RangeRoot, consistency_proof, verify_consistency
from truceline.ledger.sealed import keyring
from truceline.ledger.store import Store

KNOWN = "the checkpoint known here"


class PeerHead(msgspec.Struct, frozen=True):
    """The newest head known of another log."""

    tree: Checkpoint
    note: str
    seen_at: str


class Peer(msgspec.Struct, frozen=True):
    """Another log: its trusted keys, and its newest head where one came."""

    origin: str
    keys: tuple[VerifierKey, ...]
    head: PeerHead | None


def trust_peer(store: Store, key: VerifierKey) -> bool:
    """Trust a key for the log of its name; say whether that is new.

    Raises: NoteError where it is not the key of a log.
    """
    if key.algorithm != ED25519:
        message = f"{key.name} is the key of a witness; a log is known by the key that `truceline keys` prints"
        raise NoteError(message)
    with store.log.writing():
        head_tables.make(store.connection)
        if key in peer_keys(store, key.name):
            return False
        store.connection.execute(PEER_KEY.insert().values(origin=key.name, vkey=str(key)))
    return True


def distrust_peer(store: Store, key: VerifierKey) -> bool:
    """Trust a key of another log no longer; say whether it was trusted. What was taken in before stays."""
    with store.log.writing():
        if key not in peer_keys(store, key.name):
            return False
        c = PEER_KEY.c
        store.connection.execute(PEER_KEY.delete().where(c.origin == key.name, c.vkey == str(key)))
    return True


def peer_keys(store: Store, origin: str) -> tuple[VerifierKey, ...]:
    """Return the keys that are trusted for another log."""
    if not head_tables.are_there(store.connection):
        return ()
    query = sa.select(PEER_KEY.c.vkey).where(PEER_KEY.c.origin == origin).order_by(PEER_KEY.c.vkey)
    return tuple(parse_vkey(row[0]) for row in store.connection.execute(query))


def peers(store: Store) -> tuple[Peer, ...]:
    """Return the logs that this record follows, by origin."""
    if not head_tables.are_there(store.connection):
        return ()
    rows = store.connection.execute(sa.select(PEER_KEY.c.origin).distinct().order_by(PEER_KEY.c.origin)).all()
    return tuple(Peer(row[0], peer_keys(store, row[0]), peer_head(store, row[0])) for row in rows)


def peer_head(store: Store, origin: str) -> PeerHead | None:
    """Return the newest head known of another log."""
    if not head_tables.are_there(store.connection):
        return None
    query = sa.select(PEER_HEAD.c.note, PEER_HEAD.c.seen_at).where(PEER_HEAD.c.origin == origin)
    row = store.connection.execute(query).first()
    return PeerHead(parse_checkpoint(parse_note(row[0], KNOWN).text, KNOWN), row[0], row[1]) if row else None


def accept_peer_note(
    store: Store,
    data: bytes | str,
    proof: Sequence[bytes] | Callable[[int, int], Sequence[bytes]] = (),
    *,
    hashes: RangeRoot | None = None,
    where: str = "checkpoint of another log",
) -> PeerHead:
    """Take the head of another log, or one of our own that others hold, and return the newest one known afterwards.

    ``proof`` is the consistency proof between the known head and the new one, or a function that gives it for two sizes;
    ``hashes`` gives roots over the tree that was brought, where all of it is at hand: a fork can then be proven to others.
    Raises: NoteError where the note is none, or of a log or key that is not trusted here; ForkError, RolledBackError after
    evidence was written. Nothing is kept then.
    """
    note = parse_note(data, where)
    tree = parse_checkpoint(note.text, where)
    if tree.origin == origin_of(store):
        verify_note(note, keys_of(store, tree.origin), where)
        with store.log.snapshot():
            timeline.compare(store, timeline.now(store), [timeline.Seen(where, tree, str(note))])
        return PeerHead(tree, str(note), stamp(utc_now()))
    trusted = peer_keys(store, tree.origin)
    if not trusted:
        message = f"{where}: the log {tree.origin} is not known here; ask its keeper for its key and trust that first"
        raise NoteError(message)
    held = verify_note(note, trusted, where)
    brought = PeerHead(tree, f"{note.text}\n{''.join(str(each.signature) for each in held)}", stamp(utc_now()))
    with store.log.writing():
        known = peer_head(store, tree.origin)
        if known is not None:
            given = proof(*sorted((known.tree.size, tree.size))) if callable(proof) else proof
            _check(store, known, brought, given, hashes, where)
        if known is None or tree.size > known.tree.size:
            _keep(store, brought)
            return brought
    assert known is not None, "otherwise the one brought was kept"
    return known


def _check(  # noqa: PLR0913, PLR0917 - what a fork is told from
    store: Store, known: PeerHead, brought: PeerHead, proof: Sequence[bytes], hashes: RangeRoot | None, where: str
) -> None:
    """Hold a new head against the one known: one must be the beginning of the other."""
    first, second = sorted((known, brought), key=lambda head: head.tree.size)
    try:
        if first.tree.size in (second.tree.size, 0):
            # No proof is needed then, and none that comes along is looked at.
            proof = ()
        verify_consistency(first.tree.size, second.tree.size, first.tree.root, second.tree.root, proof)
    except ProofError as error:
        _tell(store, (first, second), known, hashes if second is brought else None, where, error)


def _tell(  # noqa: PLR0913, PLR0917 - what the evidence is made of
    store: Store,
    heads: tuple[PeerHead, PeerHead],
    known: PeerHead,
    hashes: RangeRoot | None,
    where: str,
    error: ProofError,
) -> NoReturn:
    first, second = heads
    old, new, origin = first.tree.size, second.tree.size, first.tree.origin
    is_provable = hashes is not None and 0 < old < new
    sides = [side(head.tree, KNOWN if head is known else where, head.note) for head in heads]
    evidence = Evidence(
        found="fork",
        origin=origin,
        at=stamp(utc_now()),
        by=f"truceline {__version__}",
        first=sides[0],
        second=sides[1],
        prefix_root=to_base64(hashes(0, old)) if is_provable and hashes else None,
        proof=tuple(map(to_base64, consistency_proof(old, new, hashes))) if is_provable and hashes else (),
    )
    file = fork_file.write((store.folder, keyring.folder_of(origin_of(store))), evidence)
    message = (
        f"{where}: the log {origin} cannot be shown to tell one story: {sides[0].seen} has {old:,} entries with root "
        f"{first.tree.root.hex()}, {sides[1].seen} has {new:,} with root {second.tree.root.hex()}, and neither is shown to be "
        f"the beginning of the other ({error}). Nothing was taken. {fork_file.told(file, '`truceline checkpoint judge {}`')}"
    )
    raise ForkError(message)


def _keep(store: Store, head: PeerHead) -> None:
    connection, origin = store.connection, head.tree.origin
    connection.execute(PEER_HEAD.delete().where(PEER_HEAD.c.origin == origin))
    connection.execute(PEER_HEAD.insert().values(origin=origin, size=head.tree.size, note=head.note, seen_at=head.seen_at))
