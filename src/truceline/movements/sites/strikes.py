"""What became of notified objects: struck, each incident for good, and taken back."""

from __future__ import annotations

from collections.abc import Mapping

from truceline.model.assertions import Assertion
from truceline.model.sites import Revoked, SiteFact, Struck
from truceline.model.times import Interval
from truceline.movements.sites.moments import between, in_order, latest
from truceline.movements.sites.saying import Fact, all_says, facts_of
from truceline.movements.sites.values import ANSWERING, Answer, Revocation, Says, Strike

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


def _is_after(answer: Answer, at: tuple[str, ...]) -> bool:
    given, struck = latest(answer.at), latest(at[0])
    return answer.counts and answer.verb in ANSWERING and given is not None and struck is not None and given > struck


def _of_incident(time: Interval | None) -> set[str]:
    """Return when an incident was at the earliest and at the latest, as far as its accounts tell it."""
    return {at for at in (time.start, time.end) if at} if time else set()


def _rest(says: Says) -> tuple[str, ...]:
    """Return what puts two who say the same in one order."""
    return says.by, says.source, says.stance, *says.via
