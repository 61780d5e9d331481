"""Attacks by somebody who holds the record *and* the log's own key: history is rewritten and signed anew, without a seam.

Nothing inside such a record is wrong. What finds it out is one checkpoint that another party kept, or a receipt.
"""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest

from fakes.mutations import mutated_proof
from fakes.notaries import ANNA, BORIS, LOG, NOON, ORIGIN, KeptTree, policy, proof_of, signed
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.proof_file import ProofFile, parse_proof, verify_proof
from truceline.ledger.proofs import ProofError, leaf_hash, verify_consistency
from truceline.ledger.witnesses.request import request_text
from truceline.ledger.witnesses.witness import Witness

LEAVES = [f"entry {number}: reported by r{number}".encode() for number in range(40)]
HONEST = KeptTree(LEAVES)
KEPT = HONEST.checkpoint(30)
"""What the other party wrote down when the log had 30 entries."""

EDITED = b"entry 11: reported by nobody"
REWRITTEN = {
    "dropped entry": [*LEAVES[:11], *LEAVES[12:]],
    "dropped first entry": LEAVES[1:],
    "dropped and filled up": [*LEAVES[:11], *LEAVES[12:], b"filler"],
    "edited entry": [*LEAVES[:11], EDITED, *LEAVES[12:]],
    "edited first entry": [b"other", *LEAVES[1:]],
    "reordered entries": [*LEAVES[:11], LEAVES[12], LEAVES[11], *LEAVES[13:]],
    "reordered halves": [*LEAVES[16:32], *LEAVES[:16], *LEAVES[32:]],
    "inserted entry": [*LEAVES[:11], b"inserted", *LEAVES[11:]],
    "inserted in front": [b"inserted", *LEAVES],
    "doubled entry": [*LEAVES[:11], LEAVES[10], *LEAVES[11:]],
    "two entries made one": [*LEAVES[:10], LEAVES[10] + LEAVES[11], *LEAVES[12:]],
    "an inner node as an entry": [LEAVES[0] + LEAVES[1], *LEAVES[2:]],
}


@pytest.fixture(params=REWRITTEN)
def rewritten(request: pytest.FixtureRequest) -> KeptTree:
    """The log as the attacker tells it now."""
    return KeptTree(REWRITTEN[request.param])


def test_a_rewritten_log_has_another_root_at_the_size_that_was_noted(rewritten: KeptTree) -> None:
    """Comparing 32 bytes is enough."""
    assert rewritten.root_over(0, KEPT.size) != KEPT.root


def test_no_proof_leads_from_the_noted_checkpoint_to_a_rewritten_log(rewritten: KeptTree) -> None:
    """Whatever proof is tried: of the honest log, of the rewritten one, of other sizes, with hashes changed or mixed."""
    new = rewritten.checkpoint()
    honest, theirs = HONEST.consistency(KEPT.size, 40), rewritten.consistency(KEPT.size, new.size)
    tried = [honest, theirs, (), *(tuple(mixed) for mixed in product(*zip(honest, theirs, strict=False)))]
    tried += [rewritten.consistency(old, new.size) for old in range(1, new.size)]
    tried += [HONEST.consistency(old, size) for size in (39, 40) for old in range(1, size)]
    chosen = random.Random(30)
    tried += [tuple(mutated_proof(list(theirs), chosen)) for _ in range(100)]
    for proof in tried:
        with pytest.raises(ProofError):
            verify_consistency(KEPT.size, new.size, KEPT.root, new.root, proof)


def test_a_witness_does_not_cosign_a_rewritten_log(rewritten: KeptTree, tmp_path: Path) -> None:
    """Although the log's own key has signed it; and it keeps what it was shown as evidence."""
    witness = Witness.create(tmp_path / "witness", "anna.example")
    witness.trust(LOG.vkey)
    assert witness.add_checkpoint(request_text({0: ()}, signed(KEPT))).status == 200
    new = rewritten.checkpoint()
    answer = witness.add_checkpoint(request_text({KEPT.size: rewritten.consistency(KEPT.size, new.size)}, signed(new)))
    assert answer.status == 422
    same_size = rewritten.checkpoint(KEPT.size)
    assert witness.add_checkpoint(request_text({KEPT.size: ()}, signed(same_size))).status == 422
    assert list((tmp_path / "witness" / "forks").glob("*/*"))
    grown = HONEST.checkpoint(40)
    assert witness.add_checkpoint(request_text({KEPT.size: HONEST.consistency(KEPT.size, 40)}, signed(grown))).status == 200


def test_a_cut_off_log_has_no_proof_either() -> None:
    """A shorter log is no continuation of a longer one, and a witness never goes back."""
    short = HONEST.checkpoint(29)
    for proof in ((), HONEST.consistency(29, 30)):
        with pytest.raises(ProofError, match="cannot be the beginning"):
            verify_consistency(KEPT.size, short.size, KEPT.root, short.root, proof)


def test_a_witness_does_not_go_back(tmp_path: Path) -> None:
    """It answers with the size it knows."""
    witness = Witness.create(tmp_path / "witness", "anna.example")
    witness.trust(LOG.vkey)
    assert witness.add_checkpoint(request_text({0: ()}, signed(KEPT))).status == 200
    answer = witness.add_checkpoint(request_text({0: ()}, signed(HONEST.checkpoint(29))))
    assert (answer.status, answer.body) == (409, "30\n")


def test_a_receipt_outlives_every_rewriting(rewritten: KeptTree) -> None:
    """Who holds the proof file of an entry can show for ever that it stood in the log which the witnesses saw."""
    receipt = proof_of(HONEST, 11, KEPT.size).text()
    judged = verify_proof(parse_proof(receipt), leaf_hash(LEAVES[11]), policy())
    assert judged.checkpoint.root != rewritten.root_over(0, KEPT.size)


def test_a_rewritten_log_cannot_show_what_it_no_longer_has() -> None:
    """At no place, with no path that it could make."""
    gone = leaf_hash(LEAVES[11])
    for name in ("dropped entry", "dropped and filled up", "edited entry", "two entries made one"):
        tree = KeptTree(REWRITTEN[name])
        head = signed(tree.checkpoint(), ANNA, BORIS)
        size = len(tree.hashes)
        for index in range(size):
            with pytest.raises(NoteError, match="is not shown to be in"):
                verify_proof(ProofFile(index, tree.inclusion(index, size), head), gone, policy())


def test_an_inner_node_is_no_entry() -> None:
    """The bytes of two hashes, given as an entry, have another hash than the node above them (RFC 6962, 2.1)."""
    tree = KeptTree(LEAVES[:4])
    above = HONEST.root_over(0, 2)
    shorter = tree.inclusion(0, 4)[1:]
    for leaf in (above, leaf_hash(tree.hashes[0] + tree.hashes[1])):
        for index in (0, 1, 2):
            with pytest.raises(NoteError):
                verify_proof(ProofFile(index, shorter, signed(tree.checkpoint(), ANNA, BORIS)), leaf, policy())
    # As a leaf of a tree half as high the node would fit; no witness has cosigned a tree of that size with this root.
    forged = Checkpoint(ORIGIN, 2, tree.root_over(0, 4)).text()
    real = signed(tree.checkpoint(), ANNA, BORIS, at=NOON).split("\n\n")[1]
    with pytest.raises(NoteError, match="does not hold"):
        verify_proof(ProofFile(0, shorter, f"{forged}\n{real}"), above, policy())
