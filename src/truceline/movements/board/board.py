"""The board: a fold of everything told of movements and plans. Linear: each word is looked at once, each movement by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from truceline.model.assertions import Assertion, Subject
from truceline.movements.board.movement import Movement
from truceline.movements.board.plan import Plan
from truceline.movements.board.times import Clock
from truceline.movements.board.told import Sorted, by_subject
from truceline.movements.board.values import Words
from truceline.movements.board.voices import ordered

_NUMBERED = re.compile(r"[a-z]+(\d+)")


class Board:
    """All movements and plans of a record, on the day ``on``. Every part of one is computed when a page asks for it."""

    def __init__(self, told: Sorted, subjects: Iterable[Subject], clock: Clock) -> None:
        self.on = clock.on
        self.clock = clock
        self._groups, self._plans = told
        self._subjects = {subject.id: subject for subject in subjects if subject.of in {"movement", "plan"}}

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """Every movement that a person opened or a claim tells of: by number, what only claims tell of after the others."""
        opened = {subject.id for subject in self._subjects.values() if subject.of == "movement"}
        ids = sorted((self._groups.keys() | opened) - self._plan_ids - {""}, key=_number)
        return tuple(Movement(each, self._subjects.get(each), self._groups.get(each, ()), self.clock) for each in ids)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan, by number."""
        members: dict[str, list[str]] = {}
        for movement in self.movements if self._plan_ids else ():
            for plan in movement.identity.plans:
                members.setdefault(plan, []).append(movement.id)
        return tuple(self._plan(each, members) for each in sorted(self._plan_ids, key=_number))

    @cached_property
    def loose(self) -> Words:
        """What is told of no movement in particular: a vow to block any aid, a figure of a plan, several convoys at once."""
        return ordered(self._groups.get("", ()))

    def of(self, id: str) -> Movement | Plan | None:  # noqa: A002  # a subject's own word
        """Return the movement or plan of an id, None where there is none."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> dict[str, Movement | Plan]:
        every: tuple[Movement | Plan, ...] = (*self.movements, *self.plans)
        return {each.id: each for each in every}

    @cached_property
    def _plan_ids(self) -> set[str]:
        opened = {subject.id for subject in self._subjects.values() if subject.of == "plan"}
        return opened | {each for each in self._plans if each not in self._subjects}

    def _plan(self, subject_id: str, members: dict[str, list[str]]) -> Plan:
        """Return a plan with the movements that name it by its id, its name or its reference."""
        subject = self._subjects.get(subject_id)
        names = {subject_id, subject.name, subject.reference or ""} if subject else {subject_id}
        found = {each for name in names for each in members.get(name, ())}
        return Plan(
            subject_id, subject, self._groups.get(subject_id, ()), self.clock, movements=tuple(sorted(found, key=_number))
        )


def board(
    assertions: Iterable[Assertion[Any]], subjects: Iterable[Subject] = (), *, on: str, utc_offset: str = "+00:00"
) -> Board:
    """Return the board of everything told, on the day ``on`` at the place; facts that are not of movements are passed over.

    ``assertions``: those that count, in any order. ``subjects``: all that people opened; only movements and plans are taken.

    Raises:
        ValueError: ``on`` is no day, or ``utc_offset`` not written like ``+03:00``.
    """
    return Board(by_subject(assertions), subjects, Clock(on=on, utc_offset=utc_offset))


def _number(id: str) -> tuple[int, str]:  # noqa: A002  # a subject's own word
    found = _NUMBERED.fullmatch(id)
    return (int(found[1]), "") if found else (1 << 62, id)
