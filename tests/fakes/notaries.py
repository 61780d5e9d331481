"""A log and two witnesses with keys that are the same in every run, and trees of which any proof is made at once.

The keys are made from bytes that everybody can read here. Sign nothing real with them.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.cosignature import COSIGNATURE, cosign
from truceline.ledger.notes.policy import Policy, parse_policy
from truceline.ledger.notes.proof_file import ProofFile
from truceline.ledger.notes.signing import Signer
from truceline.ledger.proofs import consistency_proof, inclusion_proof, leaf_hash, node_hash, split

ORIGIN = "log.example/record"
LOG = Signer(ORIGIN, b"the secret key of an example log")
ANNA = Signer("anna.example/witness", b"secret key of an example witness", COSIGNATURE)
BORIS = Signer("boris.example/witness", b"secret of another example witness"[:32], COSIGNATURE)
STRANGER = Signer("stranger.example/witness", b"secret key of somebody not asked", COSIGNATURE)
NOON = 1_474_372_800
"""2016-09-20T12:00:00Z, in seconds since 1970."""

POLICY_TEXT = f"""# both parties must have cosigned
log {LOG.vkey}
witness anna {ANNA.vkey}
witness boris {BORIS.vkey} https://boris.example/
group both all anna boris
quorum both
"""


def policy() -> Policy:
    """The policy under which both witnesses are needed."""
    return parse_policy(POLICY_TEXT)


class KeptTree:
    """A tree in memory that computes the root over each range once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.hashes = [leaf_hash(leaf) for leaf in leaves]
        self._known: dict[tuple[int, int], bytes] = {}

    def root_over(self, start: int, end: int) -> bytes:
        if end - start == 1:
            return self.hashes[start]
        if (start, end) not in self._known:
            middle = start + split(end - start)
            self._known[start, end] = node_hash(self.root_over(start, middle), self.root_over(middle, end))
        return self._known[start, end]

    def checkpoint(self, size: int | None = None, origin: str = ORIGIN) -> Checkpoint:
        known = len(self.hashes) if size is None else size
        return Checkpoint(origin, known, self.root_over(0, known))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        return tuple(inclusion_proof(index, size, self.root_over))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        return tuple(consistency_proof(old, new, self.root_over))


def signed(tree: Checkpoint, *witnesses: Signer, at: int = NOON) -> str:
    """Return the checkpoint signed by the log and cosigned by these witnesses."""
    text = tree.text()
    return f"{text}\n{LOG.sign(text)}{''.join(cosign(witness, text, at) for witness in witnesses)}"


def proof_of(tree: KeptTree, index: int, size: int) -> ProofFile:
    """Return the proof file of an entry, cosigned by both witnesses."""
    return ProofFile(index, tree.inclusion(index, size), signed(tree.checkpoint(size), ANNA, BORIS))
