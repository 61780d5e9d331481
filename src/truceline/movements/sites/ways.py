"""When a notified movement begins and ends, as somebody tells it or as it was planned: as far as its notification needs that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from truceline.model.assertions import Assertion, Fact
from truceline.model.movements import Leg, MovementNamed, Reached, Stage
from truceline.movements.board.told import ENDS
from truceline.movements.sites.moments import in_order, last_of
from truceline.movements.sites.saying import COUNTING

ATTACKS: frozenset[Stage] = frozenset({"attacked", "looted"})


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """``starts``: the departures told, else as planned; ``ended``: the last end told; ``planned_end``: the last one planned.

    ``arrived``: the last arrival told, which is not yet the end: unloading is still to come. ``incidents``: of its attacks, and
    those that it is known by.
    """

    starts: tuple[str, ...] = ()
    ended: str | None = None
    arrived: str | None = None
    planned_end: str | None = None
    incidents: frozenset[str] = frozenset()


def ways(assertions: Iterable[Assertion[Fact]]) -> Mapping[str, Way]:
    """Return by the id of each movement when it was, from all that counts as told of it."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for each in assertions:
        if isinstance(each.fact, Leg | Reached | MovementNamed) and each.stance in COUNTING:
            told[each.subject].append(each.fact)
    return {movement: _way(movement, facts) for movement, facts in told.items()}


def _way(movement: str, facts: list[Fact]) -> Way:
    legs = [fact for fact in facts if isinstance(fact, Leg)]
    reached = [fact for fact in facts if isinstance(fact, Reached)]
    done, planned = [f for f in reached if not f.planned], [f for f in reached if f.planned]
    departures = [f.at for f in done if f.stage == "departed"] + [leg.departed for leg in legs if leg.number == 1]
    intended = [f.at for f in planned if f.stage == "departed"] + [leg.planned_departure for leg in legs if leg.number == 1]
    named = {fact.of_incident for fact in facts if isinstance(fact, MovementNamed)}
    attacks = {f.incident for f in done if f.stage in ATTACKS}
    own = {movement.removeprefix("mv:")} if movement.startswith("mv:") else set()
    return Way(
        starts=_dated(departures) or _dated(intended),
        ended=last_of(f.until or f.at for f in done if f.stage in ENDS),
        arrived=last_of([*(f.at for f in done if f.stage == "arrived"), *(leg.arrived for leg in legs)]),
        planned_end=last_of([*(f.at for f in planned if f.stage in ENDS), *(leg.planned_arrival for leg in legs)]),
        incidents=frozenset(each for each in (*named, *attacks, *own) if each),
    )


def _dated(times: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({when for when in times if when}, key=in_order))
