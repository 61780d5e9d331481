"""What people do with claims: enter, accept, reject and correct them. Every act is an entry with the person's name.

A claim that a person entered is linked like any other; where the person also says to which incident it belongs, that is
kept as a judgement, so that no later linking undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Draft, Record, RecordedClaim
from truceline.ledger.leaf import drafts
from truceline.model import Claim, Judgement, Link, Report
from truceline.workflow.correcting import Correction, corrected
from truceline.workflow.marking import Marking, claim_of
from truceline.workflow.opening import theatre_of
from truceline.workflow.protecting import Guarded, check_open, check_speaker, speaks_inside, unnamed_in
from truceline.workflow.standings import Seen, check_unchanged, standings

Verdict = Literal["accepted", "rejected"]
BY_HAND = "a person says so"


def report_of(record: Record, report: str) -> Report:
    """Return a report of the record with its text.

    Raises:
        NotFoundError: no report of that id; the message names some that there are.
    """
    if not record.reports(only=(report,)):
        known = [held.id for held in record.reports()]
        some = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
        message = f'no report "{report}" in this record; expected one of its {len(known)} reports: {some or "none yet"}'
        raise NotFoundError(message)
    return record.report(report)


def add_claim(record: Record, marking: Marking, report: Report, by: str, *, incident: str | None = None) -> str:
    """Enter a claim that a person marked, and return its id; the same marking again is the same claim.

    Raises:
        NotFoundError: the incident named does not exist.
        UsageError: the marking does not fit the text, or names somebody who must stay unnamed.
    """
    theatre = theatre_of(record)
    claim = claim_of(marking, report, theatre, by, record.reference)
    guarded = guarded_words(record, claim)
    check_open(guarded, {"--place": marking.place, "--by": by})
    check_speaker(claim.speaker, report, theatre, guarded)
    _check_new(record, claim)
    entries = [record.draft_claim(claim, entered=True, by=by)]
    if incident is not None:
        entries += _belongs(record, claim.id, incident, by)
    record.append(entries)
    return claim.id


def guarded_words(record: Record, claim: Claim) -> Guarded:
    """Return what a claim marked from nothing is held against: the unnamed speakers whose words are marked."""
    there = (held.claim for held in record.claims(superseded=True, report=claim.report))
    return _guarded(record, claim.report, (each for each in there if speaks_inside(claim.content, each)))


def guarded_line(record: Record, claim: Claim, correction: Correction) -> Guarded:
    """Return what a correction is held against: the claims it follows, and the unnamed whose words it gives away or moves to."""
    there = {held.claim.id: held.claim for held in record.claims(superseded=True, report=claim.report)}
    words = [each for each in there.values() if speaks_inside(correction.spans or claim.content, each)]
    if not correction.speaker:  # whose words it had before is no news
        words = [each for each in words if not speaks_inside(claim.content, each)]
    return _guarded(record, claim.report, (*_line(claim, there), *words))


def _line(claim: Claim, there: dict[str, Claim]) -> Iterator[Claim]:
    """Yield a claim and what it took the place of, back to the first."""
    seen: set[str] = set()
    step: Claim | None = claim
    while step is not None and step.id not in seen:
        seen.add(step.id)
        yield step
        step = there.get(step.supersedes or "")


def _guarded(record: Record, report: str, claims: Iterable[Claim]) -> Guarded:
    calls = [held for held in record.calls() if held.report == report]
    sealed = {name: each.value for held in calls for name, each in record.log.disclosures(held.entry).items()}
    return Guarded(
        unnamed=unnamed_in(claims),
        is_call=bool(calls),
        caller=sealed.get("caller"),
        contact=sealed.get("contact"),
        position=sealed.get("position"),
    )


def _check_new(record: Record, claim: Claim) -> None:
    """Refuse the same words marked again by the same person with other values: that is a correction."""
    for held in record.claims(superseded=True, only=(claim.id,)):
        if held.claim != claim:
            how = f"`truceline claim correct {claim.id}`"
            message = f"you marked these words already as {claim.id}, with other values; change it with {how}"
            raise UsageError(message)


def _belongs(record: Record, claim: str, incident: str, by: str) -> list[Draft]:
    """Return the entries for a person's word that a claim belongs to an incident."""
    members = [held.link.claim for held in record.links(incident=incident) if held.link.outcome == "linked"]
    if not members:
        message = f'no incident "{incident}" in this record; `truceline incidents --with-proposals` lists them'
        raise NotFoundError(message)
    link = Link(claim=claim, incident=incident, outcome="linked", why=BY_HAND)
    judgement = Judgement(left=members[0], right=claim, verdict="same")
    return [drafts.linked(link, by=by), drafts.judged(judgement, by=by)]


def claim_in(record: Record, claim: str) -> RecordedClaim:
    """Return a claim of the record by its id.

    Raises:
        NotFoundError: no claim of that id.
    """
    return _held(record, [claim])[claim]


def as_it_was(record: Record, claim: str) -> Claim:
    """Return a claim as it was made, also where another stands in its place.

    Raises:
        NotFoundError: no claim of that id.
    """
    for held in record.claims(superseded=True, only=(claim,)):
        return held.claim
    message = f'no claim "{claim}" in this record; `truceline claims` lists them'
    raise NotFoundError(message)


def decide(record: Record, claims: Sequence[str], verdict: Verdict, by: str, *, seen: Seen = None) -> int:
    """Accept or reject claims, all or none; return how many did not stand so already.

    ``seen``: the last entry of the log that the person's page stood on (its size less one), of all claims or by claim.

    Raises:
        NotFoundError: no claim of one of the ids.
        MeanwhileError: one of them was decided on or corrected after what was seen; nothing was written.
        UsageError: another claim stands in the place of one of them.
    """
    draft = drafts.accepted if verdict == "accepted" else drafts.rejected
    wanted = tuple(dict.fromkeys(claims))
    with record.log.writing():
        stood = standings(record, wanted)
        check_unchanged(record, stood, seen, by=by, verdict=verdict)
        for claim, each in stood.items():
            _refuse_superseded(claim, each.superseded_by)
        open_ones = [claim for claim in wanted if stood[claim].standing != verdict]
        record.append([draft(claim, by=by) for claim in open_ones])
    return len(open_ones)


def _held(record: Record, claims: Sequence[str]) -> dict[str, RecordedClaim]:
    held = {each.claim.id: each for each in record.claims(superseded=True, only=claims)}
    for claim in claims:
        if claim not in held:
            message = f'no claim "{claim}" in this record; `truceline claims` lists them'
            raise NotFoundError(message)
        _refuse_superseded(claim, held[claim].superseded_by)
    return held


def _refuse_superseded(claim: str, after: str | None) -> None:
    if after is not None:
        message = f"claim {claim} was corrected: {after} stands in its place; decide on that one"
        raise UsageError(message)


def correct(record: Record, claim: str, correction: Correction, by: str, *, seen: Seen = None) -> str:
    """Put a corrected claim in the place of one, and return its id; ``seen`` as in ``decide``.

    Raises:
        NotFoundError: no claim of that id.
        MeanwhileError: it was decided on or corrected after what was seen; nothing was written.
        UsageError: nothing is corrected, a value is none of ours, or somebody who must stay unnamed would be named.
    """
    check_unchanged(record, standings(record, [claim]), seen, by=by)
    old = claim_in(record, claim).claim
    new = corrected(
        old,
        correction,
        record.report(old.report),
        theatre_of(record),
        author=by,
        guarded=guarded_line(record, old, correction),
        taken=claim_ids(record),
        veil=record.reference,
    )
    put_in_place(record, old, new, by, seen=seen)
    return new.id


def claim_ids(record: Record) -> frozenset[str]:
    """Return the ids of all claims, also of those that others stand for."""
    return record.claim_ids()


def put_in_place(record: Record, old: Claim, new: Claim, by: str, *, seen: Seen = None) -> None:
    """Enter a claim that takes the place of another; it inherits the other's incidents until the next linking.

    Raises:
        MeanwhileError: the other was decided on or corrected after what was seen; nothing was written.
        UsageError: yet another stands in its place.
    """
    entered = record.draft_claim(new, entered=True, by=by)
    with record.log.writing():
        stood = standings(record, [old.id])
        check_unchanged(record, stood, seen, by=by)
        if stood[old.id].superseded_by != new.id:
            _refuse_superseded(old.id, stood[old.id].superseded_by)
        links = [held.link for held in record.links(claim=old.id)]
        moved = [
            draft
            for link in links
            for draft in (drafts.linked(replace(link, claim=new.id), by=by), drafts.unlinked(old.id, link.incident, by=by))
        ]
        record.append([entered, *moved])
