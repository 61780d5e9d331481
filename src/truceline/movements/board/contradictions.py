"""Contradictions: what cannot be so, or not both; each with the words that say it. Nothing is refused, dropped or made to fit.

What is denied is no contradiction: a denial stands beside what it denies, on the board itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from truceline.model.movements import Checkpoint, Leg, Outcome, Permit, PlanNamed, Quantity, Reached, Sealed
from truceline.movements.board import disorder, exclusive
from truceline.movements.board.times import Clock
from truceline.movements.board.told import Told
from truceline.movements.board.values import Area, Classed, Contradiction, State
from truceline.movements.board.voices import position


def of_movement(told: Told, states: Iterable[State], outcomes: Iterable[Classed], clock: Clock) -> tuple[Contradiction, ...]:
    """Return the contradictions in what is told of a movement, by kind and then by time."""
    permits, reached = told.says(Permit), told.says(Reached)
    checkpoints, sealed = told.says(Checkpoint), told.says(Sealed)
    parts, quantities = told.says(Leg), told.says(Quantity)
    return _in_order(
        (
            *disorder.odd_times(Permit, permits, clock),
            *disorder.odd_times(Reached, reached, clock),
            *disorder.odd_times(Checkpoint, checkpoints, clock),
            *disorder.odd_times(Sealed, sealed, clock),
            *disorder.odd_times(Leg, parts, clock),
            *disorder.odd_times(Quantity, quantities, clock),
            *disorder.odd_times(Outcome, told.says(Outcome), clock),
            *disorder.permits(permits, clock),
            *disorder.stages(reached, checkpoints, clock),
            *disorder.stays(checkpoints, clock),
            *disorder.legs(parts, clock),
            *exclusive.figures(quantities),
            *exclusive.answers(permits, clock),
            *exclusive.seals(sealed, clock),
            *exclusive.ends(states),
            *exclusive.classes(outcomes),
        ),
        clock,
    )


def of_plan(told: Told, areas: Iterable[Area], clock: Clock) -> tuple[Contradiction, ...]:
    """Return the contradictions in what is told of a plan, by kind and then by time."""
    permits, named = told.says(Permit), told.says(PlanNamed)
    return _in_order(
        (
            *disorder.odd_times(Permit, permits, clock),
            *disorder.odd_times(PlanNamed, named, clock),
            *disorder.permits(permits, clock),
            *disorder.ends(named, clock),
            *exclusive.answers(permits, clock),
            *exclusive.areas(areas),
        ),
        clock,
    )


def _in_order(found: Iterable[Contradiction], clock: Clock) -> tuple[Contradiction, ...]:
    return tuple(sorted(found, key=lambda each: (each.code, position(each.first, clock), each.second, each.says)))
