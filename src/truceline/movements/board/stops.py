"""Checkpoints, legs and seals, as told: every time with who says it, and the hours that a movement was held.

Words of one place are one stop, unless they surely are two: the stop told before is over, as told, before the next is reached, or
the same speaker tells another time of reaching it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from truceline.model.assertions import Assertion
from truceline.model.movements import Checkpoint, Leg, Reached, Sealed
from truceline.movements.board.times import Clock, Moment, is_before
from truceline.movements.board.told import ENDS
from truceline.movements.board.values import Lapse, LegLine, Seals, Stop, Word
from truceline.movements.board.voices import Denial, alleged, ordered, position, speaker, texts, told_at, told_of, whens

CheckpointWord: TypeAlias = Assertion[Checkpoint]
_BEHIND = ENDS | {"arrived", "unloading"}
"""Stages that lie behind every checkpoint on the way."""


def stops(
    words: Sequence[CheckpointWord], denials: Sequence[Denial[Checkpoint]], reached: Sequence[Assertion[Reached]], clock: Clock
) -> tuple[Stop, ...]:
    """Return the stops in the order in which they were reached; without a time, last. ``reached``: the stages told.

    A denial that names who holds the checkpoint denies that one's part, and not the stop.
    """
    behind = [word.fact.at for word in reached if word.fact.stage in _BEHIND and not word.fact.planned]
    by_place: dict[str, list[CheckpointWord]] = {}
    for word in words:
        by_place.setdefault(word.fact.place, []).append(word)
    denied: dict[str, list[Denial[Checkpoint]]] = {}
    for denial in denials:
        denied.setdefault(denial.fact.place, []).append(denial)
    found = [
        _stop(place, visit, denied.get(place, []), behind, clock)
        for place in {**by_place, **denied}
        for visit in visits(by_place.get(place, []), clock)
    ]
    return tuple(sorted(found, key=lambda stop: (position(_first(stop), clock), stop.place)))


def legs(words: Sequence[Assertion[Leg]], denials: Sequence[Denial[Leg]], clock: Clock) -> tuple[LegLine, ...]:
    """Return the parts of the way by their number."""
    by_number: dict[int, list[Assertion[Leg]]] = {}
    for word in words:
        by_number.setdefault(word.fact.number, []).append(word)
    denied: dict[int, list[Word]] = {}
    for denial in denials:
        denied.setdefault(denial.fact.number, []).append(denial.word)
    return tuple(
        _leg(number, by_number.get(number, []), denied.get(number, []), clock) for number in sorted({*by_number, *denied})
    )


def seals(words: Sequence[Assertion[Sealed]], denials: Sequence[Denial[Sealed]]) -> tuple[Seals, ...]:
    """Return what is told of each vehicle's seal, by vehicle."""
    by_vehicle: dict[str, list[Assertion[Sealed]]] = {}
    for word in words:
        by_vehicle.setdefault(word.fact.vehicle, []).append(word)
    denied: dict[str, list[Word]] = {}
    for denial in denials:
        denied.setdefault(denial.fact.vehicle, []).append(denial.word)
    return tuple(_seals(each, by_vehicle.get(each, []), denied.get(each, [])) for each in sorted({*by_vehicle, *denied}))


def visits(words: Iterable[CheckpointWord], clock: Clock) -> list[list[CheckpointWord]]:
    """Return the words of each stop at one place, in the order of time; one stop of no words, where there are none."""
    found: list[list[CheckpointWord]] = [[]]
    over: Moment | None = None
    reached_by: dict[str, Moment] = {}
    for word in sorted(words, key=lambda each: _reached(each, clock)):
        reached, left = _moment(word.fact.arrived, clock), _moment(word.fact.left, clock)
        before = reached_by.get(speaker(word))
        if reached and ((over and is_before(over, reached)) or (before and is_before(before, reached))):
            found.append([])
            over, reached_by = None, {}
        found[-1].append(word)
        if reached:
            reached_by.setdefault(speaker(word), reached)
            over = left if left and not is_before(left, reached) and (over is None or is_before(left, over)) else over
    return found


def _moment(at: str | None, clock: Clock) -> Moment | None:
    return clock[at] if at else None


def _reached(
    word: CheckpointWord, clock: Clock
) -> tuple[tuple[float, float, str], tuple[float, float, str], tuple[str, str, str]]:
    fact = word.fact
    first = position(fact.arrived or fact.left or "", clock)
    return first, position(fact.left or "", clock), told_at(word)


def _stop(
    place: str, words: list[CheckpointWord], denials: list[Denial[Checkpoint]], behind: Sequence[str | None], clock: Clock
) -> Stop:
    arrived = whens(((word.fact.arrived, word) for word in words), clock)
    left = whens(((word.fact.left, word) for word in words), clock)
    return Stop(
        place=place,
        says=ordered(words),
        controllers=alleged(
            ((word.fact.controller, word) for word in words),
            ((denial.fact.controller, denial.word) for denial in denials),
        ),
        arrived=arrived,
        left=left,
        held=_held(texts(arrived), texts(left), behind, clock),
        seals_checked=ordered(word for word in words if word.fact.seals_checked is not None),
        denies=ordered(denial.word for denial in denials if denial.fact.controller is None),
    )


def _held(arrived: Sequence[str], left: Sequence[str], behind: Sequence[str | None], clock: Clock) -> Lapse | None:
    """Return how long it stayed; None where nobody tells when it left, and somebody tells of a stage behind the checkpoint."""
    if left:
        return clock.lapse(arrived, left)
    is_past = any(at is None or not clock.before(at, since) for at in behind for since in arrived[:1])
    return None if is_past else clock.running(arrived)


def _first(stop: Stop) -> str:
    return next((when.at for when in (*stop.arrived, *stop.left)), "")


def _leg(number: int, words: list[Assertion[Leg]], denies: list[Word], clock: Clock) -> LegLine:
    planned, arrived = (
        whens(((word.fact.planned_arrival, word) for word in words), clock),
        whens(((word.fact.arrived, word) for word in words), clock),
    )
    return LegLine(
        number=number,
        says=ordered(words),
        origins=told_of(word.fact.origin for word in ordered(words)),
        destinations=told_of(word.fact.destination for word in ordered(words)),
        planned_departure=whens(((word.fact.planned_departure, word) for word in words), clock),
        departed=whens(((word.fact.departed, word) for word in words), clock),
        planned_arrival=planned,
        arrived=arrived,
        late=clock.lapse(texts(planned), texts(arrived), is_signed=True),
        denies=ordered(denies),
    )


def _seals(vehicle: str, words: list[Assertion[Sealed]], denies: list[Word]) -> Seals:
    return Seals(
        vehicle=vehicle,
        seals=told_of(word.fact.seal for word in ordered(words)),
        intact=ordered(word for word in words if word.fact.intact is True),
        broken=ordered(word for word in words if word.fact.intact is False),
        untold=ordered(word for word in words if word.fact.intact is None),
        denies=ordered(denies),
    )
