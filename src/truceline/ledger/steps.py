"""Steps about alleged violations, and gradings of claims: how they are drafted, and how they are read back.

Both are counted acts (``numbered``): the first step of a record is ``s1``, the first grading ``a1``. Nothing is ever changed; a
later step of the same authority stands after its earlier one.
"""

from __future__ import annotations

import msgspec

from truceline.ledger.leaf.bodies import ClaimGraded, StepTaken
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.numbered import append_next, told_by
from truceline.ledger.store import Store
from truceline.model.violations import ViolationStep

STEP = "violation.step"
GRADED = "assessment.graded"
NOBODY = "-"
"""What stands for the party in a violation's id where nobody is alleged."""


class RecordedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step and where it stands. ``note`` is None where none was given or it cannot be read here."""

    step: ViolationStep
    entry: int
    by: str
    at: str
    note: str | None


class RecordedGrading(msgspec.Struct, frozen=True, kw_only=True):
    """What one assessor, ``by``, said of one claim. The letters are None where they cannot be read here."""

    id: str
    claim: str
    source: str | None
    information: str | None
    note: str | None
    by: str
    at: str
    entry: int


def steps(store: Store, entry: int | None = None) -> tuple[RecordedStep, ...]:
    """Return the steps in the order in which they were entered; ``entry``: as the record stood after that entry."""
    return tuple(_step(store, found, body) for found, body in told_by(store, STEP, StepTaken, entry))


def gradings(store: Store, entry: int | None = None) -> tuple[RecordedGrading, ...]:
    """Return the gradings in the order in which they were entered."""
    return tuple(_grading(store, found, body) for found, body in told_by(store, GRADED, ClaimGraded, entry))


def append_step(
    store: Store, body: StepTaken, *, by: str, note: str | None = None, refs: tuple[str, ...] = ()
) -> tuple[str, int]:
    """Append a step, and return its id and its place in the log; the id in ``body`` is replaced by its number."""

    def draft(number: int) -> Draft:
        sealed = (seal("note", note),) if note else ()
        return Draft(kind=STEP, body=msgspec.structs.replace(body, step=f"s{number}"), by=by, sealed=sealed, refs=refs)

    number, idx = append_next(store, STEP, draft)
    return f"s{number}", idx


def append_grading(  # noqa: PLR0913 - who says what of which claim
    store: Store, claim: str, *, source: str, information: str, by: str, note: str | None = None, refs: tuple[str, ...] = ()
) -> tuple[str, int]:
    """Append a grading, and return its id and its place in the log."""
    values = {"source": source, "information": information, "note": note}

    def draft(number: int) -> Draft:
        sealed = tuple(seal(name, value) for name, value in values.items() if value)
        return Draft(kind=GRADED, body=ClaimGraded(grading=f"a{number}", claim=claim), by=by, sealed=sealed, refs=refs)

    number, idx = append_next(store, GRADED, draft)
    return f"a{number}", idx


def _step(store: Store, entry: Entry, body: StepTaken) -> RecordedStep:
    fields = {name: getattr(body, name) for name in ViolationStep.__struct_fields__ if name in StepTaken.__struct_fields__}
    violation = f"{body.incident}/{body.clause}/{body.party or NOBODY}"
    return RecordedStep(
        step=ViolationStep(id=body.step, violation=violation, **fields),
        entry=entry.idx,
        by=entry.by,
        at=entry.at,
        note=_sealed(store, entry).get("note"),
    )


def _grading(store: Store, entry: Entry, body: ClaimGraded) -> RecordedGrading:
    sealed = _sealed(store, entry)
    return RecordedGrading(
        id=body.grading,
        claim=body.claim,
        source=sealed.get("source"),
        information=sealed.get("information"),
        note=sealed.get("note"),
        by=entry.by,
        at=entry.at,
        entry=entry.idx,
    )


def _sealed(store: Store, entry: Entry) -> dict[str, str]:
    return {name: found.value for name, found in store.log.disclosures(entry.idx).items()} if entry.sealed else {}
