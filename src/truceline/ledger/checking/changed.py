"""Where a log was changed: the leaves as they are against the hashes that were stored when they were appended.

A full tile has the hash of each of its 256 leaves. Behind the last full tile only the roots of whole subtrees are stored, at the
right edge of the tree, so that what was changed there is named to within such a subtree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, hashes_in


class Difference(msgspec.Struct, frozen=True):
    """Something that does not hold: where, and what stands there against what was expected."""

    where: str
    message: str


def changed_in_tile(tile: bytes, start: int, hashes: Sequence[bytes]) -> Iterator[Difference]:
    """Yield the entries from ``start`` on whose leaves have other hashes than the tile that begins there."""
    for place, (stored, computed) in enumerate(zip(hashes_in(tile), hashes, strict=False), start):
        if stored != computed:
            yield _entry(place, stored, computed)


def changed_at_edge(stored: Frontier, computed: Frontier) -> Iterator[Difference]:
    """Yield what, behind the last full tile, does not give the roots that were stored; both trees are as large."""
    if len(stored.peaks) != stored.size.bit_count():
        return  # what was stored is no edge of such a tree
    edge = stored.size - stored.size % TILE_WIDTH
    there = stored.placed()
    for (start, width), root in computed.placed().items():
        before = there.get((start, width), b"")
        if start < edge or before == root:
            continue
        if width == 1:
            yield _entry(start, before, root)
        else:
            where = f"entries {start} to {start + width - 1}"
            yield Difference(where, f"{where}: one or more were changed: stored root {before.hex()}, computed {root.hex()}")


def _entry(place: int, stored: bytes, computed: bytes) -> Difference:
    where = f"entry {place}"
    return Difference(where, f"{where} was changed: stored leaf hash {stored.hex()}, computed {computed.hex()}")
