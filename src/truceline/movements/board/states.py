"""The states a movement is in: a set, each with who says so; and how the permission steps and outcome classes add to it.

* Of each speaker stands its *last word*: the stage that it tells last by the time told, where that leaves it open by the order
  of the way, and where that leaves it open too, all of them.
* Another speaker's stage that surely lies later takes an earlier one off the board, since one follows from the other; an end
  (delivered, turned back, withdrawn ...) is never taken off by anybody else's word: "delivered" and "turned back" both stand.
* An attack or looting that somebody tells always stands there, whatever followed.
* What the permission steps come to stands there until loading or what comes after it is told. A refusal stands even then.
* Outcome classes stand beside, each with whose last word it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.movements import Outcome, Permit
from truceline.movements.board.happenings import Key, ReachedDenial, ReachedWord, by_denied, by_happening, denies, doers, key_of
from truceline.movements.board.steps import Groups, PermitWord, current, is_answered
from truceline.movements.board.times import Clock, Moment, is_before
from truceline.movements.board.told import ENDS
from truceline.movements.board.values import Classed, Permission, State, Words
from truceline.movements.board.voices import Denial, ordered, position, speaker

PermitDenial: TypeAlias = Denial[Permit]
WAY: dict[str, int] = {
    "planned": 0,
    "requested": 1,
    "letters_issued": 2,
    "security_go": 3,
    "loading": 4,
    "inspected": 5,
    "sealed": 6,
    "departed": 7,
    "en_route": 8,
    "at_checkpoint": 8,
    "arrived": 9,
    "unloading": 10,
    "delivered": 11,
    "partially_delivered": 11,
    "returning": 12,
    "closed": 13,
}
"""The order of the way. Stages that are not on it (held, attacked, postponed ...) may come at any point."""
_Placed: TypeAlias = tuple[ReachedWord, int | None, Moment | None]
"""A word, its place on the way, and when it can be."""
STRUCK = frozenset({"attacked", "looted"})
"""What happens and is no state that lasts; it stands whatever followed."""
_LOADING = WAY["loading"]
_OUTSIDE = frozenset({"planned", "postponed", "suspended", "withdrawn", "aborted", "held"})
"""Stages that say nothing of whether a movement got beyond its permissions."""


def stage_states(words: Sequence[ReachedWord], denials: Sequence[ReachedDenial], clock: Clock) -> list[State]:
    """Return the states by stages: each speaker's last, and every attack or looting."""
    actual = [word for word in words if not word.fact.planned]
    if len(actual) > 1:
        ended = [word for word in actual if word.fact.stage in ENDS]
        actual = _standing([(word, WAY.get(word.fact.stage), _can_be(word, clock)) for word in actual])
    else:
        ended = []
    if len(actual) == 1 and not denials:  # mostly so
        return [_state(key_of(actual[0].fact), actual, (), ended, clock)]
    said = by_happening(actual)
    denied = by_denied(denials, said) if denials else {}
    found = [_state(key, told, denied.get(key, []), ended, clock) for key, told in said.items()]
    return found if len(found) < 2 else sorted(found, key=lambda state: _order(state, clock))


def _state(
    key: Key, words: list[ReachedWord], denials: Sequence[ReachedDenial], ended: Sequence[ReachedWord], clock: Clock
) -> State:
    times = list({word.fact.at for word in words if word.fact.at})
    if len(times) > 1:
        times.sort(key=lambda at: position(at, clock))
    is_over = key.stage in ENDS or key.stage in STRUCK or _is_over(times, ended, clock)
    return State(
        of="stage",
        code=key.stage,
        says=ordered(words),
        denies=denies(denials) if denials else (),
        since=times[0] if times else None,
        place=key.place,
        alleged=doers(words, denials),
        is_end=key.stage in ENDS,
        lasting=None if is_over or not times else clock.running(times),
    )


def _is_over(times: Sequence[str], ended: Sequence[ReachedWord], clock: Clock) -> bool:
    """Say whether an end is told, by whomever, that is not surely before it; how long it stayed so is then no longer known."""
    return any(not (word.fact.at and clock.before(word.fact.at, since)) for word in ended for since in times[:1])


def _standing(words: Sequence[_Placed]) -> list[ReachedWord]:
    """Return the last words of all speakers without those that another's word surely follows; attacks always stand."""
    last = _last_words(words)
    if len(last) > 1:
        newest, ahead = _newest(last), _ahead(last)
        last = [each for each in last if each[0].fact.stage in ENDS or not _is_passed(each, newest, ahead)]
    standing = [word for word, _, _ in last]
    struck = [word for word, rank, _ in words if rank is None and word.fact.stage in STRUCK]
    known = set(map(id, standing)) if struck else set()
    return standing + [word for word in struck if id(word) not in known]


def _last_words(words: Sequence[_Placed]) -> list[_Placed]:
    """Return of each speaker the words after which it tells nothing later."""
    by_speaker: dict[str, list[_Placed]] = {}
    for each in words:
        by_speaker.setdefault(speaker(each[0]), []).append(each)
    if len(by_speaker) == len(words):
        return list(words)
    return [each for own in by_speaker.values() for each in (own if len(own) == 1 else _last(own))]


def _last(words: list[_Placed]) -> list[_Placed]:
    """Return what one speaker tells last: of the latest time told, or of none, and there the farthest on the way."""
    newest = _newest(words)
    late = [each for each in words if newest is None or each[2] is None or not is_before(each[2], newest)]
    farthest = max([-1 if rank is None else rank for _, rank, _ in late])
    return [each for each in late if each[1] is None or each[1] == farthest]


def _is_passed(each: _Placed, newest: Moment | None, ahead: dict[int, Moment]) -> bool:
    """Say whether a word surely lies behind others: before the latest time told, or nearer on the way and not later."""
    word, mine, here = each
    if newest is not None and here is not None and is_before(here, newest):
        return True
    if mine is None:
        return False
    farther = [moment for rank, moment in ahead.items() if rank > mine]
    return any(word.fact.at is None or here is None or not is_before(moment, here) for moment in farther)


def _ahead(words: Iterable[_Placed]) -> dict[int, Moment]:
    """Return for each place on the way the latest that anybody tells of it."""
    found: dict[int, Moment] = {}
    for _, rank, moment in words:
        if rank is not None and moment is not None and (rank not in found or found[rank].ends < moment.ends):
            found[rank] = moment
    return found


def _newest(words: Iterable[_Placed]) -> Moment | None:
    """Return the latest time told; a word without one can only have come before it was said."""
    newest: Moment | None = None
    for word, _, moment in words:
        if (
            moment is not None
            and word.fact.at
            and (newest is None or (moment.begins, moment.ends) > (newest.begins, newest.ends))
        ):
            newest = moment
    return newest


def _can_be(word: ReachedWord, clock: Clock) -> Moment | None:
    """Return when it came to a stage; where no time is told, the last day on which it can have."""
    return clock[word.fact.at or word.source.said_on]


def _order(state: State, clock: Clock) -> tuple[float, float, str, str, str]:
    return *position(state.since or "", clock), state.code, state.place or ""


def permission_states(
    permits: Sequence[PermitWord],
    denials: Sequence[PermitDenial],
    groups: Callable[[], Groups],
    stages: Iterable[ReachedWord],
    clock: Clock,
) -> list[State]:
    """Return what the permission steps come to, as far as nothing that is told lies behind it. ``groups``: the words by step."""
    if not permits:
        return []
    on_the_road = any(map(_is_on_the_road, stages))
    if on_the_road and not any(word.fact.decision in _NO for word in permits):
        return []
    sayers: dict[Permission, list[PermitWord]] = {}
    late: list[PermitWord] = []
    every_granted = not on_the_road
    for words in groups().values():
        granted = _add_step(words, sayers, late, clock, on_the_road=on_the_road)
        every_granted = every_granted and granted
    if not every_granted:
        sayers.pop("approved", None)
    found = [_permission(code, words, clock) for code, words in sayers.items()]
    if late and "no_reply" not in sayers:
        found.append(_permission("no_reply", late, clock, computed=True))
    if denials:
        found = [msgspec.structs.replace(state, denies=_denied(state, denials)) for state in found]
    return found if len(found) < 2 else sorted(found, key=_code)


def _denied(state: State, denials: Iterable[PermitDenial]) -> Words:
    """Return who denies an answer, or that it was asked for, of a step of which the state tells."""
    steps = {word.fact.step for word in state.says if isinstance(word.fact, Permit)}
    return ordered(
        denial.word
        for denial in denials
        if denial.fact.step in steps and _CODES.get(denial.fact.decision, "requested") == state.code
    )


def _add_step(
    words: list[PermitWord],
    sayers: dict[Permission, list[PermitWord]],
    late: list[PermitWord],
    clock: Clock,
    *,
    on_the_road: bool,
) -> bool:
    """Add who says what of a step; return whether somebody says that it is granted. On the road only a "no" still stands."""
    granted = False
    for word in words if len(words) == 1 else current(words, clock):
        decision = word.fact.decision
        if decision == "granted":
            granted = True
        if decision in (_NO if on_the_road else _CODES):
            sayers.setdefault(_CODES[decision], []).append(word)
    if not on_the_road and not granted and not is_answered(words):
        sayers.setdefault("requested", []).extend(words)
        late += [word for word in words if word.fact.due and clock.before(word.fact.due, clock.on)]
    return granted


def _code(state: State) -> str:
    return state.code


_CODES: dict[str | None, Permission] = {
    "granted": "approved",
    "partial": "partially_approved",
    "refused": "refused",
    "no_reply": "no_reply",
    "withdrawn": "request_withdrawn",
}
_NO = frozenset({"refused", "no_reply"})


def _permission(code: Permission, words: Sequence[PermitWord], clock: Clock, *, computed: bool = False) -> State:
    times = {at for word in words if (at := _permission_time(code, word, computed=computed))}
    since = min(times, key=lambda at: position(at, clock)) if len(times) > 1 else next(iter(times), None)
    is_waiting = code in {"requested", "no_reply"}
    return State(
        of="permission",
        code=code,
        says=ordered(words),
        since=since,
        computed=computed,
        lasting=clock.running(times) if is_waiting and times else None,
    )


def _permission_time(code: Permission, word: PermitWord, *, computed: bool) -> str | None:
    fact = word.fact
    if computed:
        return fact.due
    return fact.requested if code == "requested" else fact.decided


def _is_on_the_road(word: ReachedWord) -> bool:
    fact = word.fact
    return not fact.planned and fact.stage not in _OUTSIDE and WAY.get(fact.stage, _LOADING) >= _LOADING


def outcome_states(outcomes: Iterable[Classed]) -> list[State]:
    """Return the outcome classes that are somebody's last word."""
    return [
        State(of="outcome", code=each.outcome, says=each.latest, denies=each.denies, is_end=True)
        for each in outcomes
        if each.latest
    ]


def classed(words: Sequence[Assertion[Outcome]], denials: Sequence[Denial[Outcome]], clock: Clock) -> tuple[Classed, ...]:
    """Return every outcome class that somebody gives or denies, with those whose last word it is."""
    if len(words) == 1 and not denials:
        only = tuple(words)
        return (Classed(outcome=words[0].fact.outcome, says=only, latest=only),)
    last: dict[str, list[Assertion[Outcome]]] = {}
    for word in words:
        found = last.setdefault(speaker(word), [])
        found.append(word)
    latest = [word for found in last.values() for word in _latest_classes(found, clock)]
    codes = sorted({word.fact.outcome for word in words} | {denial.fact.outcome for denial in denials})
    return tuple(
        Classed(
            outcome=code,
            says=ordered(word for word in words if word.fact.outcome == code),
            latest=ordered(word for word in latest if word.fact.outcome == code),
            denies=ordered(denial.word for denial in denials if denial.fact.outcome == code),
        )
        for code in codes
    )


def _latest_classes(words: list[Assertion[Outcome]], clock: Clock) -> list[Assertion[Outcome]]:
    """Return a speaker's words that no other of its words surely follows."""
    times = [clock[word.fact.at or word.source.said_on] for word in words]
    newest = max((moment for moment in times if moment), key=lambda moment: (moment.begins, moment.ends), default=None)
    return [
        word
        for word, moment in zip(words, times, strict=True)
        if newest is None or moment is None or not is_before(moment, newest)
    ]
