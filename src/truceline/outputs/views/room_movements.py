"""One figure of the situation room: movements that somebody says were delivered, stopped or attacked in some days.

A movement counts once in a line. Surely: nobody denies it, and no other end is told of the movement; possibly: somebody says it.
What says no day counts in no days. Who passes on whose words is not known of what people typed in: its origins are surely one.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from truceline.model.assertions import Assertion
from truceline.model.movements import MovementFact
from truceline.movements.board import Board, Movement
from truceline.movements.board.values import State
from truceline.outputs.views import movement_board
from truceline.outputs.views.incident_list import folded
from truceline.outputs.views.material import Material
from truceline.outputs.views.room_values import Amount, Days, LineCode, Window
from truceline.outputs.views.room_violations import both

LINES: Mapping[LineCode, frozenset[tuple[str, str]]] = {
    "delivered": frozenset({("stage", "delivered"), ("stage", "partially_delivered")}),
    "blocked": frozenset({("stage", "held"), ("stage", "turned_back"), ("permission", "refused"), ("outcome", "denied")}),
    "attacked": frozenset({("stage", "attacked"), ("stage", "looted"), ("outcome", "attacked")}),
}
"""Which states of the movement board count in which line: blocked is held, turned back, refused or classed as denied."""
Word = Assertion[MovementFact]


class _Found(NamedTuple):
    """One movement in one line: the states that say so, with the days that they tell."""

    movement: Movement
    states: tuple[State, ...]


class Moved:
    """What became of movements, by line."""

    def __init__(self, material: Material, day: str) -> None:
        self._material = material
        self._day = day
        self._words = movement_board.counted(material)
        self._board = movement_board.board_of(material, self._words, day)
        self._found = {code: tuple(_in_line(self._board, code)) for code in LINES}
        self._origins = {each.id: each.origins for each in folded(material)}

    @property
    def is_silent(self) -> bool:
        """Nothing is told of any movement."""
        return not self._board.movements

    def undated(self) -> int:
        """How many movements stand in a line only by words that tell no day."""
        undated = {
            found.movement.id for line in self._found.values() for found in line if not any(state.since for state in found.states)
        }
        return len(undated)

    def of(self, code: LineCode, days: Days) -> Amount:
        """Return how many movements are in a line in some days."""
        total = Amount()
        for found in self._found[code]:
            total = total.plus(self._amount(found, days))
        return total

    def line(self, code: LineCode) -> Callable[[Days], Amount]:
        """Return the count of one line, by days."""
        return lambda days: self.of(code, days)

    def changing(self, window: Window) -> int:
        """Return how many claims that wait would each change this figure."""
        waiting: dict[str, list[Word]] = {}
        for each in movement_board.proposed(self._material):
            waiting.setdefault(each.source.id, []).append(each)
        return sum(
            any(self._changed(subject, words, window) for subject in {w.subject for w in words}) for words in waiting.values()
        )

    def _changed(self, subject: str, words: Sequence[Word], window: Window) -> bool:
        """Say whether one movement counts otherwise with some more words; nothing else of the board depends on them."""
        before = self._told_of.get(subject, [])
        after = [*before, *(each for each in words if each.subject == subject)]
        old, new = (movement_board.board_of(self._material, each, self._day, subjects=()) for each in (before, after))
        return any(self._in(old, code, days) != self._in(new, code, days) for code in LINES for days in both(window))

    @functools.cached_property
    def _told_of(self) -> dict[str, list[Word]]:
        found: dict[str, list[Word]] = defaultdict(list)
        for each in self._words:
            found[each.subject].append(each)
        return found

    def _in(self, of: Board, code: LineCode, days: Days) -> tuple[Amount, ...]:
        return tuple(self._amount(found, days) for found in _in_line(of, code))

    def _amount(self, found: _Found, days: Days) -> Amount:
        inside = [state for state in found.states if state.since and days.first <= state.since[:10] <= days.last]
        if not inside:
            return Amount()
        words = {word.source.id: word for state in inside for word in state.says}
        surely = not any(state.denies for state in inside) and not _has_two_ends(found.movement)
        origins = self._origins.get(found.movement.id.removeprefix(movement_board.FROM_CLAIMS))
        voices = len({word.by or word.source.report or word.source.id for word in words.values()})
        return Amount(
            low=int(surely),
            high=1,
            accounts=len(words),
            origins_low=origins.sure if origins else 1,
            origins_high=origins.possible if origins else voices,
        )


def _in_line(of: Board, code: LineCode) -> Iterator[_Found]:
    for movement in of.movements:
        states = tuple(state for state in movement.states if state.says and (state.of, state.code) in LINES[code])
        if states:
            yield _Found(movement, states)


def _has_two_ends(movement: Movement) -> bool:
    return any(each.code == "two_ends" for each in movement.contradictions)
