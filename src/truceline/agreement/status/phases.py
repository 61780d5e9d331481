"""Phases: where each stands by the calendar and by the conditions it waits for, for each who counts where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.agreement.status.conditions import ARITHMETIC
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.wording import Names
from truceline.agreement.times import begins
from truceline.model.agreements import Phase
from truceline.model.status import Arrangement, ConditionCount, PhaseState, PhaseVersion, Progress

Wait = tuple[str, str]
"""What is waited for, and how far it is for one who counts (empty where that is the same for all)."""


class _Stand(msgspec.Struct, frozen=True):
    """Where a phase is for one who counts, since when, and what it still waits for."""

    state: Progress
    since: str | None
    waits: tuple[Wait, ...] = ()


class Phases:
    """The phases of one agreement, each looked at once for each who counts."""

    def __init__(self, counts: Sequence[ConditionCount], arrangement: Arrangement, clock: Clock, names: Names) -> None:
        self._counts: Mapping[tuple[str, str], ConditionCount] = {(each.id, each.by): each for each in counts}
        self._phases = {phase.id: phase for phase in clock.agreement.phases}
        self._by_condition: dict[str, list[str]] = {}
        for each in counts:
            self._by_condition.setdefault(each.id, []).append(each.by)
        self._arrangement = arrangement
        self._clock = clock
        self._names = names

    def states(self) -> tuple[PhaseState, ...]:
        """Return every phase in the order of the document."""
        return tuple(self._state(phase) for phase in self._phases.values())

    def _state(self, phase: Phase) -> PhaseState:
        counting = self._counting(phase, frozenset())
        found = {by: self._stand(phase, by, frozenset()) for by in counting or [ARITHMETIC]}
        stands = list(found.values())
        is_one = all((each.state, each.since) == (stands[0].state, stands[0].since) for each in stands)
        waits = _gathered(wait for each in stands for wait in each.waits)
        state: Progress = stands[0].state if is_one else "differs"
        return PhaseState(
            id=phase.id,
            name=phase.name,
            state=state,
            since=stands[0].since if is_one else None,
            waits_for=waits,
            why=self._why(phase, state, found, waits),
            versions=()
            if is_one
            else tuple(PhaseVersion(according_to=by, state=each.state, since=each.since) for by, each in found.items()),
        )

    def _counting(self, phase: Phase, above: frozenset[str]) -> list[str]:
        """Return who counts for a phase: those who count any condition that it or a phase before it waits for."""
        found: list[str] = []
        for each in phase.after:
            if each in self._by_condition:
                found += [by for by in self._by_condition[each] if by != ARITHMETIC]
            elif each in self._phases and each not in above:
                found += self._counting(self._phases[each], above | {phase.id})
        return list(dict.fromkeys(found))

    def _stand(self, phase: Phase, by: str, above: frozenset[str]) -> _Stand:
        if self._arrangement.status == "not_yet":
            return _Stand("to_come", None, (("the arrangement to begin", ""),))
        begin = self._clock.moment(phase.begins) if phase.begins else None
        if phase.begins and begin is None:
            return _Stand("to_come", None, (("day D to be named", ""),))
        if begin is not None and begins(begin, self._clock.calendar) >= self._clock.now:
            return _Stand("to_come", begin.text, ((begin.text, ""),))
        waits, since = self._after(phase, by, above | {phase.id})
        if waits:
            return _Stand("waiting", None, waits)
        start = max(filter(None, (begin.text if begin else None, since)), default=None)
        end = self._clock.moment(phase.ends) if phase.ends else None
        if end is not None and self._clock.is_over(end.text):
            return _Stand("over", end.text)
        return _Stand("under_way", start)

    def _after(self, phase: Phase, by: str, above: frozenset[str]) -> tuple[tuple[Wait, ...], str | None]:
        """Return what a phase still waits for, and since when all that it waited for had come."""
        waits: list[Wait] = []
        since: str | None = None
        for each in phase.after:
            if each in self._phases:
                before = self._stand(self._phases[each], by, above) if each not in above else _Stand("waiting", None)
                if before.state not in {"over", "under_way"}:
                    waits.append((f"phase {each}", ""))
                continue
            count = self._counts.get((each, by)) or self._counts.get((each, ARITHMETIC))
            if count is None or not count.met:
                waits.append(self._wait(each, by, count))
            elif count.met_on:
                since = max(since or "", count.met_on)
        return tuple(waits), since

    def _wait(self, condition: str, by: str, count: ConditionCount | None) -> Wait:
        who = "arithmetic" if by == ARITHMETIC else self._names.of(by)
        return condition, f"{who}: {count.progress} of {count.needed}" if count else who

    def _why(self, phase: Phase, state: Progress, found: Mapping[str, _Stand], waits: Sequence[str]) -> str:
        if state == "differs":
            said = ", ".join(f"{self._names.of(by)}: {each.state.replace('_', ' ')}" for by, each in found.items())
            return f"it differs by who counts ({said})"
        if waits:
            return f"it waits for {'; '.join(waits)}"
        by_calendar = " by the text's calendar" if not phase.after else ""
        return f"{state.replace('_', ' ')}{by_calendar}"


def _gathered(waits: Iterable[Wait]) -> tuple[str, ...]:
    """Return each thing waited for once, with how far it is for all who still wait for it."""
    found: dict[str, list[str]] = {}
    for what, progress in waits:
        found.setdefault(what, []).extend([progress] if progress else [])
    return tuple(f"{what} ({', '.join(dict.fromkeys(told))})" if told else what for what, told in found.items())
