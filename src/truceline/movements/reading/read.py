"""Read: the claims of a hearing in, assertions about aid movements out, in the order of the hearing.

1. the claims that can say anything are told by a trigger; 2. each sentence is read by every rule; 3. each fact is given to the
movement it is of, where that is told; 4. who says it, through whom and in which stance stays as in the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from truceline.actors import registry_of
from truceline.model.assertions import Assertion, Fact
from truceline.model.hearing import Heard, Hearing
from truceline.model.movements import MovementFact, MovementNamed, Quantity
from truceline.movements.reading.companions import companions
from truceline.movements.reading.delays import delays
from truceline.movements.reading.grouping import Grouping
from truceline.movements.reading.line import Found, lines
from truceline.movements.reading.naming import names
from truceline.movements.reading.obstructing import obstructions
from truceline.movements.reading.permits import permits
from truceline.movements.reading.quantities import quantities
from truceline.movements.reading.stages import attacks, stages
from truceline.movements.reading.triggers import may_say
from truceline.movements.wording.scene import Scene

_NOT_FIGURES = frozenset({"deny", "reject", "retract", "demand"})
"""Figures in such claims are mostly those of others, taken for granted; none is read as the speaker's, or as denied."""


def read(hearing: Hearing, told: Iterable[Assertion[Fact]] = ()) -> tuple[Assertion[MovementFact], ...]:
    """Return what the counted claims of a hearing say of aid movements.

    ``told``: assertions of subjects that people opened; only ties of movements to incidents are looked at.
    """
    return tuple(_of(hearing.heard, hearing, Grouping(hearing, told)))


def waiting(hearing: Hearing, told: Iterable[Assertion[Fact]] = ()) -> tuple[Assertion[MovementFact], ...]:
    """Return what the claims that wait for a decision say of aid movements: what would be added if they were accepted."""
    return tuple(_of(hearing.waiting, hearing, Grouping(hearing, told)))


def _of(claims: Iterable[Heard], hearing: Hearing, grouping: Grouping) -> Iterator[Assertion[MovementFact]]:
    registry = registry_of(hearing.actors)
    for heard in claims:
        scene = Scene(heard, registry)
        for found in found_in(scene, grouping.incidents(heard)):
            made = scene.says(found.fact, found.rule, is_denied=found.is_denied, stance=found.stance)
            yield msgspec.structs.replace(made, subject=grouping.subject(heard, found))


def found_in(scene: Scene, incidents: tuple[str, ...] = ()) -> Iterator[Found]:
    """Yield what every rule finds in a claim, each fact once.

    ``incidents``: those of the claim that struck a movement. Of a denied claim, what its words deny again is left out.
    """
    if not may_say(scene):
        return
    seen: set[tuple[MovementFact, bool]] = set()
    for found in _by_rules(scene, incidents):
        is_undone_twice = found.is_denied and scene.claim.stance in {"deny", "reject", "retract"}
        is_granted = scene.claim.stance in _NOT_FIGURES and isinstance(found.fact, Quantity | MovementNamed)
        if (found.fact, found.is_denied) not in seen and not is_undone_twice and not is_granted:
            seen.add((found.fact, found.is_denied))
            yield found


def _by_rules(scene: Scene, incidents: tuple[str, ...]) -> Iterator[Found]:
    for line in lines(scene):
        yield from stages(line)
        if line.is_asked:
            continue
        yield from names(line)
        yield from permits(line)
        yield from delays(line)
        yield from companions(line)
        yield from obstructions(line)
        yield from quantities(line)
        yield from attacks(scene, line.sentence, incidents)
