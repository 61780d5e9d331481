"""Joinings: people's merges and splits of whole incidents; how they are drafted and read back. The first of a record is ``j1``.

A joining stands before the judgements that make it so, in one append: what it changed can be taken back pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import IncidentsJoined, JoiningUndone, Judged
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.numbered import append_several, told_by
from truceline.ledger.store import Store
from truceline.model import Judgement

JOINED = "incidents.joined"
UNDONE = "joining.undone"
AT_ONCE = 120
"""As many pairs, or claims, are named in one entry, so that it fits a leaf."""


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """A merge or a split as it was recorded. ``entry``: its last entry; its judgements follow.

    ``undone_by``, ``undone_at`` and ``undone_entry`` are None while nobody took it back; ``note`` where it cannot be read here.
    """

    id: str
    act: str
    incidents: tuple[str, ...]
    claims: tuple[str, ...]
    judged: tuple[Judged, ...]
    by: str
    at: str
    entry: int
    leaves: tuple[str, ...]
    note: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None
    undone_entry: int | None = None


def joinings(store: Store) -> tuple[Joining, ...]:
    """Return all joinings, the first one first."""
    found: dict[str, list[tuple[Entry, IncidentsJoined]]] = {}
    for entry, body in told_by(store, JOINED, IncidentsJoined):
        found.setdefault(body.joining, []).append((entry, body))
    undone = {body.joining: entry for entry, body in told_by(store, UNDONE, JoiningUndone)}
    return tuple(_joining(store, parts, undone.get(name)) for name, parts in found.items())


def claims_told(joining: Joining) -> frozenset[str]:
    """Return every claim of which a joining says something: those that it moved, and those that it judged them with."""
    return frozenset(joining.claims).union(*((each.left, each.right) for each in joining.judged))


def append_joining(store: Store, body: IncidentsJoined, made: Sequence[Judgement], *, by: str, note: str | None) -> str:
    """Append a joining and its judgements, and return its id, which follows from its number. For use inside ``writing``."""
    name = ""
    for part in _parts(body):

        def draft(number: int, part: IncidentsJoined = part, name: str = name) -> Draft:
            sealed = (seal("note", note),) if note and not name else ()
            return Draft(kind=JOINED, body=msgspec.structs.replace(part, joining=name or f"j{number}"), by=by, sealed=sealed)

        (idx,) = append_several(store, [(JOINED, draft)])
        appended = store.log.entry(idx).body
        assert isinstance(appended, IncidentsJoined), "it was just appended"
        name = appended.joining
    store.append([drafts.judged(each, by=by) for each in made])
    return name


def append_undoing(store: Store, joining: Joining, made: Sequence[Judgement], *, by: str, note: str | None) -> None:
    """Append that a joining is taken back, and the judgements that do it. For use inside ``writing``."""
    sealed = (seal("note", note),) if note else ()
    draft = Draft(kind=UNDONE, body=JoiningUndone(joining=joining.id), by=by, sealed=sealed, refs=joining.leaves)
    append_several(store, [(UNDONE, lambda _number: draft)])
    store.append([drafts.judged(each, by=by) for each in made])


def _parts(body: IncidentsJoined) -> Iterator[IncidentsJoined]:
    """Yield a body cut so that each part fits a leaf."""
    for start in range(0, max(len(body.claims), len(body.judged), 1), AT_ONCE):
        yield msgspec.structs.replace(
            body, claims=body.claims[start : start + AT_ONCE], judged=body.judged[start : start + AT_ONCE]
        )


def _joining(store: Store, parts: Sequence[tuple[Entry, IncidentsJoined]], undone: Entry | None) -> Joining:
    first, body = parts[0]
    note = store.log.disclosures(first.idx).get("note") if first.sealed else None
    return Joining(
        id=body.joining,
        act=body.act,
        incidents=body.incidents,
        claims=tuple(each for _, part in parts for each in part.claims),
        judged=tuple(each for _, part in parts for each in part.judged),
        by=first.by,
        at=first.at,
        entry=parts[-1][0].idx,
        leaves=tuple(found.leaf_hash.hex() for found, _ in parts),
        note=note.value if note else None,
        undone_by=undone.by if undone else None,
        undone_at=undone.at if undone else None,
        undone_entry=undone.idx if undone else None,
    )
