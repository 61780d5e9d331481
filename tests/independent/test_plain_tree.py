"""RFC 6962 taken word for word: every proof of every small tree, and ours are the same."""

from __future__ import annotations

from fakes import plain_tree
from fakes.notaries import KeptTree
from truceline.ledger.proofs import verify_consistency, verify_inclusion

LARGEST = 100


def test_every_proof_of_every_tree_up_to_a_hundred_leaves_is_that_of_the_standard() -> None:
    """5,050 proofs of inclusion and as many of consistency, each made both ways and verified."""
    leaves = [bytes([number]) * (number % 5) + b"leaf" for number in range(LARGEST)]
    tree, count = KeptTree(leaves), 0
    for size in range(1, LARGEST + 1):
        there, root = leaves[:size], tree.root_over(0, size)
        assert root == plain_tree.mth(there)
        for index in range(size):
            path, steps = tree.inclusion(index, size), tree.consistency(index + 1, size)
            assert list(path) == plain_tree.path(index, there)
            assert list(steps) == plain_tree.proof(index + 1, there)
            verify_inclusion(index, size, tree.hashes[index], path, root)
            verify_consistency(index + 1, size, tree.root_over(0, index + 1), root, steps)
            count += 2
    assert count == 10_100
