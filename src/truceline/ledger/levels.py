"""How far the head of one size of the log is witnessed: by nobody, by the log's own key, by a quorum, by an outside clock.

``joint.py`` says the same of the record as a whole. Here it is asked for the size on which an export stands: what was cosigned
for a later size is not said of an earlier one, so that the answer for a size changes only when that very head is witnessed.
"""

from __future__ import annotations

from truceline.ledger.heads.policies import current_policy
from truceline.ledger.joint import Level, is_joint, read_head
from truceline.ledger.stamps import timestamps
from truceline.ledger.store import Store

__all__ = ["Level", "level_at", "policy_at"]


def level_at(store: Store, size: int, root: str) -> Level:
    """Return the level of the head of the first ``size`` entries, whose root (hex) was computed; signatures are checked anew."""
    policy = current_policy(store, size)
    head = read_head(store, policy, size, bytes.fromhex(root))
    if head is None:
        return "hash"
    if not is_joint(head, policy):
        return "log-signed"
    stamps = (stamp for stamp in timestamps.stamps(store) if stamp.size == size)
    return "timestamped" if any(timestamps.judged(store, stamp).holds for stamp in stamps) else "cosigned"


def policy_at(store: Store, size: int) -> str | None:
    """Return the SHA-256 of the rule of cosigning in force after the first ``size`` entries, None where there is none."""
    policy = current_policy(store, size)
    return policy.sha256 if policy else None
