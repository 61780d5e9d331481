"""The access table of a period or a plan: how many requests, how answered, what became of them, for how many people, how much.

Denominators are the requests. Every number names its counting rule, and where accounts differ it is a range: at least those of
which nobody tells otherwise, at most those of which anybody tells so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from statistics import median
from typing import NamedTuple

from truceline.model.movements import Leg, Permit, Phase, Quantity, Reached
from truceline.movements.board import counting
from truceline.movements.board.board import Board
from truceline.movements.board.movement import Movement
from truceline.movements.board.plan import Plan
from truceline.movements.board.states import WAY
from truceline.movements.board.times import Clock
from truceline.movements.board.values import Access, Area, CargoSums, Middle, Share, Sum
from truceline.movements.board.voices import texts

_DECISIONS = ("granted", "partial", "refused", "no_reply", "waiting", "withdrawn", "not_told")
_COURSES = (
    "delivered",
    "partially_delivered",
    "turned_back",
    "closed",
    "attacked",
    "looted",
    "under_way",
    "put_off",
    "approved_not_carried_out",
    "refused",
    "unanswered",
    "waiting",
    "withdrawn",
    "not_told",
)
_OUTCOMES = ("facilitated", "partial", "impeded", "denied", "cancelled", "no_reply", "attacked", "not_told")
_OF_PEOPLE: tuple[tuple[str, Phase], ...] = (("requested", "requested"), ("approved", "approved"), ("reached", "delivered"))
_OF_CARGO: tuple[Phase, ...] = ("requested", "approved", "loaded", "removed", "delivered")
_REQUESTS = (
    "movements for which somebody tells a permission step, a request, requested amounts or an outcome class; of a period: those "
    "first asked for in it, or without a day of asking first answered or classed in it"
)
_ATTACKED = (
    "movements that somebody says were attacked, of those that set out as told or were attacked; at least those of which nobody "
    "denies it"
)


def access(  # noqa: PLR0913  # the period or plan, and what a working day is
    board: Board,
    *,
    since: str | None = None,
    until: str | None = None,
    plan: str | None = None,
    working_days: int = 7,
    weekend: Sequence[int] = (5, 6),
    holidays: Iterable[str] = (),
) -> Access:
    """Return the access table of the requests first asked for from ``since`` to ``until`` (days, both included), or of a plan.

    ``weekend``: the days of the week that are no working days, Monday 0; ``holidays`` further days.

    Raises:
        ValueError: a day cannot be read.
    """
    free = frozenset(dt.date.fromisoformat(day) for day in holidays)
    found, undated = _requests(board, since, until, plan)
    clock = board.clock

    def took(asked: str, decided: str) -> int:
        first, last = clock[asked], clock[decided]
        if first is None or last is None:
            return 1 << 30
        return counting.working_days(dt.date.fromordinal(first.day), dt.date.fromordinal(last.day), weekend, free)

    within = [counting.answered_within(counting.decisive(movement, clock), took, working_days) for movement in found]
    rule = f"answered within {working_days} working days after it was asked for, {_week(weekend)}; {counting.DECISIVE}"
    return Access(
        since=since,
        until=until,
        plan=plan,
        requests=Share(code="requests", low=len(found), high=len(found), of=len(found), rule=_REQUESTS),
        answered=Share(
            code="answered_in_time",
            low=sum(surely for surely, _ in within),
            high=sum(possibly for _, possibly in within),
            of=len(found),
            rule=rule,
        ),
        decisions=_shares(found, partial(counting.decisions, clock=clock), _DECISIONS, counting.DECISIONS),
        outcomes=_shares(found, counting.outcomes, _OUTCOMES, "by the class that is each speaker's last word"),
        courses=_shares(found, partial(counting.courses, clock=clock), _COURSES, counting.COURSES),
        attacked=_attacked(found),
        people=tuple(
            _sum(found, _Counted(code, "people", phase, counting.people, counting.PEOPLE)) for code, phase in _OF_PEOPLE
        ),
        cargo=_cargo(found),
        departing=_departing(found, clock),
        steps=_steps(found, clock),
        held=_held(found),
        areas=_areas(board, plan),
        undated=undated,
    )


def _requests(board: Board, since: str | None, until: str | None, plan: str | None) -> tuple[list[Movement], int]:
    """Return the requests of a period and plan, and how many more of the plan tell no day at all."""
    clock = board.clock
    found: list[Movement] = [movement for movement in _of_plan(board, plan) if counting.is_request(movement)]
    if since is None and until is None:
        return found, 0
    first, last = (clock[since] if since else None), (clock[until] if until else None)
    if (since and first is None) or (until and last is None):
        message = f"period {since or ''}..{until or ''}: expected days like 2016-01-01"
        raise ValueError(message)
    days = [(movement, clock[at] if (at := counting.asked_on(movement, clock)) else None) for movement in found]
    within = [
        movement
        for movement, moment in days
        if moment and (first is None or moment.day >= first.day) and (last is None or moment.day <= last.day)
    ]
    return within, sum(moment is None for _, moment in days)


def _of_plan(board: Board, plan: str | None) -> Iterable[Movement]:
    if plan is None:
        return board.movements
    whole = board.of(plan)
    ids = frozenset(whole.movements) if isinstance(whole, Plan) else frozenset()
    return [movement for movement in board.movements if movement.id in ids]


def _shares(
    found: Sequence[Movement], classes: Callable[[Movement], set[str]], codes: Sequence[str], rule: str
) -> tuple[Share, ...]:
    surely, possibly = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    for movement in found:
        told = classes(movement)
        for code in told:
            possibly[code] += 1
            surely[code] += len(told) == 1
    return tuple(
        Share(code=code, low=surely[code], high=possibly[code], of=len(found), rule=rule) for code in codes if possibly[code]
    )


def _attacked(found: Sequence[Movement]) -> Share:
    attacks = [_attack(movement) for movement in found]
    out = sum(told or _set_out(movement) for (told, _), movement in zip(attacks, found, strict=True))
    return Share(
        code="attacked",
        low=sum(told and not denied for told, denied in attacks),
        high=sum(told for told, _ in attacks),
        of=out,
        rule=_ATTACKED,
    )


def _attack(movement: Movement) -> tuple[bool, bool]:
    """Return whether somebody says that it was attacked, and whether anybody denies it."""
    stages = [state for state in movement.states if state.of == "stage" and state.code == "attacked"]
    classes = [each for each in movement.outcomes if each.outcome == "attacked" and each.says]
    return bool(stages or classes), any(state.denies for state in stages) or any(each.denies for each in classes)


def _set_out(movement: Movement) -> bool:
    rank = WAY["departed"]
    return any(not word.fact.planned and WAY.get(word.fact.stage, 0) >= rank for word in movement.said(Reached)) or any(
        word.fact.departed for word in movement.said(Leg)
    )


class _Counted(NamedTuple):
    """What is summed, and by which rule."""

    code: str
    unit: str
    phase: Phase
    figure: Callable[[Movement, Phase], counting.Range | None]
    rule: str


def _sum(found: Iterable[Movement], what: _Counted) -> Sum:
    told = [(movement, what.figure(movement, what.phase)) for movement in found]
    ranges = [given for _, given in told if given is not None]
    low, high = counting.total(ranges)
    unknown = sum(given is None and _names(movement, what.unit, what.phase) for movement, given in told)
    return Sum(code=what.code, unit=what.unit, low=low, high=high, movements=len(ranges), rule=what.rule, unknown=unknown)


def _names(movement: Movement, unit: str, phase: Phase) -> bool:
    return any(word.fact.phase == phase and word.fact.unit == unit for word in movement.said(Quantity))


def _cargo(found: Sequence[Movement]) -> tuple[CargoSums, ...]:
    units = sorted({word.fact.unit for movement in found for word in movement.said(Quantity)} - {"people"})
    return tuple(_of_unit(unit, found) for unit in units)


def _of_unit(unit: str, found: Sequence[Movement]) -> CargoSums:
    def every(movement: Movement, phase: Phase) -> counting.Range | None:
        return counting.cargo(movement, unit, phase, medical=False)

    def medical(movement: Movement, phase: Phase) -> counting.Range | None:
        return counting.cargo(movement, unit, phase, medical=True)

    sums = {
        phase: _sum(found, _Counted(phase, unit, phase, medical, f"{counting.CARGO}; medical items alone")) for phase in _OF_CARGO
    }
    whole = [_sum(found, _Counted(phase, unit, phase, every, counting.CARGO)) for phase in _OF_CARGO]
    loaded, removed = sums["loaded"], sums["removed"]
    share = None
    if loaded.low and loaded.low == loaded.high and removed.movements and removed.high is not None:
        rule = f"medical {unit} removed, of medical {unit} loaded; {counting.CARGO}"
        share = Share(code="medical_removed", low=removed.low, high=removed.high, of=loaded.low, rule=rule)
    return CargoSums(
        unit=unit,
        phases=tuple(each for each in whole if _told(each)),
        medical=tuple(each for each in sums.values() if _told(each)),
        medical_removed=share,
    )


def _told(total: Sum) -> bool:
    return bool(total.movements or total.unknown)


def _departing(found: Sequence[Movement], clock: Clock) -> Middle:
    lapses = []
    for movement in found:
        asked = [word.fact.requested for word in movement.said(Permit) if word.fact.requested]
        if asked and movement.departed_on:
            first = min(asked, key=lambda at: moment.begins if (moment := clock[at]) else float("inf"))
            lapse = clock.lapse((first,), movement.departed_on[:1])
            lapses += [(lapse.low_days, lapse.high_days)] if lapse else []
    rule = "days from the first day of asking to the first departure, as told; of the movements that tell both"
    return _middle("request_to_departure", "days", lapses, rule)


def _steps(found: Sequence[Movement], clock: Clock) -> Middle:
    counts = [len(movement.step_words) for movement in found if counting.decisions(movement, clock) & {"granted", "partial"}]
    rule = "permission steps told, of the requests that somebody says were granted, also in part"
    return _middle("steps_per_approval", "steps", [(count, count) for count in counts], rule)


def _held(found: Sequence[Movement]) -> Middle:
    held = [stop.held for movement in found for stop in movement.stops if stop.held and texts(stop.left)]
    rule = "hours from reaching a checkpoint to leaving it; of the stops of which both are told"
    return _middle("held_at_checkpoint", "hours", [(lapse.low_hours, lapse.high_hours) for lapse in held], rule)


def _middle(code: str, unit: str, ranges: Sequence[tuple[float, float]], rule: str) -> Middle:
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    return Middle(
        code=code,
        unit="days" if unit == "days" else "steps" if unit == "steps" else "hours",
        low=median(lows) if lows else None,
        high=median(highs) if highs else None,
        of=len(ranges),
        rule=rule,
    )


def _areas(board: Board, plan: str | None) -> tuple[Share, ...]:
    whole = board.of(plan) if plan else None
    if not isinstance(whole, Plan):
        return ()
    asked = [area for area in whole.areas if area.asked]
    rule = "areas that the plan asks for, as told; granted and refused by the answers to its permission steps that stand"
    return (
        Share(code="asked", low=len(asked), high=len(asked), of=len(asked), rule=rule),
        _areas_that("granted", asked, lambda area: (bool(area.granted), bool(area.refused)), rule),
        _areas_that("refused", asked, lambda area: (bool(area.refused), bool(area.granted)), rule),
        _areas_that("no_word", asked, lambda area: (not area.granted and not area.refused, False), rule),
    )


def _areas_that(code: str, areas: Sequence[Area], test: Callable[[Area], tuple[bool, bool]], rule: str) -> Share:
    told = [test(area) for area in areas]
    low, high = sum(is_so and not otherwise for is_so, otherwise in told), sum(is_so for is_so, _ in told)
    return Share(code=code, low=low, high=high, of=len(areas), rule=rule)


def _week(weekend: Sequence[int]) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"no working days: {', '.join(names[day] for day in sorted(set(weekend))) or 'none'}"
