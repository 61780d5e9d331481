"""Roles, and what each may do. What stands nowhere here is refused.

A role adds to another: who is monitor and publisher may do what either may. Nobody may give a release they asked for, whatever
their roles; that is decided where releases are written, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

Act = Literal["read", "call", "ingest", "mark", "decide", "join", "step", "release", "approve", "pack", "people"]
Role = Literal["observer", "monitor", "analyst", "adjudicator", "publisher", "administrator"]

ROLES: dict[Role, frozenset[Act]] = {
    "observer": frozenset({"read", "call"}),
    "monitor": frozenset({"read", "call", "ingest", "mark"}),
    "analyst": frozenset({"read", "call", "ingest", "mark", "decide", "join"}),
    "adjudicator": frozenset({"read", "step"}),
    "publisher": frozenset({"read", "release", "approve"}),
    "administrator": frozenset({"read", "pack", "people"}),
}
"""observer: look, and write down calls. monitor: also take in reports and mark claims. analyst: also decide on proposals, and
join incidents. adjudicator: enter steps and findings of one named authority. publisher: ask for releases, and give those that
another asked for. administrator: people, compartments and the theatre pack, but no decision on any claim."""
ACTS: tuple[Act, ...] = get_args(Act)


def acts_of(roles: Iterable[str]) -> frozenset[Act]:
    """Return what somebody with these roles may do; an unknown role adds nothing."""
    return frozenset[Act]().union(*(acts for role, acts in ROLES.items() if role in set(roles)))
