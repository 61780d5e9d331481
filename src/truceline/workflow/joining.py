"""Joining: people say that two incidents are one, or that one is two. Every later linking and rebuilding keeps to it.

What a person says is kept as judgements on pairs of claims, under one act with a name and a reason. Before anything is written
the record is linked in mind: where the judgements would not bring about what was meant, nothing is written and it is said why. To
take a joining back, each of its pairs is judged again as it was before.

``seen`` is the last entry of the log that the person's page stood on. Whoever joins what somebody else has changed since is told.
``opens`` says into which compartments the person may see: of a claim in another one no message says anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.joinings import Joining, append_joining, append_undoing, joinings
from truceline.ledger.leaf.bodies import IncidentsJoined
from truceline.linker.verdicts import told_together
from truceline.model import Judgement
from truceline.workflow.joining_members import (
    Verdicts,
    alone,
    check_seen,
    claims_of,
    elsewhere,
    judged,
    members_of,
    of_these,
    pair,
    some,
    some_seen,
    verdicts,
)
from truceline.workflow.linking import Linked, Relinked, relinked
from truceline.workflow.sight import Opens, Sight

__all__ = ["Joined", "Joining", "Opens", "joinings", "merge", "refuse_blank", "split", "undo"]

TRIES = 3
"""As often a joining is thought through again because others wrote meanwhile; then nobody writes until it is done."""


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What a joining did: its id, the claims that moved, and of every incident concerned how many claims it had and has.

    ``incident`` is where the moved claims are now; None where they make no incident of their own.
    """

    id: str
    act: str
    incident: str | None
    claims: tuple[str, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    linked: Linked


class _Said(msgspec.Struct, frozen=True):
    by: str
    why: str
    seen: int | None
    sight: Sight


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A joining thought through: what is appended by ``write``, which returns the id, and what it changes."""

    write: Callable[[], str]
    act: str
    moved: tuple[str, ...]
    concerned: frozenset[str]
    before: Mapping[str, tuple[str, ...]]
    found: Relinked

    def joined(self, name: str) -> Joined:
        """Return what it did, under its id."""
        homes = [each for claim in self.moved for each in self.found.incidents.get(claim, ())]
        after = {each for claim in self.concerned for each in self.found.incidents.get(claim, ())}
        return Joined(
            id=name,
            act=self.act,
            incident=max(sorted(set(homes)), key=homes.count) if homes else None,
            claims=self.moved,
            before={each: _count(self.before, each) for each in {i for c in self.concerned for i in self.before.get(c, ())}},
            after={each: _count(self.found.incidents, each) for each in after},
            linked=self.found.linked,
        )


def merge(  # noqa: PLR0913 - who joins what, why, and what was seen of it
    record: Record, first: str, second: str, *, by: str, why: str, seen: int | None = None, opens: Opens = None
) -> Joined:
    """Say that two incidents are one; it keeps the id of ``first``.

    Raises:
        NotFoundError: there is no such incident.
        MeanwhileError: either was changed after what was seen, or merged or split by somebody else; nothing was written.
        UsageError: they are the same, or judgements on other claims stand against it; nothing was written.
    """
    refuse_blank(why)
    if first == second:
        message = f"{first} was given twice; expected two incidents to merge"
        raise UsageError(message)
    return _settled(record, lambda: _merging(record, (first, second), _Said(by, why, seen, Sight(record, opens))))


def split(  # noqa: PLR0913 - who parts what, why, and what was seen of it
    record: Record, incident: str, claims: Sequence[str], *, by: str, why: str, seen: int | None = None, opens: Opens = None
) -> Joined:
    """Say that some claims of an incident are about something else, all of them about the same.

    Raises:
        NotFoundError: there is no such incident.
        MeanwhileError: it was changed after what was seen; nothing was written.
        UsageError: a claim does not belong to it, or nothing would be left; nothing was written.
    """
    refuse_blank(why)
    return _settled(
        record, lambda: _splitting(record, incident, tuple(dict.fromkeys(claims)), _Said(by, why, seen, Sight(record, opens)))
    )


def undo(record: Record, wanted: str, *, by: str, why: str | None = None) -> Joined:
    """Take a joining back: every pair it judged is judged again as it was before.

    Raises:
        NotFoundError: there is no such joining.
        MeanwhileError: somebody took it back already, or judged one of its pairs since; nothing was written.
    """
    return _settled(record, lambda: _undoing(record, wanted, by, why))


def _settled(record: Record, plan: Callable[[], _Plan]) -> Joined:
    """Think a joining through and write it in one transaction, of the very state of the log that it was thought through on."""
    record.refuse_read_only()
    for _ in range(TRIES):
        size = record.size
        thought = plan()
        with record.log.writing():
            if record.size == size:
                return _written(record, thought)
    with record.log.writing():
        return _written(record, plan())


def _written(record: Record, thought: _Plan) -> Joined:
    name = thought.write()
    if thought.found.drafts:
        record.append(thought.found.drafts)
    return thought.joined(name)


def _merging(record: Record, incidents: tuple[str, str], said: _Said) -> _Plan:
    before = members_of(record)
    check_seen(record, incidents, said.seen, said.sight)
    first, second = incidents
    one, other = (claims_of(record, before, name, said.sight) for name in incidents)
    both, known = {*one, *other}, verdicts(record)
    anchor, *rest = alone(one, before, said.sight)
    pairs = [(anchor, each) for each in (*rest, *alone(other, before, said.sight))]
    pairs += [pair(each) for each in known.values() if each.verdict == "different" and both.issuperset(pair(each))]
    made = [
        Judgement(left=left, right=right, verdict="same") for left, right in {frozenset(each): each for each in pairs}.values()
    ]
    found = relinked(record, made, dict.fromkeys(other, first))
    apart = [each for each in (anchor, *rest, *alone(other, before, said.sight)) if first not in found.incidents.get(each, ())]
    if apart:
        message = (
            f"{first} and {second} cannot be merged: {some_seen(apart, said.sight)} would stay apart; judge these claims first"
        )
        raise UsageError(message)
    body = IncidentsJoined(joining="", act="merge", incidents=incidents, claims=tuple(sorted(other)), judged=judged(made, known))
    return _Plan(
        write=lambda: append_joining(record, body, made, by=said.by, note=said.why),
        act="merge",
        moved=tuple(sorted(other)),
        concerned=frozenset(both),
        before=before,
        found=found,
    )


def _splitting(record: Record, incident: str, claims: tuple[str, ...], said: _Said) -> _Plan:
    before = members_of(record)
    check_seen(record, (incident,), said.seen, said.sight)
    there, known = claims_of(record, before, incident, said.sight), verdicts(record)
    strange = [each for each in claims if each not in there]
    if strange:
        message = (
            f"{some(strange)} of {len(claims)} claims do not belong to {incident}; `truceline show {incident}` lists its claims"
        )
        raise UsageError(message)
    stay = sorted(set(there) - set(claims))
    in_sight = said.sight.of(there)
    if not claims or not in_sight.difference(claims):
        message = f"{len(claims)} of {len(in_sight)} claims of {incident} were named; expected some of them, and some that stay"
        raise UsageError(message)
    made = _parting(claims, stay, known)
    found = relinked(record, made, dict.fromkeys(claims))
    left = of_these(found.incidents, stay)
    joined = [each for each in claims if left.intersection(found.incidents.get(each, ())) - elsewhere(before, each, incident)]
    if joined:
        message = f"{incident} cannot be split so: {some(joined)} would stay with the others; name all claims that go with them"
        raise UsageError(message)
    body = IncidentsJoined(joining="", act="split", incidents=(incident,), claims=claims, judged=judged(made, known))
    return _Plan(
        write=lambda: append_joining(record, body, made, by=said.by, note=said.why),
        act="split",
        moved=claims,
        concerned=frozenset(there),
        before=before,
        found=found,
    )


def _parting(claims: Sequence[str], stay: Sequence[str], known: Verdicts) -> list[Judgement]:
    """Return the judgements that hold some claims together and apart from those that stay, over any that said otherwise."""
    anchor, *rest = claims
    moved, left = set(claims), set(stay)
    apart = {frozenset((anchor, each)): (anchor, each) for each in stay}
    for both, each in known.items():
        if each.verdict == "same" and both & moved and both & left:
            apart.setdefault(both, pair(each))
    together = [Judgement(left=anchor, right=each, verdict="same") for each in rest]
    # What was judged the same through a claim that goes stays the same without it.
    together += [Judgement(left=one, right=other, verdict="same") for one, other in _held_together(known, left)]
    return together + [Judgement(left=one, right=other, verdict="different") for one, other in apart.values()]


def _held_together(known: Verdicts, left: Collection[str]) -> Iterator[tuple[str, str]]:
    for both in told_together([*known.values()], left):
        stood = known.get(frozenset(both))
        if stood is None or stood.verdict != "same":
            yield both


def _undoing(record: Record, wanted: str, by: str, why: str | None) -> _Plan:
    joining = _joining_of(record, wanted)
    if joining.undone_by is not None:
        change = Meanwhile(wanted, "taken back", joining.undone_by, joining.undone_at, joining.undone_entry)
        message = f"{wanted} was taken back by {joining.undone_by} at entry {joining.undone_entry}; nothing was written"
        raise MeanwhileError(message, (change,))
    _check_last(record, joining)
    before = members_of(record)
    made = [Judgement(left=each.left, right=each.right, verdict=each.before) for each in joining.judged]
    home = joining.incidents[-1]
    taken = {each for several in before.values() for each in several}
    inherit = dict.fromkeys(joining.claims, home if joining.act == "split" or home not in taken else None)
    concerned = {claim for claim, homes in before.items() if set(homes) & set(joining.incidents)} | set(joining.claims)
    return _Plan(
        write=lambda: _undone(record, joining, made, by, why),
        act="undo",
        moved=joining.claims,
        concerned=frozenset(concerned),
        before=before,
        found=relinked(record, made, inherit),
    )


def _undone(record: Record, joining: Joining, made: Sequence[Judgement], by: str, why: str | None) -> str:
    append_undoing(record, joining, made, by=by, note=why)
    return joining.id


def _check_last(record: Record, joining: Joining) -> None:
    """Refuse to take back what was judged otherwise since."""
    verdicts_made = {frozenset((each.left, each.right)): each.verdict for each in joining.judged}
    changes = tuple(
        Meanwhile(f"{held.judgement.left} and {held.judgement.right}", held.judgement.verdict, held.by, None, held.entry)
        for held in record.judgements()
        if held.judgement.verdict != verdicts_made.get(frozenset(pair(held.judgement)), held.judgement.verdict)
    )
    if changes:
        first = changes[0]
        told = f"{first.what} were judged {first.how} by {first.by} at entry {first.entry}"
        message = f"{joining.id} cannot be taken back: {told}, after it; take that back first; nothing was written"
        raise MeanwhileError(message, changes)


def _joining_of(record: Record, wanted: str) -> Joining:
    found = {each.id: each for each in joinings(record)}
    if wanted not in found:
        message = f'no joining "{wanted}" in this record; expected one of {some(found) or "none: nothing was joined yet"}'
        raise NotFoundError(message)
    return found[wanted]


def refuse_blank(why: str) -> None:
    """Refuse to join or to split without a reason.

    Raises:
        UsageError: there is none.
    """
    if not why.strip():
        message = "why? expected a reason for those who look at it later; it is sealed"
        raise UsageError(message)


def _count(members: Mapping[str, tuple[str, ...]], incident: str) -> int:
    return sum(incident in homes for homes in members.values())
