"""One transaction's worth of appends while it is put together: places, times, leaves, tiles, all inside the transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import msgspec

from truceline.errors import RecordBrokenError, RecordClashError
from truceline.ledger.kernel.engines import Engine
from truceline.ledger.kernel.engines.base import EntryRow
from truceline.ledger.kernel.leaves import Prepared
from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, hashes_in, new_tiles
from truceline.ledger.kernel.tables import insert_disclosure, read_leaf, read_leaf_hashes, read_tile
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.leaf.entries import Draft, read_header, same_content
from truceline.ledger.proofs import HASH_BYTES, root_of
from truceline.ledger.sealed.vault import Locked

LockedNow = Callable[[Draft, Sequence[tuple[str, Locked]]], Sequence[tuple[str, Locked]]]
Stage = Callable[[str], None]
"""Told of each step of an append as soon as it was taken; a test may fail or die there."""


class Edge(msgspec.Struct, frozen=True):
    """Where a log ended when we last looked: its tree, that as stored, and the time of its last entry.

    Whoever finds the same hashes stored again knows that the same entries are there, so that it need not be read again.
    ``rest`` are the leaf hashes behind the last full tile, None where we have not seen them.
    """

    state: Frontier = Frontier()
    stored: tuple[int, bytes] = (0, b"")
    at: str = ""
    rest: tuple[bytes, ...] | None = ()


class Batch:
    """The entries of one transaction while they are put together.

    ``sealed_in`` gives the sealed values of a stored entry; ``edge`` is where the log ended when we last looked; ``locked_now``
    gives the sealed values of a draft as they may be stored, now that it is our turn. A ``hasty`` one takes every id for new, and
    leaves it to the database to refuse one that is not.
    """

    def __init__(  # noqa: PLR0913 - what a transaction is put together from
        self,
        engine: Engine,
        sealed_in: Callable[[int], dict[str, Disclosure]],
        now: dt.datetime,
        edge: Edge,
        locked_now: LockedNow,
        *,
        hasty: bool = False,
    ) -> None:
        self._hasty = hasty
        self._engine = engine
        self._sealed_in = sealed_in
        self._locked_now = locked_now
        stored = engine.state()
        self._edge = edge if edge.stored == stored else self._read(*stored)
        self._state = self._edge.state
        self._clk = stamp(now)
        # Never earlier than the entry before, whatever the clock says.
        self._at = max(self._clk, self._edge.at)
        self._written_at = self._at.encode()
        self._written_clk = self._clk.encode() if self._clk != self._at else None
        self._rows: list[EntryRow] = []
        self._hashes: list[bytes] = []
        self._added: list[Prepared] = []
        self._ids: dict[str, int] = {}

    def _read(self, size: int, stored: bytes) -> Edge:
        """Return where the log ends, as it says itself.

        Raises: RecordBrokenError where that cannot be: nothing is built upon a damaged edge.
        """
        if size < 0 or len(stored) != HASH_BYTES * size.bit_count():
            message = (
                f"a tree of {size} entries cannot have an edge of {len(stored)} bytes; nothing was added; run `truceline verify`"
            )
            raise RecordBrokenError(message)
        at = read_header(size - 1, self._leaf(size - 1, size)).at if size else ""
        return Edge(Frontier.from_bytes(size, stored), (size, stored), at, None if size % TILE_WIDTH else ())

    @property
    def at(self) -> str:
        """The time that the entries of this batch are given."""
        return self._at

    def look_up(self, prepared: Iterable[Prepared]) -> bool:
        """Learn in one go where entries stand already whose ids may have been used before; say whether any does."""
        known = [each.id for each in prepared if not each.is_new]
        if known:
            self._ids = self._engine.places_of(known)
        return bool(self._ids)

    def add(self, prepared: Sequence[Prepared]) -> tuple[int, ...]:
        """Give drafts their places, or find the places they have; all of them or, where one clashes, none.

        Raises: RecordClashError, EncodingError.
        """
        if self._written_clk is not None or not (self._hasty or self._are_new(prepared)):
            return self._add_singly(prepared)
        first, at = self._state.size + len(self._rows), self._written_at
        leaves = [each.first + at + each.rest for each in prepared]
        places = range(first, first + len(leaves))
        self._hashes += [sha256(b"\x00" + leaf).digest() for leaf in leaves]
        self._rows += zip(places, [each.id for each in prepared], leaves, strict=True)
        self._added += prepared
        if not self._hasty:
            self._ids |= {each.id: place for place, each in zip(places, prepared, strict=True) if not each.is_new}
        return tuple(places)

    def _are_new(self, prepared: Sequence[Prepared]) -> bool:
        """Say whether none of these stands already, in the log or in this batch, or comes twice."""
        given = [each.id for each in prepared if not each.is_new]
        return self._ids.keys().isdisjoint(given) and len(set(given)) == len(given)

    def _add_singly(self, prepared: Sequence[Prepared]) -> tuple[int, ...]:
        """Do the same where some may stand there already."""
        mark = len(self._rows)
        try:
            return tuple([self._place(each) for each in prepared])
        except BaseException:
            for each in self._added[mark:]:
                self._ids.pop(each.id, None)
            del self._rows[mark:], self._hashes[mark:], self._added[mark:]
            raise

    def _place(self, prepared: Prepared) -> int:
        leaf = prepared.leaf(self._written_at, self._written_clk)
        idx = self._state.size + len(self._rows)
        if not prepared.is_new:  # an id made just now stands nowhere
            there = self._ids.setdefault(prepared.id, idx)
            if there != idx:
                self._check_same(there, prepared, leaf)
                return there
        self._rows.append((idx, prepared.id, leaf))
        self._hashes.append(sha256(b"\x00" + leaf).digest())
        self._added.append(prepared)
        return idx

    def write(self, at_stage: Stage) -> Edge:
        """Write leaves, sealed values, the tiles that became full and the state of the tree; return where the log now ends."""
        if not self._rows:
            return self._edge
        self._engine.insert_entries(self._rows)
        at_stage("entries")
        for place, prepared in enumerate(self._added, self._state.size):
            if prepared.locked:
                self._seal(place, prepared)
        at_stage("sealed")
        grown = self._state.grown(self._hashes)
        rest = self._fill_tiles(grown.size)
        at_stage("tiles")
        stored = grown.to_bytes()
        self._engine.put_state(grown.size, grown.root, stored)
        at_stage("state")
        return Edge(grown, (grown.size, stored), self._at, rest)

    def _seal(self, place: int, prepared: Prepared) -> None:
        for digest, locked in self._locked_now(prepared.draft, prepared.locked):
            insert_disclosure(self._engine, digest, locked, prepared.draft.co, place)

    def _fill_tiles(self, size: int) -> tuple[bytes, ...] | None:
        """Write the tiles that became full, and return the leaf hashes behind the last of them."""
        before, rest = self._state.size, self._edge.rest
        if size // TILE_WIDTH == before // TILE_WIDTH:
            return None if rest is None else (*rest, *self._hashes)
        hashes = (*(self._read_rest() if rest is None else rest), *self._hashes)
        begin = before - before % TILE_WIDTH
        for level, number in new_tiles(before, size):
            first = number * TILE_WIDTH
            tile = self._tile(level, first) if level else b"".join(hashes[first - begin : first - begin + TILE_WIDTH])
            self._engine.insert_tiles([(level, number, tile)])
        return hashes[size - size % TILE_WIDTH - begin :]

    def _tile(self, level: int, first: int) -> bytes:
        """Return a tile above the lowest level, of which the tile that begins at ``first`` of the level below is the first."""
        below = (read_tile(self._engine, level - 1, at) for at in range(first, first + TILE_WIDTH))
        return b"".join(root_of(hashes_in(tile)) for tile in below)

    def _read_rest(self) -> tuple[bytes, ...]:
        """Return the leaf hashes behind the last full tile from the leaves, of which the tree must have been made.

        Raises: RecordBrokenError: a leaf that was changed must not get into a tile, where it would look right.
        """
        size = self._state.size
        first = size - size % TILE_WIDTH
        hashes = read_leaf_hashes(self._engine, first, size)
        peaks = Frontier().grown(hashes).peaks
        if len(hashes) < size - first or peaks != self._state.peaks[len(self._state.peaks) - len(peaks) :]:
            message = f"entries {first} to {size - 1} are not those of which the tree was made; run `truceline verify`"
            raise RecordBrokenError(message)
        return hashes

    def _check_same(self, there: int, prepared: Prepared, leaf: bytes) -> None:
        """Refuse a draft whose id stands at ``there`` with other content."""
        if there >= self._state.size:
            before = there - self._state.size
            stored = self._rows[before][2]
            known = {sealed.name: sealed for sealed in self._added[before].draft.sealed}
        else:
            stored = self._leaf(there, self._state.size)
            known = self._sealed_in(there)
        draft = prepared.draft
        difference = same_content(read_header(there, stored), leaf, known, draft.sealed, prepared.decoys)
        if difference is not None:
            what = f"{draft.kind} {draft.key or ''}".strip()
            message = f"{what} is already entry {there} with other content: {difference}; give what is new an id of its own"
            raise RecordClashError(message)

    def _leaf(self, idx: int, size: int) -> bytes:
        leaf = read_leaf(self._engine, idx)
        if leaf is None:
            message = f"the tree has {size} entries but entry {idx} is missing; run `truceline verify`"
            raise RecordBrokenError(message)
        return leaf


def stamp(moment: dt.datetime) -> str:
    """Write an instant as the log does: UTC, milliseconds, ``Z``. Such strings sort like the instants."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def milliseconds(at: str) -> int:
    """Return the milliseconds since 1970 of an instant as the log writes it."""
    return round(dt.datetime.fromisoformat(at).timestamp() * 1000)
