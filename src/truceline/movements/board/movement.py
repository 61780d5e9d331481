"""One movement as the board shows it. Each part is computed when first asked for, and kept: a page pays for what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.model.assertions import Assertion, Subject
from truceline.model.movements import (
    Checkpoint,
    Delayed,
    Excluded,
    Leg,
    MovementNamed,
    Obstruction,
    Outcome,
    Permit,
    Quantity,
    Reached,
    Sealed,
)
from truceline.movements.board import contradictions, identity
from truceline.movements.board.amounts import quantity_lines
from truceline.movements.board.holders import holders
from truceline.movements.board.keeping import once
from truceline.movements.board.log import stage_log
from truceline.movements.board.states import classed, outcome_states, permission_states, stage_states
from truceline.movements.board.steps import Groups, by_step, steps
from truceline.movements.board.stops import legs, seals, stops
from truceline.movements.board.times import Clock
from truceline.movements.board.told import M, Told
from truceline.movements.board.values import (
    Classed,
    Contradiction,
    Holder,
    Identity,
    LegLine,
    LogLine,
    NotAlong,
    QuantityLine,
    Seals,
    State,
    Step,
    Stop,
    Word,
    Words,
)
from truceline.movements.board.voices import ordered, position


class Movement:
    """What is told of one movement: ``id`` of its subject, ``name`` and ``reference`` where a person opened it."""

    def __init__(self, id: str, subject: Subject | None, words: Sequence[Word], clock: Clock) -> None:  # noqa: A002  # a subject's own word
        self.id = id
        self.name = subject.name if subject else ""
        self.reference = subject.reference if subject else None
        self._words = words
        self._clock = clock

    def said(self, kind: type[M]) -> Sequence[Assertion[M]]:
        """Return who says facts of a kind of it, in no order; denials and what was taken back are not among them."""
        return self._told.says(kind)

    @once
    def words(self) -> Words:
        """Everything told of it, whatever the stance, by the day it was said."""
        return ordered(self._words)

    @once
    def asides(self) -> Words:
        """Words that neither say nor deny what they are about: demands, questions, "cannot verify"."""
        return ordered(self._told.asides)

    @once
    def taken_back(self) -> Words:
        """Words that their own speakers retracted or corrected."""
        return ordered(self._told.taken_back)

    @once
    def identity(self) -> Identity:
        """What it is, as told: kind, plan, lead, from where to where, whose lines it crosses."""
        return identity.identity(self._told.says(MovementNamed))

    @once
    def states(self) -> tuple[State, ...]:
        """The states in which it is, each with who says so."""
        told, clock = self._told, self._clock
        reached = told.says(Reached)
        found = stage_states(reached, told.denials(Reached), clock)
        if permits := told.says(Permit):
            found += permission_states(permits, told.denials(Permit), lambda: self.step_words, reached, clock)
        return tuple(found + outcome_states(self.outcomes))

    @once
    def holders(self) -> tuple[Holder, ...]:
        """For whom it waits now."""
        return holders(self.states, lambda: self.step_words, lambda: self.stops, lambda: self.identity.leads, self._clock)

    @once
    def step_words(self) -> Groups:
        """Who says something of each permission step, by its kind, name and issuer."""
        return by_step(self._told.says(Permit))

    @once
    def steps(self) -> tuple[Step, ...]:
        """The permission steps, in the order in which they were asked for."""
        return steps(self._told.says(Permit), self._told.denials(Permit), self._clock)

    @once
    def overdue(self) -> tuple[Step, ...]:
        """The steps whose reply is overdue now."""
        return tuple(step for step in self.steps if step.is_open and step.overdue)

    @once
    def log(self) -> tuple[LogLine, ...]:
        """The stage log, from top to bottom in the order of time; planned against actual."""
        return stage_log(
            reached=self._told.says(Reached),
            denied=self._told.denials(Reached),
            steps=self.steps,
            stops=self.stops,
            legs=self.legs,
            outcomes=self.outcomes,
            clock=self._clock,
        )

    @once
    def lines(self) -> tuple[QuantityLine, ...]:
        """Quantities side by side, by item."""
        return quantity_lines(self._told.says(Quantity), self._told.denials(Quantity))

    @once
    def stops(self) -> tuple[Stop, ...]:
        """Stops at checkpoints, with the time held."""
        words, denials = self._told.says(Checkpoint), self._told.denials(Checkpoint)
        return stops(words, denials, self._told.says(Reached), self._clock) if words or denials else ()

    @once
    def legs(self) -> tuple[LegLine, ...]:
        """The parts of the way."""
        return legs(self._told.says(Leg), self._told.denials(Leg), self._clock)

    @once
    def seals(self) -> tuple[Seals, ...]:
        """The seals of its vehicles."""
        return seals(self._told.says(Sealed), self._told.denials(Sealed))

    @once
    def excluded(self) -> tuple[NotAlong, ...]:
        """Who may not come along, and who said so."""
        return identity.not_along(self._told.says(Excluded), self._told.denials(Excluded))

    @once
    def delayed(self) -> Words:
        """Delays as told; each may be about the same days as another."""
        return ordered(self._told.says(Delayed))

    @once
    def obstructions(self) -> Words:
        """What somebody is told to have threatened or demanded against it."""
        return ordered(self._told.says(Obstruction))

    @once
    def outcomes(self) -> tuple[Classed, ...]:
        """The outcome classes, each with who classes it so."""
        words, denials = self._told.says(Outcome), self._told.denials(Outcome)
        return classed(words, denials, self._clock) if words or denials else ()

    @once
    def incidents(self) -> tuple[str, ...]:
        """The incidents that it is tied to."""
        return identity.incidents(self.id, self._told.says(MovementNamed), self._told.says(Reached))

    @once
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot be so, or not both, of what is told."""
        return contradictions.of_movement(self._told, self.states, self.outcomes, self._clock)

    @once
    def is_over(self) -> bool:
        """Whether everybody whose word stands says that it came to an end; an attack alone is no end, nor is an outcome class."""
        stages = [state for state in self.states if state.of == "stage" and state.code not in {"attacked", "looted"}]
        return bool(stages) and all(state.is_end for state in stages)

    @once
    def over_since(self) -> str | None:
        """The latest time told for its end, where it is over; None: not over, or no time is told for some end."""
        ends = [word.fact.at for word in self._told.says(Reached) if self._is_standing_end(word.fact)]
        if not self.is_over or not ends or None in ends:
            return None
        return max((at for at in ends if at), key=lambda at: position(at, self._clock))

    @once
    def departed_on(self) -> tuple[str, ...]:
        """The times at which somebody says that it departed, earliest first."""
        told = {word.fact.at for word in self._told.says(Reached) if word.fact.stage == "departed" and not word.fact.planned}
        told |= {word.fact.departed for word in self._told.says(Leg) if word.fact.number == 1}
        return tuple(sorted((at for at in told if at), key=lambda at: position(at, self._clock)))

    @once
    def _told(self) -> Told:
        return Told(self._words)

    def _is_standing_end(self, fact: Reached) -> bool:
        return not fact.planned and any(state.code == fact.stage and state.is_end for state in self.states)
