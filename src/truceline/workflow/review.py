"""A sitting of a reviewer: the proposals that wait, one after another, and what the reviewer decides on each.

The last decision is held back until the next one or the end of the sitting, so that it can be taken back without a trace of a
slip of the finger; every earlier one is already written. Whoever kills the process loses at most that one decision. Where
somebody else decided on the same claim meanwhile, the reviewer is told (MeanwhileError), and that decision stands.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

import msgspec

from truceline.ledger import Record, RecordedClaim
from truceline.model import Claim, Report
from truceline.workflow.claims import Verdict, claim_ids, decide, guarded_line, put_in_place, report_of
from truceline.workflow.correcting import Correction, corrected
from truceline.workflow.opening import theatre_of


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as a person is shown it: the claim, its report, the text, and what the machine made of it as name and value."""

    claim: Claim
    report: Report
    text: str
    facts: tuple[tuple[str, str], ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A decision not yet written: a verdict on a claim, or the claim that takes its place."""

    at: int
    claim: str
    verdict: Verdict | None = None
    replacement: Claim | None = None


class Desk:
    """The proposals of one sitting in the order of reports and text. Use as a context, so that the last decision is written."""

    def __init__(self, record: Record, by: str, *, report: str | None = None, incident: str | None = None) -> None:
        record.refuse_read_only()  # before anybody has decided anything
        self.by = by
        self.at = 0
        self.decided = 0
        self._record = record
        self._seen = record.size - 1
        self._held: Held | None = None
        self._texts: dict[str, Report] = {}
        self._ids = claim_ids(record)
        self._incidents: dict[str, list[str]] = {}
        for held in record.links():
            sure = held.link.outcome == "linked"
            self._incidents.setdefault(held.link.claim, []).append(held.link.incident + ("" if sure else " perhaps"))
        self.waiting = waiting(record, report=report, incident=incident)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._write()

    @property
    def current(self) -> Waiting | None:
        """The proposal to decide on now; None when the round is over."""
        if self.at >= len(self.waiting):
            return None
        claim = self.waiting[self.at].claim
        report = self._report(claim.report)
        inside = ", ".join(self._incidents.get(claim.id, ()))
        shown = (*facts(claim, report.text), *((("incident", inside),) if inside else ()))
        return Waiting(claim=claim, report=report, text=report.text, facts=shown)

    @property
    def left(self) -> int:
        """How many of this round have no decision."""
        return len(self.waiting) - self.decided - (self._held is not None)

    def _report(self, report: str) -> Report:
        if report not in self._texts:
            self._texts = {report: report_of(self._record, report)}
        return self._texts[report]

    def accept(self) -> None:
        """Stand behind the current claim."""
        self._hold("accepted")

    def reject(self) -> None:
        """Reject the current claim."""
        self._hold("rejected")

    def _hold(self, verdict: Verdict) -> None:
        self._write()
        self._held = Held(at=self.at, claim=self.waiting[self.at].claim.id, verdict=verdict)
        self.at += 1

    def skip(self) -> None:
        """Leave the current claim as it is."""
        self.at += 1

    def correct(self, correction: Correction) -> str:
        """Put a corrected claim in the place of the current one and return its id.

        Raises:
            UsageError: as in ``claims.correct``; the claim stays the current one.
        """
        old = self.waiting[self.at].claim
        new = corrected(
            old,
            correction,
            self._report(old.report),
            theatre_of(self._record),
            author=self.by,
            guarded=guarded_line(self._record, old, correction),
            taken=self._ids,
            veil=self._record.reference,
        )
        self._ids |= {new.id}
        self._write()
        self._held = Held(at=self.at, claim=old.id, replacement=new)
        self.at += 1
        return new.id

    def undo(self) -> str | None:
        """Take back the last decision and return to its claim; None where there is nothing to take back."""
        if self._held is None:
            return None
        held, self._held = self._held, None
        self.at = held.at
        return f"taken back: {held.claim} waits again"

    def _write(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        if held.replacement is not None:
            put_in_place(self._record, self.waiting[held.at].claim, held.replacement, self.by, seen=self._seen)
        elif held.verdict is not None:
            decide(self._record, [held.claim], held.verdict, self.by, seen=self._seen)
        self.decided += 1


def waiting(record: Record, *, report: str | None = None, incident: str | None = None) -> tuple[RecordedClaim, ...]:
    """Return the proposals that wait for a decision, in the order of reports and text, of one report or incident if asked."""
    order = {held.id: number for number, held in enumerate(record.reports())}
    linked = {link.link.claim for link in record.links() if link.link.incident == incident} if incident else None
    chosen = [
        held
        for held in record.claims()
        if held.standing == "proposed"
        and not held.superseded_by
        and (report is None or held.claim.report == report)
        and (linked is None or held.claim.id in linked)
    ]
    return tuple(sorted(chosen, key=lambda held: (order.get(held.claim.report, 0), held.claim.reach, held.claim.id)))


def facts(claim: Claim, text: str) -> tuple[tuple[str, str], ...]:
    """Return what a claim says beside its words, as name and value, for a person to check."""
    who = claim.speaker.name if claim.speaker else "the report itself" if claim.voice == "narration" else "nobody named"
    through = "".join(f" via {relay.name}" for relay in claim.via)
    said = claim.said_at
    lines = [
        ("who", who + through),
        ("stance", claim.stance),
        ("about", ", ".join(claim.about)),
        ("said", f"{said.start or ''}..{said.end or ''} ({said.basis})" if said else ""),
        ("counts", "; ".join(f"{c.effect} {c.unit} “{' '.join(c.span.of(text).split())}”" for c in claim.counts)),
        ("times", "; ".join(f"{t.start or '?'}..{t.end or '?'} “{t.span.of(text)}”" for t in claim.times)),
        ("places", "; ".join(place.name for place in claim.places)),
        ("happening", "; ".join(f"{e.type} {e.means or ''} “{e.span.of(text)}”" for e in claim.events)),
        ("claim", claim.id),
    ]
    return tuple((name, value) for name, value in lines if value)
