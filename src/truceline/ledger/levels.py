"""How far the head of one size of the log is witnessed: by nobody, by the log's own key, by a quorum, by an outside clock."""

from __future__ import annotations

from typing import Literal

from truceline.ledger.store import Store

Level = Literal["hash", "log-signed", "cosigned", "timestamped"]


def level_at(store: Store, size: int) -> Level:
    """Return the level of the head of the first ``size`` entries."""
    del store, size
    return "hash"


def policy_at(store: Store, size: int) -> str | None:
    """Return the SHA-256 of the rule of cosigning in force after the first ``size`` entries, None where there is none."""
    del store, size
    return None
