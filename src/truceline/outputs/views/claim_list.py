"""Claims as listed: who says what, in which words, how it stands, and which incident it belongs to."""

from __future__ import annotations

from truceline.linker import chief_incident
from truceline.model import words_at
from truceline.outputs.views.cells import told_withheld
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.pages import ClaimView, ReportView, Struck


def listed(material: Material, *, with_rejected: bool = False) -> tuple[ClaimView, ...]:
    """Return every counted claim, in the order of reports and text; rejected ones, if asked for, after them, without a number."""
    corrections = material.struck
    told = (*material.told, *material.rejected) if with_rejected else material.told
    return tuple(_view(material, one, corrections.get(one.claim.id)) for one in told)


def outside(claims: tuple[ClaimView, ...]) -> tuple[ClaimView, ...]:
    """Return the claims that belong to no incident, not even possibly: declarations, tallies, assessments."""
    return tuple(claim for claim in claims if claim.incident is None and not claim.possible)


def texts(material: Material, claims: tuple[ClaimView, ...]) -> tuple[ReportView, ...]:
    """Return every shown report with its text and its claims."""
    by_report: dict[str, list[ClaimView]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
    return tuple(
        ReportView(
            id=held.report.id,
            title=held.report.title,
            publisher=held.report.publisher,
            published_at=held.report.published_at,
            received_at=held.received_at,
            lang=held.report.lang,
            url=held.report.url,
            text_sha256=held.text_sha256,
            text=material.read(held.report.id),
            claims=tuple(by_report.get(held.report.id, ())),
        )
        for held in material.held
    )


def _view(material: Material, told: Told, correction: Struck | None) -> ClaimView:
    claim = told.claim
    links = material.links_of.get(claim.id, ())
    withheld = material.by_report[claim.report].withheld
    return ClaimView(
        id=claim.id,
        source=claim.source,
        cue=claim.cue,
        content=claim.content,
        type=claim.type,
        voice=claim.voice,
        speaker=claim.speaker,
        via=claim.via,
        stance=claim.stance,
        about=claim.about,
        answers=claim.answers,
        said_at=claim.said_at,
        certainty=claim.certainty,
        rule=claim.rule,
        report=claim.report,
        words=told_withheld(withheld) if withheld else words_at(material.read(claim.report), claim.content),
        standing=told.standing,
        incident=chief_incident(claim, links),
        possible=tuple(link.incident for link in links if link.outcome == "possible"),
        number=told.number,
        published_at=material.by_report[claim.report].report.published_at,
        struck=correction,
    )
