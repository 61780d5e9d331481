"""The proof file: read strictly, and true only for its entry, its place and its policy."""

from __future__ import annotations

import pytest

from fakes.notaries import ANNA, BORIS, LOG, ORIGIN, KeptTree, policy, proof_of, signed
from truceline.errors import NoteError
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.notes.policy import parse_policy
from truceline.ledger.notes.proof_file import ProofFile, examine_proof, parse_proof, verify_proof
from truceline.ledger.proofs import leaf_hash

LEAVES = [f"entry {number}".encode() for number in range(300)]
TREE = KeptTree(LEAVES)


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 300])
def test_every_entry_can_be_shown_to_be_in_its_log(size: int) -> None:
    """At any size of the log after it was written."""
    for index in {0, size // 2, size - 1}:
        written = proof_of(TREE, index, size).text()
        read = parse_proof(written.encode())
        assert read.text() == written
        judged = verify_proof(read, leaf_hash(LEAVES[index]), policy())
        assert (judged.checkpoint.size, judged.checkpoint.origin) == (size, ORIGIN)


def test_extra_words_are_kept_and_empty_is_not_absent() -> None:
    """Nothing vouches for them, and they change nothing."""
    for extra in (None, b"", b"\0\xff any octets"):
        plain = proof_of(TREE, 7, 30)
        proof = ProofFile(plain.index, plain.proof, plain.checkpoint, extra)
        assert parse_proof(proof.text()) == proof
        verify_proof(proof, TREE.hashes[7], policy())


def test_a_proof_says_what_is_missing_where_too_few_have_cosigned() -> None:
    """Whoever only wants to know the level may look without demanding."""
    proof = ProofFile(7, TREE.inclusion(7, 30), signed(TREE.checkpoint(30), ANNA))
    with pytest.raises(NoteError, match=r"mine.tlog-proof: size 30 is cosigned by anna; still needed: boris"):
        verify_proof(proof, TREE.hashes[7], policy(), "mine.tlog-proof")
    judged = examine_proof(proof, TREE.hashes[7], policy())
    assert (judged.is_met, judged.missing) == (False, ("boris",))
    verify_proof(proof, TREE.hashes[7], parse_policy(f"log {LOG.vkey}\nquorum none\n"))


def test_a_proof_of_another_entry_is_refused() -> None:
    """The message says which entry of which log."""
    with pytest.raises(NoteError, match=f"entry 7 is not shown to be in {ORIGIN} at size 30: root differs"):
        verify_proof(proof_of(TREE, 7, 30), TREE.hashes[8], policy())
    with pytest.raises(NoteError, match="no leaf 30 in a tree of 30"):
        verify_proof(ProofFile(30, (), signed(TREE.checkpoint(30), ANNA, BORIS)), TREE.hashes[8], policy())
    with pytest.raises(NoteError, match="a hash of 5 bytes"):
        verify_proof(proof_of(TREE, 7, 30), b"short", policy())


NOTE = signed(TREE.checkpoint(30), ANNA, BORIS)
HASH = to_base64(bytes(32))
HEAD = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: ''; expected c2sp.org/tlog-proof@v1"),
        (HEAD + "index 0\n", "an empty line"),
        (f"c2sp.org/tlog-proof@v2\nindex 0\n\n{NOTE}", "line 1: 'c2sp.org/tlog-proof@v2'"),
        (f" {HEAD}index 0\n\n{NOTE}", "line 1"),
        (f"{HEAD}\n{NOTE}", "line 2: expected `index`"),
        (f"{HEAD}index\n\n{NOTE}", "line 2: expected `index`"),
        (f"{HEAD}index 00\n\n{NOTE}", r"line 2 \(index\): '00'"),
        (f"{HEAD}index -1\n\n{NOTE}", r"line 2 \(index\): '-1'"),
        (f"{HEAD}index 9223372036854775808\n\n{NOTE}", r"line 2 \(index\)"),
        (f"{HEAD}extra AAA\nindex 0\n\n{NOTE}", r"line 2 \(extra\): 'AAA' is no base64"),
        (f"{HEAD}extra AA==\n\n{NOTE}", "line 3: expected `index`"),
        (f"{HEAD}extra AA==\nextra AA==\nindex 0\n\n{NOTE}", "line 3: expected `index`"),
        (f"{HEAD}index 0\nextra AA==\n\n{NOTE}", "line 3: .* no base64"),
        (f"{HEAD}index 0\n{HASH}\nAAAA\n\n{NOTE}", "line 4: a hash of 3 bytes"),
        (f"{HEAD}index 0\n{HASH} \n\n{NOTE}", "line 3: .* no base64"),
        (f"{HEAD}index 0\n{HASH[:-2]}B=\n\n{NOTE}", "line 3: .* an encoder"),
        (f"{HEAD}index 0\n" + f"{HASH}\n" * 65 + f"\n{NOTE}", "65 hashes; no tree is higher than 64"),
        (f"{HEAD}index 0\n\n{TREE.checkpoint(30).text()}", "its checkpoint: .* is no note"),
        (f"{HEAD}index 0\n\n\n{NOTE}more", "its checkpoint"),
        (f"{HEAD}index 0\r\n\n{NOTE}", r"line 2: control character U\+000D"),
        (f"{HEAD}index 0\n\n{NOTE}" + "x" * 1_000_000, "longer than"),
    ],
)
def test_anything_else_is_refused_with_the_line(text: str, told: str) -> None:
    """Nothing is guessed and nothing is repaired."""
    with pytest.raises(NoteError, match=told):
        parse_proof(text)
