"""Incidents as the counts and the ground need them: on which day, of what kind, and whether anybody denies that it happened.

An incident is *undisputed* once at least two independent origins report it and no account known by then denies that it happened.
A denial that becomes known only later does not undo this: else a count could be raised by denying.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from truceline.actors import Registry, registry_of
from truceline.agreement.remembering import remembered
from truceline.agreement.violations.concerns import Concerns, Seen, Stretch, stretch_of
from truceline.linker.origins import count_origins, origin
from truceline.model import Actor, Claim, EventMention, Incident, Place
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard

ENOUGH = 2
"""How many independent origins make a report more than an allegation alone."""

ASSERTING = frozenset({"assert", "confirm", "accuse", "claim_responsibility", "correct"})
DENYING = frozenset({"deny", "reject"})
_HAPPENED = frozenset({"occurred", "attempted"})


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """An incident: ``start`` as told (None: no day), the ``clauses`` it may concern, who reports it, in which ``claim`` first.

    ``is_undisputed``: see above; ``denied_later`` by a claim that became known when it was that already.
    """

    id: str
    start: str | None
    clauses: frozenset[str]
    is_undisputed: bool
    denied_later: str | None
    reported_by: str
    claim: str


class Examiner:
    """Reads incidents for one agreement; only clauses that interrupt some condition are looked at."""

    def __init__(self, agreement: Agreement, actors: Sequence[Actor], places: Iterable[Place]) -> None:
        wanted = {clause for condition in agreement.conditions for clause in condition.interrupted_by}
        clauses = tuple(clause for clause in agreement.clauses if clause.id in wanted)
        self._agreement = msgspec.structs.replace(agreement, clauses=clauses)
        self._concerns = Concerns(self._agreement, places)
        self._actors = actors

    @functools.cached_property
    def _registry(self) -> Registry:
        return registry_of(self._actors)

    def fact(self, incident: Incident, heard: Sequence[Heard]) -> Fact:
        """Return what counts of an incident; ``heard`` are its counted claims."""
        start = _start(incident)
        targets = frozenset(t for each in heard for event in events_of(each, incident.id) for t in event.targets)
        means = frozenset(account.means for account in incident.accounts if account.means)
        places = tuple(place.place for place in incident.places if place.place)
        clauses = self.clauses((incident.type,), targets, means, places, (start, incident.time.end if incident.time else None))
        is_undisputed, denied_later = self._judged(incident, heard) if clauses else (False, None)
        return Fact(
            id=incident.id,
            start=start,
            clauses=clauses,
            is_undisputed=is_undisputed,
            denied_later=denied_later,
            reported_by=_reporters(incident) if is_undisputed else "",
            claim=incident.claims[0] if incident.claims else "",
        )

    @remembered
    def may_concern(self, kind: str) -> frozenset[str]:
        """Return the clauses that something of a kind may concern, wherever and whenever it was."""
        return frozenset(each.clause.id for each in self._concerns.of((kind,)))

    @remembered
    def clauses(
        self,
        kinds: tuple[str, ...],
        targets: frozenset[str],
        means: frozenset[str],
        places: tuple[str, ...],
        when: tuple[str | None, str | None],
    ) -> frozenset[str]:
        """Return the clauses that something of these kinds, at these places and at that time, may concern."""
        concerns = self._concerns.of(kinds)
        if not concerns:
            return frozenset()
        seen = Seen(kinds, targets, means, places, stretch_of(*when, self._agreement) if any(when) else Stretch())
        return frozenset(each.clause.id for each in concerns if each.fits(seen))

    def _judged(self, incident: Incident, heard: Sequence[Heard]) -> tuple[bool, str | None]:
        """Return whether it is undisputed, and which later claim denies it all the same."""
        if incident.origins.sure < ENOUGH:
            return False, None
        denials = [each for each in heard if denies_occurrence(each.claim, events_of(each, incident.id))]
        if not denials:
            return True, None
        return self.undisputed_in_time(heard, denials)

    def undisputed_in_time(self, heard: Sequence[Heard], denials: Sequence[Heard]) -> tuple[bool, str | None]:
        """Return whether two origins reported it by a day on which no denial was known, and the first denial after that."""
        denied = min((each.known_on for each in denials), default="9999")
        known: list[Claim] = []
        for day, some in groupby(sorted(heard, key=lambda each: (each.known_on, each.claim.id)), key=lambda each: each.known_on):
            known += [each.claim for each in some]
            if day >= denied:
                return False, None
            found = {claim.id: origin(claim, {}, self._registry) for claim in known}
            if count_origins(known, found, self._registry).sure >= ENOUGH:
                later = min(denials, key=lambda each: (each.known_on, each.claim.id), default=None)
                return True, later.claim.id if later else None
        return False, None


def events_of(heard: Heard, incident: str) -> tuple[EventMention, ...]:
    """Return the mentions of a claim that are an incident."""
    wanted = heard.mentions.get(incident)
    return tuple(event for event in heard.claim.events if event.id in wanted) if wanted else heard.claim.events


def happened(event: EventMention) -> bool:
    """Say whether a mention tells of something that took place."""
    return event.stage in _HAPPENED and not event.denied


def denies_occurrence(claim: Claim, events: Sequence[EventMention]) -> bool:
    """Say whether a claim denies that it happened at all, and not only who did it, how, or why."""
    if claim.stance in DENYING:
        return "occurrence" in claim.about or not claim.about
    return claim.stance in ASSERTING and bool(events) and all(event.denied and "occurrence" in claim.about for event in events)


def _start(incident: Incident) -> str | None:
    time = incident.time
    return time.start if time is not None and time.basis != "published" else None


def _reporters(incident: Incident) -> str:
    """Return who reports it, each once, in the order of the accounts."""
    names = (account.speaker or f"report {account.report}" for account in incident.accounts if account.stance in ASSERTING)
    return ", ".join(dict.fromkeys(names))
