"""Hashes and proofs against RFC 6962 taken word for word, and against attacks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes import plain_tree
from truceline.ledger import proofs
from truceline.ledger.proofs import ProofError

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Roots over the first 1 to 8 of the leaves, as every implementation of Certificate Transparency is tested with."""

MANY = [bytes([number]) * (number % 7) for number in range(70)]


def over(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda start, end: plain_tree.mth(leaves[start:end])


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_known_ones(size: int) -> None:
    """Our hashes are those of every other transparency log."""
    hashes = [proofs.leaf_hash(leaf) for leaf in LEAVES[:size]]
    assert proofs.root_of(hashes).hex() == ROOTS[size - 1] == plain_tree.mth(LEAVES[:size]).hex()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    """An empty log has a root too."""
    assert proofs.root_of([]) == plain_tree.mth([]) == proofs.EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 70])
def test_every_leaf_has_the_path_of_the_standard_and_it_verifies(size: int) -> None:
    """Inclusion proofs equal the plain ones, for every leaf."""
    leaves = MANY[:size]
    root = plain_tree.mth(leaves)
    for index in range(size):
        proof = proofs.inclusion_proof(index, size, over(leaves))
        assert proof == plain_tree.path(index, leaves)
        proofs.verify_inclusion(index, size, proofs.leaf_hash(leaves[index]), proof, root)


@pytest.mark.parametrize("new", [1, 2, 3, 4, 6, 7, 8, 13, 32, 33, 70])
def test_every_older_tree_is_proved_to_be_the_beginning(new: int) -> None:
    """Consistency proofs equal the plain ones, for every older size."""
    leaves = MANY[:new]
    root = plain_tree.mth(leaves)
    for old in range(new + 1):
        proof = proofs.consistency_proof(old, new, over(leaves))
        assert proof == (plain_tree.proof(old, leaves) if old else [])
        proofs.verify_consistency(old, new, plain_tree.mth(leaves[:old]), root, proof)


def test_a_changed_trimmed_or_longer_inclusion_proof_is_refused() -> None:
    """No flipped bit, missing, doubled or added hash, other place or other height gets through.

    A size of the same height does: the size is bound to the root by whoever signs both, not by the proof.
    """
    size, index = 37, 20
    leaves = MANY[:size]
    root, leaf = plain_tree.mth(leaves), proofs.leaf_hash(leaves[index])
    proof = plain_tree.path(index, leaves)
    lies = [proof[:-1], proof[1:], [*proof, root], [proof[0], *proof], proof[::-1], []]
    lies += [
        [*proof[:at], bytes([step[0] ^ 1 << bit]) + step[1:], *proof[at + 1 :]]
        for at, step in enumerate(proof)
        for bit in range(8)
    ]
    for lie in lies:
        with pytest.raises(ProofError):
            proofs.verify_inclusion(index, size, leaf, lie, root)
    for other in set(range(size)) - {index}:
        with pytest.raises(ProofError):
            proofs.verify_inclusion(other, size, leaf, proof, root)
    for other_size in (0, 1, 20, 32, 65, 2**40):
        with pytest.raises(ProofError):
            proofs.verify_inclusion(index, other_size, leaf, proof, root)


def test_a_changed_trimmed_or_longer_consistency_proof_is_refused() -> None:
    """A log that was rewritten cannot prove that it was only added to."""
    leaves = MANY[:50]
    rewritten = [*leaves[:10], b"rewritten", *leaves[11:]]
    old_root, new_root = plain_tree.mth(leaves[:21]), plain_tree.mth(leaves)
    proof = plain_tree.proof(21, leaves)
    lies = [proof[:-1], proof[1:], [*proof, new_root], proof[::-1], [], plain_tree.proof(21, rewritten)]
    lies += [[*proof[:at], bytes(32), *proof[at + 1 :]] for at in range(len(proof))]
    for lie in lies:
        with pytest.raises(ProofError):
            proofs.verify_consistency(21, 50, old_root, new_root, lie)
    with pytest.raises(ProofError):
        proofs.verify_consistency(21, 50, old_root, plain_tree.mth(rewritten), plain_tree.proof(21, rewritten))
    with pytest.raises(ProofError):
        proofs.verify_consistency(20, 50, old_root, new_root, proof)
    with pytest.raises(ProofError):
        proofs.verify_consistency(50, 50, old_root, new_root, [])
    with pytest.raises(ProofError):
        proofs.verify_consistency(51, 50, old_root, new_root, proof)


def test_a_leaf_never_passes_for_a_node() -> None:
    """The two kinds of hash are apart, so a leaf made of two hashes is not the node above them."""
    left, right = proofs.leaf_hash(b"a"), proofs.leaf_hash(b"b")
    assert proofs.leaf_hash(left + right) != proofs.node_hash(left, right)


def test_a_proof_of_absurd_length_is_refused_before_it_is_computed() -> None:
    """A proof longer than any tree is high costs nothing."""
    with pytest.raises(ProofError, match="no tree is higher"):
        proofs.verify_inclusion(0, 2**70, bytes(32), [bytes(32)] * 65, bytes(32))
    with pytest.raises(ProofError, match="a hash of 31 bytes"):
        proofs.verify_inclusion(0, 2, bytes(32), [bytes(31)], bytes(32))


def test_the_message_prints_both_roots() -> None:
    """Who checks by hand sees the two values that differ."""
    with pytest.raises(ProofError, match=f"given {'00' * 32}, computed {'01' * 32}"):
        proofs.verify_inclusion(0, 1, b"\x01" * 32, [], bytes(32))


def run_alone(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = root / "src/truceline/ledger/proofs.py"
    return subprocess.run([sys.executable, "-I", "-S", str(program), *arguments], capture_output=True, text=True, check=False)


def test_the_verifier_runs_alone(root: Path) -> None:
    """A party who distrusts us runs one file with nothing but Python's standard library."""
    done = run_alone(root, str(root / "conformance/vectors/rfc6962.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FALSE" not in done.stdout
    assert len(done.stdout.splitlines()) >= 30


def test_the_verifier_ends_with_one_for_a_false_proof(root: Path, tmp_path: Path) -> None:
    """A false proof is named with its number, and true ones after it are still checked."""
    cases = json.loads((root / "conformance/vectors/rfc6962.json").read_text(encoding="utf-8"))
    forged = cases[-1] | {"proof": ["00" * 32]}
    file = tmp_path / "forged.json"
    file.write_text(json.dumps([cases[0], forged, {"what": "inclusion"}, cases[1]]), encoding="utf-8")
    done = run_alone(root, str(file))
    assert done.returncode == 1
    assert [line.split(": ", 2)[1].split(" ")[0] for line in done.stdout.splitlines()] == ["holds", "FALSE", "FALSE", "holds"]


def test_the_verifier_explains_itself_without_files(root: Path) -> None:
    """Run without a file it says what it is for and ends with 2."""
    done = run_alone(root)
    assert done.returncode == 2
    assert "never that what it says is true" in done.stdout
