"""Who belongs to which incident, and what was judged: what a joining is thought through on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.joinings import claims_told, joinings
from truceline.ledger.leaf.bodies import Judged
from truceline.model import Judgement
from truceline.workflow.linking import judgements_of
from truceline.workflow.sight import Sight

Members: TypeAlias = Mapping[str, tuple[str, ...]]
"""The incidents to which each claim surely belongs."""
Verdicts: TypeAlias = Mapping[frozenset[str], Judgement]
"""The judgement that stands on each pair of claims."""


def check_seen(record: Record, incidents: Sequence[str], seen: int | None, sight: Sight) -> None:
    """Refuse where an incident has not the claims any more that were seen."""
    if seen is None or seen >= record.size - 1:
        return
    then, now = (
        {pair for each in record.links(at) if (pair := (each.link.claim, each.link.incident))[1] in incidents}
        for at in (seen, None)
    )
    differing = then ^ now
    in_sight = sight.of({claim for claim, _ in differing})
    changed = sorted({incident for claim, incident in differing if claim in in_sight})
    if not changed:
        return
    since = [each for each in joinings(record) if each.entry > seen and set(each.incidents) & set(changed)]
    acts = tuple(
        Meanwhile(", ".join(each.incidents), each.act, each.by, each.at, each.entry)
        for each in since
        if sight.has(claims_told(each))
    )
    told = "; ".join(f"{each.how} of {each.what} by {each.by} at {each.at} (entry {each.entry})" for each in acts)
    message = f"{', '.join(changed)} changed since you looked ({told or 'linked again'}); nothing was written; look again"
    raise MeanwhileError(message, acts or tuple(Meanwhile(each, "linked again") for each in changed))


def members_of(record: Record) -> dict[str, tuple[str, ...]]:
    """Return the incidents to which each claim that nobody rejected surely belongs."""
    there = {held.claim.id for held in record.claims() if held.standing != "rejected"}
    found: dict[str, tuple[str, ...]] = {}
    for held in record.links():
        if held.link.outcome == "linked" and held.link.claim in there:
            found[held.link.claim] = (*found.get(held.link.claim, ()), held.link.incident)
    return found


def claims_of(record: Record, members: Members, incident: str, sight: Sight) -> list[str]:
    """Return the claims of an incident.

    Raises:
        MeanwhileError: there was one, and somebody merged or split it.
        NotFoundError: there never was one.
    """
    found = sorted(claim for claim, homes in members.items() if incident in homes)
    if found:
        return found
    act = next((each for each in reversed(joinings(record)) if incident in each.incidents and each.undone_by is None), None)
    if act is not None and sight.has(claims_told(act)):
        told = f"{act.act} of {' and '.join(act.incidents)} by {act.by}, {act.id} at entry {act.entry}"
        message = f"{incident} is not there any more: {told}; nothing was written"
        raise MeanwhileError(message, (Meanwhile(incident, act.act, act.by, act.at, act.entry),))
    message = f'no incident "{incident}" in this record; `truceline incidents --with-proposals` lists them'
    raise NotFoundError(message)


def alone(claims: Sequence[str], members: Members, sight: Sight) -> list[str]:
    """Return the claims that belong to one incident only: what is said of them is said of that incident."""
    found = [each for each in claims if len(members[each]) == 1]
    if not found:
        named = some_seen(claims, sight)
        message = f"{named} all belong to several incidents: what is said of them says nothing of one; split these first"
        raise UsageError(message)
    return found


def of_these(members: Members, claims: Iterable[str]) -> set[str]:
    """Return all incidents of some claims."""
    return {each for claim in claims for each in members.get(claim, ())}


def elsewhere(members: Members, claim: str, incident: str) -> set[str]:
    """Return the other incidents to which a claim belonged already."""
    return set(members.get(claim, ())) - {incident}


def verdicts(record: Record) -> dict[frozenset[str], Judgement]:
    """Return the judgements that stand, by their pairs."""
    return {frozenset(pair(each)): each for each in judgements_of(record)}


def judged(made: Iterable[Judgement], known: Verdicts) -> tuple[Judged, ...]:
    """Return what a joining judges anew, each pair with the verdict that stood before."""
    stood = ((each, known.get(frozenset(pair(each)))) for each in made)
    return tuple(Judged(each.left, each.right, each.verdict, before.verdict if before else "unsure") for each, before in stood)


def pair(each: Judgement) -> tuple[str, str]:
    """Return the claims of a judgement."""
    return each.left, each.right


def some(ids: Iterable[str]) -> str:
    """Return the first of some ids for a message."""
    listed = list(ids)
    return ", ".join(listed[:6]) + (" ..." if len(listed) > 6 else "")


def some_seen(ids: Sequence[str], sight: Sight) -> str:
    """Return the first of those claims that a person may be told of, for a message."""
    seen = sight.of(ids)
    return some(each for each in ids if each in seen) or "claims of it"
