"""The growing tree: its right edge, its stored tiles, and the root over any range of leaves.

The hashes are those of RFC 6962. Full tiles of 256 hashes (C2SP tlog-tiles, height 8) are stored once and never changed; what
is not yet a full tile is the ``Frontier``, at most one hash a level, which is all that appending needs to know.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Protocol

import msgspec

from truceline.ledger.proofs import EMPTY_ROOT, HASH_BYTES, node_hash, root_of, split

TILE_WIDTH = 256
TILE_HEIGHT = 8


class Frontier(msgspec.Struct, frozen=True):
    """The roots of the whole subtrees of a tree of ``size`` leaves, the largest first: one for each bit set in ``size``."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, hashes: Iterable[bytes]) -> Frontier:
        """Return the frontier after these leaf hashes were appended."""
        row = list(hashes)
        if len(row) == 1:
            return self._grown_by_one(row[0])
        size, higher, lower = self.size + len(row), list(self.peaks), []
        filled = self.size
        while row:  # level by level, the leaves first
            if filled & 1:
                row.insert(0, higher.pop())
            if len(row) & 1:
                lower.append(row.pop())  # without a neighbour: the root of a whole subtree, for now
            row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
            filled >>= 1
        return Frontier(size, (*higher, *reversed(lower)))

    def _grown_by_one(self, leaf: bytes) -> Frontier:
        peaks, filled = [*self.peaks, leaf], self.size
        while filled & 1:
            right = peaks.pop()
            peaks[-1] = sha256(b"\x01" + peaks[-1] + right).digest()
            filled >>= 1
        return Frontier(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        computed = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            computed = sha256(b"\x01" + peak + computed).digest()
        return computed

    def placed(self) -> dict[tuple[int, int], bytes]:
        """Return the peaks by the first leaf and the number of leaves under each."""
        found, start = {}, 0
        for peak in self.peaks:
            width = 1 << ((self.size - start).bit_length() - 1)
            found[start, width] = peak
            start += width
        return found

    def to_bytes(self) -> bytes:
        """Return the peaks one after another."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Read what ``to_bytes`` wrote."""
        return cls(size, hashes_in(data))


class Hashes(Protocol):
    """Where the hashes of a tree are kept."""

    def tile(self, level: int, number: int) -> bytes:
        """Return the 256 hashes of a full tile, one after another."""
        ...

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the leaf hashes of [start, end)."""
        ...


Rows = list[list[bytes]]
"""The hashes of a full tile and of every row above it, up to its root."""

MAX_TILES_KEPT = 512
"""As many tiles are kept with their rows, about 16 MB in all."""


class Kept:
    """What is kept between proofs: the roots of full tiles by level and number, and some tiles whole; neither ever changes."""

    def __init__(self) -> None:
        self.roots: dict[tuple[int, int], bytes] = {}
        self._tiles: dict[tuple[int, int], Rows] = {}

    def rows(self, level: int, number: int, hashes: Hashes) -> Rows:
        """Return the rows of a full tile, the oldest of those kept giving way."""
        found = self._tiles.get((level, number))
        if found is None:
            while len(self._tiles) >= MAX_TILES_KEPT:
                self._tiles.pop(next(iter(self._tiles)), None)
            found = self._tiles[level, number] = _rows_of(hashes.tile(level, number))
            self.roots[level, number] = found[-1][0]
        return found


class Tree:
    """A tree of ``size`` leaves whose hashes are read from ``hashes``; gives the root over any range that a proof needs.

    ``edge`` is its right edge, where it is at hand: without it, up to 255 tiles must be read for the roots that it has.
    """

    def __init__(self, size: int, hashes: Hashes, kept: Kept | None = None, edge: Frontier | None = None) -> None:
        self.size = size
        self._hashes = hashes
        self._kept = kept or Kept()
        self._peaks = edge.placed() if edge is not None and edge.size == size else {}

    def root_over(self, start: int, end: int) -> bytes:
        """Return the root over the leaves [start, end)."""
        width = end - start
        if width & (width - 1) or start % width:
            middle = start + split(width)
            return node_hash(self.root_over(start, middle), self.root_over(middle, end))
        return self._whole(start, width)

    def _whole(self, start: int, width: int) -> bytes:
        """Return the root of a whole subtree from the hashes of the highest level of tiles of which it holds at least one."""
        peak = self._peaks.get((start, width))
        if peak is not None:
            return peak
        level = (width.bit_length() - 1) // TILE_HEIGHT
        unit = TILE_WIDTH**level
        number, first = divmod(start // unit, TILE_WIDTH)
        count = width // unit
        if (number + 1) * TILE_WIDTH * unit <= self.size:
            return self._part(level, number, first, count)
        if level == 0:
            return root_of(self._hashes.leaves(start, start + width))
        return root_of([self._tile_root(level - 1, start // unit + at) for at in range(count)])

    def _part(self, level: int, number: int, first: int, count: int) -> bytes:
        """Return the root over ``count`` (a power of two) hashes of a full tile, from the rows above it that are kept."""
        rows = self._kept.rows(level, number, self._hashes)
        height = count.bit_length() - 1
        return rows[height][first >> height]

    def _tile_root(self, level: int, number: int) -> bytes:
        found = self._kept.roots.get((level, number))
        return found if found is not None else self._kept.rows(level, number, self._hashes)[-1][0]


def _rows_of(tile: bytes) -> Rows:
    """Return the hashes of a full tile and of every row above it, up to its root."""
    row = [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]
    rows = [row]
    while len(row) > 1:
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
        rows.append(row)
    return rows


def hashes_in(data: bytes) -> tuple[bytes, ...]:
    """Cut bytes into hashes."""
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def new_tiles(old: int, new: int) -> Iterable[tuple[int, int]]:
    """Yield level and number of the tiles that become full when a tree grows from ``old`` to ``new``, lowest level first."""
    level, before, after = 0, old // TILE_WIDTH, new // TILE_WIDTH
    while after > before:
        for number in range(before, after):
            yield level, number
        level, before, after = level + 1, before // TILE_WIDTH, after // TILE_WIDTH
