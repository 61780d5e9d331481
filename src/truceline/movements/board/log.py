"""The stage log: one line for each thing that came, or was planned to come, from top to bottom in the order of time.

A line holds the planned times beside the actual ones, each with who tells it, and how long it stayed so: until the time told for
its end, else until the next line of the way begins, else, where nobody tells an end and it is no attack, until the day asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from truceline.model.movements import Outcome, Permit
from truceline.movements.board.happenings import (
    Key,
    ReachedDenial,
    ReachedWord,
    by_denied,
    by_happening,
    denies,
    doers,
)
from truceline.movements.board.states import STRUCK, WAY
from truceline.movements.board.times import Clock, Moment
from truceline.movements.board.told import ENDS
from truceline.movements.board.values import Classed, Lapse, LegLine, LogLine, Step, Stop, Word
from truceline.movements.board.voices import ordered, texts, told_of, whens


def stage_log(  # noqa: PLR0913  # the parts that make a log, each by its name
    *,
    reached: Sequence[ReachedWord],
    denied: Sequence[ReachedDenial],
    steps: Iterable[Step],
    stops: Iterable[Stop],
    legs: Iterable[LegLine],
    outcomes: Iterable[Classed],
    clock: Clock,
) -> tuple[LogLine, ...]:
    """Return the lines of the log; those without any time stand last, in the order of the way."""
    is_over = any(word.fact.stage in ENDS and not word.fact.planned for word in reached)
    stages = _lasting(_in_order(_stages(reached, denied, clock), clock), clock, is_over=is_over)
    others = (*_asked(steps, clock), *_stopped(stops), *_on_legs(legs, clock), *_outcomes(outcomes, clock))
    return tuple(_in_order((*stages, *others), clock))


def _stages(words: Sequence[ReachedWord], denials: Sequence[ReachedDenial], clock: Clock) -> Iterator[LogLine]:
    said = by_happening(words)
    denied = by_denied(denials, said)
    for key in {**said, **denied}:
        yield _stage(key, said.get(key, []), denied.get(key, []), clock)


def _stage(key: Key, words: list[ReachedWord], denials: list[ReachedDenial], clock: Clock) -> LogLine:
    actual = [word for word in words if not word.fact.planned]
    planned = whens(((word.fact.at, word) for word in words if word.fact.planned), clock)
    came = whens(((word.fact.at, word) for word in actual), clock)
    return LogLine(
        of="stage",
        code=key.stage,
        place=key.place,
        planned=planned,
        actual=came,
        until=whens(((word.fact.until, word) for word in actual), clock),
        undated=ordered(word for word in actual if word.fact.at is None),
        planned_undated=ordered(word for word in words if word.fact.planned and word.fact.at is None),
        denies=denies(denials),
        denies_plan=denies(denials, planned=True),
        alleged=doers(actual, denials),
        slip=clock.lapse(texts(planned), texts(came), is_signed=True),
        incidents=told_of(word.fact.incident for word in ordered(actual)),
    )


def _lasting(lines: Sequence[LogLine], clock: Clock, *, is_over: bool) -> Iterator[LogLine]:
    """Yield the stages, which stand in the order of time, with how long each stayed so; the last one first."""
    following: LogLine | None = None
    for line in reversed(lines):
        if not clock.of(texts(line.actual)):
            yield line
            continue
        yield msgspec.structs.replace(line, lasting=_how_long(line, following, clock, is_over=is_over))
        following = line


def _how_long(line: LogLine, following: LogLine | None, clock: Clock, *, is_over: bool) -> Lapse | None:
    since = texts(line.actual)
    if line.until:
        return clock.lapse(since, texts(line.until))
    if following is not None:
        return clock.lapse(since, texts(following.actual))
    return None if is_over or line.code in STRUCK else clock.running(since)


def _asked(steps: Iterable[Step], clock: Clock) -> Iterator[LogLine]:
    """Yield when each step was asked for, and each answer against when it was due."""
    for step in steps:
        if step.asked:
            yield LogLine(
                of="asked",
                code=step.step,
                name=step.name,
                who=step.issuer,
                actual=step.asked,
                denies=step.denies,
                lasting=step.waited,
            )
        for answer in step.answers:
            yield LogLine(
                of="answered",
                code=step.step,
                name=step.name,
                who=step.issuer,
                decision=answer.decision,
                planned=step.due,
                actual=answer.decided,
                undated=ordered(word for word in answer.says if not _decided(word)),
                denies=answer.denies,
                slip=clock.lapse(texts(step.due), texts(answer.decided), is_signed=True),
            )
        if step.due and not step.answers:
            yield LogLine(of="answered", code=step.step, name=step.name, who=step.issuer, planned=step.due, lasting=step.overdue)


def _decided(word: Word) -> bool:
    return isinstance(word.fact, Permit) and word.fact.decided is not None


def _stopped(stops: Iterable[Stop]) -> Iterator[LogLine]:
    for stop in stops:
        yield LogLine(
            of="checkpoint",
            code="at_checkpoint",
            place=stop.place,
            alleged=stop.controllers,
            actual=stop.arrived,
            until=stop.left,
            undated=() if stop.arrived or stop.left else stop.says,
            denies=stop.denies,
            lasting=stop.held,
        )


def _on_legs(legs: Iterable[LegLine], clock: Clock) -> Iterator[LogLine]:
    for leg in legs:
        ends = (
            ("departed", leg.origins, leg.planned_departure, leg.departed),
            ("arrived", leg.destinations, leg.planned_arrival, leg.arrived),
        )
        for code, places, planned, actual in ends:
            if planned or actual:
                yield LogLine(
                    of="leg",
                    code=code,
                    name=str(leg.number),
                    place=places[0] if len(places) == 1 else None,
                    planned=planned,
                    actual=actual,
                    denies=leg.denies,
                    slip=clock.lapse(texts(planned), texts(actual), is_signed=True),
                )


def _outcomes(outcomes: Iterable[Classed], clock: Clock) -> Iterator[LogLine]:
    for each in outcomes:
        dated = [(word.fact.at, word) for word in each.says if isinstance(word.fact, Outcome)]
        yield LogLine(
            of="outcome",
            code=each.outcome,
            actual=whens(dated, clock),
            undated=ordered(word for at, word in dated if at is None),
            denies=each.denies,
        )


def _in_order(lines: Iterable[LogLine], clock: Clock) -> list[LogLine]:
    """Return lines in the order of time; one of a plain day stands behind what comes before it on the way, that day."""
    placed = [(line, _rank(line), _moment(line, clock)) for line in lines]
    of_day: dict[int, list[tuple[int, float]]] = {}
    for _, rank, moment in placed:
        if moment is not None and moment.begins == moment.ends:
            of_day.setdefault(moment.day, []).append((rank, moment.begins))

    def key(each: tuple[LogLine, int, Moment | None]) -> tuple[float, int, str, str, str]:
        line, rank, moment = each
        begins = float("inf") if moment is None else moment.begins
        if moment is not None and moment.begins < moment.ends:
            begins = max([begins, *(at for other, at in of_day.get(moment.day, ()) if other <= rank)])
        return begins, rank, line.of, line.code, f"{line.place} {line.name} {line.decision}"

    return [line for line, _, _ in sorted(placed, key=key)]


def _moment(line: LogLine, clock: Clock) -> Moment | None:
    return next(iter(clock.of(texts(line.actual or line.planned))), None)


def _rank(line: LogLine) -> int:
    if line.of in {"asked", "answered"}:
        return WAY["requested"] if line.of == "asked" else WAY["letters_issued"]
    return WAY.get(line.code, len(WAY))
