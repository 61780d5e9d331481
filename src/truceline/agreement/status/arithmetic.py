"""Arithmetic: the conditions counted under their named rules, from what all accounts say and not from one side's word.

``undisputed`` looks at incidents, ``found`` at the findings that those who count have entered, ``agreed`` at the days on which
all of them are interrupted by their own words. For an event, ``undisputed`` asks for two independent origins that say it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from truceline.agreement.status.conditions import ARITHMETIC, Interruptions, Span, agreed, counted, event_counted
from truceline.agreement.status.incidents import DENYING, Examiner, Fact
from truceline.agreement.status.wording import Names
from truceline.agreement.status.words_heard import EventSaid, Interruption, Listener, event_day, is_of
from truceline.model.agreements import Agreement, Condition
from truceline.model.hearing import Heard, Hearing
from truceline.model.status import ConditionCount
from truceline.model.violations import ViolationStep


class Arithmetic:
    """The arithmetic of every condition of one agreement."""

    def __init__(self, agreement: Agreement, listener: Listener, examiner: Examiner, hearing: Hearing) -> None:
        self._conditions = {each.id: each for each in agreement.conditions}
        self._listener = listener
        self._examiner = examiner
        self._steps = [step for step in hearing.steps if step.agreement in {"", agreement.id}]
        self._held: dict[str, Interruptions] = {}
        self._events: dict[str, dict[str, Heard]] = {each.id: {} for each in agreement.conditions if each.kind == "event"}
        self._denials: dict[str, dict[str, Heard]] = {each: {} for each in self._events}

    def begin(self, facts: Mapping[str, Fact], heard: Iterable[Heard]) -> None:
        """Take in all incidents and claims at once."""
        for each in self._conditions.values():
            made = [found for fact in facts.values() if (found := self._interruption(each, fact))]
            self._held[each.id] = Interruptions([*made, *self._findings(each, facts)])
        for claim in heard if self._events else ():
            self.hear(claim)

    def hear(self, heard: Heard) -> None:
        """Take in a claim that may say that an event came, or did not."""
        for condition in self._says_came(heard):
            self._events[condition.id][heard.claim.id] = heard
        for condition in self._says_not(heard):
            self._denials[condition.id][heard.claim.id] = heard

    def forget(self, claim: str) -> None:
        """Take a claim out."""
        for table in (self._events, self._denials):
            for each in table.values():
                each.pop(claim, None)

    def replace(self, before: Fact | None, after: Fact | None) -> None:
        """Put an incident in the place of what it was before."""
        for condition in self._conditions.values():
            old, new = (self._interruption(condition, fact) if fact else None for fact in (before, after))
            if old == new:
                continue
            if old is not None:
                self._held[condition.id].remove(old)
            if new is not None:
                self._held[condition.id].add(new)

    def is_other(self, before: Fact | None, after: Fact | None) -> bool:
        """Say whether a changed incident changes a count."""
        pairs = ((self._interruption(each, before), self._interruption(each, after)) for each in self._conditions.values())
        return any(old != new for old, new in pairs)

    def hears_otherwise(self, heard: Heard, replaced: str | None) -> bool:
        """Say whether a claim, in the place of another or of none, changes what is said of an event."""
        if self._says_came(heard) or any(replaced in table for table in (*self._events.values(), *self._denials.values())):
            return True
        for condition in self._says_not(heard):
            said, denials = list(self._events[condition.id].values()), list(self._denials[condition.id].values())
            before, after = (self._met_on(condition, said, each) for each in (denials, [*denials, heard]))
            if before != after:
                return True
        return False

    def count(self, condition: Condition, span: Span | None, held: Mapping[str, Interruptions], names: Names) -> ConditionCount:
        """Return the arithmetic of a condition of days; ``held``: what interrupts each authority that counts."""
        mine = self._held[condition.id]
        if condition.rule == "agreed":
            mine = agreed(condition, self._listener.counting[condition.id], held)
        return counted(condition, ARITHMETIC, rule=condition.rule, span=span, held=mine, names=names)

    def event(self, condition: Condition, said: Mapping[str, Sequence[EventSaid]], names: Names) -> ConditionCount:
        """Return the arithmetic of an event; ``said``: what each authority that counts says of it, in order."""
        heard = sorted(self._events[condition.id].values(), key=lambda each: (each.known_on, each.claim.id))
        days = [(self._day(condition, each), each) for each in heard]
        told = [EventSaid(slot=(condition.id, ARITHMETIC), day=day, claim=each.claim.id) for day, each in days if day]
        if condition.rule == "agreed":
            firsts = [each[0].day for each in said.values() if each]
            complete = len(firsts) == len(self._listener.counting[condition.id]) and bool(firsts)
            return event_counted(
                condition, ARITHMETIC, rule="agreed", said=told, met_on=max(firsts) if complete else None, names=names
            )
        met_on = self._met_on(condition, heard, list(self._denials[condition.id].values()))
        return event_counted(condition, ARITHMETIC, rule="undisputed", said=told, met_on=met_on, names=names)

    def _met_on(self, condition: Condition, heard: Sequence[Heard], denials: Sequence[Heard]) -> str | None:
        """Return the day by which an event came: the earliest told, once two origins told of it undenied."""
        days = [day for each in heard if (day := self._day(condition, each))]
        inside = [each for each in heard if self._day(condition, each)]
        return min(days) if days and self._examiner.undisputed_in_time(inside, denials)[0] else None

    def _day(self, condition: Condition, heard: Heard) -> str | None:
        """Return the day of an event that a claim tells, None where it may lie outside the time that counts."""
        day = event_day(heard, (condition,)).get(condition.id)
        return day if day is not None and self._listener.is_in(condition, day) else None

    def _says_came(self, heard: Heard) -> list[Condition]:
        if not self._events or not heard.claim.events:
            return []
        return [each for each in map(self._conditions.__getitem__, self._events) if self._day(each, heard)]

    def _says_not(self, heard: Heard) -> list[Condition]:
        if not self._events or heard.claim.stance not in DENYING:
            return []
        codes = [event.type for event in heard.claim.events]
        events = map(self._conditions.__getitem__, self._events)
        return [each for each in events if any(is_of(code, each.met_by) for code in codes)]

    def _interruption(self, condition: Condition, fact: Fact | None) -> Interruption | None:
        """Return how an incident interrupts a count under ``undisputed``; None where it does not."""
        if fact is None or condition.rule != "undisputed" or condition.kind != "days" or not fact.is_undisputed:
            return None
        if fact.clauses.isdisjoint(condition.interrupted_by) or not fact.start or not self._listener.is_in(condition, fact.start):
            return None
        later = f"; {fact.denied_later} denied it only later" if fact.denied_later else ""
        return Interruption(
            slot=(condition.id, ARITHMETIC),
            day=self._listener.day(fact.start),
            incident=fact.id,
            claimed_by=fact.reported_by,
            claim=fact.claim,
            why=f"at least two independent origins report it, and no account known by then denied that it happened{later}",
        )

    def _findings(self, condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Interruption]:
        """Yield what the findings of those who count interrupt under ``found``."""
        for step in self._steps if condition.rule == "found" else ():
            incident, _, rest = step.violation.partition("/")
            clause = rest.partition("/")[0]
            if not _is_confirmed(step) or clause not in condition.interrupted_by:
                continue
            fact = facts.get(incident)
            day = (fact.start if fact else None) or step.on
            if step.authority in self._listener.counting[condition.id] and self._listener.is_in(condition, day):
                yield Interruption(
                    slot=(condition.id, ARITHMETIC),
                    day=self._listener.day(day),
                    incident=incident,
                    claimed_by=step.authority,
                    claim=step.claim or step.id,
                    why=f"finding {step.id} of {step.on}: confirmed",
                )


def _is_confirmed(step: ViolationStep) -> bool:
    return step.kind == "finding" and step.axis == "finding" and step.value == "confirmed"
