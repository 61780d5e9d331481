"""Drafts of entries that need nothing from the record: decisions, links, copies, judgements, calls, refusals.

Reports, claims and packs are drafted by ``Record``, which archives what they name.
"""

from __future__ import annotations

import msgspec

from truceline.ledger.leaf.bodies import (
    CallReceived,
    ClaimDecided,
    ClaimSuperseded,
    CopyNoted,
    JudgementMade,
    LinkMade,
    LinkUnmade,
    RedactionAsked,
    RedactionOrdered,
    ReportRefused,
    ReviewDecided,
)
from truceline.ledger.leaf.disclosures import Disclosure, seal
from truceline.ledger.leaf.entries import Draft
from truceline.model import Copy, Judgement, Link

LINKER = "linker"


def accepted(claim: str, *, by: str, reason: str | None = None, note: str | None = None) -> Draft:
    """Draft a person's acceptance of a claim; ``reason`` is a code, ``note`` free words that are sealed."""
    return Draft(kind="claim.accepted", body=ClaimDecided(claim=claim, reason=reason), by=by, sealed=_sealed(note=note))


def rejected(claim: str, *, by: str, reason: str | None = None, note: str | None = None) -> Draft:
    """Draft a person's rejection of a claim."""
    return Draft(kind="claim.rejected", body=ClaimDecided(claim=claim, reason=reason), by=by, sealed=_sealed(note=note))


def superseded(claim: str, replacement: str, *, by: str) -> Draft:
    """Draft that ``replacement`` stands for ``claim`` from here on."""
    return Draft(kind="claim.superseded", body=ClaimSuperseded(claim=claim, replacement=replacement), by=by)


def linked(link: Link, *, by: str = LINKER) -> Draft:
    """Draft a link."""
    return Draft(kind="link.made", body=LinkMade(**msgspec.structs.asdict(link)), by=by)


def unlinked(claim: str, incident: str, *, why: str | None = None, by: str = LINKER) -> Draft:
    """Draft the end of a link."""
    return Draft(kind="link.unmade", body=LinkUnmade(claim=claim, incident=incident, why=why), by=by)


def copied(copy: Copy, *, by: str = LINKER) -> Draft:
    """Draft that a report repeats another."""
    return Draft(kind="copy.noted", body=CopyNoted(**msgspec.structs.asdict(copy)), by=by)


def judged(judgement: Judgement, *, by: str) -> Draft:
    """Draft a person's judgement on two claims."""
    return Draft(kind="judgement.made", body=JudgementMade(**msgspec.structs.asdict(judgement)), by=by)


def called(  # noqa: PLR0913 - one parameter a sealed value
    body: CallReceived,
    *,
    by: str,
    caller: str | None = None,
    contact: str | None = None,
    position: str | None = None,
    about: str | None = None,
    asked_of: str | None = None,
) -> Draft:
    """Draft a telephone allegation. What points at a person or a spot, free words, and a party that is in no pack are sealed."""
    sealed = _sealed(caller=caller, contact=contact, position=position, about=about, asked_of=asked_of)
    return Draft(kind="call.received", body=body, by=by, key=body.call, sealed=sealed)


def refused(body: ReportRefused, *, name: str, message: str, by: str = "truceline") -> Draft:
    """Draft that something could not be read; its file name and the message may quote it and are sealed."""
    return Draft(kind="report.refused", body=body, by=by, sealed=_sealed(name=name, message=message))


def sat(*, by: str, accepted: int = 0, corrected: int = 0, rejected: int = 0, left_open: int = 0) -> Draft:
    """Draft the end of a reviewer's sitting."""
    body = ReviewDecided(accepted=accepted, corrected=corrected, rejected=rejected, left_open=left_open)
    return Draft(kind="review.decided", body=body, by=by)


def redaction_asked(body: RedactionAsked, *, by: str, note: str | None = None) -> Draft:
    """Draft that somebody asks for something to be taken out; what is written about why is sealed."""
    return Draft(kind="redaction.asked", body=body, by=by, sealed=_sealed(note=note))


def redaction_ordered(body: RedactionOrdered, *, refs: tuple[str, ...], note: str | None = None) -> Draft:
    """Draft the order of a redaction; ``refs`` is the hash of the leaf that asked for it."""
    return Draft(kind="redaction.ordered", body=body, by=body.approved_by, refs=refs, sealed=_sealed(note=note))


def _sealed(**values: str | None) -> tuple[Disclosure, ...]:
    return tuple(seal(name, value) for name, value in values.items() if value is not None)
