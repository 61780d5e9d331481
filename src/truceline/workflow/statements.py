"""A person's word on what a claim says of an agreement: for texts that no rule reads, and where a rule misread.

It is an entry with the person's name and stands instead of the rules from then on; a later word stands instead of an earlier one.
"""

from __future__ import annotations

from typing import cast, get_args

import msgspec

from truceline.agreement import times
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.leaf.bodies import StatementMarked
from truceline.ledger.leaf.bodies.marked import Does
from truceline.ledger.marks import append_mark
from truceline.model.agreements import ActKind, Agreement
from truceline.workflow.claims import claim_in
from truceline.workflow.opening import theatre_of

OTHERS = ("assessment", "authority", "tally", "nothing")
DOES: tuple[str, ...] = (*get_args(ActKind), *OTHERS)


class MarkMade(msgspec.Struct, frozen=True, kw_only=True):
    """A mark as it was entered: its id and place in the log."""

    mark: str
    claim: str
    agreement: str
    does: str
    by: str
    entry: int


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of a claim: what its words do, whose act it is, from when until when; ``of`` for ``authority``."""

    does: str
    party: str | None = None
    of: tuple[str, ...] = ()
    effective: str | None = None
    until: str | None = None


def mark(record: Record, claim: str, word: Word, by: str, *, agreement: str | None = None) -> MarkMade:
    """Enter what a person says that a claim's words do to an agreement; the latest one of the claim's day where none is named.

    Raises:
        NotFoundError: no claim of that id, or no such agreement in the theatre.
        UsageError: a word that is none of ours, somebody who is no party, a time that is none, or an end before its beginning.
    """
    held = claim_in(record, claim)
    if held.superseded_by is not None:
        message = f"claim {claim} was corrected: {held.superseded_by} stands in its place; mark that one"
        raise UsageError(message)
    text = _agreement(record, claim, held.claim.report, agreement)
    _check(word, text)
    body = StatementMarked(
        mark="",
        claim=claim,
        agreement=text.id,
        does=cast("Does", word.does),
        party=word.party,
        of=word.of,
        effective=word.effective,
        until=word.until,
    )
    refs = (record.log.entry(held.entry).leaf_hash.hex(),)
    made, entry = append_mark(record, body, by=by, refs=refs)
    return MarkMade(mark=made, claim=claim, agreement=text.id, does=word.does, by=by, entry=entry)


def _agreement(record: Record, claim: str, report: str, wanted: str | None) -> Agreement:
    there = theatre_of(record).agreements
    if wanted is not None:
        found = next((each for each in there if each.id == wanted), None)
        if found is None:
            known = ", ".join(each.id for each in there) or "none"
            message = f'no agreement "{wanted}" in the theatre of this record; expected one of: {known}'
            raise NotFoundError(message)
        return found
    held = next(each for each in record.reports() if each.id == report)
    day = held.published_at or held.received_at[:10]
    latest = max((each for each in there if each.date <= day), key=lambda each: (each.date, each.id), default=None)
    if latest is None:
        known = ", ".join(each.id for each in there) or "none"
        message = f"claim {claim} is of {day}, and no agreement of the theatre is as old; name one with --agreement: {known}"
        raise NotFoundError(message)
    return latest


def _check(word: Word, text: Agreement) -> None:
    if word.does not in DOES:
        message = f'--as "{word.does}" is none of ours; expected one of {", ".join(DOES)}'
        raise UsageError(message)
    if word.party is not None and word.party not in text.parties:
        message = f'--party "{word.party}" is no party of {text.id}; expected one of {", ".join(text.parties)}'
        raise UsageError(message)
    _check_of(word)
    days = [_day(name, value, text) for name, value in (("--effective", word.effective), ("--until", word.until)) if value]
    if len(days) == 2 and days[1] < days[0]:
        message = f"--until {word.until} lies before --effective {word.effective}; expected an end after the beginning"
        raise UsageError(message)


def _check_of(word: Word) -> None:
    if word.of and word.does != "authority":
        message = f"--of goes with --as authority only, and not with --as {word.does}"
        raise UsageError(message)
    if word.does == "authority" and not word.of:
        message = "--as authority asks for --of: the capacities or actors of whom the speaker says that they may do it"
        raise UsageError(message)


def _day(option: str, value: str, text: Agreement) -> str:
    """Return the time in a form that can be compared.

    Raises:
        UsageError: it is no day and no instant with zone.
    """
    try:
        at = times.at(value, text)
    except ValueError as error:
        message = f'{option} "{value}" is no time; expected a day such as 2016-09-18, or an instant with zone'
        raise UsageError(message) from error
    if at is None or not value[:1].isdigit():
        message = f'{option} "{value}" is no time; expected a day such as 2016-09-18, or an instant with zone'
        raise UsageError(message)
    return at.day.isoformat()
