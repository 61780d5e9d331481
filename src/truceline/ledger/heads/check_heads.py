"""The part of verification that looks at what was said of the log: checkpoints, the high-water mark, keys, successors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truceline.errors import NoteError, RecordBrokenError
from truceline.ledger.heads import head_tables, heads, timeline
from truceline.ledger.heads.log_keys import ROTATION
from truceline.ledger.heads.succession import declaration, fault_of
from truceline.ledger.heads.timeline import Seen
from truceline.ledger.kernel.merkle import Frontier
from truceline.ledger.leaf.bodies import KeyAdded, KeyRotated, LogSuccessor
from truceline.ledger.leaf.entries import Entry
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.store import Store

Found = tuple[str, str]
"""Where something does not hold, and what."""


def faults(store: Store, hashes: Sequence[bytes], entries: Sequence[Entry]) -> Iterator[Found]:
    """Yield what does not hold; ``hashes`` are the leaf hashes as computed, ``entries`` those that could be read."""
    try:
        acts = [entry for entry in entries if isinstance(entry.body, KeyAdded | KeyRotated | LogSuccessor)]
        seen = _seen(store, acts)
        spoilt = list(_spoilt(store, acts))
    except (NoteError, RecordBrokenError) as error:
        yield "checkpoints", str(error)
        return
    successors = [entry for entry in acts if isinstance(entry.body, LogSuccessor)]
    roots = _roots(hashes, [*(each.tree.size for each in seen), *(entry.idx for entry in successors)])
    yield from _acts(store.origin, acts, roots)
    # The mark and the checkpoint in it say the same: that is told once.
    yield from dict.fromkeys(_heads(seen, _keys(acts), roots, len(hashes)))
    yield from spoilt


def _seen(store: Store, acts: Iterable[Entry]) -> list[Seen]:
    """Return every head that is remembered, of every origin the log ever had."""
    found = timeline.remembered(store)
    for origin in _origins(store.origin, acts):
        for head in head_tables.heads(store.connection, origin):
            each = timeline.seen_in(head.note, f"the checkpoint of {head.at} in the record")
            if each not in found:
                found.append(each)
    return found


def _spoilt(store: Store, acts: Iterable[Entry]) -> Iterator[Found]:
    """Yield the stored cosignatures that do not hold: nobody changed the log for that, but they prove nothing any more."""
    for origin in _origins(store.origin, acts):
        for size in head_tables.cosigned_sizes(store.connection, origin):
            for vkey in heads.spoilt_cosignatures(store, origin, size):
                lost = f"the cosignature of {vkey.split('+', 1)[0]:.80} for {size:,} entries was changed in the record"
                yield "checkpoints", f"{lost} and counts for nothing; ask that witness again: `truceline checkpoint request`"


def _origins(first: str, acts: Iterable[Entry]) -> list[str]:
    return [first, *(entry.body.origin for entry in acts if isinstance(entry.body, LogSuccessor))]


def _keys(acts: Iterable[Entry]) -> list[VerifierKey]:
    bodies = (entry.body for entry in acts)
    return [parse_vkey(body.vkey) for body in bodies if isinstance(body, KeyAdded | KeyRotated | LogSuccessor)]


def _roots(hashes: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the roots of the first so many entries, for each size that the log reaches."""
    found, frontier = {}, Frontier()
    for size in sorted(set(sizes)):
        if size <= len(hashes):
            frontier = frontier.grown(hashes[frontier.size : size])
            found[size] = frontier.root
    return found


def _acts(origin: str, acts: Iterable[Entry], roots: dict[int, bytes]) -> Iterator[Found]:
    """Check successors and rotations against what was in force when they came."""
    current, key = origin, None
    for entry in acts:
        where, body = f"entry {entry.idx}", entry.body
        try:
            if isinstance(body, LogSuccessor):
                fault = fault_of(entry, current, roots.get(entry.idx, b""))
                if fault:
                    yield where, f"({entry.kind}) {fault}"
                new = parse_vkey(body.vkey, where)
                _check_signed(body.note, key, declaration(current, new, _tree(current, entry, roots)), where)
                current = body.origin
            elif isinstance(body, KeyRotated):
                _check_signed(body.note, key, f"{ROTATION}\n{key}\n{body.vkey}\n", where)
                if key is None or body.old != str(key):
                    yield where, f"({entry.kind}) puts a key in the place of {body.old}; in force was {key}"
            if isinstance(body, KeyAdded | KeyRotated | LogSuccessor):
                key = parse_vkey(body.vkey, where)
                if key.name != current:
                    yield where, f"({entry.kind}) brings a key of {key.name}; the log is {current}"
        except NoteError as error:
            yield where, f"({entry.kind}) {error}"


def _tree(origin: str, entry: Entry, roots: dict[int, bytes]) -> Checkpoint:
    return Checkpoint(origin, entry.idx, roots.get(entry.idx, b""))


def _check_signed(note: str | None, key: VerifierKey | None, text: str, where: str) -> None:
    """Check that a note, where there is one, says exactly this and is signed by the key in force. Raises: NoteError."""
    if note is None:
        return
    read = parse_note(note, where)
    if read.text != text:
        message = f"{where}: its note says something else than the entry"
        raise NoteError(message)
    verify_note(read, [key] if key else [], where)


def _heads(seen: Iterable[Seen], keys: Sequence[VerifierKey], roots: dict[int, bytes], size: int) -> Iterator[Found]:
    for each in seen:
        tree = each.tree
        if tree.size > size:
            yield (
                "log",
                f"has {size:,} entries, but {each.where} knows {tree.size:,}: entries were cut off, or this is an old copy",
            )
        elif roots[tree.size] != tree.root:
            other = f"has the root {tree.root.hex()} for {tree.size:,} entries; computed {roots[tree.size].hex()}"
            yield "log", f"has another history: {each.where} {other}"
        elif each.note is not None:
            try:
                verify_note(parse_note(each.note, each.where), keys, each.where)
            except NoteError as error:
                yield "checkpoints", str(error)
