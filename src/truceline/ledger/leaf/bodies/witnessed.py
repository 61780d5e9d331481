"""Bodies of how the log stands towards others: keys, policies, padding, successors, and what came from other logs."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger.leaf.bodies.base import Body


class KeyAdded(Body, frozen=True, kw_only=True):
    """``key.added``: the key that signs checkpoints of this log, as a verifier key. Its natural key is ``1``."""

    vkey: str


class KeyRotated(Body, frozen=True, kw_only=True):
    """``key.rotated``: from here on another key signs. ``note`` is signed by the old one, absent where that key was lost."""

    vkey: str
    old: str
    note: str | None = None


class CompartmentRekeyed(Body, frozen=True, kw_only=True):
    """``compartment.rekeyed``: what is sealed in the compartment ``co`` of this leaf is locked under another key from here on.

    ``key`` and ``old`` name the new key and those before it, in hex; a name says nothing of its key.
    """

    key: str
    old: tuple[str, ...]


class PolicySet(Body, frozen=True, kw_only=True):
    """``policy.set``: whose cosignatures make this record joint from here on; the policy file is archived under its hash."""

    policy_sha256: str

    def archived(self) -> tuple[str, ...]:
        """Return the policy file."""
        return (self.policy_sha256,)


class LogPadded(Body, frozen=True, kw_only=True):
    """``log.padded``: says nothing; fills the log up, so that its size tells a witness less about what came in."""


SuccessionReason = Literal["restored", "cloned", "other"]
"""Why a log goes on under a new origin: from an older copy, as one of two copies, or for another reason (sealed as ``note``)."""


class LogSuccessor(Body, frozen=True, kw_only=True):
    """``log.successor``: from here on checkpoints have a new origin. The ``size`` entries before it are those of ``old_origin``.

    ``checkpoint`` is the newest signed checkpoint of the old log that was known, longer than ``size`` where entries were lost;
    ``note`` is signed by the old log's key, absent where that key was lost.
    """

    origin: str
    vkey: str
    old_origin: str
    size: int
    root: str
    reason: SuccessionReason
    checkpoint: str | None = None
    note: str | None = None


class Differing(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in another log that was not taken over, because somebody here had decided otherwise.

    ``entry`` is the hash of the leaf that has it. ``claims`` is one claim, or the two that a judgement is about; ``decision`` is
    the kind of entry, or the verdict.
    """

    entry: str
    claims: tuple[str, ...]
    decision: str
    by: str


class ImportBatch(Body, frozen=True, kw_only=True):
    """``import.batch``: the next ``taken`` entries are taken over from another log; their first ref is their leaf there.

    ``size`` and ``root`` are those of the state of that log; the n-th entry of this kind has the key n.
    """

    origin: str
    size: int
    root: str
    taken: int
    differing: tuple[Differing, ...] = ()
