"""One log, one timeline: every head that was ever seen of this log must be a beginning of what the log is now.

The rule is that of the client of Go's checksum database: remember the newest head, and take no other that is not on its timeline.
What was seen are the checkpoints this log signed, the high-water mark of the key folder, and whatever others bring. A log shorter
than it was seen is rolled back; one with other entries is forked. Either leaves a file of evidence (``fork_file.py``) and stops.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import msgspec

from truceline import __version__
from truceline.errors import ForkError, NoteError, RecordBrokenError, RolledBackError
from truceline.ledger.heads import fork_file, head_tables, high_water
from truceline.ledger.heads.fork_file import Evidence, Found, Side, side
from truceline.ledger.heads.log_keys import keys_of, origin_of
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.kernel.merkle import Frontier, Tree
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.proofs import EMPTY_ROOT, consistency_proof
from truceline.ledger.sealed import keyring
from truceline.ledger.store import Store

HERE = "this record"


class Seen(msgspec.Struct, frozen=True):
    """A head of this log that somebody saw: where, the tree, and the signed note where there is one.

    ``is_mark``: it is from our own key folder, and may be signed by a key that came into use after this copy was made.
    """

    where: str
    tree: Checkpoint
    note: str | None = None
    is_mark: bool = False


class Now(msgspec.Struct, frozen=True):
    """The log as it stands, all of one moment."""

    tree: Checkpoint
    edge: Frontier
    hashes: Tree

    def root_at(self, size: int) -> bytes:
        """Return the root of the first ``size`` entries.

        The subtrees that it shares with the log's edge are taken from there: what was seen last is compared without a look at
        most of the tree, however large that is.
        """
        shared = [mine for mine, theirs in zip(_subtrees(self.edge.size), _subtrees(size), strict=False) if mine == theirs]
        peaks = list(self.edge.peaks[: len(shared)])
        peaks += [self.hashes.root_over(start, start + width) for start, width in _subtrees(size)[len(shared) :]]
        return Frontier(size, tuple(peaks)).root

    @property
    def is_whole(self) -> bool:
        """Whether the stored hashes give the root of the log; all of the tree above the leaves is looked at."""
        size = self.tree.size
        return self.tree.root == (self.hashes.root_over(0, size) if size else EMPTY_ROOT)


def _subtrees(size: int) -> list[tuple[int, int]]:
    """Return start and width of the whole subtrees of a tree, the largest first."""
    found, start = [], 0
    for bit in reversed(range(size.bit_length())):
        width = 1 << bit
        if size & width:
            found.append((start, width))
            start += width
    return found


def seen_in(note: str, where: str) -> Seen:
    """Return the head that a note is about. Raises: NoteError."""
    return Seen(where, parse_checkpoint(parse_note(note, where).text, where), note)


def now(store: Store, origin: str | None = None) -> Now:
    """Return the log as it stands, under its present origin; to be used inside one transaction."""
    edge = store.log.state()
    # Without the stored edge, so that hashes computed from it can be held against it.
    return Now(Checkpoint(origin or origin_of(store), edge.size, store.log.root), edge, Tree(edge.size, store.log))


def check(store: Store) -> None:
    """Compare the log with every head of it that is remembered here.

    Raises: RolledBackError, ForkError, both after evidence was written.
    """
    # What is remembered is read first: the log may grow meanwhile, which is no fault.
    origin = origin_of(store)
    known = remembered(store, origin)
    with store.log.snapshot():
        compare(store, now(store, origin), known)
        lost = _lost(store, known)
    if lost and not store.is_read_only:
        _put_back(store, lost)


def conflicts(store: Store) -> list[Seen]:
    """Return the heads remembered here that are not on the timeline of the log. Nothing is written."""
    known = remembered(store)
    with store.log.snapshot():
        current = now(store)
        return [seen for seen in known if seen.tree.size > current.tree.size or _is_other(current, seen)]


def _is_other(current: Now, seen: Seen) -> bool:
    return seen.tree.size <= current.tree.size and current.root_at(seen.tree.size) != seen.tree.root


def compare(store: Store, current: Now, heads: list[Seen]) -> None:
    """Compare the log with heads of it.

    Raises: RolledBackError, ForkError, both after evidence was written; RecordBrokenError where a stored checkpoint was changed.
    """
    forked = [seen for seen in heads if _is_other(current, seen)]
    longer = [seen for seen in heads if seen.tree.size > current.tree.size]
    if forked:
        check_whole(store, current)
        _tell_fork(store, current, _best(store, forked))
    if longer:
        _tell_rollback(store, current, _best(store, longer), max(seen.tree.size for seen in longer))


def check_whole(store: Store, current: Now) -> None:
    """Refuse a log whose own hashes do not give its root: it is damaged. Raises: RecordBrokenError."""
    if not current.is_whole:
        message = f"the record in {store.folder} is damaged: its hashes do not give its own root; run `truceline fsck`"
        raise RecordBrokenError(message)


def _lost(store: Store, known: list[Seen]) -> list[Seen]:
    """Return the checkpoints that the mark remembers and the database does not have."""
    noted = [seen for seen in known if seen.note is not None]
    if len({seen.note for seen in noted}) < len(noted):
        return []  # the usual case: the newest one stored is the one remembered
    return [seen for seen in noted if head_tables.head_at(store.connection, seen.tree.origin, seen.tree.size) is None]


def _put_back(store: Store, lost: list[Seen]) -> None:
    """Store again a checkpoint that the mark remembers and the database has lost."""
    with store.log.writing():
        head_tables.make(store.connection)
        for seen in lost:
            _check_signed(store, seen)
            note = seen.note or ""
            head_tables.put_head(
                store.connection, seen.tree.origin, head_tables.StoredHead(seen.tree.size, note, stamp(utc_now()))
            )


def raise_mark(store: Store, note: str | None = None) -> None:
    """Move the high-water mark up to where the log is now; a mark that is not on this timeline stays as it is."""
    origin = origin_of(store)
    with high_water.held(origin), store.log.snapshot():
        mark, current = high_water.read(origin), now(store)
        if mark is not None:
            if mark.successor is not None or mark.size > current.tree.size:
                return
            if current.root_at(mark.size).hex() != mark.root:
                return  # the next opening tells
            note = note or mark.note
        root = current.tree.root.hex()
        if mark is None or (mark.size, mark.note) != (current.tree.size, note):
            at = stamp(utc_now())
            high_water.write(high_water.HighWater(origin=origin, size=current.tree.size, root=root, at=at, note=note))


def remembered(store: Store, origin: str | None = None) -> list[Seen]:
    """Return every head of this log that is remembered here, under its present origin. Raises: NoteError, RecordBrokenError."""
    origin = origin or origin_of(store)
    found = []
    mark = high_water.read(origin)
    if mark is not None:
        where = f"the high-water mark of {mark.at}"
        if mark.note is not None:
            found.append(msgspec.structs.replace(seen_in(mark.note, where), is_mark=True))
        found.append(Seen(where, Checkpoint(origin, mark.size, bytes.fromhex(mark.root)), is_mark=True))
    stored = head_tables.newest(store.connection, origin)
    if stored is not None:
        found.append(_read_stored(stored))
    return found


def _read_stored(stored: head_tables.StoredHead) -> Seen:
    where = f"the checkpoint of {stored.at} in the record"
    try:
        return seen_in(stored.note, where)
    except NoteError as error:
        message = f"the record is damaged: {error}; run `truceline fsck`, and compare with a copy or a backup"
        raise RecordBrokenError(message) from error


def _best(store: Store, heads: list[Seen]) -> Seen:
    """Return the head that shows most: a signed one before an unsigned one, then the largest."""
    for seen in heads:
        if seen.note is not None and not seen.is_mark:
            _check_signed(store, seen)
    return max(heads, key=lambda seen: (seen.note is not None, seen.tree.size))


def _check_signed(store: Store, seen: Seen) -> None:
    assert seen.note is not None, "the caller has looked"
    try:
        verify_note(parse_note(seen.note, seen.where), keys_of(store, seen.tree.origin), seen.where)
    except NoteError as error:
        message = f"{error}; it was changed, or the log was; compare size and root with a checkpoint that another party holds"
        raise RecordBrokenError(message) from error


def _tell_fork(store: Store, current: Now, seen: Seen) -> NoReturn:
    larger = _signed_from(store, current, seen.tree.size)
    old, new = seen.tree.size, larger.size
    proof = consistency_proof(old, new, current.hashes.root_over) if 0 < old < new else []
    prefix = current.root_at(old)
    file = _write(
        store,
        "fork",
        side(seen.tree, seen.where, seen.note),
        larger,
        prefix_root=to_base64(prefix) if old < new else None,
        proof=tuple(map(to_base64, proof)),
    )
    message = (
        f"two histories of one log: the first {old:,} entries of the record in {store.folder} have the root {prefix.hex()}, but "
        f"{seen.where} has {seen.tree.root.hex()}. Somebody went on with a copy, or changed the log. "
        f"{fork_file.told(file, '`truceline checkpoint judge {}`')}. Keep both copies, show the file to the other party, decide "
        "together with which one you go on, and declare it with `truceline succeed`"
    )
    raise ForkError(message)


def _tell_rollback(store: Store, current: Now, seen: Seen, largest: int) -> NoReturn:
    here = _signed_from(store, current, current.tree.size)
    file = _write(store, "rollback", here, side(seen.tree, seen.where, seen.note))
    message = (
        f"the record in {store.folder} has {current.tree.size:,} entries, but {seen.where} knows {largest:,}: entries were cut "
        f"off, or an old copy was put in its place. {fork_file.told(file)}. Put the newer copy back. If it is lost for good, "
        "`truceline succeed` declares that this copy goes on under a new name, for everybody to see"
    )
    raise RolledBackError(message)


def _signed_from(store: Store, current: Now, least: int) -> Side:
    """Return our own side: the newest checkpoint of at least this size on our timeline, else the log as it stands, unsigned."""
    for head in head_tables.heads(store.connection, current.tree.origin, at_most=current.tree.size):
        seen = seen_in(head.note, HERE)
        if seen.tree.size >= least and current.root_at(seen.tree.size) == seen.tree.root:
            return side(seen.tree, HERE, seen.note)
    return side(current.tree, HERE)


def _write(  # noqa: PLR0913 - what evidence is made of
    store: Store, found: Found, first: Side, second: Side, *, prefix_root: str | None = None, proof: tuple[str, ...] = ()
) -> Path | None:
    origin = origin_of(store)
    evidence = Evidence(
        found=found,
        origin=origin,
        at=stamp(utc_now()),
        by=f"truceline {__version__}",
        first=first,
        second=second,
        prefix_root=prefix_root,
        proof=proof,
    )
    return fork_file.write((store.folder, keyring.folder_of(origin)), evidence)
