"""Evaluation: the status of one agreement, kept in parts so that one new claim touches only the parts it changes.

The parts: what each claim does, the interruptions of each count, the facts of each incident, the ground. ``add`` puts in one
claim with the incidents as they are with it; ``status`` puts the parts together. ``would_change`` tells, without putting it in,
whether a proposal would change anything at all if it were accepted.

The same claims in any order, put in at once or one by one, give the same status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truceline.agreement.parties import Parties
from truceline.agreement.status.arithmetic import Arithmetic
from truceline.agreement.status.ground import GroundFold
from truceline.agreement.status.incidents import Examiner, Fact
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.powers import Powers
from truceline.agreement.status.shown import Parts, Shown
from truceline.agreement.status.silences import Reported
from truceline.agreement.status.wording import Names
from truceline.agreement.status.words_heard import NOTHING, Effect, Listener
from truceline.model import Incident
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard, Hearing
from truceline.model.status import Status

_NO_MEMBERS: Mapping[str, Heard] = {}


class Evaluation:
    """One agreement held against what was heard of it by the end of one day."""

    def __init__(self, agreement: Agreement, hearing: Hearing) -> None:
        parties = Parties(agreement, hearing.actors, hearing.places)
        self._clock = Clock(agreement, hearing.on)
        powers = Powers(agreement, parties)
        self._examiner = Examiner(agreement, hearing.actors, hearing.places)
        self._listener = Listener(parties, powers, self._clock, self._examiner)
        self._arithmetic = Arithmetic(agreement, self._listener, self._examiner, hearing)
        self._hearing = hearing
        self._heard: dict[str, Heard] = {}
        self._members: dict[str, dict[str, Heard]] = {}
        self._effects: dict[str, Effect] = {}
        self._parts = Parts()
        names, reported = Names(parties.actors), Reported(hearing.reported)
        self._shown = Shown(self._parts, self._arithmetic, self._listener, powers, self._clock, names, reported)
        for each in hearing.heard:
            self._take_in(each)
        self._facts = {each.id: self._fact(each) for each in hearing.incidents}
        self._arithmetic.begin(self._facts, hearing.heard)
        for each in hearing.heard:
            self._put(each)
        self._ground = self._new_ground()

    def status(self, waiting: Iterable[Heard] | None = None) -> Status:
        """Return the status; ``waiting``: the proposals to look at, by default those of the hearing."""
        proposals = self._hearing.waiting if waiting is None else waiting
        ground = self._ground.shown(self._hearing.gaps, self._hearing.exposures)
        return self._shown.status(ground, sum(map(self.would_change, proposals)))

    def add(self, heard: Heard, incidents: Iterable[Incident] = ()) -> None:
        """Put in one counted claim; ``incidents``: those that it changes, as they are with it."""
        began = self._shown.began
        replaced = self._heard.get(heard.claim.supersedes or "")
        changed = {each.id: each for each in incidents}
        touched = dict.fromkeys((*changed, *(replaced.incidents if replaced else ())))
        if replaced is not None:
            self._take_out(replaced)
        self._take_in(heard)
        for incident in touched:
            self._renew(incident, changed.get(incident))
        self._arithmetic.hear(heard)
        self._shown.reported_on(heard.known_on)
        self._shown.events_changed()
        self._put(heard)
        if self._shown.began != began:
            self._ground = self._new_ground()

    def would_change(self, heard: Heard) -> bool:
        """Say whether the status would be another if this claim counted; ``heard.then``: its incidents as they would be."""
        replaced = self._heard.get(heard.claim.supersedes or "")
        before = self._effects.get(replaced.claim.id, NOTHING) if replaced is not None else NOTHING
        if before.is_act:
            return True
        facts = dict(self._facts_with(heard, replaced))
        pairs = [(self._facts.get(incident), fact) for incident, fact in facts.items()]
        if any(self._ground.is_other(*pair) or self._arithmetic.is_other(*pair) for pair in pairs):
            return True
        known = {incident: fact for incident in heard.incidents if (fact := facts.get(incident) or self._facts.get(incident))}
        effect = self._listener.effect(heard, known)
        if effect.is_act or self._arithmetic.hears_otherwise(heard, replaced.claim.id if replaced else None):
            return True
        if any(self._changes_neighbours(incident, fact, heard, replaced) for incident, fact in facts.items()):
            return True
        return self._shown.reports_otherwise(heard.known_on) or self._shown.speaks_otherwise(before.bearing, effect.bearing)

    def _facts_with(self, heard: Heard, replaced: Heard | None) -> Iterator[tuple[str, Fact | None]]:
        """Yield each incident that a claim would change as it would be; None where it would be no more."""
        then = {each.id: each for each in heard.then}
        for incident in dict.fromkeys((*then, *(replaced.incidents if replaced else ()))):
            members = {**self._members.get(incident, _NO_MEMBERS)}
            if replaced is not None:
                members.pop(replaced.claim.id, None)
            if incident in heard.incidents:
                members[heard.claim.id] = heard
            found = then.get(incident)
            yield incident, self._examiner.fact(found, tuple(members.values())) if found else None

    def _changes_neighbours(self, incident: str, fact: Fact | None, heard: Heard, replaced: Heard | None) -> bool:
        """Say whether an incident's new day or kind changes what another claim of it interrupts."""
        before = self._facts.get(incident)
        if before is not None and fact is not None and (before.start, before.clauses) == (fact.start, fact.clauses):
            return False
        gone = {heard.claim.id, replaced.claim.id if replaced else ""}
        for claim, member in self._members.get(incident, _NO_MEMBERS).items():
            others = {each: self._facts[each] for each in member.incidents if each in self._facts and each != incident}
            known = others | ({incident: fact} if fact else {})
            if claim not in gone and self._listener.effect(member, known) != self._effects.get(claim, NOTHING):
                return True
        return False

    def _fact(self, incident: Incident) -> Fact:
        return self._examiner.fact(incident, tuple(self._members.get(incident.id, _NO_MEMBERS).values()))

    def _take_in(self, heard: Heard) -> None:
        self._heard[heard.claim.id] = heard
        for incident in heard.incidents:
            self._members.setdefault(incident, {})[heard.claim.id] = heard

    def _take_out(self, heard: Heard) -> None:
        claim = heard.claim.id
        del self._heard[claim]
        for incident in heard.incidents:
            self._members[incident].pop(claim, None)
        self._parts.remove(heard, self._effects.pop(claim, NOTHING))
        self._arithmetic.forget(claim)

    def _put(self, heard: Heard) -> None:
        """Let a claim do what it does, in the place of what it did before."""
        claim = heard.claim.id
        effect = self._listener.effect(heard, self._facts)
        before = self._effects.get(claim, NOTHING)
        if before == effect:
            return
        if before is not NOTHING:
            self._parts.remove(heard, before)
        self._parts.add(heard, effect)
        self._effects[claim] = effect

    def _renew(self, incident: str, found: Incident | None) -> None:
        """Put an incident as it is now in the place of what it was; None where it is no more."""
        before = self._facts.get(incident)
        after = self._fact(found) if found else None
        if before == after:
            return
        self._arithmetic.replace(before, after)
        self._shown.arithmetic_changed()
        self._ground.replace(before, after)
        if after is None:
            del self._facts[incident]
        else:
            self._facts[incident] = after
        for member in tuple(self._members.get(incident, _NO_MEMBERS).values()):
            self._put(member)

    def _new_ground(self) -> GroundFold:
        return GroundFold(self._clock, self._shown.began, self._facts.values())


def assess(agreement: Agreement, hearing: Hearing) -> Status:
    """Return the state of an agreement by the end of the day of the hearing."""
    return Evaluation(agreement, hearing).status()
