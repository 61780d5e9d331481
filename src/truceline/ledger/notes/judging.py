r"""Judging a checkpoint by a policy: which log signed it, who cosigned it and when, and whether that is enough.

>>> from truceline.ledger.notes.checkpoint import EMPTY_ROOT, Checkpoint
>>> from truceline.ledger.notes.note import parse_note
>>> from truceline.ledger.notes.policy import parse_policy
>>> from truceline.ledger.notes.signing import Signer
>>> log, text = Signer("example.com/log", bytes(32)), Checkpoint("example.com/log", 0, EMPTY_ROOT).text()
>>> judged = judge(parse_note(text + "\n" + log.sign(text)), parse_policy(f"log {log.vkey}\nquorum none\n"))
>>> judged.checkpoint.size, judged.log.name, judged.cosigned, judged.is_met
(0, 'example.com/log', (), True)
"""

from __future__ import annotations

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import Held, Note, verify_note
from truceline.ledger.notes.plain import shown
from truceline.ledger.notes.policy import Policy


class Cosigned(msgspec.Struct, frozen=True):
    """A witness, under its name in the policy, and the newest time at which it cosigned, in seconds since 1970."""

    name: str
    at: int


class Judged(msgspec.Struct, frozen=True):
    """A checkpoint that one of the policy's logs has signed; ``is_met`` says whether enough witnesses have cosigned it."""

    checkpoint: Checkpoint
    log: VerifierKey
    cosigned: tuple[Cosigned, ...]
    missing: tuple[str, ...]
    is_met: bool

    def demand(self, where: str = "checkpoint") -> None:
        """Refuse a checkpoint that too few witnesses have cosigned. Raises: NoteError."""
        if not self.is_met:
            given = ", ".join(cosigned.name for cosigned in self.cosigned) or "nobody"
            message = f"{where}: size {self.checkpoint.size} is cosigned by {given}; still needed: {', '.join(self.missing)}"
            raise NoteError(message)


def judge(note: Note, policy: Policy, where: str = "checkpoint") -> Judged:
    """Check every signature of a key in the policy; signatures of others are ignored.

    A policy that lists no log accepts none. A cosignature without a time (ML-DSA-44 may have none) does not count, and of
    several by one witness the newest time does. A witness that has the public key of a log is the log itself: it does not count.

    Raises: NoteError where the note is no checkpoint of a possible tree, a signature of a known key does not hold, or no
    log of the policy whose name is the origin has signed.
    """
    checkpoint = parse_checkpoint(note.text, where)
    if not checkpoint.is_possible:
        message = f"{where}: an empty tree with root {checkpoint.root.hex()}; there is no such tree"
        raise NoteError(message)
    held = verify_note(note, policy.keys, where)
    log = _log_of(held, policy, checkpoint, where)
    times: dict[VerifierKey, int] = {}
    for each in held:
        if each.at:
            times[each.key] = max(each.at, times.get(each.key, 0))
    own = {listed.key.public_key for listed in policy.logs}
    counting = (each for each in policy.witnesses if each.key in times and each.key.public_key not in own)
    cosigned = tuple(Cosigned(witness.name, times[witness.key]) for witness in counting)
    names = [each.name for each in cosigned]
    return Judged(checkpoint, log, cosigned, policy.missing(names), policy.met_by(names))


def _log_of(held: tuple[Held, ...], policy: Policy, checkpoint: Checkpoint, where: str) -> VerifierKey:
    logs = {log.key for log in policy.logs if log.key.name == checkpoint.origin}
    for each in held:
        if each.key in logs:
            return each.key
    listed = ", ".join(sorted(shown(log.key.name) for log in policy.logs)) or "none"
    message = f"{where}: no log of the policy has signed for origin {shown(checkpoint.origin)}; its logs are: {listed}"
    raise NoteError(message)
