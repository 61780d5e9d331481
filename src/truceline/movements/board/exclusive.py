"""What excludes each other: more delivered than loaded, a seal broken and whole, two answers, two ends, two outcome classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from truceline.model.assertions import Assertion
from truceline.model.movements import Permit, Quantity, Sealed
from truceline.movements.board.amounts import LineKey, line_key
from truceline.movements.board.disorder import told_by, where
from truceline.movements.board.steps import by_step, current
from truceline.movements.board.times import Clock
from truceline.movements.board.values import Area, Classed, Contradiction, ContradictionCode, State, Word
from truceline.movements.board.voices import ordered, told_at

_LIMITS: tuple[tuple[str, str, ContradictionCode], ...] = (
    ("delivered", "loaded", "delivered_above_loaded"),
    ("removed", "loaded", "removed_above_loaded"),
    ("destroyed", "loaded", "destroyed_above_loaded"),
    ("loaded", "approved", "loaded_above_approved"),
)
"""What cannot be more than what: Source: the way of cargo, requested, approved, loaded, removed, delivered."""
_ENDS: dict[str, str] = {
    "delivered": "delivered",
    "partially_delivered": "delivered in part",
    "turned_back": "not delivered",
    "aborted": "not delivered",
    "withdrawn": "not delivered",
}


def figures(words: Sequence[Assertion[Quantity]]) -> Iterator[Contradiction]:
    """Yield figures that cannot be so beside another: their least is above the other's greatest."""
    lines: dict[tuple[LineKey, str], list[Assertion[Quantity]]] = {}
    for word in words:
        fact = word.fact
        lines.setdefault((line_key(fact), fact.phase), []).append(word)
        if fact.low is not None and fact.high is not None and fact.low > fact.high:
            says = f"{_figure(word)} {told_by(word)}: the least is above the greatest"
            yield Contradiction(code="low_above_high", says=says, words=(word,), first=str(fact.low), second=str(fact.high))
        if fact.of_total is not None and (fact.low or 0) > fact.of_total:
            says = f"{_figure(word)} {told_by(word)} is more than the {fact.of_total} it is a part of"
            yield Contradiction(code="above_the_total", says=says, words=(word,), first=str(fact.low), second=str(fact.of_total))
    for (key, phase), found in lines.items():
        for upper, lower, code in _LIMITS:
            if phase == upper and (key, lower) in lines:
                yield from _above(found, lines[key, lower], code)


def _above(
    words: list[Assertion[Quantity]], limits: list[Assertion[Quantity]], code: ContradictionCode
) -> Iterator[Contradiction]:
    """Yield each figure that is surely above the least of the others' greatest."""
    bounded = [(word.fact.high, word) for word in limits if word.fact.high is not None and not word.fact.place]
    if not bounded:
        return
    greatest, limit = min(bounded, key=lambda each: (each[0], told_at(each[1])))
    by_figure: dict[int, list[Assertion[Quantity]]] = {}
    for word in words:
        if word.fact.low is not None and word.fact.low > greatest:
            by_figure.setdefault(word.fact.low, []).append(word)
    for low, found in by_figure.items():
        says = f"{_figure(found[0])} {_sources(found)} is more than {_figure(limit)} {told_by(limit)}"
        yield Contradiction(code=code, says=says, words=ordered(found), against=(limit,), first=str(low), second=str(greatest))


def answers(words: Sequence[Assertion[Permit]], clock: Clock) -> Iterator[Contradiction]:
    """Yield steps of which different answers stand."""
    for (step, name, _), told in by_step(words).items():
        by_decision: dict[str, list[Assertion[Permit]]] = {}
        for word in current(told, clock):
            if word.fact.decision:
                by_decision.setdefault(word.fact.decision, []).append(word)
        what = f"permission step {step.replace('_', ' ')}" + (f' "{name}"' if name else "")
        yield from _rivals("two_decisions", what, by_decision)


def seals(words: Sequence[Assertion[Sealed]], clock: Clock) -> Iterator[Contradiction]:
    """Yield seals that are told to be broken, and told to be whole at a time that is not surely before."""
    by_vehicle: dict[tuple[str, str], list[Assertion[Sealed]]] = {}
    for word in words:
        if word.fact.intact is not None:
            by_vehicle.setdefault((word.fact.vehicle, word.fact.seal or ""), []).append(word)
    for (vehicle, seal), told in by_vehicle.items():
        broken = [word for word in told if not word.fact.intact]
        whole = [word for word in told if word.fact.intact]
        at_odds = [word for word in whole if any(not _is_seen_before(word, other, clock) for other in broken)]
        if at_odds and broken:
            name = f"seal {seal} of vehicle {vehicle}" if seal else f"the seal of vehicle {vehicle}"
            says = f"{name} is broken {_sources(broken)} and whole {_sources(at_odds)}"
            yield Contradiction(
                code="seal_broken_and_intact",
                says=says,
                words=ordered(broken),
                against=ordered(at_odds),
                first="broken",
                second="intact",
            )


def ends(states: Iterable[State]) -> Iterator[Contradiction]:
    """Yield ends that cannot both be: delivered, delivered in part, not delivered."""
    by_end: dict[str, list[State]] = {}
    for state in states:
        if state.of == "stage" and state.code in _ENDS:
            by_end.setdefault(_ENDS[state.code], []).append(state)
    told = {end: [word for state in found for word in state.says] for end, found in by_end.items()}
    yield from _rivals("two_ends", "the movement", told)


def classes(outcomes: Iterable[Classed]) -> Iterator[Contradiction]:
    """Yield different outcome classes that are somebody's last word."""
    yield from _rivals("two_outcomes", "the outcome", {each.outcome: list(each.latest) for each in outcomes if each.latest})


def areas(found: Iterable[Area]) -> Iterator[Contradiction]:
    """Yield areas of a plan that are told to be granted and refused."""
    for area in found:
        if area.granted and area.refused:
            says = f"area {area.area} is granted {_sources(area.granted)} and refused {_sources(area.refused)}"
            yield Contradiction(
                code="area_granted_and_refused",
                says=says,
                words=area.granted,
                against=area.refused,
                first="granted",
                second="refused",
            )


def _rivals(code: ContradictionCode, what: str, told: Mapping[str, Sequence[Word]]) -> Iterator[Contradiction]:
    for one, other in combinations(sorted(told), 2):
        first, second = ordered(told[one]), ordered(told[other])
        says = f"{what}: {one.replace('_', ' ')} {_sources(first)} and {other.replace('_', ' ')} {_sources(second)}"
        yield Contradiction(code=code, says=says, words=first, against=second, first=one, second=other)


def _is_seen_before(word: Assertion[Sealed], other: Assertion[Sealed], clock: Clock) -> bool:
    return bool(word.fact.at and other.fact.at and clock.before(word.fact.at, other.fact.at))


def _figure(word: Assertion[Quantity]) -> str:
    fact = word.fact
    amount = f"{fact.low}" if fact.low == fact.high else f"{fact.low} to {fact.high}"
    if fact.low is None or fact.high is None:
        amount = f"at least {fact.low}" if fact.high is None else f"up to {fact.high}"
    return f"{fact.phase} {fact.item}: {amount} {fact.unit}"


def _sources(words: Sequence[Word]) -> str:
    """Return where words stand, in brackets; of many the first three."""
    places = list(dict.fromkeys(where(word) for word in ordered(words)))
    return f"({'; '.join(places[:3])}{f' and {len(places) - 3} more' if len(places) > 3 else ''})"
