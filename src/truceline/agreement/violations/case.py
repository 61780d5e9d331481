"""One incident as a case: what its counted claims say, worked out once and shared by every clause it concerns."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence

from truceline.agreement.violations.axes import allegation, attribution, occurrence
from truceline.agreement.violations.concerns import Seen, Stretch, stretch_of
from truceline.agreement.violations.positions import Takes
from truceline.agreement.violations.testimony import HAPPENED, Testimony
from truceline.model import EventMention, Incident
from truceline.model.agreements import Agreement
from truceline.model.violations import Position

CORROBORATED = 2


class Case:
    """What counted claims say of one incident. Nothing here depends on a clause.

    ``day`` is the first on which it may have happened, None where none is said.
    """

    def __init__(self, incident: Incident, testimonies: tuple[Testimony, ...], agreement: Agreement) -> None:
        time = incident.time
        self.incident = incident
        self.day = (time.start or time.end or "")[:10] or None if time else None
        self.testimonies = testimonies
        self.alleged = _alleged(testimonies)
        self._agreement = agreement
        self.seen = self._seen()

    def _seen(self) -> Seen | None:
        """What those who stand behind it say of it, all together; None where nobody says that anything happened."""
        events = [e for t in self.testimonies if t.asserts for e in t.events if not e.denied and e.stage in HAPPENED]
        if not events and not any(t.asserts and not t.claim.events for t in self.testimonies):
            return None
        incident = self.incident
        places = tuple(dict.fromkeys([p.place for p in incident.places if p.place is not None]))
        return Seen(
            kinds=_kinds(incident.type, events),
            targets=frozenset([target for e in events for target in e.targets]),
            means=frozenset([e.means for e in events if e.means is not None]),
            places=places,
            when=self._when(),
        )

    def _when(self) -> Stretch:
        """When it happened, as far as is said; what was reported on a day had happened by then."""
        time = self.incident.time
        if time is None or (time.start is None and time.end is None):
            return Stretch(None, self.incident.known)
        return stretch_of(time.start, time.end or self.incident.known, self._agreement)

    def occurrence(self) -> Takes:
        """What authorities say of whether it happened."""
        return occurrence(self.testimonies)

    def by_origins(self) -> Position | None:
        """What the number of independent origins gives; None where nobody says that it happened."""
        origins = self.incident.origins
        if not origins.possible:
            return None
        is_enough = origins.sure >= CORROBORATED
        rule = _rule(origins.sure, origins.possible)
        return Position(value="corroborated" if is_enough else "alleged", since=self.incident.known, rule=rule)

    def attribution(self, party: str | None, unbound: frozenset[str]) -> Takes:
        """What authorities say of whether this party did it; for None, ``unbound`` holds whom the clause does not bind."""
        return attribution(self.testimonies, party, unbound)

    def allegation(self, party: str | None, unbound: frozenset[str]) -> Takes:
        """Who alleges a breach by this party, or denies that there was one."""
        return allegation(self.testimonies, party, unbound)


@functools.cache
def _rule(sure: int, possible: int) -> str:
    several = f"{sure}" if sure == possible else f"{sure} to {possible}"
    return f"independent origins that say that it happened: {several}; {CORROBORATED} sure ones corroborate it"


def _kinds(kind: str, events: Sequence[EventMention]) -> tuple[str, ...]:
    others = {event.type for event in events if event.type != kind}
    return tuple(sorted((kind, *others))) if others else (kind,)


def _alleged(testimonies: Iterable[Testimony]) -> Mapping[str | None, frozenset[str]]:
    """Return by party the actors as they were named; None has those who stand for no party.

    Somebody who claims it for itself alleges itself. What was taken back is no allegation any more.
    """
    found: dict[str | None, set[str]] = {}
    for each in testimonies:
        if not each.asserts or each.taken_back is not None:
            continue
        for named in each.named:
            if not named.denied:
                found.setdefault(named.party, set()).add(named.actor)
        speaker = each.claim.speaker
        if each.claim.stance == "claim_responsibility" and speaker is not None and speaker.actor is not None:
            found.setdefault(each.party, set()).add(speaker.actor)
    return {party: frozenset(actors) for party, actors in found.items()}


def lines_of(
    alleged: Mapping[str | None, frozenset[str]], bound: Collection[str], parties: Sequence[str], *, binds_all: bool
) -> list[tuple[str | None, frozenset[str]]]:
    """Return the lines of one clause: each party alleged that it binds, in the order of the document, else that of nobody.

    The last is there where nobody is alleged at all or, under a clause that binds all, only somebody who stands for no party, or
    for one that only another clause binds. A clause that binds only some is not concerned by what others are said to have done.
    """
    mine = [party for party in parties if party in alleged and party in bound]
    mine += sorted(party for party in alleged if party is not None and party in bound and party not in parties)
    if mine:
        return [(party, frozenset()) for party in mine]
    strangers = frozenset[str]().union(*alleged.values()) if binds_all else frozenset[str]()
    return [(None, strangers)] if strangers or not alleged else []
