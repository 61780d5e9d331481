"""Identity: an incident keeps its id while it keeps most of its claims.

Ids are ``i1``, ``i2``, ... for the whole record. A group inherits the id under which most of its claims stood before;
a new group takes the first number that was never used. Which claims belong together is never decided by an earlier id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count


def identities(groups: Sequence[Sequence[str]], previous: Mapping[str, str]) -> list[str]:
    """Return one incident id for each group of claim ids, in the order of the groups."""
    shared = Counter((at, previous[c]) for at, claims in enumerate(groups) for c in dict.fromkeys(claims) if c in previous)
    given: dict[int, str] = {}
    for (at, incident), _ in sorted(shared.items(), key=lambda s: (-s[1], number_of(s[0][1]), s[0][0])):
        if at not in given and incident not in given.values():
            given[at] = incident
    used = set(previous.values())
    free = (f"i{n}" for n in count(1) if f"i{n}" not in used)
    return [given[at] if at in given else next(free) for at in range(len(groups))]


def number_of(incident: str) -> tuple[int, str]:
    """Return what incidents are sorted by: the number in the id, then the id itself."""
    digits = incident.lstrip("i")
    return (int(digits) if digits.isdigit() else 0, incident)
