"""Times that lie the wrong way round: answered before asked, left before reached, unloading before it departed.

A time is compared with the one that the same words give, and with each speaker's *first* of its kind, so that a second leg, or
asking once more, is no contradiction. Only what is certain counts: two things of one day are in no order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from truceline.model.assertions import Assertion
from truceline.model.movements import Checkpoint, Leg, MovementFact, Outcome, Permit, PlanNamed, Quantity, Reached, Sealed
from truceline.movements.board.steps import by_step
from truceline.movements.board.stops import visits
from truceline.movements.board.times import Clock, is_before
from truceline.movements.board.values import Contradiction, ContradictionCode, Word
from truceline.movements.board.voices import position, speaker, told_at

M = TypeVar("M", bound=MovementFact)
Dated: TypeAlias = tuple[str, Word]
_TIMES: dict[type, tuple[str, ...]] = {
    Permit: ("requested", "due", "decided"),
    Quantity: ("at",),
    Sealed: ("at",),
    Leg: ("planned_departure", "planned_arrival", "departed", "arrived"),
    Checkpoint: ("arrived", "left"),
    Reached: ("at", "until"),
    Outcome: ("at",),
    PlanNamed: ("start", "end"),
}
_AHEAD = frozenset({"due", "planned_departure", "planned_arrival", "until", "start", "end"})
"""Times that may lie after the day on which they are told."""
_LEVELS: dict[str, int] = {
    "loading": 0,
    "departed": 1,
    "en_route": 2,
    "at_checkpoint": 2,
    "arrived": 3,
    "unloading": 4,
    "delivered": 5,
    "partially_delivered": 5,
    "closed": 6,
}
"""Stages of which each needs those of a lower level before it."""
_DAY_S = 86_400.0


class _Order(NamedTuple):
    """Two times of a fact that have an order, and how it is said where they lie the wrong way round."""

    code: ContradictionCode
    later: str
    earlier: str
    one: str
    other: str
    own: bool = False


_ANSWERED = _Order("decided_before_asked", "decided", "requested", "answered", "asked for")
_DUE = _Order("due_before_asked", "due", "requested", "due", "asked for")
_LEFT = _Order("left_before_reached", "left", "arrived", "left", "reached")
_WENT = _Order("ends_before_it_begins", "arrived", "departed", "arrived", "departed from")
_STAYED = _Order("ends_before_it_begins", "until", "at", "ended", "reached", own=True)
_PLANNED = _Order("ends_before_it_begins", "end", "start", "ends", "to begin", own=True)


def where(word: Word) -> str:
    """Return where a word stands: the id of its source, and the row of the table it came from."""
    return f"{word.source.id}, {word.source.row}" if word.source.row else word.source.id


def told_by(word: Word) -> str:
    """Return where a word stands, in brackets."""
    return f"({where(word)})"


def odd_times(kind: type[M], words: Iterable[Assertion[M]], clock: Clock) -> Iterator[Contradiction]:
    """Yield what is no time, and what is told to have happened after the day on which it was told."""
    for word in words:
        for field in _TIMES.get(kind, ()):
            at: str | None = getattr(word.fact, field)
            if at is None:
                continue
            if clock[at] is None:
                says = f'{_words_of(field)} "{at}" {told_by(word)} is no time; expected 2016-09-19 or 2016-09-19T13:30+03:00'
                yield Contradiction(code="time_unreadable", says=says, words=(word,), first=at)
            elif field not in _AHEAD and not getattr(word.fact, "planned", False) and _is_told_early(at, word, clock):
                said = word.source.said_on
                says = f"{_words_of(field)} {at} {told_by(word)} lies after the day on which it was said, {said}"
                yield Contradiction(code="after_it_was_said", says=says, words=(word,), first=at, second=said)


def permits(words: Sequence[Assertion[Permit]], clock: Clock) -> Iterator[Contradiction]:
    """Yield steps that were answered, or due, before they were asked for."""
    for (step, name, _), told in by_step(words).items():
        what = f"permission step {step.replace('_', ' ')}" + (f' "{name}"' if name else "")
        yield from _reversed(told, _ANSWERED, what, clock)
        yield from _reversed(told, _DUE, what, clock)


def stays(words: Sequence[Assertion[Checkpoint]], clock: Clock) -> Iterator[Contradiction]:
    """Yield checkpoints that were left before they were reached."""
    by_place: dict[str, list[Assertion[Checkpoint]]] = {}
    for word in words:
        by_place.setdefault(word.fact.place, []).append(word)
    for place, told in by_place.items():
        for visit in visits(told, clock):
            yield from _reversed(visit, _LEFT, f"checkpoint {place}", clock)


def legs(words: Sequence[Assertion[Leg]], clock: Clock) -> Iterator[Contradiction]:
    """Yield parts of the way that ended before they began."""
    by_number: dict[int, list[Assertion[Leg]]] = {}
    for word in words:
        by_number.setdefault(word.fact.number, []).append(word)
    for number, told in by_number.items():
        yield from _reversed(told, _WENT, f"leg {number}", clock)


def stages(words: Sequence[Assertion[Reached]], stops: Sequence[Assertion[Checkpoint]], clock: Clock) -> Iterator[Contradiction]:
    """Yield stages that came before one that they need, and stages that ended before they began."""
    for word in words:
        yield from _reversed((word,), _STAYED, _words_of(word.fact.stage), clock)
    dated: dict[str, list[Dated]] = {}
    for word in words:
        if word.fact.at and not word.fact.planned:
            dated.setdefault(word.fact.stage, []).append((word.fact.at, word))
    for stop in stops:
        if stop.fact.arrived:
            dated.setdefault("at_checkpoint", []).append((stop.fact.arrived, stop))
    known = sorted((stage for stage in dated if stage in _LEVELS), key=lambda stage: (_LEVELS[stage], stage))
    for number, stage in enumerate(known):
        for before in known[:number]:
            if _LEVELS[before] < _LEVELS[stage]:
                yield from _out_of_order(stage, dated[stage], before, dated[before], clock)


def ends(words: Sequence[Assertion[PlanNamed]], clock: Clock) -> Iterator[Contradiction]:
    """Yield plans that end before they begin."""
    yield from _reversed(words, _PLANNED, "plan", clock)


def _out_of_order(stage: str, later: list[Dated], before: str, earlier: list[Dated], clock: Clock) -> Iterator[Contradiction]:
    for (one, word), (other, against) in _wrong_way(later, earlier, clock):
        says = f"{_words_of(stage)} {one} {told_by(word)} comes before {_words_of(before)} {other} {told_by(against)}"
        yield _pair("stages_out_of_order", says, (one, word), (other, against))


def _reversed(words: Sequence[Word], order: _Order, what: str, clock: Clock) -> Iterator[Contradiction]:
    """Yield the times of one field that lie before those of another: in the same words, and unless ``own`` across speakers."""
    lasts: list[Dated] = [(at, word) for word in words if (at := getattr(word.fact, order.later))]
    firsts: list[Dated] = [(at, word) for word in words if (at := getattr(word.fact, order.earlier))]
    pairs: dict[tuple[str, str], tuple[Dated, Dated]] = {}
    for at, word in lasts:
        other = getattr(word.fact, order.earlier)
        if other and clock.before(at, other):
            pairs[at, other] = (at, word), (other, word)
    for one, other in () if order.own else _wrong_way(lasts, firsts, clock):
        pairs.setdefault((one[0], other[0]), (one, other))
    for one, other in pairs.values():
        says = f"{what} {order.one} {one[0]} {told_by(one[1])}, before it was {order.other}, {other[0]} {told_by(other[1])}"
        yield _pair(order.code, says, one, other)


def _pair(code: ContradictionCode, says: str, one: Dated, other: Dated) -> Contradiction:
    against = () if other[1] == one[1] else (other[1],)
    return Contradiction(code=code, says=says, words=(one[1],), against=against, first=one[0], second=other[0])


def _wrong_way(later: Iterable[Dated], earlier: Iterable[Dated], clock: Clock) -> Iterator[tuple[Dated, Dated]]:
    """Yield each later time that surely lies before somebody's first earlier one; of those that it lies before, the last."""
    firsts: dict[str, Dated] = {}
    for at, word in sorted(earlier, key=lambda dated: _by_time(dated, clock)):
        if clock[at] is not None:
            firsts.setdefault(speaker(word), (at, word))
    if not firsts:
        return
    last = max(firsts.values(), key=lambda dated: _by_time(dated, clock))
    seen: set[str] = set()
    for at, word in sorted(later, key=lambda dated: _by_time(dated, clock)):
        moment, other = clock[at], clock[last[0]]
        if at not in seen and moment is not None and other is not None and is_before(moment, other):
            seen.add(at)
            yield (at, word), last


def _by_time(dated: Dated, clock: Clock) -> tuple[float, float, str, tuple[str, str, str]]:
    return *position(dated[0], clock), told_at(dated[1])


def _is_told_early(at: str, word: Word, clock: Clock) -> bool:
    """Say whether a time lies more than a day after it was said; the day is left for places far apart."""
    moment, said = clock[at], clock[word.source.said_on]
    return moment is not None and said is not None and moment.begins >= said.ends + _DAY_S


def _words_of(code: str) -> str:
    return code.replace("_", " ")
