"""Laws of the tree, for any leaves: equal to RFC 6962 taken word for word, and no false proof accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import plain_tree
from truceline.ledger import proofs
from truceline.ledger.kernel.merkle import Frontier
from truceline.ledger.proofs import ProofError

TREES = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


@given(TREES, st.data())
def test_roots_and_proofs_are_those_of_the_standard(leaves: list[bytes], data: st.DataObject) -> None:
    """For any tree, any leaf and any older size."""
    hashes = [proofs.leaf_hash(leaf) for leaf in leaves]
    root = plain_tree.mth(leaves)
    assert root == proofs.root_of(hashes) == Frontier().grown(hashes).root
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = plain_tree.path(index, leaves)
    proofs.verify_inclusion(index, len(leaves), hashes[index], path, root)
    old = data.draw(st.integers(1, len(leaves)))
    proofs.verify_consistency(old, len(leaves), plain_tree.mth(leaves[:old]), root, plain_tree.proof(old, leaves))


@given(TREES, st.data())
def test_a_proof_with_any_change_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    """Flip a bit anywhere, leave out, double or exchange a hash."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = plain_tree.path(index, leaves), plain_tree.mth(leaves)
    changed = data.draw(changes(path))
    if changed != path:
        with pytest.raises(ProofError):
            proofs.verify_inclusion(index, len(leaves), proofs.leaf_hash(leaves[index]), changed, root)
    old = data.draw(st.integers(1, len(leaves)))
    steps = plain_tree.proof(old, leaves)
    changed = data.draw(changes(steps))
    if changed != steps:
        with pytest.raises(ProofError):
            proofs.verify_consistency(old, len(leaves), plain_tree.mth(leaves[:old]), root, changed)


@given(st.integers(-1, 2**65), st.integers(-1, 2**65), st.lists(st.binary(min_size=31, max_size=33), max_size=70))
def test_nothing_but_our_own_error_is_ever_raised(index: int, size: int, proof: list[bytes]) -> None:
    """Any numbers and any hashes: refused, and refused at once."""
    with pytest.raises(ProofError):
        proofs.verify_inclusion(index, size, bytes(32), proof, bytes(32))
    with pytest.raises(ProofError):
        proofs.verify_consistency(index, size, bytes(32), b"\x01" * 32, proof)


@st.composite
def changes(draw: st.DrawFn, proof: list[bytes]) -> list[bytes]:
    """Return a proof with one thing changed."""
    changed = list(proof)
    if not changed:
        return [draw(st.binary(min_size=32, max_size=32))]
    at = draw(st.integers(0, len(changed) - 1))
    match draw(st.sampled_from(["flip", "drop", "double", "exchange"])):
        case "flip":
            bit = draw(st.integers(0, 255))
            changed[at] = changed[at][: bit // 8] + bytes([changed[at][bit // 8] ^ 1 << bit % 8]) + changed[at][bit // 8 + 1 :]
        case "drop":
            del changed[at]
        case "double":
            changed.insert(at, changed[at])
        case _:
            changed[at], changed[0] = changed[0], changed[at]
    return changed
