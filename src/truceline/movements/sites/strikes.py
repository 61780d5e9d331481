"""What became of notified objects: struck, each incident for good; and which notifications were out by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.model.assertions import Assertion
from truceline.model.sites import Revoked, SiteFact, Struck
from truceline.model.times import Interval
from truceline.movements.sites.moments import between, in_order, is_past, latest
from truceline.movements.sites.saying import Fact, all_says, facts_of
from truceline.movements.sites.values import ACKNOWLEDGING, ANSWERING, Answer, Before, Hit, Revocation, Says, Sending, Strike

Answers = tuple[tuple[str, Answer], ...]


def strikes_of(
    assertions: tuple[Assertion[SiteFact], ...], answers: Answers, times: Mapping[str, Interval | None], on: str
) -> tuple[Strike, ...]:
    """Return the incidents in which a site is said to have been struck, each once; a denial stands beside and undoes nothing."""
    denied = facts_of(assertions, Struck, disputed=True)
    found: dict[str, list[Fact[Struck]]] = {}
    for fact in facts_of(assertions, Struck):
        found.setdefault(fact.fact.incident, []).append(fact)
    strikes = []
    for incident, facts in found.items():
        told = {fact.fact.at for fact in facts if fact.fact.at}
        at = tuple(sorted(told or _of_incident(times.get(incident)), key=in_order))
        strikes.append(
            Strike(
                incident=incident,
                at=at,
                says=all_says(facts),
                denied_by=all_says(fact for fact in denied if fact.fact.incident == incident),
                since=between(at[0], on) if at else None,
                answers_since=sum(_is_after(answer, at) for _, answer in answers) if at else 0,
            )
        )
    return tuple(sorted(strikes, key=lambda each: (in_order(each.at[0] if each.at else None), each.incident)))


def not_struck(assertions: tuple[Assertion[SiteFact], ...], strikes: tuple[Strike, ...]) -> tuple[str, ...]:
    """Return the incidents of which it is only said that they did not strike it."""
    struck = {strike.incident for strike in strikes}
    return tuple(sorted({fact.fact.incident for fact in facts_of(assertions, Struck, disputed=True)} - struck))


def revocations_of(assertions: tuple[Assertion[SiteFact], ...]) -> tuple[Revocation, ...]:
    """Return who took it back, by time."""
    found = [
        Revocation(at=fact.fact.at, by=fact.fact.by, reason=fact.fact.reason, says=says)
        for fact in facts_of(assertions, Revoked)
        for says in fact.says
    ]
    return tuple(sorted(found, key=lambda each: (in_order(each.at), each.by, each.reason or "", *_rest(each.says))))


def hits_of(site: str, strikes: Iterable[Strike], ledger: tuple[Sending, ...], answers: Answers) -> tuple[Hit, ...]:
    """Return for each strike the notifications that were, or may have been, sent before it: the last one of each recipient."""
    return tuple(hit for strike in strikes for hit in _hits(site, strike, ledger, answers))


def _hits(site: str, strike: Strike, ledger: tuple[Sending, ...], answers: Answers) -> list[Hit]:
    at = strike.at[0] if strike.at else None
    last: dict[str, Hit] = {}
    for line in ledger:
        lead = between(line.sent, at) if at else None
        before: Before | None = "cannot_be_told" if lead is None else "yes" if lead.low >= 0 else "may_be"
        if lead is not None and lead.high <= 0:
            before = None
        if before is None or ((held := last.get(line.recipient)) is not None and held.before == "yes" != before):
            continue
        last[line.recipient] = Hit(
            site=site,
            incident=strike.incident,
            struck_at=at,
            recipient=line.recipient,
            version=line.version,
            detail=line.detail,
            sent=line.sent,
            before=before,
            lead=lead,
            acknowledged=any(_is_acknowledged(line, whose, answer, at) for whose, answer in answers),
            was_valid=None if at is None or line.valid_to is None else not is_past(line.valid_to, at),
        )
    return [last[recipient] for recipient in sorted(last)]


def _is_acknowledged(line: Sending, whose: str, answer: Answer, at: str | None) -> bool:
    is_of_it = whose == line.recipient and answer.version == line.version and answer.verb in ACKNOWLEDGING and answer.counts
    given, struck = latest(answer.at), latest(at)
    return is_of_it and (given is None or struck is None or given <= struck)


def _is_after(answer: Answer, at: tuple[str, ...]) -> bool:
    given, struck = latest(answer.at), latest(at[0])
    return answer.counts and answer.verb in ANSWERING and given is not None and struck is not None and given > struck


def _of_incident(time: Interval | None) -> set[str]:
    """Return when an incident was, where its accounts tell one day or instant at least for its beginning."""
    first = (time.start or time.end) if time else None
    return {first} if first else set()


def _rest(says: Says) -> tuple[str, ...]:
    """Return what puts two who say the same in one order."""
    return says.by, says.source, says.stance, *says.via
