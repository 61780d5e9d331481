"""Contested: on what the accounts of one incident cannot all be right.

Two accounts are rivals over a slot when both fill it and nothing fits both. A denial contests what it is about; "cannot
verify", a correction or a question about the means contests the means. One account that is merely vaguer contests nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import msgspec

from truceline.actors import Registry
from truceline.linker.compare import compare_places, is_within, kinship
from truceline.linker.facts import Facts
from truceline.model import About, Stance

_DENYING = frozenset({"deny", "reject"})
_DOUBTING = frozenset({"deny", "reject", "cannot_verify", "correct", "retract", "question"})
_A_NIGHT = 1
"""Days that two accounts may lie apart and still mean one night."""

_PLAIN = frozenset({"V.UNSPEC", "V.PROPERTY", "V.CIV"})


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """What one account holds: its stance, what it is about, and the facts it asserts itself (none where it denies them)."""

    stance: Stance
    about: tuple[About, ...]
    facts: Facts
    directions: frozenset[str] = frozenset()


def contested(positions: Sequence[Position], registry: Registry | None = None) -> tuple[str, ...]:
    """Return the slots that are contested, in a fixed order; ``registry`` knows which actor is part of which."""

    def blame_differs(left: Position, right: Position) -> bool:
        a, b = left.facts.strikers, right.facts.strikers
        return bool(a and b) and not any(_fit(x, y, registry) for x in a for y in b)

    held = {
        "occurrence": _any(positions, _DENYING, {"occurrence"}),
        "means": _any(positions, _DOUBTING, {"means"}) or _rivals(positions, _means_differ),
        "alleged_perpetrator": _any(positions, _DENYING, {"perpetrator", "responsibility"}) or _rivals(positions, blame_differs),
        "place": _any(positions, _DENYING, {"place"}) or _rivals(positions, _places_differ),
        "time": _any(positions, _DENYING, {"time"}) or _rivals(positions, _times_differ),
    }
    return tuple(slot for slot, is_contested in held.items() if is_contested)


def _any(positions: Iterable[Position], stances: frozenset[str], about: set[str]) -> bool:
    return any(p.stance in stances and about.intersection(p.about) for p in positions)


def _rivals(positions: Sequence[Position], differ: Callable[[Position, Position], bool]) -> bool:
    return any(differ(a, b) for a, b in combinations(positions, 2))


def _means_differ(left: Position, right: Position) -> bool:
    a, b = left.facts.kinds - _PLAIN, right.facts.kinds - _PLAIN
    return bool(a and b) and all(kinship(x, y) < 0 for x in a for y in b)


def _fit(left: str, right: str, registry: Registry | None) -> bool:
    """Say whether one actor is the other, or part of it: a state and its army, a coalition and who takes part in it."""
    if is_within(left, right) or is_within(right, left):
        return True
    return registry is not None and (right in _bodies(left, registry) or left in _bodies(right, registry))


def _bodies(actor: str, registry: Registry) -> set[str]:
    """Return what the theatre's actor data says the actor is part of."""
    found: set[str] = set()
    while actor in registry and (body := registry.get(actor).within) and body not in found:
        found.add(body)
        actor = body
    return found


def _places_differ(left: Position, right: Position) -> bool:
    if left.directions and right.directions and not left.directions & right.directions:
        return True
    a = frozenset(s for s in left.facts.spots if s.fine)
    b = frozenset(s for s in right.facts.spots if s.fine)
    reason = compare_places(a, b, lambda _: 0.0)
    return reason is not None and reason.bits < 0


def _times_differ(left: Position, right: Position) -> bool:
    a, b = left.facts.when, right.facts.when
    return a is not None and b is not None and a.gap(b) > _A_NIGHT
