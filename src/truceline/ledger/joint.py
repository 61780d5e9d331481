"""How well a record is witnessed, said honestly: by nobody, by its own key, by the quorum of its policy, by an outside clock.

A record is *joint* only up to the checkpoint that the policy's quorum has cosigned, and only if the entry that set the policy is
among those entries. Every signature is checked anew. It shows that the record was not changed, never that a claim is true.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.errors import NoteError
from truceline.ledger.heads import head_tables, timeline
from truceline.ledger.heads.heads import cosigned_note
from truceline.ledger.heads.log_keys import current_key, keys_of, origin_of
from truceline.ledger.heads.policies import PolicyInForce, current_policy
from truceline.ledger.notes.judging import judge
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.policy import NONE, Policy, PolicyLog
from truceline.ledger.stamps import timestamps
from truceline.ledger.store import Store

_NOBODY = Policy((), (), (), NONE)
"""What is asked where no policy was set."""

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
    of the newest checkpoint would make that one joint. ``is_key_listed`` is False where the policy lists the log's key, but not
    the one that signs now: nothing becomes joint until it is set anew.
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
    is_key_listed: bool = True

    @property
    def since(self) -> int:
        """How many entries came after those that are joint."""
        return self.total - self.joint_size


class Read(msgspec.Struct, frozen=True):
    """A checkpoint of this record that its log signed, and the policy's witnesses who cosigned it, with times.

    ``is_listed``: it is signed by a log of the policy, where that lists any. ``is_met``: the quorum has cosigned it.
    """

    size: int
    at_by_name: dict[str, int]
    is_listed: bool
    is_met: bool


def standing(store: Store) -> Joint:
    """Say how far this record is witnessed."""
    with store.log.snapshot():
        total = store.log.size
        policy = current_policy(store)
        read = _checked(store, policy)
        sizes = [head.size for head in read if is_joint(head, policy)]
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
        is_key_listed=_is_key_listed(store, policy),
    )


def _is_key_listed(store: Store, policy: PolicyInForce | None) -> bool:
    known, listed = current_key(store), [log.key for log in policy.policy.logs] if policy else []
    return not listed or known is None or known in listed


def newest_joint(store: Store) -> str | None:
    """Return the newest checkpoint that the policy's quorum has cosigned, with its cosignatures; None where there is none."""
    with store.log.snapshot():
        policy = current_policy(store)
        for head in _checked(store, policy):
            if is_joint(head, policy):
                return cosigned_note(store, origin_of(store), head.size)
    return None


def _stamped(store: Store, sizes: list[int]) -> int:
    """Return the largest of these sizes whose checkpoint an authority outside has stamped, 0 where there is none."""
    stamps = [stamp for stamp in timestamps.stamps(store) if stamp.size in sizes] if sizes else []
    newest_first = sorted(stamps, key=lambda stamp: stamp.size, reverse=True)
    return next((stamp.size for stamp in newest_first if timestamps.judged(store, stamp).holds), 0)


def is_joint(head: Read, policy: PolicyInForce | None) -> bool:
    """Say whether a checkpoint is cosigned as the policy asks, by those who had seen the policy."""
    return policy is not None and policy.is_asking and head.is_listed and head.is_met and head.size > policy.idx


def read_head(store: Store, policy: PolicyInForce | None, size: int, root: bytes) -> Read | None:
    """Return the stored checkpoint of this size and root, judged anew; None where there is none that holds.

    What was damaged in the database counts for nothing here; verification names it.
    """
    origin, where = origin_of(store), f"checkpoint of {size} entries"
    asked = policy.policy if policy else _NOBODY
    keys = keys_of(store, origin)
    try:
        note = parse_note(cosigned_note(store, origin, size), where)
        judged = judge(note, msgspec.structs.replace(asked, logs=tuple(map(PolicyLog, keys))), where)
        signed = {each.key for each in verify_note(note, keys, where)}
    except NoteError:
        return None
    if (judged.checkpoint.origin, judged.checkpoint.root) != (origin, root):
        return None
    listed = {log.key for log in asked.logs}
    return Read(
        size,
        {cosigned.name: cosigned.at for cosigned in judged.cosigned},
        is_listed=not listed or bool(signed & listed),
        is_met=judged.is_met,
    )


def _checked(store: Store, policy: PolicyInForce | None) -> list[Read]:
    """Return the checkpoints of this record that hold, the newest first; of those without cosignatures only the newest."""
    origin, current = origin_of(store), timeline.now(store)
    cosigned = set(head_tables.cosigned_sizes(store.connection, origin))
    sizes = [head.size for head in head_tables.heads(store.connection, origin, at_most=current.tree.size)]
    wanted = (size for place, size in enumerate(sizes) if place == 0 or size in cosigned)
    read = (read_head(store, policy, size, current.root_at(size)) for size in wanted)
    return [head for head in read if head is not None]


def _cosigners(policy: PolicyInForce | None, read: list[Read]) -> tuple[Cosigner, ...]:
    found = []
    for name in [witness.name for witness in policy.policy.witnesses] if policy else ():
        head = next((head for head in read if name in head.at_by_name), None)
        found.append(Cosigner(name, head.size if head else None, head.at_by_name[name] if head else None))
    return tuple(found)
