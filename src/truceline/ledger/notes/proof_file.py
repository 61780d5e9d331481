r"""The proof file ``tlog-proof@v1``: shows offline that an entry stands in a log. Source: C2SP tlog-proof.

Whoever checks it needs the entry and a policy. It shows that the entry was not changed since, never that what it says is true.

>>> from truceline.ledger.notes.checkpoint import Checkpoint
>>> from truceline.ledger.notes.policy import parse_policy
>>> from truceline.ledger.notes.signing import Signer
>>> from truceline.ledger.proofs import leaf_hash
>>> log, leaf = Signer("example.com/log", bytes(32)), leaf_hash(b"the only entry")
>>> text = Checkpoint("example.com/log", 1, leaf).text()
>>> written = ProofFile(0, (), text + "\n" + log.sign(text)).text()
>>> print(written.split("\n\n")[0])
c2sp.org/tlog-proof@v1
index 0
>>> verify_proof(parse_proof(written), leaf, parse_policy(f"log {log.vkey}\nquorum none\n")).checkpoint.size
1
"""

from __future__ import annotations

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.judging import Judged, judge
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import decimal, from_base64, hash_from, shown, text_of, to_base64
from truceline.ledger.notes.policy import Policy
from truceline.ledger.proofs import MAX_PROOF, ProofError, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


class ProofFile(msgspec.Struct, frozen=True):
    """The place of an entry, the hashes from it up to the root, and the signed checkpoint as it came.

    ``extra`` is what a sender put there; nothing vouches for it. It is None where there is none, which is not the same as empty.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """Return the file."""
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(to_base64, self.proof), "", self.checkpoint]
        return "\n".join(lines)


def parse_proof(data: bytes | str, where: str = "proof") -> ProofFile:
    """Read a proof file; nothing is verified yet, but the checkpoint in it is a note.

    Raises: NoteError, with the line.
    """
    head, blank, checkpoint = text_of(data, where).partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != HEADER:
        message = f"{where} line 1: {shown(lines[0])}; expected {HEADER}, further down an empty line and a checkpoint"
        raise NoteError(message)
    extra, at = None, 1
    if len(lines) > at and lines[at].startswith("extra "):
        extra, at = from_base64(lines[at].removeprefix("extra "), f"{where} line 2 (extra)"), 2
    if len(lines) == at or not lines[at].startswith("index "):
        message = f"{where} line {at + 1}: expected `index` and a number"
        raise NoteError(message)
    index = decimal(lines[at].removeprefix("index "), f"{where} line {at + 1} (index)")
    if len(lines) - at - 1 > MAX_PROOF:
        message = f"{where}: {len(lines) - at - 1} hashes; no tree is higher than {MAX_PROOF}"
        raise NoteError(message)
    hashes = (hash_from(line, f"{where} line {number}") for number, line in enumerate(lines[at + 1 :], start=at + 2))
    proof = ProofFile(index, tuple(hashes), checkpoint, extra)
    parse_note(checkpoint, f"{where}, its checkpoint")
    return proof


def verify_proof(proof: ProofFile, leaf: bytes, policy: Policy, where: str = "proof") -> Judged:
    """Check that the entry with leaf hash ``leaf`` stands in a log of the policy, as enough witnesses have seen it.

    Raises: NoteError where it does not, or where too few have cosigned.
    """
    judged = examine_proof(proof, leaf, policy, where)
    judged.demand(where)
    return judged


def examine_proof(proof: ProofFile, leaf: bytes, policy: Policy, where: str = "proof") -> Judged:
    """Do what ``verify_proof`` does, but leave it to the caller to ask whether enough witnesses have cosigned (``is_met``).

    Raises: NoteError.
    """
    # The steps of tlog-proof, "Verifying a tlog proof": 1 is the caller's, 2 and 3 are in `judge`, 4 is here.
    judged = judge(parse_note(proof.checkpoint, where), policy, where)
    tree = judged.checkpoint
    try:
        verify_inclusion(proof.index, tree.size, leaf, proof.proof, tree.root)
    except ProofError as error:
        message = f"{where}: entry {proof.index} is not shown to be in {tree.origin} at size {tree.size}: {error}"
        raise NoteError(message) from error
    return judged
