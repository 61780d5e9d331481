"""A tally beside the incidents of the record: which of them it would cover, and what is left over on either side.

Nothing is concluded from it: a tally makes no incident, and an incident proves no tally. An incident is *covered* where it
surely began and ended within the period, lies where the tally says, is of a kind that the agreement speaks of, and somebody
alleges it of whom the tally is about. Where the record leaves one of these open it is *possible*. Each tally is held against the
incidents by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from truceline.agreement.containment import containing
from truceline.agreement.parties import above
from truceline.agreement.tallies.scope import classes_of
from truceline.model import Actor, Incident, Place, Stance
from truceline.model.agreements import Agreement
from truceline.model.tallies import Matched

Fit = Literal["yes", "no", "open"]
_USUAL = ("V", "H.DENY", "H.DELAY", "H.BLOCK", "H.BESIEGE", "L.DETAIN")
"""Kinds of events that count where no agreement says which do."""
_ALLEGING: frozenset[Stance] = frozenset({"assert", "accuse", "confirm", "correct", "claim_responsibility"})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a tally is about. ``against`` are actors; without them and without ``words``, anybody's.

    ``is_vague``: it has a period, but which days it is could not be worked out.
    """

    low: int | None
    high: int | None
    since: str | None
    until: str
    against: tuple[str, ...]
    words: str | None
    places: tuple[str, ...]
    is_vague: bool = False


class _Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Of one incident: its days, who is alleged with all above them, their kinds, where it was with all around it."""

    id: str
    first: str
    last: str
    alleged: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]


class Matching:
    """Holds tallies against the incidents of one hearing; what is known of each incident is worked out once."""

    def __init__(
        self, agreement: Agreement | None, incidents: Iterable[Incident], actors: Mapping[str, Actor], places: Iterable[Place]
    ) -> None:
        self._actors = actors
        self._within = {place.id: place.within for place in places}
        events = _events(agreement)
        self._facts = sorted(
            (facts for incident in incidents if _is_of(incident.type, events) and (facts := self._known(incident)) is not None),
            key=lambda facts: (facts.first, facts.id),
        )

    def of(self, asked: Asked) -> Matched:
        """Return what a tally covers and what is left over, incidents by their first day."""
        covered: list[str] = []
        possible: list[str] = []
        others: list[str] = []
        for facts in self._facts:
            when = _in_period(facts, asked)
            if when == "no":
                continue
            fits = {when, self._by_whom(facts, asked), self._where(facts, asked)}
            (others if "no" in fits else possible if "open" in fits else covered).append(facts.id)
        limit = len(covered) if asked.high is None else asked.high
        n = asked.low if asked.low is not None else asked.high
        return Matched(
            covered=tuple(covered[:limit]),
            unmatched_tally=None if n is None else max(0, n - len(covered)),
            unmatched_incidents=tuple(sorted((*others, *covered[limit:]))),
            possible=tuple(possible),
        )

    def _known(self, incident: Incident) -> _Facts | None:
        time = incident.time
        first, last = ((time.start or "")[:10], (time.end or "")[:10]) if time else ("", "")
        if not first and not last:
            return None
        accounts = [account for account in incident.accounts if account.stance in _ALLEGING and account.alleged_perpetrator]
        alleged = {account.alleged_perpetrator for account in accounts if account.alleged_perpetrator}
        return _Facts(
            id=incident.id,
            first=first or "0000",
            last=last or "9999",
            alleged=frozenset(body for actor in alleged for body in above(actor, self._actors)),
            kinds=frozenset(self._actors[actor].kind for actor in alleged if actor in self._actors),
            places=frozenset(around for mention in incident.places if mention.place for around in self._around(mention.place)),
        )

    def _around(self, place: str) -> tuple[str, ...]:
        return containing(place, self._within)

    def _by_whom(self, facts: _Facts, asked: Asked) -> Fit:
        if not asked.against and not asked.words:
            return "yes"
        if not facts.alleged:
            return "open"
        kinds = classes_of(asked.words or "")
        if kinds & facts.kinds or not facts.alleged.isdisjoint(asked.against):
            return "yes"
        return "no" if asked.against or kinds else "open"

    def _where(self, facts: _Facts, asked: Asked) -> Fit:
        if not asked.places:
            return "yes"
        if not facts.places:
            return "open"
        return "no" if facts.places.isdisjoint(asked.places) else "yes"


def _in_period(facts: _Facts, asked: Asked) -> Fit:
    since = asked.since or "0000"
    if facts.last < since or facts.first > asked.until:
        return "no"
    if asked.is_vague:
        return "open"
    return "yes" if since <= facts.first and facts.last <= asked.until else "open"


def _events(agreement: Agreement | None) -> tuple[str, ...]:
    clauses = agreement.clauses if agreement else ()
    found = dict.fromkeys(event for clause in clauses if clause.breach for event in clause.breach.events)
    return tuple(found) or _USUAL


def _is_of(kind: str, families: Iterable[str]) -> bool:
    return any(kind == family or kind.startswith(family + ".") for family in families)
