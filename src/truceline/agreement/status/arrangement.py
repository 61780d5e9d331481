"""The arrangement: its state by the acts that its text names, of those who hold the power to do them, and of nobody else.

Steps, in the order of time:

1. It begins by its text's own calendar, or by the act ``begin`` of all who must do it together.
2. Everybody with power has a last word: ``begin``, ``extend``, ``resume`` or "it still holds" is one for it; ``suspend`` and
   ``end`` are one against it. A word against it is answered only by a word for it of the same day or later.
3. An act that the text gives to one alone is done when one does it; one that it gives to several together, when each of them
   has said so. Told by one of them for all it leaves the arrangement ``unverified``; told by one for itself alone, as it was.
4. Where the text names nobody for ``suspend`` or ``end`` and somebody who holds a capacity declares it, it is ``unverified``.
5. Wherever another of those with power says, on the same day or later, that it holds, it is ``disputed``.
6. A time that the text sets ends it, unless those who may extend it have said that they did.

What anybody else says, a party for itself included, changes nothing here; ``versions`` shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.agreement.status.deeds import Deed, Stand, latest_claims
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.powers import Powers
from truceline.agreement.status.terms import Term, term_of
from truceline.agreement.status.wording import Names, claims_of, since_words
from truceline.agreement.times import begins
from truceline.model.agreements import Act, ActKind, ArrangementState
from truceline.model.status import Arrangement, ArrangementVersion

_TO: dict[ActKind, ArrangementState] = {
    "begin": "in_force",
    "extend": "in_force",
    "resume": "in_force",
    "suspend": "suspended",
    "end": "ended",
}
_AGAINST: Mapping[ArrangementState, ActKind] = {"suspended": "suspend", "ended": "end"}
_SAYS: Mapping[ArrangementState, str] = {
    "in_force": "that it holds",
    "suspended": "that it is suspended",
    "ended": "that it is over",
}


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """The last word of somebody on the state; ``act`` None for "it still holds". ``of``: for whom besides it claims to speak."""

    by: str
    state: ArrangementState
    act: ActKind | None
    at: str | None
    day: str
    instant: dt.datetime
    of: tuple[str, ...]
    claims: tuple[str, ...]
    place: tuple[str, str, int]

    @property
    def order(self) -> tuple[dt.datetime, tuple[str, str, int], tuple[str, ...]]:
        """What words are put in order by: never by whose they are."""
        return (self.instant, self.place, self.claims)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A state, since when, by which act of whom, and the half of a sentence that says why."""

    status: ArrangementState
    since: str | None
    act: ActKind | None
    authority: tuple[str, ...]
    joint: bool
    claims: tuple[str, ...]
    why: str

    @property
    def kind(self) -> tuple[object, ...]:
        """What makes it another state than the one before."""
        return (self.status, self.act, self.authority)


def arrangement_of(deeds: Sequence[Deed], stands: Iterable[Stand], powers: Powers, clock: Clock, names: Names) -> Arrangement:
    """Return the state of the arrangement by the end of the day asked for; ``deeds`` in order, also those of parties' own."""
    past = [deed for deed in deeds if deed.scope == "arrangement" and deed.instant < clock.now]
    own = [deed for deed in deeds if deed.scope == "own_adherence"]
    fold = _Fold(past, powers, clock, names)
    told = sorted(
        (*_words(past), *(_stand(each, clock) for each in stands if each.instant < clock.now)), key=lambda each: each.order
    )
    found = fold.state([each for each in told if powers.authority(each.by, each.day) == each.by])
    others = [word for deed in own if deed.instant < clock.now and (word := _word(deed, deed.party))]
    return fold.explained(found, sorted((*told, *others), key=lambda each: each.order))


def beginning_of(deeds: Sequence[Deed], powers: Powers, clock: Clock, names: Names) -> Found:
    """Return how it began, or that it has not by the end of the day asked for."""
    past = [deed for deed in deeds if deed.scope == "arrangement" and deed.instant < clock.now]
    return _Fold(past, powers, clock, names).begun


def _words(deeds: Iterable[Deed]) -> Iterator[Word]:
    return (word for deed in deeds if (word := _word(deed, deed.authority)))


def _word(deed: Deed, by: str | None) -> Word | None:
    state = _TO.get(deed.act)
    if by is None or state is None:
        return None
    return Word(
        by=by,
        state=state,
        act=deed.act,
        at=deed.at,
        day=(deed.at or deed.latest)[:10],
        instant=deed.instant,
        of=deed.of,
        claims=deed.claims,
        place=deed.place,
    )


def _stand(stand: Stand, clock: Clock) -> Word:
    day = clock.day(stand.at) if stand.at else stand.place[0]
    return Word(
        by=stand.by,
        state="in_force",
        act=None,
        at=stand.at,
        day=day,
        instant=stand.instant,
        of=(),
        claims=(stand.claim,),
        place=stand.place,
    )


class _Fold:
    """One question of one arrangement."""

    def __init__(self, deeds: Sequence[Deed], powers: Powers, clock: Clock, names: Names) -> None:
        self._deeds = deeds
        self._powers = powers
        self._clock = clock
        self._names = names
        self.begun = self._beginning()
        self._term: Term = term_of(deeds, powers, clock)

    def state(self, words: Sequence[Word]) -> Found:
        """Return the state after all words of those with power, and since when it is that."""
        current = self.begun
        if current.status == "not_yet":
            return current
        latest: dict[str, Word] = {}
        for word in words:
            latest[word.by] = word
            current = self._next(current, self._judged(latest), word.at)
        if self._term.ends is not None and current.status != "ended" and self._clock.is_over(self._term.ends):
            current = self._next(current, self._passed(latest), self._term.ends)
        return current

    def explained(self, found: Found, words: Sequence[Word]) -> Arrangement:
        """Return the state with what all others say of it."""
        last = {word.by: word for word in words}
        differ = found.status != "not_yet" and any(word.state != found.status for word in last.values())
        notes = [self._note(word) for word in last.values() if word.state != found.status and word.by not in found.authority]
        return Arrangement(
            status=found.status,
            since=found.since,
            act=found.act,
            authority=found.authority,
            joint=found.joint,
            why="; ".join([found.why, *self._term.notes(self._names, found.status), *(notes if differ else ())]),
            claims=found.claims,
            versions=tuple(
                ArrangementVersion(according_to=by, status=word.state, claims=word.claims) for by, word in last.items()
            )
            if differ
            else (),
        )

    def _note(self, word: Word) -> str:
        said = f"{self._names.of(word.by)} says {_SAYS[word.state]}{claims_of(word.claims)}"
        if self._powers.authority(word.by, word.day) == word.by:
            return said
        return f"{said}, which does not change the arrangement"

    def _next(self, current: Found, judged: Found | None, at: str | None) -> Found:
        """Return the state after a word: the one before where it is the same, else the new one since that word."""
        if judged is None:
            return current if current.status == "in_force" else self._held_again(current, at)
        return current if judged.kind == current.kind else msgspec.structs.replace(judged, since=at)

    def _held_again(self, current: Found, at: str | None) -> Found:
        why = f"no word against it stands any more since {at or 'a day that is not given'}, after it was {current.status}"
        return msgspec.structs.replace(self.begun, since=at, act="resume", authority=current.authority, claims=(), why=why)

    def _beginning(self) -> Found:
        """Return the state before anybody says anything: not yet begun, or begun by the calendar or by who may begin it."""
        acts = self._powers.acts("begin")
        said = [deed for deed in self._deeds if deed.act == "begin"]
        point = self._clock.start
        if point is None:
            return self._begun_by_act(acts, said)
        authority = self._powers.holders(acts[0], point.day.isoformat()) if acts else ()
        joint = bool(acts) and acts[0].manner == "joint" and len(authority) > 1
        has_begun = begins(point, self._clock.calendar) < self._clock.now
        by = f", named by {self._names.all(authority)}{' together' if joint else ''}" if authority else ""
        is_on = f"by its own text it begins on {point.text}{by}{claims_of(latest_claims(said))}"
        return Found(
            status="in_force" if has_begun else "not_yet",
            since=point.text if has_begun else None,
            act="begin" if has_begun else None,
            authority=authority,
            joint=joint,
            claims=latest_claims(said),
            why=is_on if has_begun else f"{is_on}, after the day asked for",
        )

    def _begun_by_act(self, acts: Sequence[Act], said: Sequence[Deed]) -> Found:
        for act in acts:
            last = {deed.authority: deed for deed in said if deed.authority}
            required = self._powers.holders(act, self._clock.on)
            done = [last[each] for each in required if each in last]
            if done and (len(done) == len(required) or act.manner != "joint"):
                latest = max(done, key=lambda deed: deed.order)
                return Found(
                    status="in_force",
                    since=latest.at,
                    act="begin",
                    authority=tuple(deed.authority or "" for deed in done),
                    joint=act.manner == "joint",
                    claims=latest_claims(done),
                    why=f"{self._names.all(deed.authority or '' for deed in done)} declared it begun {since_words(latest.at)}"
                    f"{claims_of(latest_claims(done))}",
                )
        why = "its text gives no day on which it begins, and nobody who may begin it has said so in a counted claim"
        return Found(status="not_yet", since=None, act=None, authority=(), joint=False, claims=(), why=why)

    def _judged(self, latest: Mapping[str, Word]) -> Found | None:
        """Return the state by the last words of all with power; None where no word against it makes a difference."""
        against = sorted((word for word in latest.values() if word.state in _AGAINST), key=lambda word: word.order)
        if not against:
            return None
        first = min(word.day for word in against)
        holding = [word for word in latest.values() if word.state == "in_force" and word.day >= first]
        if holding or len({word.state for word in against}) > 1:
            return self._disputed(against, holding)
        return self._done(against, against[0].state)

    def _disputed(self, against: Sequence[Word], holding: Sequence[Word]) -> Found:
        said = [f"{self._names.of(word.by)} says {_SAYS[word.state]}{claims_of(word.claims)}" for word in (*against, *holding)]
        return Found(
            status="disputed",
            since=None,
            act=against[-1].act,
            authority=tuple(word.by for word in (*against, *holding)),
            joint=False,
            claims=tuple(claim for word in (*against, *holding) for claim in word.claims),
            why=f"those with a say differ: {'; '.join(said)}",
        )

    def _done(self, against: Sequence[Word], state: ArrangementState) -> Found | None:
        """Return what one or several words against it do, by the text's own rule for that act."""
        act = _AGAINST[state]
        by = tuple(word.by for word in against)
        claims = tuple(claim for word in against for claim in word.claims)
        said = f"{self._names.all(by)} declared {_SAYS[state]}{claims_of(claims)}"
        rules = self._powers.acts(act)
        made = Found(status="unverified", since=None, act=act, authority=by, joint=False, claims=claims, why="")
        if not rules:
            return msgspec.structs.replace(made, why=f"{said}; its text names nobody who may do that")
        told_for_all = False
        for rule in rules:
            required = self._powers.holders(rule, against[-1].day)
            missing = [each for each in required if each not in by]
            if required and (not missing or (rule.manner != "joint" and len(missing) < len(required))):
                return msgspec.structs.replace(
                    made, status=rule.to or state, joint=rule.manner == "joint", why=f"{said}, as its text lets them do"
                )
            told_for_all |= any(set(required) <= set(word.of) for word in against)
        return (
            msgspec.structs.replace(
                made, why=f"{said} for all who must do it together, whose own words are not among the counted claims"
            )
            if told_for_all
            else None
        )

    def _passed(self, latest: Mapping[str, Word]) -> Found:
        """Return the state once the time that the text sets has passed."""
        ends = self._term.ends
        holding = [word for word in latest.values() if word.state == "in_force" and ends is not None and word.day > ends[:10]]
        why = f"the time that its text sets passed on {ends}, and no counted claim says that those who may extend it did"
        if holding:
            said = "; ".join(f"{self._names.of(word.by)} says that it holds{claims_of(word.claims)}" for word in holding)
            status: ArrangementState = "disputed"
            why = f"{why}; {said}"
        else:
            status = "ended"
        return Found(status=status, since=ends, act="end", authority=(), joint=False, claims=(), why=why)
