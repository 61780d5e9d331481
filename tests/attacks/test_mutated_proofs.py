"""A hundred thousand changed proofs, none of which may be accepted, and nothing but our own error raised; a million in the soak.

The arithmetic alone binds hashes, index and roots. It does not bind a size: RFC 6962 gives trees of different sizes the same
path shapes. That is what the signature over the checkpoint is for, and the changed proof *files* below hold it to that.
"""

from __future__ import annotations

import random

import pytest

from fakes.mutations import flipped, mutated_proof, mutated_text
from fakes.notaries import LOG, KeptTree
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.notes.policy import parse_policy
from truceline.ledger.notes.proof_file import ProofFile, parse_proof, verify_proof
from truceline.ledger.proofs import ProofError, verify_consistency, verify_inclusion

TREE = KeptTree([f"entry {number}".encode() for number in range(700)])
SIZES = (1, 2, 3, 4, 7, 8, 9, 100, 255, 256, 257, 512, 513, 700)
LOG_ALONE = parse_policy(f"log {LOG.vkey}\nquorum none\n")


def false_accepts(count: int, seed: int) -> int:
    """Try as many changed proofs, half of inclusion and half of consistency; return how many were accepted."""
    chosen, accepted = random.Random(seed), 0
    for number in range(count):
        size = chosen.choice(SIZES)
        attack = _attack_on_consistency if number % 2 else _attack_on_inclusion
        try:
            attack(size, chosen)
        except ProofError:
            continue
        accepted += 1
    return accepted


def _attack_on_inclusion(size: int, chosen: random.Random) -> None:
    index = chosen.randrange(size)
    leaf, root, proof = TREE.hashes[index], TREE.root_over(0, size), list(TREE.inclusion(index, size))
    match chosen.choice(["proof", "proof", "proof", "index", "leaf", "root", "swap"]):
        case "proof":
            proof = mutated_proof(proof, chosen)
        case "index":
            index = chosen.choice([index - 1, index + 1, index ^ 1, index + size, -index - 1, 2**64 + index])
        case "leaf":
            leaf = chosen.choice([flipped(leaf, chosen), leaf[:-1], leaf + b"\0", b""])
        case "root":
            root = chosen.choice([flipped(root, chosen), TREE.root_over(0, size + 1 if size < 700 else 1), bytes(32), root[:31]])
        case _:
            leaf, root = root, leaf
            proof = proof or [leaf]
    verify_inclusion(index, size, leaf, proof, root)


def _attack_on_consistency(new: int, chosen: random.Random) -> None:
    old = chosen.randint(1, new)
    before, after, proof = TREE.root_over(0, old), TREE.root_over(0, new), list(TREE.consistency(old, new))
    match chosen.choice(["proof", "proof", "proof", "before", "after", "swap", "back"]):
        case "proof":
            proof = mutated_proof(proof, chosen)
        case "before":
            before = chosen.choice([flipped(before, chosen), bytes(32), before[:31]])
        case "after":
            after = chosen.choice([flipped(after, chosen), bytes(32), after + b"\0"])
        case "swap":
            before, after = after, before if old < new else flipped(before, chosen)
        case _:
            old, new = new + 1, old
    verify_consistency(old, new, before, after, proof)


def test_no_changed_proof_is_accepted_of_a_hundred_thousand() -> None:
    """Hashes flipped, trimmed, added, doubled, exchanged; another index; roots swapped."""
    assert false_accepts(100_000, seed=17) == 0


@pytest.mark.soak
def test_no_changed_proof_is_accepted_of_a_million() -> None:
    """With another seed each time, printed."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    assert false_accepts(1_000_000, seed) == 0


def test_the_size_alone_is_bound_only_by_the_signature() -> None:
    """Why a proof is never to be shown without its signed checkpoint: these paths have one shape in both trees."""
    leaf, path = TREE.hashes[0], TREE.inclusion(0, 3)
    verify_inclusion(0, 4, leaf, path, TREE.root_over(0, 3))
    text = TREE.checkpoint(3).text()
    file = ProofFile(0, path, f"{text}\n{LOG.sign(text)}").text()
    verify_proof(parse_proof(file), leaf, LOG_ALONE)
    with pytest.raises(NoteError, match="does not hold"):
        verify_proof(parse_proof(file.replace("\n3\n", "\n4\n")), leaf, LOG_ALONE)


def _files(count: int, seed: int) -> int:
    """Change as many whole proof files anywhere; return how many were accepted that do not say what the real one says."""
    chosen, accepted = random.Random(seed), 0
    for _ in range(count):
        size = chosen.choice(SIZES)
        index = chosen.randrange(size)
        real = ProofFile(index, TREE.inclusion(index, size), _head(size))
        try:
            given = parse_proof(_changed(real, chosen))
            judged = verify_proof(given, TREE.hashes[index], LOG_ALONE)
        except NoteError:
            continue
        says_the_same = (given.index, given.proof, judged.checkpoint) == (index, real.proof, TREE.checkpoint(size))
        accepted += not says_the_same
    return accepted


_HEADS: dict[int, str] = {}


def _head(size: int) -> str:
    if size not in _HEADS:
        text = TREE.checkpoint(size).text()
        _HEADS[size] = f"{text}\n{LOG.sign(text)}"
    return _HEADS[size]


def _changed(real: ProofFile, chosen: random.Random) -> str:
    """Return the file with one thing changed, whether it still reads as one or not."""
    written, tree = real.text(), parse_checkpoint(parse_note(real.checkpoint).text)
    at = chosen.randrange(len(written))
    match chosen.choice(["text", "text", "index", "size", "root", "head", "signature", "octet"]):
        case "text":
            written = mutated_text(written, chosen)
        case "index":
            written = ProofFile(max(0, real.index + chosen.choice([-1, 1])), real.proof, real.checkpoint).text()
        case "size":
            written = written.replace(f"\n{tree.size}\n", f"\n{tree.size + chosen.choice([-1, 1])}\n")
        case "root":
            written = written.replace(
                to_base64(tree.root), to_base64(chosen.choice([flipped(tree.root, chosen), TREE.hashes[0]]))
            )
        case "head":
            written = ProofFile(real.index, real.proof, _head(chosen.choice(SIZES))).text()
        case "signature":
            (line,) = parse_note(real.checkpoint).signatures
            bent = to_base64(line.key_id + flipped(line.signature, chosen))
            written = written.replace(to_base64(line.key_id + line.signature), bent)
        case _:
            written = written[:at] + chr(ord(written[at]) ^ 1 << chosen.randrange(7)) + written[at + 1 :]
    return written


def test_no_changed_proof_file_says_anything_else() -> None:
    """From the first line to the last signature: letters, lines, numbers, sizes, roots, heads of other sizes."""
    assert _files(5_000, seed=18) == 0


@pytest.mark.soak
def test_no_changed_proof_file_of_two_hundred_thousand_says_anything_else() -> None:
    """With another seed each time, printed."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    assert _files(200_000, seed) == 0
