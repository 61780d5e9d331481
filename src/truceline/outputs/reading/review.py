"""The page of a reviewer: one proposal with its words in their sentences, and how many more wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from truceline.model import Span
from truceline.outputs.labels import Labels
from truceline.outputs.reading.incident import near_one
from truceline.outputs.reading.lines import Lines, head, in_order
from truceline.outputs.reading.text import runs
from truceline.outputs.reading.values import ClaimLine, ReportHead, ReviewSheet, TextRun
from truceline.outputs.views import incident_list
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.sentences import around


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which proposals: of a ``report``, of an ``incident``; the one with id ``claim``, or the first behind that of id ``after``.

    ``decided``: ids of those on which there is a decision that the material does not have yet.
    """

    report: str | None = None
    incident: str | None = None
    claim: str | None = None
    after: str | None = None
    decided: frozenset[str] = frozenset()


def proposals(material: Material, asked: Asked) -> tuple[Told, ...]:
    """Return the proposals that are asked for, in the order of reports and text."""
    linked = {link.claim for link in material.links if link.incident == asked.incident} if asked.incident else None
    open_ones = (each for each in (*material.told, *material.waiting) if each.standing == "proposed")
    chosen = (
        each
        for each in open_ones
        if (asked.report is None or each.claim.report == asked.report) and (linked is None or each.claim.id in linked)
    )
    return tuple(in_order(material, chosen))


def review_read(material: Material, asked: Asked, labels: Labels) -> ReviewSheet:
    """Return the proposal to decide on now; the round begins anew where the last one was skipped."""
    there = proposals(material, asked)
    waiting = tuple(each for each in there if each.claim.id not in asked.decided)
    at = _at(there, waiting, asked)
    told = waiting[at] if at is not None else None
    lines = Lines(material, waiting, labels)
    beside = _beside(waiting, at)
    return ReviewSheet(
        basis=material.basis(incident_list.waiting(material)),
        waiting=len(waiting),
        place=at + 1 if at is not None else 0,
        claim=lines.line(told) if told else None,
        head=head(material, material.by_report[told.claim.report], labels) if told else None,
        runs=_runs(material, told, lines) if told else (),
        previous=beside[0],
        following=beside[1],
        reports=_reports(material, labels),
        incidents=tuple(near_one(material, each, labels) for each in incident_list.folded(material) if each.standing.proposed),
    )


def _at(there: Sequence[Told], waiting: Sequence[Told], asked: Asked) -> int | None:
    if not waiting:
        return None
    ids = [each.claim.id for each in waiting]
    if asked.claim in ids:
        return ids.index(asked.claim)
    behind = [each.claim.id for each in there]
    start = behind.index(asked.after) + 1 if asked.after in behind else 0
    following = next((each for each in behind[start:] if each in ids), ids[0])
    return ids.index(following)


def _beside(waiting: Sequence[Told], at: int | None) -> tuple[str | None, str | None]:
    if at is None:
        return None, None
    before = waiting[at - 1].claim.id if at else None
    return before, waiting[at + 1].claim.id if at + 1 < len(waiting) else None


def _runs(material: Material, told: Told, lines: Lines) -> tuple[TextRun, ...]:
    """Return the sentences in which the claim stands, with one more before and behind, its words marked."""
    claim = told.claim
    if material.by_report[claim.report].withheld:
        return ()
    text = lines.text(claim.report)
    first, last = around(text, claim.reach.start, claim.reach.end)
    start = around(text, max(first - 2, 0), max(first - 1, 1))[0]
    end = around(text, min(last + 1, len(text) - 1), min(last + 2, len(text)))[1]
    within = Span(min(start, first), max(end, last))
    return runs(text, [told], within=within)


def _reports(material: Material, labels: Labels) -> tuple[ReportHead, ...]:
    waits: Collection[str] = {each.claim.report for each in (*material.told, *material.waiting) if each.standing == "proposed"}
    return tuple(head(material, held, labels) for held in material.held if held.report.id in waits)


def claim_read(material: Material, told: Told, labels: Labels) -> tuple[ClaimLine, ReportHead]:
    """Return one claim as a line, and the head of the report it stands in."""
    return Lines(material, [told], labels).line(told), head(material, material.by_report[told.claim.report], labels)
