"""Who holds a movement now: for whose step, at whose checkpoint, by whom, it is told to wait. Several at once, or nobody.

1. A state "held" that stands: by whom it is said to be held, as said.
2. A stop at a checkpoint that nobody tells it left, while no state behind it stands: by whoever is said to hold the checkpoint.
3. Until something on the road is told: every permission step that was asked for and not answered, by its issuer.
4. Where every step is answered, none refused or withdrawn, and nobody says that it left: whoever leads it. Nothing more is asked
   of others.

An end that somebody tells takes nothing away from what somebody else says still holds it. Where several are told, each has a line
of its own with who says so. Where nobody tells who it is, ``who`` is None: it is never inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from truceline.movements.board.steps import Groups, Key, PermitWord, is_answered, overdue
from truceline.movements.board.times import Clock
from truceline.movements.board.values import Holder, State, Stop, Waits, Words
from truceline.movements.board.voices import ordered, position, texts, told_at, whens

_NO = frozenset({"refused", "partially_approved", "request_withdrawn"})
_NOT_YET = frozenset(
    {"planned", "requested", "letters_issued", "security_go", "loading", "inspected", "sealed", "held", "postponed"}
)
"""Stages at which permissions are still waited for."""
_AT_A_STOP = frozenset({"at_checkpoint", "departed", "en_route"}) | _NOT_YET
"""Stages at which it can be at a checkpoint that nobody tells it left."""
_MOVING = frozenset({"departed", "en_route"})


def holders(
    states: Sequence[State],
    groups: Callable[[], Groups],
    stops: Callable[[], Sequence[Stop]],
    leads: Callable[[], tuple[str, ...]],
    clock: Clock,
) -> tuple[Holder, ...]:
    """Return for whom it waits, the longest wait first; empty where it waits for nobody, as far as is told."""
    stages = [state for state in states if state.of == "stage"]
    codes = {state.code for state in stages}
    found = [each for state in stages if state.code == "held" for each in _of_state(state, "held")] if "held" in codes else []
    made = stops() if codes <= _AT_A_STOP else ()
    if made or "at_checkpoint" in codes:
        found += _at_checkpoints(stages, made, clock)
    if not made and codes <= _NOT_YET and not any(state.is_end for state in states):
        steps = groups()
        found += [_reply(key, words, clock) for key, words in steps.items() if not is_answered(words)]
        if not found and steps and not any(state.code in _NO for state in states):
            denies = tuple(word for state in states if state.code == "approved" for word in state.denies)
            found += _departure(steps, leads(), denies, clock)
    return tuple(found) if len(found) < 2 else tuple(sorted(found, key=lambda holder: _place(holder, clock)))


def _of_state(state: State, waits: Waits) -> list[Holder]:
    """Return who is said to hold it so, each with who says just that; one of nobody where nobody tells who."""
    named = [each for each in state.alleged if each.says]
    return [
        Holder(
            waits=waits,
            who=each.who if each else None,
            says=each.says if each else state.says,
            since=state.since,
            place=state.place,
            lasting=state.lasting,
            contested=bool(state.denies) or len(named) > 1 or bool(each and each.denies),
            denies=(*state.denies, *(each.denies if each else ())),
        )
        for each in named or (None,)
    ]


def _at_checkpoints(stages: list[State], stops: Sequence[Stop], clock: Clock) -> list[Holder]:
    """Return the checkpoints it is at: stops not left while no stage behind them stands, and stages that say so."""
    moved = [state.since for state in stages if state.code in _MOVING and state.since]
    waiting = [
        stop
        for stop in stops
        if stop.arrived and not stop.left and not any(clock.before(stop.arrived[0].at, since) for since in moved)
    ]
    known = {stop.place for stop in stops}
    found = [each for stop in waiting for each in _of_stop(stop)]
    return found + [
        each
        for state in stages
        if state.code == "at_checkpoint" and state.place not in known
        for each in _of_state(state, "checkpoint")
    ]


def _of_stop(stop: Stop) -> list[Holder]:
    """Return who is said to hold the checkpoint, each with who says just that."""
    named = [each for each in stop.controllers if each.says]
    return [
        Holder(
            waits="checkpoint",
            who=each.who if each else None,
            says=each.says if each else stop.says,
            since=stop.arrived[0].at,
            place=stop.place,
            lasting=stop.held,
            contested=bool(stop.denies) or len(named) > 1 or bool(each and each.denies),
            denies=(*stop.denies, *(each.denies if each else ())),
        )
        for each in named or (None,)
    ]


def _reply(key: Key, words: list[PermitWord], clock: Clock) -> Holder:
    asked = [word.fact.requested for word in words if word.fact.requested]
    due = whens(((word.fact.due, word) for word in words), clock)
    return Holder(
        waits="reply",
        who=key[2],
        says=ordered(words),
        since=min(asked, key=lambda at: position(at, clock)) if asked else None,
        step=key[0],
        name=key[1],
        lasting=clock.running(asked) if asked else None,
        overdue=overdue(due, (), clock) if due else None,
    )


def _departure(groups: Groups, leads: tuple[str, ...], denies: Words, clock: Clock) -> list[Holder]:
    words: Words = ordered(word for found in groups.values() for word in found)
    answered = whens(((word.fact.decided, word) for found in groups.values() for word in found), clock)
    return [
        Holder(
            waits="departure",
            who=leads[0] if len(leads) == 1 else None,
            says=words,
            since=answered[-1].at if answered else None,
            lasting=clock.running(texts(answered[-1:])),
            contested=len(leads) > 1 or bool(denies),
            denies=denies,
        )
    ]


def _place(holder: Holder, clock: Clock) -> tuple[float, float, str, str, str, str, tuple[str, str, str]]:
    what = holder.step or holder.place or ""
    return *position(holder.since or "", clock), holder.waits, what, holder.name or "", min(map(told_at, holder.says))
