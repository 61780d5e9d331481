"""One plan as the board shows it: the areas asked for, granted and refused, its own permission steps, and its movements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from truceline.model.assertions import Subject
from truceline.model.movements import Permit, PlanNamed
from truceline.movements.board import contradictions
from truceline.movements.board.holders import holders
from truceline.movements.board.states import permission_states
from truceline.movements.board.steps import by_step, current, steps
from truceline.movements.board.times import Clock
from truceline.movements.board.told import Told
from truceline.movements.board.values import Area, Contradiction, Holder, State, Step, When, Word, Words
from truceline.movements.board.voices import ordered, whens


class Plan:
    """What is told of one plan: ``id`` of its subject, ``name`` and ``reference`` where a person opened it."""

    def __init__(  # a subject and what is told
        self,
        id: str,  # noqa: A002  # a subject's own word
        subject: Subject | None,
        words: Sequence[Word],
        clock: Clock,
        *,
        movements: tuple[str, ...],
    ) -> None:
        self.id = id
        self.name = subject.name if subject else ""
        self.reference = subject.reference if subject else None
        self.movements = movements
        self._told = Told(words)
        self._words = words
        self._clock = clock

    @cached_property
    def words(self) -> Words:
        """Everything told of it, whatever the stance, by the day it was said."""
        return ordered(self._words)

    @cached_property
    def starts(self) -> tuple[When, ...]:
        """The first days told for it."""
        return whens(((word.fact.start, word) for word in self._told.says(PlanNamed)), self._clock)

    @cached_property
    def ends(self) -> tuple[When, ...]:
        """The last days told for it."""
        return whens(((word.fact.end, word) for word in self._told.says(PlanNamed)), self._clock)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Every area that is named, by name: who says that it was asked for, granted, refused."""
        asked: dict[str, list[Word]] = {}
        granted: dict[str, list[Word]] = {}
        refused: dict[str, list[Word]] = {}
        for named in self._told.says(PlanNamed):
            for area in named.fact.areas:
                asked.setdefault(area, []).append(named)
        for found in by_step(self._told.says(Permit)).values():
            for permit in current(found, self._clock):
                for area in permit.fact.areas_granted:
                    granted.setdefault(area, []).append(permit)
                for area in permit.fact.areas_refused:
                    refused.setdefault(area, []).append(permit)
        return tuple(
            Area(
                area=area,
                asked=ordered(asked.get(area, ())),
                granted=ordered(granted.get(area, ())),
                refused=ordered(refused.get(area, ())),
            )
            for area in sorted({*asked, *granted, *refused})
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The permission steps of the plan itself."""
        return steps(self._told.says(Permit), self._told.denials(Permit), self._clock)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """What the permission steps of the plan come to."""
        permits = self._told.says(Permit)
        return tuple(permission_states(permits, self._told.denials(Permit), lambda: by_step(permits), (), self._clock))

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """For whose answer the plan waits."""
        found = holders(self.states, lambda: by_step(self._told.says(Permit)), tuple, tuple, self._clock)
        return tuple(holder for holder in found if holder.waits == "reply")

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot be so, or not both, of what is told."""
        return contradictions.of_plan(self._told, self.areas, self._clock)
