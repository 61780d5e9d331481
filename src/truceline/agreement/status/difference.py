"""The difference between two states of one agreement: what was, what is, and the claims that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truceline.model.status import Change, ConditionCount, Status


def difference(before: Status, after: Status) -> tuple[Change, ...]:
    """Return every change from ``before`` to ``after``: arrangement, adherence, conditions, phases, words, ground."""
    return (
        *_arrangement(before, after),
        *_adherence(before, after),
        *_conditions(before, after),
        *_phases(before, after),
        *_words(before, after),
        *_ground(before, after),
    )


def _arrangement(before: Status, after: Status) -> Iterator[Change]:
    old, new = before.arrangement, after.arrangement
    if (old.status, old.since) != (new.status, new.since):
        yield Change(
            what="arrangement",
            before=_since(old.status, old.since),
            after=_since(new.status, new.since),
            claims=_fresh(new.claims, old.claims),
        )
    told = {each.according_to: each for each in old.versions}
    for each in new.versions:
        earlier = told.get(each.according_to)
        if earlier is None or earlier.status != each.status:
            yield Change(
                what=f"arrangement according to {each.according_to}",
                before=earlier.status if earlier else None,
                after=each.status,
                claims=_fresh(each.claims, earlier.claims if earlier else ()),
            )


def _adherence(before: Status, after: Status) -> Iterator[Change]:
    told = {each.party: each for each in before.adherence}
    for each in after.adherence:
        old = told.get(each.party)
        if old is None or (old.state, old.since, old.until) != (each.state, each.since, each.until):
            yield Change(
                what=f"adherence {each.party}",
                before=_since(old.state, old.since) if old else None,
                after=_since(each.state, each.since),
                claims=each.claims,
            )


def _conditions(before: Status, after: Status) -> Iterator[Change]:
    told = {(each.id, each.by): each for each in before.conditions}
    for each in after.conditions:
        old = told.get((each.id, each.by))
        if old is None or (old.progress, old.met) != (each.progress, each.met) or len(old.resets) != len(each.resets):
            known = {(reset.claim, reset.incident) for reset in old.resets} if old else set()
            new = (reset.claim for reset in each.resets if (reset.claim, reset.incident) not in known)
            yield Change(
                what=f"condition {each.id} by {each.by}",
                before=_progress(old) if old else None,
                after=_progress(each),
                claims=tuple(dict.fromkeys(new)),
            )


def _phases(before: Status, after: Status) -> Iterator[Change]:
    told = {each.id: each for each in before.phases}
    for each in after.phases:
        old = told.get(each.id)
        if old is None or old.state != each.state:
            yield Change(what=f"phase {each.id}", before=old.state if old else None, after=each.state)


def _words(before: Status, after: Status) -> Iterator[Change]:
    for what, old, new in (
        ("assessment", before.assessments, after.assessments),
        ("declaration", before.declarations, after.declarations),
        ("claim about authority", before.authority, after.authority),
    ):
        known = {(each.claim, each.words) for each in old}
        for each in new:
            if (each.claim, each.words) not in known:
                said = f"{each.speaker or 'the report'}: “{' '.join(each.words.split())}”"
                yield Change(what=what, before=None, after=said, claims=(each.claim,))


def _ground(before: Status, after: Status) -> Iterator[Change]:
    old, new = len(before.ground.incidents), len(after.ground.incidents)
    if before.ground.incidents != after.ground.incidents:
        yield Change(what="ground", before=_reported(old), after=_reported(new))


def _reported(number: int) -> str:
    return f"{number} incident{'s' if number != 1 else ''} reported since it began"


def _progress(count: ConditionCount) -> str:
    return f"{count.progress} of {count.needed}{', met' if count.met else ''}"


def _since(state: str, since: str | None) -> str:
    return f"{state} since {since}" if since else state


def _fresh(new: Sequence[str], old: Iterable[str]) -> tuple[str, ...]:
    """Return the claims that were not there before; all of them where none is new."""
    known = set(old)
    return tuple(claim for claim in new if claim not in known) or tuple(new)
