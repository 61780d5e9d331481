"""The growing tree and its tiles against RFC 6962 taken word for word."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from fakes import plain_tree
from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, Tree, hashes_in, new_tiles
from truceline.ledger.proofs import consistency_proof, inclusion_proof, leaf_hash, root_of, verify_inclusion

LEAVES = [f"entry {number}".encode() for number in range(1100)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


class Shelf:
    """Hashes in memory, as a log keeps them in tables."""

    def __init__(self, hashes: list[bytes]) -> None:
        self._hashes = hashes

    def tile(self, level: int, number: int) -> bytes:
        unit = TILE_WIDTH**level
        first = number * TILE_WIDTH * unit
        assert first + TILE_WIDTH * unit <= len(self._hashes), "only full tiles are asked for"
        return b"".join(root_of(self._hashes[at : at + unit]) for at in range(first, first + TILE_WIDTH * unit, unit))

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        assert end - start <= TILE_WIDTH, "leaves are read singly only at the right edge"
        return tuple(self._hashes[start:end])


def test_growing_one_by_one_or_in_batches_gives_the_same_root() -> None:
    """How entries are batched leaves no trace in the root."""
    one_by_one = Frontier()
    for size, computed in enumerate(HASHES[:70], start=1):
        one_by_one = one_by_one.grown([computed])
        assert one_by_one.root == plain_tree.mth(LEAVES[:size]) == Frontier().grown(HASHES[:size]).root
        assert len(one_by_one.peaks) == size.bit_count()


def test_a_frontier_is_read_back_as_it_was_written() -> None:
    """The state kept between two appends is enough to go on."""
    kept = Frontier().grown(HASHES[:77])
    read = Frontier.from_bytes(77, kept.to_bytes())
    assert read == kept
    assert read.grown(HASHES[77:300]).root == plain_tree.mth(LEAVES[:300])


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700, 1023, 1024, 1100])
def test_proofs_from_tiles_are_those_of_the_standard(size: int) -> None:
    """What is proved from stored tiles is what RFC 6962 says, at and around the edges of tiles."""
    leaves, shelf = LEAVES[:size], Shelf(HASHES[:size])
    check_proofs(size, leaves, Tree(size, shelf))
    check_proofs(size, leaves, Tree(size, shelf, edge=Frontier().grown(HASHES[:size])))
    check_proofs(size, leaves, Tree(size, shelf, edge=Frontier().grown(HASHES)))


def check_proofs(size: int, leaves: list[bytes], tree: Tree) -> None:
    assert tree.root_over(0, size) == plain_tree.mth(leaves)
    chosen = random.Random(size).sample(range(size), min(size, 12))
    for index in {0, size - 1, *chosen}:
        assert inclusion_proof(index, size, tree.root_over) == plain_tree.path(index, leaves)
    for old in {1, size, *(at + 1 for at in chosen)}:
        assert consistency_proof(old, size, tree.root_over) == plain_tree.proof(old, leaves)


def test_tiles_of_the_second_level_hold_the_roots_of_the_first() -> None:
    """A tree of more than 65,536 leaves is proved from two levels of tiles."""
    size = 2 * TILE_WIDTH**2 + 300
    hashes = [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]
    tree = Tree(size, Shelf(hashes))
    assert tree.root_over(0, size) == root_of(hashes)
    assert tree.root_over(0, TILE_WIDTH**2) == root_of(hashes[: TILE_WIDTH**2])
    assert tree.root_over(512, 1024) == root_of(hashes[512:1024])


def test_a_first_proof_reads_few_tiles() -> None:
    """With the right edge at hand, only the tiles beside the way of the leaf to the root are read."""
    size = TILE_WIDTH**2 + 255 * TILE_WIDTH
    hashes = [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]
    edge, read = Frontier().grown(hashes), []

    class Counted(Shelf):
        def tile(self, level: int, number: int) -> bytes:
            read.append((level, number))
            return super().tile(level, number)

    proof = inclusion_proof(77, size, Tree(size, Counted(hashes), edge=edge).root_over)
    verify_inclusion(77, size, hashes[77], proof, edge.root)
    assert sorted(read) == [(0, 0), (1, 0)]


def test_each_tile_becomes_full_exactly_once() -> None:
    """Whatever the steps in which a log grows, every tile is written once, those below before those above."""
    sizes = [0, 1, 255, 256, 300, 1000, TILE_WIDTH**2 - 1, TILE_WIDTH**2, TILE_WIDTH**2 * 2 + 5]
    written = [place for old, new in pairwise(sizes) for place in new_tiles(old, new)]
    assert len(written) == len(set(written))
    assert sorted(written) == [(0, number) for number in range(512)] + [(1, 0), (1, 1)]
    assert list(new_tiles(TILE_WIDTH**2 - 1, TILE_WIDTH**2)) == [(0, 255), (1, 0)]


def test_hashes_are_cut_where_they_were_joined() -> None:
    """Tiles are hashes one after another."""
    assert hashes_in(b"".join(HASHES[:3])) == tuple(HASHES[:3])
