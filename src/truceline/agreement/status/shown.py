"""The status put together from its parts, each part made again only when something it is made of has changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from truceline.agreement.statements import DayCount
from truceline.agreement.status.adherence import adherence_of
from truceline.agreement.status.arithmetic import Arithmetic
from truceline.agreement.status.arrangement import arrangement_of, beginning_of
from truceline.agreement.status.conditions import ARITHMETIC, OWN_WORDS, Interruptions, counted, event_counted, span_of
from truceline.agreement.status.deeds import Deed, Stand, ordered
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.phases import Phases
from truceline.agreement.status.powers import Powers
from truceline.agreement.status.silences import Reported
from truceline.agreement.status.wording import Names
from truceline.agreement.status.words_heard import Effect, EventSaid, Listener, Slot
from truceline.model.agreements import Condition
from truceline.model.hearing import Heard
from truceline.model.status import (
    Adherence,
    Arrangement,
    Assessment,
    AuthorityClaim,
    ConditionCount,
    Declaration,
    Ground,
    Status,
)

T = TypeVar("T", Declaration, Assessment, AuthorityClaim)
Place = tuple[str, str, str, int, str]
"""Where something said stands: its day, when it became known, the report, the character, the claim."""


class Parts:
    """What all claims do, sorted by what it concerns. ``words_version`` and ``slots`` tell what has changed."""

    def __init__(self) -> None:
        self.deeds: dict[str, tuple[Deed, ...]] = {}
        self.stands: dict[str, tuple[Stand, ...]] = {}
        self.declarations: dict[tuple[Place, int], Declaration] = {}
        self.assessments: dict[tuple[Place, int], Assessment] = {}
        self.authority: dict[tuple[Place, int], AuthorityClaim] = {}
        self.held: dict[Slot, Interruptions] = defaultdict(Interruptions)
        self.said: dict[Slot, dict[str, EventSaid]] = defaultdict(dict)
        self.counted: dict[Slot, dict[Place, DayCount]] = defaultdict(dict)
        self.spoke: dict[Slot, Counter[str]] = defaultdict(Counter)
        self.words_changed = True
        self.slots_changed: set[Slot] = set()

    def add(self, heard: Heard, effect: Effect) -> None:
        """Put in what a claim does."""
        if effect.deeds:
            self.deeds[heard.claim.id] = effect.deeds
        if effect.stands:
            self.stands[heard.claim.id] = effect.stands
        for number, declared in enumerate(effect.declarations):
            self.declarations[_place(heard, declared.date), number] = declared
        for number, assessed in enumerate(effect.assessments):
            self.assessments[_place(heard, assessed.date), number] = assessed
        for number, said in enumerate(effect.authority):
            self.authority[_place(heard, said.date), number] = said
        for item in effect.interruptions:
            self.held[item.slot].add(item)
        for event in effect.events:
            self.said[event.slot][event.claim] = event
        for slot, count in effect.counted:
            self.counted[slot][_place(heard, count.date)] = count
        for slot, day in effect.bearing:
            self.spoke[slot][day] += 1
        self._mark(effect)

    def remove(self, heard: Heard, effect: Effect) -> None:
        """Take out what a claim did."""
        self.deeds.pop(heard.claim.id, None)
        self.stands.pop(heard.claim.id, None)
        for number, declared in enumerate(effect.declarations):
            del self.declarations[_place(heard, declared.date), number]
        for number, assessed in enumerate(effect.assessments):
            del self.assessments[_place(heard, assessed.date), number]
        for number, said in enumerate(effect.authority):
            del self.authority[_place(heard, said.date), number]
        for item in effect.interruptions:
            self.held[item.slot].remove(item)
        for event in effect.events:
            self.said[event.slot].pop(event.claim, None)
        for slot, count in effect.counted:
            self.counted[slot].pop(_place(heard, count.date), None)
        for slot, day in effect.bearing:
            self.spoke[slot][day] -= 1
        self._mark(effect)

    def _mark(self, effect: Effect) -> None:
        self.words_changed |= bool(effect.declarations or effect.assessments or effect.authority)
        self.slots_changed |= {item.slot for item in effect.interruptions}
        self.slots_changed |= {event.slot for event in effect.events}
        self.slots_changed.update(slot for slot, _ in (*effect.counted, *effect.bearing))


def _place(heard: Heard, date: str | None) -> Place:
    return (date or heard.said_on, heard.known_on, heard.claim.report, heard.claim.reach.start, heard.claim.id)


class Shown:
    """Makes the shown values of a status from its parts, and keeps what nothing has touched."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one evaluation
        self,
        parts: Parts,
        arithmetic: Arithmetic,
        listener: Listener,
        powers: Powers,
        clock: Clock,
        names: Names,
        reported: Reported,
    ) -> None:
        self._parts = parts
        self._arithmetic = arithmetic
        self._listener = listener
        self._powers = powers
        self._clock = clock
        self._names = names
        self._reported = reported
        self._words: _Words | None = None
        self._counts: dict[Slot, ConditionCount] = {}
        self._with_day: dict[str, bool] = {}

    @property
    def began(self) -> str | None:
        """Since when the arrangement has been in force at first; None while it has not begun."""
        return self._said().began

    def arithmetic_changed(self) -> None:
        """Forget the arithmetic of every condition."""
        for condition in self._clock.agreement.conditions:
            self._counts.pop((condition.id, ARITHMETIC), None)

    def reported_on(self, day: str) -> None:
        """Take in the day of one more report: the counts are made again where the record did not report on it yet."""
        if self._reported.add(day):
            self._counts.clear()

    def reports_otherwise(self, day: str) -> bool:
        """Say whether a count is shown otherwise once the record reports on a day."""
        more = self._reported.with_day(day)
        if more is None:
            return False
        if day not in self._with_day:
            self._with_day[day] = self._other_counts(more)
        return self._with_day[day]

    def _other_counts(self, reported: Reported) -> bool:
        words, before = self._said(), self._reported
        self._forget_counts()
        now = tuple(self._all_counts(words.arrangement))
        kept, self._counts, self._reported = self._counts, {}, reported
        then = tuple(self._all_counts(words.arrangement))
        self._counts, self._reported = kept, before
        return now != then

    def speaks_otherwise(self, gone: Iterable[tuple[Slot, str]], new: Iterable[tuple[Slot, str]]) -> bool:
        """Say whether a count is shown otherwise where some silences were not broken and others were."""
        spoken: dict[Slot, Counter[str]] = {}
        for each, change in ((gone, -1), (new, 1)):
            for slot, day in each:
                spoken.setdefault(slot, Counter(self._parts.spoke[slot]))[day] += change
        spoken = {slot: spoke for slot, spoke in spoken.items() if _days_of(spoke) != _days_of(self._parts.spoke[slot])}
        if not spoken:  # a count asks on which days an authority spoke, not how often
            return False
        words, by_id = self._said(), {each.id: each for each in self._clock.agreement.conditions}
        self._forget_counts()
        return any(
            self._days(by_id[condition], by, words.arrangement, spoke) != self._count(by_id[condition], by, words.arrangement)
            for (condition, by), spoke in spoken.items()
        )

    def events_changed(self) -> None:
        """Forget the arithmetic of events, and what one more report would change."""
        self._with_day.clear()
        for condition in self._clock.agreement.conditions:
            if condition.kind == "event":
                self._counts.pop((condition.id, ARITHMETIC), None)

    def status(self, ground: Ground, proposals: int) -> Status:
        """Return the status; ``proposals``: how many of them would change it."""
        words = self._said()
        self._forget_counts()
        counts = tuple(self._all_counts(words.arrangement))
        agreement = self._clock.agreement
        return Status(
            agreement=agreement.id,
            name=agreement.name,
            known=None,
            on=self._clock.on,
            arrangement=words.arrangement,
            adherence=words.adherence,
            assessments=words.assessments,
            declarations=words.declarations,
            authority=words.authority,
            conditions=counts,
            phases=Phases(counts, words.arrangement, self._clock, self._names).states(),
            ground=ground,
            proposals_that_would_change_it=proposals,
        )

    def _said(self) -> _Words:
        if self._words is None or self._parts.words_changed:
            before = self._words
            self._words = self._folded()
            self._parts.words_changed = False
            if before is None or before.arrangement != self._words.arrangement:
                self._counts.clear()
        return self._words

    def _folded(self) -> _Words:
        parts = self._parts
        deeds = ordered(deed for each in parts.deeds.values() for deed in each)
        stands = [stand for each in parts.stands.values() for stand in each]
        of_party: dict[str, list[Deed]] = defaultdict(list)
        for deed in deeds:
            if deed.party is not None:
                of_party[deed.party].append(deed)
        parties = self._powers.parties
        return _Words(
            began=beginning_of(deeds, self._powers, self._clock, self._names).since,
            arrangement=arrangement_of(deeds, stands, self._powers, self._clock, self._names),
            adherence=tuple(
                adherence_of(party, of_party[party], parties, self._clock, self._names) for party in self._clock.agreement.parties
            ),
            declarations=_in_order(parts.declarations),
            assessments=_in_order(parts.assessments),
            authority=_in_order(parts.authority),
        )

    def _forget_counts(self) -> None:
        for slot in self._parts.slots_changed:
            self._counts.pop(slot, None)
            self._counts.pop((slot[0], ARITHMETIC), None)
        self._parts.slots_changed.clear()

    def _all_counts(self, arrangement: Arrangement) -> Iterator[ConditionCount]:
        for condition in self._clock.agreement.conditions:
            for by in (*self._listener.counting[condition.id], ARITHMETIC):
                yield self._count(condition, by, arrangement)

    def _count(self, condition: Condition, by: str, arrangement: Arrangement) -> ConditionCount:
        slot = (condition.id, by)
        if slot not in self._counts:
            spoke = self._parts.spoke[slot]
            is_days = condition.kind == "days"
            self._counts[slot] = self._days(condition, by, arrangement, spoke) if is_days else self._event(condition, by)
        return self._counts[slot]

    def _days(self, condition: Condition, by: str, arrangement: Arrangement, spoke: Counter[str]) -> ConditionCount:
        window = self._listener.windows.get(condition.id)
        span = span_of(condition.needed, window, arrangement, self._clock, self._reported)
        if by == ARITHMETIC:
            held = {each: self._parts.held[condition.id, each] for each in self._listener.counting[condition.id]}
            return self._arithmetic.count(condition, span, held, self._names)
        told = self._parts.counted[condition.id, by]
        words = [told[place] for place in sorted(told)]
        held_by = self._parts.held[condition.id, by]
        days = tuple(_days_of(spoke))
        return counted(condition, by, rule=OWN_WORDS, span=span, held=held_by, words=words, spoke=days, names=self._names)

    def _event(self, condition: Condition, by: str) -> ConditionCount:
        said = {
            each: sorted(self._parts.said[condition.id, each].values(), key=lambda one: (one.day, one.claim))
            for each in self._listener.counting[condition.id]
        }
        if by == ARITHMETIC:
            return self._arithmetic.event(condition, said, self._names)
        first = said[by][0].day if said[by] else None
        return event_counted(condition, by, rule=OWN_WORDS, said=said[by], met_on=first, names=self._names)


class _Words(NamedTuple):
    """What is made of declarations and assessments."""

    began: str | None
    arrangement: Arrangement
    adherence: tuple[Adherence, ...]
    declarations: tuple[Declaration, ...]
    assessments: tuple[Assessment, ...]
    authority: tuple[AuthorityClaim, ...]


def _days_of(spoke: Counter[str]) -> set[str]:
    """Return the days on which anything was said."""
    return {day for day, times in spoke.items() if times}


def _in_order(said: dict[tuple[Place, int], T]) -> tuple[T, ...]:
    return tuple(said[key] for key in sorted(said))
