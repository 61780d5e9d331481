"""Cosignatures: a witness says at what time it knew which tree as the largest of a log. Source: C2SP tlog-cosignature.

Whether the tree is consistent with what the witness saw before is for the caller to check *before* cosigning.

>>> from truceline.ledger.notes.checkpoint import EMPTY_ROOT, Checkpoint
>>> from truceline.ledger.notes.note import parse_signatures
>>> witness = Signer("example.com/witness", bytes(32), COSIGNATURE)
>>> line = cosign(witness, Checkpoint("example.com/log", 0, EMPTY_ROOT).text(), 1474351200)
>>> cosigned_at(parse_signatures(line)[0])
1474351200
"""

from __future__ import annotations

from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.keys import COSIGNATURE, TIME_BYTES, VerifierKey
from truceline.ledger.notes.note import Signature
from truceline.ledger.notes.signing import Signer

__all__ = ["COSIGNATURE", "Signer", "VerifierKey", "cosign", "cosigned_at"]


def cosign(signer: Signer, text: str, at: int) -> str:
    """Return the cosignature line for a checkpoint (the text of its note); ``at`` is in seconds since 1970.

    Raises: NoteError where the text is no checkpoint, there can be no such tree, or the key is not a witness's.
    """
    tree = parse_checkpoint(text)
    if not tree.is_possible:
        message = f"checkpoint of {tree.origin}: an empty tree with root {tree.root.hex()}; no such tree can be cosigned"
        raise NoteError(message)
    return signer.sign_at(text, at)


def cosigned_at(signature: Signature) -> int:
    """Return the time that a cosignature states, in seconds since 1970; only to be believed after the signature was checked.

    Raises: NoteError where the line is too short to hold one.
    """
    if len(signature.signature) <= TIME_BYTES:
        message = f"the line of {signature.name} holds {len(signature.signature)} bytes; too few for a cosignature"
        raise NoteError(message)
    return int.from_bytes(signature.signature[:TIME_BYTES], "big")
