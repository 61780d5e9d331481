"""Coverage: who is said to be covered by which arrangement, by whom and when; and who is said to belong to whom. A pure fold.

Every line is somebody's assertion and stays so: rivals stand side by side, the text of an agreement is one voice among them, and
no line is the answer. Whoever says something else later has changed what he says, from that day on. Words that deny, ask or
demand are there with their stance and count for nothing. The order in which things were entered makes no difference.

>>> from truceline.model.assertions import Source
>>> says = Assertion(subject="", by="aa", fact=Covered(actor="red", state="excluded"),
...     source=Source(id="c_1", known_on="2016-09-20", said_on="2016-09-20"))
>>> [(line.state, line.by, line.since) for line in coverage([says])[0].lines]
[('excluded', 'aa', '2016-09-20')]
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeGuard

import msgspec

from truceline.actors.naming import LAST
from truceline.model import Standing
from truceline.model.agreements import Agreement
from truceline.model.assertions import Assertion, Source
from truceline.model.claims import Stance
from truceline.model.coverage import Affiliated, CoverageFact, CoverageState, Covered, Relation

COUNTED: frozenset[Stance] = frozenset({"assert", "confirm", "accuse", "claim_responsibility", "correct"})
"""Stances by which somebody says that a fact is so."""
TEXT = "agreement.text"
ACCEPTED = "agreement.acceptance"
_INSIDE: frozenset[CoverageState] = frozenset({"party", "accepted"})


class SaidBy(msgspec.Struct, frozen=True, kw_only=True):
    """Who says something, and where it stands.

    ``by`` is an actor's id, a name as written, the id of an agreement whose text says it, or empty for the reports in
    ``reports``. ``sources`` are ids of claims, tellings or the agreement; ``said_on`` and ``known_on`` of the first of them.
    """

    by: str
    name: str
    said_on: str
    known_on: str
    stance: Stance
    standing: Standing
    rule: str
    sources: tuple[str, ...]
    reports: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    unnamed: bool = False


class CoverageLine(SaidBy, frozen=True, kw_only=True):
    """Somebody says for a time that an actor is a party, accepted, did not, is excluded, or that this is disputed.

    From ``since`` (``is_stated``: the words name that day; else the day on which it was said) to ``until``: the day before the
    same speaker said otherwise, or the end that is stated, None while neither is known. ``agreement``: None where not named.
    """

    actor: str
    state: CoverageState
    since: str
    is_stated: bool = False
    until: str | None = None
    agreement: str | None = None

    @property
    def counts(self) -> bool:
        """Say whether it is said to be so, rather than denied, asked or demanded."""
        return self.stance in COUNTED


class Quote(SaidBy, frozen=True, kw_only=True):
    """Somebody says that an actor belongs to, works with or parted from another, in these words. It stands under its speaker."""

    actor: str
    other: str
    relation: Relation
    words: str
    since: str | None = None
    until: str | None = None


class ActorCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one actor's coverage, by agreement, day and speaker."""

    actor: str
    lines: tuple[CoverageLine, ...]

    def on(self, day: str) -> tuple[CoverageLine, ...]:
        """Return what is said for a day: lines that count and last on it."""
        return tuple(line for line in self.lines if line.counts and line.since <= day <= (line.until or LAST))

    def is_contested(self, day: str) -> bool:
        """Say whether some say for that day that it is covered and others that it is not, or somebody calls it disputed."""
        lines = self.on(day)
        if any(line.state == "disputed" for line in lines):
            return True
        named = {line.agreement for line in lines} - {None}
        return any(_is_split([line for line in lines if line.agreement in {each, None}]) for each in named or {None})


def _is_split(lines: Iterable[CoverageLine]) -> bool:
    return len({line.state in _INSIDE for line in lines}) > 1


def by_text(agreement: Agreement) -> tuple[Assertion[Covered], ...]:
    """Return what the text of an agreement says: its parties, whom it excludes, and the acts of acceptance it is given with.

    An exclusion that somebody only claims is that one's assertion, an acceptance that of the party.
    """
    begins = (agreement.effective_at or agreement.date)[:10]
    ends = agreement.ends_at[:10] if agreement.ends_at else None
    parties = [
        _text(agreement, Covered(actor=p, state="party", agreement=agreement.id, since=begins, until=ends))
        for p in agreement.parties
    ]
    return (*parties, *_exclusions(agreement, begins, ends), *_acceptances(agreement))


def _exclusions(agreement: Agreement, begins: str, ends: str | None) -> Iterator[Assertion[Covered]]:
    for each in agreement.exclusions:
        fact = Covered(
            actor=each.actor, state="excluded", agreement=agreement.id, since=each.since or begins, until=each.until or ends
        )
        yield _text(agreement, fact, by=each.claimed_by, is_verified=each.verified)


def _acceptances(agreement: Agreement) -> Iterator[Assertion[Covered]]:
    for each in agreement.acceptances:
        state: CoverageState = "accepted" if each.act == "accept" else "not_accepted"
        fact = Covered(actor=each.party, state=state, agreement=agreement.id, since=each.on)
        yield _text(agreement, fact, by=each.party, on=each.on, rule=ACCEPTED, is_verified=each.verified)


def _text(  # noqa: PLR0913  # who says what of it, when
    agreement: Agreement,
    fact: Covered,
    *,
    by: str | None = None,
    on: str | None = None,
    rule: str = TEXT,
    is_verified: bool = True,
) -> Assertion[Covered]:
    day = on or agreement.date
    return Assertion(
        subject="",
        fact=fact,
        by=by or agreement.id,
        name="" if by else agreement.name,
        rule=rule if is_verified else f"{rule}.unverified",
        source=Source(id=agreement.id, known_on=day, said_on=day),
    )


def coverage(assertions: Iterable[Assertion[CoverageFact]]) -> tuple[ActorCoverage, ...]:
    """Return what is said of the coverage of each actor, by id; every speaker for itself, each report for itself."""
    voices: dict[tuple[str, str | None, str, bool], list[Assertion[Covered]]] = defaultdict(list)
    for each in assertions:
        if _is_coverage(each):
            fact = each.fact
            voices[fact.actor, fact.agreement, _voice(each), each.stance in COUNTED].append(each)
    by_actor: dict[str, list[CoverageLine]] = defaultdict(list)
    for (actor, *_), said in voices.items():
        by_actor[actor] += _over_time(said)
    return tuple(ActorCoverage(actor=actor, lines=tuple(sorted(by_actor[actor], key=_order))) for actor in sorted(by_actor))


def _is_coverage(each: Assertion[CoverageFact]) -> TypeGuard[Assertion[Covered]]:
    return isinstance(each.fact, Covered)


def _voice(each: Assertion[CoverageFact]) -> str:
    """Return what one speaker is known by: a report that speaks itself by its id, an unnamed one by the claim."""
    if each.unnamed:
        return f"{each.by}\n{each.source.id}"
    return each.by or f"\n{each.source.report or each.source.id}"


def _order(line: CoverageLine) -> tuple[str | tuple[str, ...], ...]:
    return (line.agreement or LAST, line.since, line.by, line.state, line.stance, line.sources, line.rule, line.name, line.via)


def _begins(each: Assertion[Covered]) -> str:
    return each.fact.since or each.source.said_on


def _when(each: Assertion[Covered]) -> tuple[str | int | tuple[str, ...], ...]:
    """Return what the assertions of one voice are ordered by: by day; what follows makes the order the same for ever."""
    source = each.source
    return (
        _begins(each),
        source.said_on,
        source.recorded,
        each.fact.state,
        source.id,
        each.stance,
        each.rule,
        each.name,
        each.via,
    )


def _over_time(said: list[Assertion[Covered]]) -> Iterator[CoverageLine]:
    """Yield what one voice says of one actor and agreement, from one change to the next."""
    stretches: list[list[Assertion[Covered]]] = []
    for each in sorted(said, key=_when):
        last = stretches[-1] if stretches else []
        if last and last[0].fact.state == each.fact.state and not _has_ended(last, each):
            last.append(each)
        else:
            stretches.append([each])
    for at, stretch in enumerate(stretches):
        later = (_begins(other[0]) for other in stretches[at + 1 :])
        change = next((day for day in later if day > _begins(stretch[0])), None)
        yield _line(stretch, change)


def _has_ended(stretch: list[Assertion[Covered]], each: Assertion[Covered]) -> bool:
    """Say whether what was said so far ended, by its own words, before this begins."""
    return any(said.fact.until is not None and said.fact.until < _begins(each) for said in stretch)


def _line(stretch: list[Assertion[Covered]], change: str | None) -> CoverageLine:
    first = stretch[0]
    ends = [said.fact.until for said in stretch if said.fact.until]
    if change:
        ends.append(_day_before(change))
    return CoverageLine(
        actor=first.fact.actor,
        state=first.fact.state,
        since=_begins(first),
        is_stated=first.fact.since is not None,
        until=min(ends, default=None),
        agreement=first.fact.agreement,
        **msgspec.structs.asdict(_said(stretch)),
    )


def _said(said: Iterable[Assertion[CoverageFact]]) -> SaidBy:
    """Return who says something and where, of what one voice said: the first day, every place."""
    ordered = list(said)
    sources: list[Source] = [each.source for each in ordered]
    first = min(ordered, key=lambda each: (each.source.said_on, each.source.recorded, each.source.id))
    stands: Standing = next((source.standing for source in sources if source.standing != "proposed"), "proposed")
    return SaidBy(
        by=first.by,
        name=first.name,
        said_on=first.source.said_on,
        known_on=min(source.known_on for source in sources),
        stance=first.stance,
        standing=stands,
        rule=first.rule,
        sources=tuple(sorted({source.id for source in sources})),
        reports=tuple(sorted({source.report for source in sources if source.report})),
        via=first.via,
        unnamed=first.unnamed,
    )


def _day_before(day: str) -> str:
    try:
        return (dt.date.fromisoformat(day[:10]) - dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day


def quotes(assertions: Iterable[Assertion[CoverageFact]]) -> tuple[Quote, ...]:
    """Return every affiliation that is claimed, by actor and day; the same words of one speaker are one quote."""
    same: dict[tuple[str, ...], list[Assertion[CoverageFact]]] = defaultdict(list)
    for each in assertions:
        if isinstance(each.fact, Affiliated):
            fact = each.fact
            same[fact.actor, fact.other, fact.relation, fact.words, each.stance, _voice(each)].append(each)
    return tuple(
        sorted((_quote(said) for said in same.values()), key=lambda q: (q.actor, q.said_on, q.by, q.other, q.words, q.sources))
    )


def _quote(said: list[Assertion[CoverageFact]]) -> Quote:
    ordered = sorted(said, key=lambda each: (each.source.said_on, each.source.recorded, each.source.id))
    fact = ordered[0].fact
    if not isinstance(fact, Affiliated):
        message = f"{type(fact).__name__} is no affiliation"
        raise TypeError(message)
    return Quote(
        actor=fact.actor,
        other=fact.other,
        relation=fact.relation,
        words=fact.words,
        since=fact.since,
        until=fact.until,
        **msgspec.structs.asdict(_said(ordered)),
    )
