"""Adherence: what each party's own acts, and nobody else's, have made of its adherence, day by day.

An own undertaking that is limited in time lapses by the passing of that time, on no claim at all. A party that declares "it is
over" has withdrawn; what that does to the arrangement is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.agreement.parties import Parties
from truceline.agreement.status.deeds import Deed
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.wording import Names, claims_of, since_words
from truceline.model.agreements import ActKind, AdherenceState
from truceline.model.status import Adherence, AdherenceChange

_MAKES: Mapping[ActKind, AdherenceState] = {
    "accept": "accepted",
    "refuse": "not_accepted",
    "undertake": "own_undertaking",
    "begin": "accepted",
    "suspend": "suspended",
    "resume": "accepted",
    "end": "withdrawn",
    "withdraw": "withdrawn",
    "resume_operations": "resumed_operations",
}
_BOUND: frozenset[AdherenceState] = frozenset({"own_undertaking", "lapsed"})
_SAYS: Mapping[AdherenceState, str] = {
    "not_accepted": "refused it",
    "accepted": "accepted it",
    "own_undertaking": "undertook to keep it for a time of its own",
    "suspended": "suspended its part",
    "lapsed": "let the time of its own undertaking pass",
    "withdrawn": "declared it over for itself",
    "resumed_operations": "announced operations again",
    "excluded": "is excluded by its text",
    "unknown": "",
}


def adherence_of(party: str, deeds: Iterable[Deed], parties: Parties, clock: Clock, names: Names) -> Adherence:
    """Return a party's adherence by the end of the day asked for. ``deeds``: its own, in order."""
    history = _history(party, deeds, parties, clock)
    if not history:
        why = f"{names.of(party)}: no counted claim tells of an act of its own, and the text names none"
        return Adherence(party=party, state="unknown", since=None, act=None, claims=(), why=why)
    last = history[-1]
    return Adherence(
        party=party,
        state=last.state,
        since=last.since,
        act=last.act,
        claims=last.claims,
        why=_why(party, history, names),
        until=last.until,
        history=tuple(history),
    )


def _history(party: str, deeds: Iterable[Deed], parties: Parties, clock: Clock) -> list[AdherenceChange]:
    story = _Story(clock)
    waiting = _of_text(party, parties, clock)
    for deed in deeds:
        while waiting and clock.instant(waiting[0].since or clock.agreement.date) <= deed.instant:
            story.put(waiting.pop(0))
        story.deed(deed)
    for change in waiting:
        story.put(change)
    return story.finished()


class _Story:
    """One party's history while it is being told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changes: list[AdherenceChange] = []

    def put(self, change: AdherenceChange) -> None:
        """Add a change that the text itself gives, where it lies before the end of the day asked for."""
        assert change.since is not None, "the document gives every change a day"
        if self._clock.instant(change.since) < self._clock.now:
            self._lapse(change.since)
            if not self._changes or self._changes[-1].state != change.state:
                self._changes.append(change)

    def deed(self, deed: Deed) -> None:
        """Add what an act of the party itself does."""
        if deed.instant >= self._clock.now:
            return
        self._lapse(deed.at or deed.latest)
        made = self._made(deed)
        if made is None:
            return
        last = self._changes[-1] if self._changes else None
        if last is not None and (last.state, last.until) == (made.state, made.until):
            self._changes[-1] = msgspec.structs.replace(last, claims=tuple(dict.fromkeys((*last.claims, *made.claims))))
        else:
            self._changes.append(made)

    def finished(self) -> list[AdherenceChange]:
        """Return the changes, with what lapsed by the end of the day asked for."""
        self._lapse(None)
        return self._changes

    def _made(self, deed: Deed) -> AdherenceChange | None:
        state = _MAKES.get(deed.act)
        last = self._changes[-1] if self._changes else None
        until = self._until(deed, last)
        if deed.act == "extend":
            state = "own_undertaking" if last is not None and last.state in _BOUND else None
        elif deed.act == "begin" and until is not None:
            state = "own_undertaking"
        elif deed.act == "end" and last is not None and last.state == "resumed_operations":
            state = "resumed_operations"
        if state is None:
            return None
        ends = until if state == "own_undertaking" else None
        return AdherenceChange(state=state, since=deed.at, act=deed.act, claims=deed.claims, until=ends)

    def _until(self, deed: Deed, last: AdherenceChange | None) -> str | None:
        if deed.until or deed.lasts is None:
            return deed.until
        runs_to = last.until if deed.act == "extend" and last is not None else None
        start = runs_to or deed.at or deed.latest
        return self._clock.later(start, deed.lasts)

    def _lapse(self, before: str | None) -> None:
        """Let an own undertaking lapse whose time passed before a day or instant (None: the end of the day asked for)."""
        last = self._changes[-1] if self._changes else None
        if last is None or last.state != "own_undertaking" or last.until is None:
            return
        is_over = self._clock.close(last.until) <= self._clock.instant(before) if before else self._clock.is_over(last.until)
        if is_over:
            self._changes.append(AdherenceChange(state="lapsed", since=last.until, act=None))


def _of_text(party: str, parties: Parties, clock: Clock) -> list[AdherenceChange]:
    """Return what the agreement's own document says of a party: its signature, its acceptances, its exclusion."""
    text = clock.agreement
    found = [
        AdherenceChange(state="accepted", since=each.on or text.date, act="accept")
        for each in text.signatories
        if each.party == party
    ]
    found += [
        AdherenceChange(state=_MAKES[each.act], since=each.on, act=each.act) for each in text.acceptances if each.party == party
    ]
    found += [
        AdherenceChange(state="excluded", since=each.since or text.date, act="exclude", until=each.until)
        for each in text.exclusions
        if each.actor in parties.above(party) and each.claimed_by is None
    ]
    return sorted(found, key=lambda each: (clock.instant(each.since or text.date), each.state))


def _why(party: str, history: Sequence[AdherenceChange], names: Names) -> str:
    told = [f"{_SAYS[each.state]} {since_words(each.since)}{_ending(each)}{claims_of(each.claims)}" for each in history]
    return f"{names.of(party)} {', then '.join(told)}"


def _ending(change: AdherenceChange) -> str:
    return f" until {change.until}" if change.until else ""
