"""How well a record is witnessed, said honestly: by nobody, by its own key, by the quorum of its policy, by an outside clock.

A record is *joint* only up to the checkpoint that the policy's quorum has cosigned, and only if the entry that set the policy is
among those entries. Every signature is checked anew. It shows that the record was not changed, never that a claim is true.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger import head_tables, timestamps
from truceline.ledger.heads import cosigned_note
from truceline.ledger.log_keys import keys_of, origin_of
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import Note, parse_note, verify_note
from truceline.ledger.policies import PolicyInForce, current_policy
from truceline.ledger.proofs import EMPTY_ROOT
from truceline.ledger.store import Store

Level = Literal["hash", "log-signed", "cosigned", "timestamped"]


class Cosigner(msgspec.Struct, frozen=True):
    """A witness of the policy: the largest size it has cosigned (None: nothing yet), and when, in seconds since 1970."""

    name: str
    size: int | None
    at: int | None


class Joint(msgspec.Struct, frozen=True, kw_only=True):
    """How far a record of ``total`` entries is witnessed.

    ``level`` is the highest that any checkpoint of it reached, ``size`` the number of entries up to which it did. ``is_joint``
    says that the policy's quorum has cosigned the first ``joint_size`` of them; ``missing`` are the witnesses whose cosignature
    of the newest checkpoint would make that one joint.
    """

    level: Level
    is_joint: bool
    size: int
    total: int
    joint_size: int
    signed_size: int
    cosigners: tuple[Cosigner, ...]
    missing: tuple[str, ...]
    policy_sha256: str | None
    policy_idx: int | None

    @property
    def since(self) -> int:
        """How many entries came after those that are joint."""
        return self.total - self.joint_size


class _Read(msgspec.Struct, frozen=True):
    """A checkpoint of this record whose log signature holds, and the policy's witnesses who cosigned it, with times.

    ``is_listed``: it is signed by a log of the policy, where that lists any.
    """

    size: int
    at_by_name: dict[str, int]
    is_listed: bool


def standing(store: Store) -> Joint:
    """Say how far this record is witnessed."""
    with store.log.snapshot():
        total = store.log.size
        policy = current_policy(store)
        read = _checked(store, policy)
        sizes = [head.size for head in read if _is_joint(head, policy)]
        stamped = _stamped(store, sizes)
    joint, signed = (sizes[0] if sizes else 0), (read[0].size if read else 0)
    level: Level = "timestamped" if stamped else "cosigned" if joint else "log-signed" if signed else "hash"
    return Joint(
        level=level,
        is_joint=joint > 0,
        size=stamped or joint or signed,
        total=total,
        joint_size=joint,
        signed_size=signed,
        cosigners=_cosigners(policy, read),
        missing=policy.policy.missing(read[0].at_by_name if read else ()) if policy else (),
        policy_sha256=policy.sha256 if policy else None,
        policy_idx=policy.idx if policy else None,
    )


def newest_joint(store: Store) -> str | None:
    """Return the newest checkpoint that the policy's quorum has cosigned, with its cosignatures; None where there is none."""
    with store.log.snapshot():
        policy = current_policy(store)
        for head in _checked(store, policy):
            if _is_joint(head, policy):
                return cosigned_note(store, origin_of(store), head.size)
    return None


def _stamped(store: Store, sizes: list[int]) -> int:
    """Return the largest of these sizes whose checkpoint an authority outside has stamped, 0 where there is none."""
    stamps = [stamp for stamp in timestamps.stamps(store) if stamp.size in sizes] if sizes else []
    newest_first = sorted(stamps, key=lambda stamp: stamp.size, reverse=True)
    return next((stamp.size for stamp in newest_first if timestamps.judged(store, stamp).holds), 0)


def _is_joint(head: _Read, policy: PolicyInForce | None) -> bool:
    if policy is None or not policy.is_asking or not head.is_listed:
        return False
    return head.size > policy.idx and policy.policy.met_by(head.at_by_name)


def _checked(store: Store, policy: PolicyInForce | None) -> list[_Read]:
    """Return the checkpoints of this record that hold, the newest first; of those without cosignatures only the newest."""
    origin, total, tree = origin_of(store), store.log.size, store.log.tree()
    cosigned = set(head_tables.cosigned_sizes(store.connection, origin))
    keys = keys_of(store, origin)
    found = []
    for place, head in enumerate(head_tables.heads(store.connection, origin, at_most=total)):
        if place == 0 or head.size in cosigned:
            where = f"checkpoint of {head.size} entries"
            note = parse_note(cosigned_note(store, origin, head.size), where)
            root = tree.root_over(0, head.size) if head.size else EMPTY_ROOT
            if parse_checkpoint(note.text, where).root == root:
                found.append(_read(note, head.size, keys, policy, where))
    return found


def _read(note: Note, size: int, keys: tuple[VerifierKey, ...], policy: PolicyInForce | None, where: str) -> _Read:
    witnesses = _witnesses(policy)
    signed = {each.key for each in verify_note(note, keys, where)}
    held = [each for each in verify_note(note, (*keys, *witnesses), where) if each.key in witnesses]
    listed = {log.key for log in policy.policy.logs} if policy else set()
    return _Read(size, {witnesses[each.key]: each.at or 0 for each in held}, is_listed=not listed or bool(signed & listed))


def _witnesses(policy: PolicyInForce | None) -> dict[VerifierKey, str]:
    return {witness.key: witness.name for witness in policy.policy.witnesses} if policy else {}


def _cosigners(policy: PolicyInForce | None, read: list[_Read]) -> tuple[Cosigner, ...]:
    found = []
    for name in _witnesses(policy).values():
        head = next((head for head in read if name in head.at_by_name), None)
        found.append(Cosigner(name, head.size if head else None, head.at_by_name[name] if head else None))
    return tuple(found)
