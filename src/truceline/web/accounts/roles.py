"""Roles, and what each may do. What stands nowhere here is refused.

A role adds to another: who is monitor and publisher may do what either may. Nobody may give a release they asked for, whatever
their roles; that is decided where releases are written, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from truceline.errors import UsageError

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
GUARDED: frozenset[str] = frozenset({"adjudicator", "publisher", "administrator"})
"""Roles that need a second factor where nothing else was chosen: what they do reaches parties, the public, or other people."""


def acts_of(roles: Iterable[str]) -> frozenset[Act]:
    """Return what somebody with these roles may do; an unknown role adds nothing."""
    held = set(roles)
    return frozenset[Act]().union(*(acts for role, acts in ROLES.items() if role in held))


def guarded(asked: str | None) -> frozenset[str]:
    """Return the roles that need a second factor: ``all``, ``none``, or names with commas between; GUARDED where not asked.

    Raises:
        UsageError: a name that is no role.
    """
    if not asked:
        return GUARDED
    if asked in {"all", "none"}:
        return frozenset(ROLES) if asked == "all" else frozenset()
    named = frozenset(part.strip() for part in asked.split(","))
    if unknown := sorted(named - frozenset(ROLES)):
        message = f'"{unknown[0]}" is no role; expected all, none, or some of {", ".join(ROLES)} with commas between'
        raise UsageError(message)
    return named
