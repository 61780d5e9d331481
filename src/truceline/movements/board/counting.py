"""How one movement counts in an access table: which answer, which course, which figures. Each rule is named where it is made.

Where accounts differ a movement counts as each of what is told: surely in none of them, possibly in all. Nothing is averaged and
nobody's figure is added to another speaker's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from truceline.model.movements import Outcome, Permit, Phase, Quantity, Reached
from truceline.movements.board.movement import Movement
from truceline.movements.board.steps import PermitWord, current, first_asked, is_answered
from truceline.movements.board.times import Clock
from truceline.movements.board.voices import position, speaker

Range: TypeAlias = tuple[int, int | None]
DECISIVE = "by the answer to the plan approval, or without one to the step first asked for"
DECISIONS = (
    f"{DECISIVE}; no reply: somebody says so, or it was due before the day asked for and no answer is told; "
    "where accounts differ a request may be in each of theirs"
)
COURSES = (
    "by the stage that stands, ends before others; put off: postponed, suspended, aborted or withdrawn; without a stage on the "
    f"road {DECISIVE}; where accounts differ a request may be in each of theirs"
)
PEOPLE = (
    "of each movement and speaker the figure for the whole, or the sum over places where none is given; over speakers a range, "
    "over movements a sum; a person reached twice counts twice: reached is not unique"
)
CARGO = (
    "of each movement and speaker the sum over items, lists and places of one unit, of two figures for the same a range; over "
    "speakers a range, over movements a sum"
)
_PUT_OFF = frozenset({"postponed", "suspended", "aborted", "withdrawn"})
_AFTERWARDS = frozenset({"returning", "closed"})
_WAYS_OUT = frozenset({"delivered", "partially_delivered", "turned_back"})
_ENDED = _WAYS_OUT | _PUT_OFF
_STRUCK = frozenset({"attacked", "looted"})
_ON_THE_WAY = frozenset(
    {
        "loading",
        "inspected",
        "sealed",
        "departed",
        "at_checkpoint",
        "en_route",
        "arrived",
        "unloading",
        "returning",
        "held",
        "rerouted",
    }
)


def is_request(movement: Movement) -> bool:
    """Say whether somebody tells that it was asked for: a permission step, a request, requested amounts, or an outcome class."""
    return bool(
        movement.said(Permit)
        or movement.said(Outcome)
        or any(word.fact.stage == "requested" and not word.fact.planned for word in movement.said(Reached))
        or any(word.fact.phase == "requested" for word in movement.said(Quantity))
    )


def asked_on(movement: Movement, clock: Clock) -> str | None:
    """Return when it was first asked for, as told; where nobody tells, the earliest time told for an answer or outcome."""
    asked = [word.fact.requested for word in movement.said(Permit)]
    asked += [word.fact.at for word in movement.said(Reached) if word.fact.stage == "requested" and not word.fact.planned]
    told = [at for at in asked if at and clock[at]]
    if not told:
        later = [word.fact.decided for word in movement.said(Permit)] + [word.fact.at for word in movement.said(Outcome)]
        told = [at for at in later if at and clock[at]]
    return min(told, key=lambda at: position(at, clock), default=None)


def decisive(movement: Movement, clock: Clock) -> Sequence[PermitWord]:
    """Return the words of the step by whose answer a request counts: the plan approval, else the one first asked for."""
    groups = movement.step_words
    if len(groups) < 2:
        return next(iter(groups.values()), ())
    keys = [key for key in groups if key[0] == "plan_approval"] or list(groups)
    return groups[keys[0] if len(keys) == 1 else min(keys, key=lambda key: first_asked(key, groups[key], clock))]


def decisions(movement: Movement, clock: Clock) -> set[str]:
    """Return the answers that somebody tells to the decisive step: ``no_reply`` or ``waiting`` where there is none."""
    words = decisive(movement, clock)
    if not words:
        return {"not_told"}
    if is_answered(words):
        standing = words if len(words) == 1 else current(words, clock)
        return {word.fact.decision or "not_told" for word in standing if word.fact.decision or word.fact.decided}
    is_late = any(word.fact.decision or (word.fact.due and clock.before(word.fact.due, clock.on)) for word in words)
    return {"no_reply"} if is_late else {"waiting"}


def courses(movement: Movement, clock: Clock) -> set[str]:
    """Return what became of a request, as far as is told; one course, or several where accounts differ."""
    stages = {state.code for state in movement.states if state.of == "stage"}
    found = {"put_off" if code in _PUT_OFF else str(code) for code in stages & _ENDED}
    if stages & _AFTERWARDS:  # how it ended is told before these, mostly by the same speaker
        told = {word.fact.stage for word in movement.said(Reached) if not word.fact.planned}
        found |= (told & _WAYS_OUT) or (stages & {"closed"})
    if not found and stages & _STRUCK:
        return {str(code) for code in stages & _STRUCK}
    if stages & _ON_THE_WAY and (not found or "held" in stages):
        found.add("under_way")
    said = decisions(movement, clock)
    if "refused" in said and found != {"put_off"}:
        found.add("refused")
    if found:
        return found
    names = {"granted": "approved_not_carried_out", "partial": "approved_not_carried_out", "no_reply": "unanswered"}
    return {names.get(code, code) for code in said}


def outcomes(movement: Movement) -> set[str]:
    """Return the outcome classes that are somebody's last word; ``not_told`` where there is none."""
    return {each.outcome for each in movement.outcomes if each.latest} or {"not_told"}


def working_days(first: dt.date, last: dt.date, weekend: Iterable[int], holidays: frozenset[dt.date]) -> int:
    """Return the number of working days after ``first`` up to ``last``; 0 where ``last`` is not later."""
    off = frozenset(weekend)
    whole, rest = divmod(max((last - first).days, 0), 7)
    days = whole * (7 - len(off)) + sum((first + dt.timedelta(days=n)).weekday() not in off for n in range(1, rest + 1))
    return days - sum(first < day <= last and day.weekday() not in off for day in holidays)


def answered_within(words: Sequence[PermitWord], count: Callable[[str, str], int], limit: int) -> tuple[bool, bool]:
    """Return whether a step was surely, and possibly, answered within so many working days."""
    asked = {word.fact.requested for word in words if word.fact.requested}
    decided = {word.fact.decided for word in words if word.fact.decided and word.fact.decision != "no_reply"}
    took = [count(first, last) for first in asked for last in decided]
    return bool(took) and max(took) <= limit, bool(took) and min(took) <= limit


def people(movement: Movement, phase: Phase) -> Range | None:
    """Return how many people, over those who tell; None where nobody gives a figure."""
    by_speaker: dict[str, dict[str, list[Quantity]]] = {}
    for word in movement.said(Quantity):
        fact = word.fact
        if fact.phase == phase and fact.unit == "people" and _is_told(fact):
            by_speaker.setdefault(speaker(word), {}).setdefault(fact.item, []).append(fact)
    return _over([_of_people(items) for items in by_speaker.values()])


def cargo(movement: Movement, unit: str, phase: Phase, *, medical: bool) -> Range | None:
    """Return how much of a unit, over those who tell; None where nobody gives a figure."""
    by_speaker: dict[str, list[Quantity]] = {}
    for word in movement.said(Quantity):
        fact = word.fact
        if fact.phase == phase and fact.unit == unit and _is_told(fact) and (fact.is_medical or not medical):
            by_speaker.setdefault(speaker(word), []).append(fact)
    return _over([_added(facts, lambda fact: (fact.item, fact.consignment, fact.place)) for facts in by_speaker.values()])


def _is_told(fact: Quantity) -> bool:
    return fact.low is not None or fact.high is not None


def _of_people(items: dict[str, list[Quantity]]) -> Range:
    """Return one speaker's figure: for "people" as such where it gives one, else of the largest of its groups."""
    facts = items.get("people") or max(items.values(), key=lambda each: _added(each, _spot)[0])
    whole = [fact for fact in facts if fact.place is None and fact.consignment is None]
    return _over([(fact.low or 0, fact.high) for fact in whole]) or _added(facts, lambda fact: fact.place)


def _spot(fact: Quantity) -> object:
    return fact.place


def _added(facts: Sequence[Quantity], key: Callable[[Quantity], object]) -> Range:
    """Return the sum over what is apart by ``key``, where several figures for the same are a range."""
    apart: dict[object, list[Range]] = {}
    for fact in facts:
        apart.setdefault(key(fact), []).append((fact.low or 0, fact.high))
    return total(found for ranges in apart.values() if (found := _over(ranges)))


def total(ranges: Iterable[Range]) -> Range:
    """Return the sum of ranges; without an upper end where one of them has none."""
    found = tuple(ranges)
    highs = [high for _, high in found]
    return sum(low for low, _ in found), None if None in highs else sum(high for high in highs if high is not None)


def _over(ranges: Sequence[Range]) -> Range | None:
    """Return the range over several: from the least to the greatest."""
    if not ranges:
        return None
    highs = [high for _, high in ranges]
    return min(low for low, _ in ranges), None if None in highs else max(high for high in highs if high is not None)
