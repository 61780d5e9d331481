"""What one counted claim does: declarations, assessments, claims to authority, and what its own author lets it interrupt.

An authority's count is interrupted by nothing but that authority's own words: what it says happened and a clause forbids, or that
the agreement was broken, by one act or by a number of them. An unnamed speaker speaks for no authority. What is taken back later
has interrupted the count all the same; the counterfactual shows what it would be without.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import msgspec

from truceline.agreement.parties import Parties
from truceline.agreement.remembering import remembered
from truceline.agreement.statements import BreachAlleged, DayCount, Statement, read
from truceline.agreement.status.deeds import Deed, Stand, deed_of, scoped, stand_of, told_day
from truceline.agreement.status.incidents import ASSERTING, Examiner, Fact, events_of, happened
from truceline.agreement.status.moments import Clock, Window
from truceline.agreement.status.powers import Powers
from truceline.model import EventMention
from truceline.model.agreements import Condition
from truceline.model.hearing import Heard
from truceline.model.status import Assessment, AuthorityClaim, Declaration

_PRESUPPOSING = frozenset({"occurrence", "perpetrator", "responsibility", "count"})
"""What nobody can say of an incident without saying that it happened."""

_BLAMING = _PRESUPPOSING - {"occurrence"}
_NEGATION = re.compile(r"\b(?:no|not|never|neither|nor|none|nothing|without)\b|n['’]t\b", re.IGNORECASE)

LONGEST = 160
"""So many characters of a claim's words stand in a sentence."""

Said = TypeVar("Said", Assessment, AuthorityClaim)
Slot = tuple[str, str]
"""A count: the id of the condition and the authority that counts."""


class Interruption(msgspec.Struct, frozen=True, kw_only=True):
    """One count is interrupted on a day (``YYYY-MM-DD``), by an incident or (None) by words in general."""

    slot: Slot
    day: str
    incident: str | None
    claimed_by: str
    claim: str
    why: str

    @property
    def order(self) -> tuple[str, str, str]:
        """What interruptions are put in order by."""
        return (self.day, self.claim, self.incident or "")


class EventSaid(msgspec.Struct, frozen=True, kw_only=True):
    """An authority says that the event of a condition came, on a day (None: no day is told)."""

    slot: Slot
    day: str
    claim: str


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """All that one claim does. ``counted`` are (slot, claim, whether it says that the condition is met).

    ``bearing``: on which day it breaks an authority's silence on a condition, whatever it says of it.
    """

    declarations: tuple[Declaration, ...] = ()
    deeds: tuple[Deed, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    stands: tuple[Stand, ...] = ()
    authority: tuple[AuthorityClaim, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    events: tuple[EventSaid, ...] = ()
    counted: tuple[tuple[Slot, DayCount], ...] = ()
    bearing: tuple[tuple[Slot, str], ...] = ()

    @property
    def is_act(self) -> bool:
        """Whether it does more than to break a silence."""
        return self != NOTHING and (not self.bearing or msgspec.structs.replace(self, bearing=()) != NOTHING)


NOTHING = Effect()
"""What most claims do."""


class Listener:
    """Reads claims for one agreement and one day."""

    def __init__(self, parties: Parties, powers: Powers, clock: Clock, examiner: Examiner) -> None:
        self._agreement = parties.agreement
        self._parties = parties
        self._powers = powers
        self._clock = clock
        self._examiner = examiner
        self.windows = {each.id: window for each in self._agreement.conditions if (window := self._window(each))}
        self.counting = {each.id: self._counting(each) for each in self._agreement.conditions}
        self._speak_for: dict[str, tuple[str, ...]] = {}
        self._of_days = [each for each in self._agreement.conditions if each.kind == "days" and each.interrupted_by]
        self._has_events = any(each.kind == "event" for each in self._agreement.conditions)
        self._authorities = frozenset(by for counting in self.counting.values() for by in counting)

    def effect(self, heard: Heard, facts: Mapping[str, Fact]) -> Effect:
        """Return what a claim does; ``facts``: of the incidents it belongs to."""
        statements = read(heard, self._agreement, self._parties)
        speaking = self._speaking(heard)
        if not statements and not speaking:
            return NOTHING
        interruptions = tuple(self._interruptions(heard, statements, facts, speaking)) if speaking else ()
        events = tuple(self._events(heard, speaking)) if speaking and self._has_events else ()
        bearing = tuple(self._bearing(heard, statements, speaking)) if speaking else ()
        if statements:
            return self._stated(heard, statements, speaking, Effect(interruptions=interruptions, events=events, bearing=bearing))
        if not (interruptions or events or bearing):
            return NOTHING
        return Effect(interruptions=interruptions, events=events, bearing=bearing)

    def _stated(self, heard: Heard, statements: Sequence[Statement], speaking: tuple[str, ...], besides: Effect) -> Effect:
        """Return the effect of a claim that says something of the agreement itself, with what it does ``besides``."""
        declarations = tuple(scoped(each, heard, self._powers) for each in statements if isinstance(each, Declaration))
        assessments = tuple(_dated(each, heard) for each in statements if isinstance(each, Assessment))
        deeds = (deed_of(each, heard, self._powers, self._clock) for each in declarations)
        stands = (stand_of(each, heard, self._powers, self._clock) for each in assessments)
        found = msgspec.structs.replace(
            besides,
            declarations=declarations,
            deeds=tuple(deed for deed in deeds if deed),
            assessments=assessments,
            stands=tuple(stand for stand in stands if stand),
            authority=tuple(_dated(each, heard) for each in statements if isinstance(each, AuthorityClaim)),
            counted=tuple(self._counted(statements, speaking)) if speaking else (),
        )
        return NOTHING if found == NOTHING else found

    def _bearing(self, heard: Heard, statements: Iterable[Statement], speaking: tuple[str, ...]) -> Iterator[tuple[Slot, str]]:
        """Yield the counts on which a claim of an authority bears: how it stands, what broke it, or whether something happened.

        What a party declares of its own part bears on none.
        """
        is_of_all = any(isinstance(each, Assessment | BreachAlleged | DayCount) for each in statements)
        is_of_all = is_of_all or (bool(heard.incidents) and not heard.claim.events)
        day = min(heard.said_on, self._clock.on)
        for slot, clauses in self._slots(speaking):
            if is_of_all or any(not self._examiner.may_concern(event.type).isdisjoint(clauses) for event in heard.claim.events):
                yield slot, day

    @remembered
    def _slots(self, speaking: tuple[str, ...]) -> tuple[tuple[Slot, tuple[str, ...]], ...]:
        """Return the counts of days of some authorities, with the clauses that interrupt each."""
        each_count = ((each, by) for each in self._of_days for by in speaking if by in self.counting[each.id])
        return tuple(((condition.id, by), condition.interrupted_by) for condition, by in each_count)

    def _window(self, condition: Condition) -> Window | None:
        point = self._clock.moment(condition.since)
        return Window.after(point, self._clock) if point else None

    def _counting(self, condition: Condition) -> tuple[str, ...]:
        """Return who counts: those whom the condition names, else every holder, party and third party."""
        if condition.counted_by:
            return self._parties.all_holders(condition.counted_by)
        text = self._agreement
        third = (each.actor for each in text.third_parties)
        return tuple(dict.fromkeys((*self._powers.office_holders(None), *text.parties, *third)))

    def _speaking(self, heard: Heard) -> tuple[str, ...]:
        """Return the authorities whose word a claim is: none for an unnamed speaker, a report's own voice, or a denial."""
        speaker = heard.claim.speaker
        if speaker is None or speaker.unnamed or speaker.actor is None:
            return ()
        actor = speaker.actor
        if actor not in self._speak_for:
            self._speak_for[actor] = tuple(each for each in self._parties.above(actor) if each in self._authorities)
        return self._speak_for[actor]

    def _interruptions(
        self, heard: Heard, statements: Iterable[object], facts: Mapping[str, Fact], speaking: tuple[str, ...]
    ) -> Iterator[Interruption]:
        speaker, why = heard.claim.speaker, ""
        if speaker is None or not self._of_days:
            return
        seen: set[tuple[Slot, str | None]] = set()
        for when, incident, clauses in chain(self._said_happened(heard, facts), self._said_broken(heard, statements, facts)):
            for condition in self._of_days:
                if clauses is not None and clauses.isdisjoint(condition.interrupted_by):
                    continue
                if not self.is_in(condition, when):
                    continue
                why = why or f"{speaker.name}: “{shortened(heard.words)}”"
                for by in speaking:
                    slot = (condition.id, by)
                    if by in self.counting[condition.id] and (slot, incident) not in seen:
                        seen.add((slot, incident))
                        yield Interruption(
                            slot=slot,
                            day=self._clock.day(when),
                            incident=incident,
                            claimed_by=speaker.actor or speaker.name,
                            claim=heard.claim.id,
                            why=why,
                        )

    def day(self, when: str) -> str:
        """Return the day of an instant or day, in the agreement's calendar."""
        return self._clock.day(when)

    def is_in(self, condition: Condition, day: str) -> bool:
        """Say whether a day or instant surely lies in the time over which a condition is counted."""
        return self._is_inside(condition.id, day)

    @remembered
    def _is_inside(self, condition: str, day: str) -> bool:
        window = self.windows.get(condition)
        return window is not None and window.has(day, self._clock) is True

    def _said_happened(self, heard: Heard, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str | None, frozenset[str] | None]]:
        """Yield day, incident and clauses of what a claim itself says took place."""
        if not alleges(heard):
            return
        linked = {event.id: incident for incident in heard.incidents for event in events_of(heard, incident)}
        for event in heard.claim.events:
            if not happened(event):
                continue
            incident = linked.get(event.id)
            fact = facts.get(incident) if incident else None
            start, end = _times(heard, event)
            start = start or (fact.start if fact else None)
            if start is not None:
                yield start, incident, self._clauses(heard, event, (start, end))
        if heard.claim.about:
            yield from self._presupposed(heard, facts, set(linked.values()))

    def _presupposed(
        self, heard: Heard, facts: Mapping[str, Fact], told: Container[str]
    ) -> Iterator[tuple[str, str | None, frozenset[str] | None]]:
        """Yield the incidents for which a claim has no word of its own: whoever blames for them says that they happened."""
        for incident in heard.incidents:
            fact = facts.get(incident)
            if incident not in told and fact is not None and fact.start is not None:
                yield fact.start, incident, fact.clauses

    def _said_broken(
        self, heard: Heard, statements: Iterable[object], facts: Mapping[str, Fact]
    ) -> Iterator[tuple[str, str | None, frozenset[str] | None]]:
        """Yield day, incident and clauses (None: any) of what a claim alleges to have broken the agreement."""
        for each in statements:
            if not isinstance(each, BreachAlleged) or each.is_denied:
                continue
            incidents = [facts[incident] for incident in each.incidents if incident in facts and not each.is_tally]
            for fact in incidents:
                yield each.on or fact.start or each.date or heard.said_on, fact.id, fact.clauses
            if not incidents:
                yield each.on or each.until or each.date or heard.said_on, None, None

    def _clauses(self, heard: Heard, event: EventMention, when: tuple[str | None, str | None]) -> frozenset[str]:
        spans = set(event.places)
        places = tuple(place.place for place in heard.claim.places if place.span in spans and place.place)
        means = frozenset({event.means}) if event.means else frozenset[str]()
        return self._examiner.clauses((event.type,), frozenset(event.targets), means, places, when)

    def _events(self, heard: Heard, speaking: tuple[str, ...]) -> Iterator[EventSaid]:
        days = event_day(heard, self._agreement.conditions)
        for condition in self._agreement.conditions:
            when = days.get(condition.id)
            if when is None or not self.is_in(condition, when):
                continue
            for by in speaking:
                if by in self.counting[condition.id]:
                    yield EventSaid(slot=(condition.id, by), day=self._clock.day(when), claim=heard.claim.id)

    def _counted(self, statements: Iterable[object], speaking: tuple[str, ...]) -> Iterator[tuple[Slot, DayCount]]:
        for each in statements:
            if not isinstance(each, DayCount):
                continue
            for condition in self._agreement.conditions:
                if condition.kind == "days" and each.needed in {None, condition.needed}:
                    yield from (((condition.id, by), each) for by in speaking if by in self.counting[condition.id])


def _dated(said: Said, heard: Heard) -> Said:
    """Return something said with its day only where one is told, and with the last day on which it can have been said."""
    date = told_day(said.date, heard)
    return msgspec.structs.replace(said, date=date, latest=None if date else heard.said_on)


def alleges(heard: Heard) -> bool:
    """Say whether a claim plainly says of something that it happened: no talk of means or motives alone, no denial.

    Words with a negation that neither blame nor count anybody ("there were no craters") are not taken for it.
    """
    about = heard.claim.about
    if heard.claim.stance not in ASSERTING or (about and _PRESUPPOSING.isdisjoint(about)):
        return False
    is_plain = heard.claim.stance in {"accuse", "claim_responsibility"} or not _BLAMING.isdisjoint(about)
    return is_plain or not _NEGATION.search(heard.words)


def event_day(heard: Heard, conditions: Iterable[Condition]) -> dict[str, str]:
    """Return for each condition whose event a claim says to have come the day of it, or the last on which it can have been."""
    found: dict[str, str] = {}
    if heard.claim.stance not in ASSERTING:
        return found
    for condition in conditions:
        for event in heard.claim.events if condition.kind == "event" else ():
            if event.stage == "occurred" and not event.denied and is_of(event.type, condition.met_by):
                found.setdefault(condition.id, _times(heard, event)[0] or heard.said_on)
    return found


def is_of(kind: str, families: Iterable[str]) -> bool:
    """Say whether an event code is one of these or of one of these families."""
    return any(kind == family or kind.startswith(f"{family}.") for family in families)


def shortened(words: str) -> str:
    """Return words on one line, cut between two of them where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _times(heard: Heard, event: EventMention) -> tuple[str | None, str | None]:
    """Return from when to when a claim says that an event was; None where it gives no day of its own."""
    spans = set(event.times)
    own = [time for time in heard.claim.times if time.span in spans and time.start and time.basis not in {"published", "linked"}]
    return (own[0].start, own[0].end) if own else (None, None)
