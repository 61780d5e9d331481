"""Checking a stretch of the log at the speed of the disk: leaves hashed anew, in order, without decoding what they say.

A leaf is canonical JSON with its keys in order, so that its header can be found by position: ``at`` is the first of its kind
from the left (only digests stand before it), ``id``, ``kind`` and ``log`` the last from the right (only ``pad``, ``refs``,
``sig`` and ``v`` stand behind them, none of which can hold a quotation mark inside). That every leaf *is* canonical is what
``verify`` checks; here a leaf whose hash is the stored one is taken as it was written.

What is right for a whole tile at once is not looked at entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

from truceline.ledger.checking.changed import Difference, changed_in_tile
from truceline.ledger.kernel.merkle import TILE_WIDTH

Row = tuple[str, bytes]
"""Id and leaf, as stored."""

_AT, _ID, _KIND, _LOG = b'"at":"', b'"id":"', b'"kind":"', b'"log":"'
_FIRST = b'{"at":"'
_UNTIL_TIME = len(_FIRST) + len("2016-09-19T18:12:00.000Z")
ID_LENGTH = 36


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """What came of checking entries [start, end), of which ``start`` is a multiple of 256.

    ``tile_roots`` are the roots of its full tiles, ``rest`` the leaf hashes behind the last of them. ``naming`` are the places
    of the entries that may name archived files. ``unlike`` are entries that differ from their tile: if the tree is not the stored
    one they were changed, else the tile was.
    """

    start: int
    end: int
    tile_roots: tuple[bytes, ...]
    rest: tuple[bytes, ...]
    first_at: str
    last_at: str
    naming: tuple[int, ...]
    differences: tuple[Difference, ...]
    unlike: tuple[Difference, ...]


class Walk:
    """Checks the rows of one stretch as they come."""

    def __init__(self, start: int, origin: str, tiles: Sequence[bytes | None], naming: frozenset[bytes]) -> None:
        """``tiles`` are the stored tiles of level 0 of the stretch, ``naming`` the kinds of entry that name archived files."""
        self._next = start
        self._start = start
        self._log = origin.encode()
        self._tiles = tiles
        self._kinds = naming
        self._hashes: list[bytes] = []
        self._tile_roots: list[bytes] = []
        self._first_at = b""
        self._last_at = b""
        self._naming: list[int] = []
        self._differences: list[Difference] = []
        self._unlike: list[Difference] = []

    def take(self, places: Sequence[int], rows: Sequence[Row]) -> None:
        """Check the next rows, with their places: all that there are of one tile."""
        if not rows:
            return
        ids, leaves = zip(*rows, strict=True)
        if set(map(type, leaves)) != {bytes}:
            leaves = self._without_others(places, leaves)
        if places[-1] - self._next != len(rows) - 1:
            self._note_gap(places)
        self._hashes += self._compared(places, [sha256(b"\x00" + leaf).digest() for leaf in leaves])
        self._look_at_headers(places, ids, leaves)
        self._look_at_times(places, leaves)
        self._next = places[-1] + 1
        while len(self._hashes) >= TILE_WIDTH:
            self._tile_roots.append(_tile_root(self._hashes[:TILE_WIDTH]))
            del self._hashes[:TILE_WIDTH]

    def _without_others(self, places: Sequence[int], leaves: Sequence[object]) -> tuple[bytes, ...]:
        """Return leaves with nothing in the place of what are no bytes: a damaged page may hold anything."""
        for place, leaf in zip(places, leaves, strict=True):
            if not isinstance(leaf, bytes):
                self._note(f"entry {place}", f"has {leaf!r:.40} for a leaf; expected bytes")
        return tuple(leaf if isinstance(leaf, bytes) else b"" for leaf in leaves)

    def done(self, end: int) -> Stretch:
        """Return what came of it; ``end`` is where the stretch should have ended."""
        if self._next != end:
            self._note(f"entry {self._next}", f"is missing; the log should have {end} entries here")
        return Stretch(
            start=self._start,
            end=end,
            tile_roots=tuple(self._tile_roots),
            rest=tuple(self._hashes),
            first_at=_text(self._first_at[len(_FIRST) :]),
            last_at=_text(self._last_at[len(_FIRST) :]),
            naming=tuple(self._naming),
            differences=tuple(self._differences),
            unlike=tuple(self._unlike),
        )

    def _compared(self, places: Sequence[int], computed: list[bytes]) -> list[bytes]:
        """Compare the hashes of a tile's leaves with the tile as it is stored, where it should be."""
        number = (places[0] - self._start) // TILE_WIDTH
        if number < len(self._tiles):
            tile = self._tiles[number]
            if tile != b"".join(computed):
                self._note(f"tile 0/{places[0] // TILE_WIDTH}", "is missing or not what the leaves give")
                first = places[0] - places[0] % TILE_WIDTH
                if tile is not None and len(computed) == TILE_WIDTH:
                    self._unlike += changed_in_tile(tile, first, computed)
        return computed

    def _look_at_headers(self, places: Sequence[int], ids: Sequence[str], leaves: Sequence[bytes]) -> None:
        """Compare id and log with those stored; what stands behind the id is the same for most entries and looked at once."""
        found, ends = _ids_and_ends(leaves)
        different = set(ends)
        if found != "".join(ids).encode() or any(_value(end, _LOG) != self._log for end in different):
            self._note_headers(places, ids, leaves)
        naming = {end for end in different if _value(end, _KIND) in self._kinds}
        if naming:
            self._naming += [place for place, end in zip(places, ends, strict=True) if end in naming]

    def _look_at_times(self, places: Sequence[int], leaves: Sequence[bytes]) -> None:
        """Compare the times with each other; as long as all leaves begin with theirs, so do the least and the greatest."""
        times = [leaf[:_UNTIL_TIME] for leaf in leaves]
        ordered = sorted(times)
        if not (ordered[0].startswith(_FIRST) and ordered[-1].startswith(_FIRST)):
            times = [_FIRST + _time(leaf) for leaf in leaves]
            ordered = sorted(times)
        if times != ordered or times[0] < self._last_at:
            for place, earlier, at in zip(places, [self._last_at, *times[:-1]], times, strict=True):
                if at < earlier:
                    told = _text(at[len(_FIRST) :]), _text(earlier[len(_FIRST) :])
                    self._note(f"entry {place}", f"is dated {told[0]}, before the entry in front of it ({told[1]})")
        self._first_at = self._first_at or times[0]
        self._last_at = max(self._last_at, ordered[-1])

    def _note_gap(self, places: Sequence[int]) -> None:
        for expected, place in enumerate(places, self._next):
            if place != expected:
                self._note(f"entry {expected}", f"is missing; the next entry is {place}")
                return

    def _note_headers(self, places: Iterable[int], ids: Iterable[str], leaves: Iterable[bytes]) -> None:
        for place, entry_id, leaf in zip(places, ids, leaves, strict=True):
            for what, found, expected in (
                ("id", _value(leaf, _ID), entry_id.encode()),
                ("log", _value(leaf, _LOG), self._log),
            ):
                if found != expected:
                    message = f"has {what} {_text(found)!r} in its leaf; expected {_text(expected)!r}"
                    self._note(f"entry {place}", message)

    def _note(self, where: str, message: str) -> None:
        self._differences.append(Difference(where, f"{where} {message}"))


def _ids_and_ends(leaves: Sequence[bytes]) -> tuple[bytes, Sequence[bytes]]:
    """Return the ids one behind the other, and what stands behind each of them.

    Of entries that were written together that is often the same for all: then it is cut off, and not searched for in each.
    """
    at = leaves[0].rfind(_ID) + len(_ID) + ID_LENGTH
    end = leaves[0][at:]
    cut, begun = -len(end), -len(end) - ID_LENGTH - len(_ID)
    if end and {leaf[cut:] for leaf in leaves} == {end}:
        found = b"".join([leaf[begun:cut] for leaf in leaves])
        ids = found.replace(_ID, b"")
        if len(ids) == ID_LENGTH * len(leaves) == len(found) - len(_ID) * len(leaves):
            return ids, [end] * len(leaves)
    starts = [leaf.rfind(_ID) + len(_ID) for leaf in leaves]
    ids = b"".join([leaf[start : start + ID_LENGTH] for leaf, start in zip(leaves, starts, strict=True)])
    return ids, [leaf[start + ID_LENGTH :] for leaf, start in zip(leaves, starts, strict=True)]


def _value(leaf: bytes, key: bytes) -> bytes:
    """Return the string behind the last ``key`` of a leaf, empty where there is none."""
    at = leaf.rfind(key)
    return leaf[at + len(key) : leaf.find(b'"', at + len(key))] if at >= 0 else b""


def _tile_root(hashes: list[bytes]) -> bytes:
    """Return the root of 256 hashes; as ``proofs.root_of``, without a call for each node."""
    while len(hashes) > 1:
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def _time(leaf: bytes) -> bytes:
    at = leaf.find(_AT) + len(_AT)
    return leaf[at : leaf.find(b'"', at)]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
